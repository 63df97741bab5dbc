// SPDX-License-Identifier: Apache-2.0
// GET, PUT /api/v1/activities …, retire, clone.
#include "activity_routes.hpp"

#include <boost/json.hpp>
#include <utility>

#include "activity_changes.hpp"
#include "activity_json.hpp"
#include "activity_wish.hpp"
#include "reading.hpp"
#include "theme_entry.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/access/unit_for.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::activities {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using store::Activity;

constexpr char kWish[] =
    R"({"type":"object","required":["title","from","to"],"properties":{"title":{"type":"string"},"theme":{"type":"string"},"unit":{"type":"string"},)"
    R"("from":{"type":"string","format":"date"},"to":{"type":"string","format":"date"},"zone":{"type":"string"},"responsible":{"type":"object"},"filing":{"type":"object"},"key_dates":{"type":"array","items":{"type":"object"}}}})";
constexpr char kCloneWish[] =
    R"({"type":"object","required":["handle"],"properties":{"handle":{"type":"string"},"years":{"type":"integer"},"unit":{"type":"string"}}})";
constexpr int kMostYears = 20;

std::string headerOf(Request const& request, char const* name) {
    auto const found = request.headers.find(name);
    return found == request.headers.end() ? "" : found->second;
}

Result<Response> list(StatePtr const& state, Principal const& who, Request const& request) {
    auto const wanted = access::queried(request, "retired");
    if (!wanted.empty() && wanted != "no" && wanted != "any") {
        return Error{Errc::invalid, "retired: take no or any"};
    }
    boost::json::array items;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& activity : tx.activities().all()) {
            if ((wanted == "any" || !activity.retired) &&
                who.uses(Permission::viewReports, activity.unit)) {
                items.push_back(toJson(tx, activity));
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)}});
}

Result<Response> show(StatePtr const& state, Request const& request) {
    Response answer;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        auto const activity = findActivity(tx, request.parameters.at("handle"));
        if (!activity) {
            return activity.error();
        }
        answer = answerOf(tx, *state, *activity);
        return {};
    });
    return looked ? Result<Response>(std::move(answer)) : looked.error();
}

/// Whether the request was made of what is there: by If-Match the revision that the caller saw, by
/// If-None-Match that there is none.
bool isAsSeen(Request const& request, std::optional<Activity> const& there) {
    auto const seen = headerOf(request, "if-match");
    if (!seen.empty() && (!there || seen != "\"" + std::to_string(there->revision) + "\"")) {
        return false;
    }
    return headerOf(request, "if-none-match") != "*" || !there || there->retired;
}

/// Whose it is from now on. It never moves to another unit.
Result<std::string> unitOf(Principal const& who, Activity const& wish,
                           std::optional<Activity> const& there) {
    if (!there) {
        return access::unitFor(who, Permission::editActivities, wish.unit);
    }
    if (!wish.unit.empty() && wish.unit != there->unit) {
        return Error{Errc::conflict,
                     "unit: activity \"" + there->handle + "\" is another unit's; it stays theirs"};
    }
    return there->unit;
}

/// Into the store and, of its theme, into the list.
Result<> enter(store::Tx& tx, ActivityBook::State const& state, Principal const& who,
               Activity& wish, std::optional<Activity> const& there) {
    if (!wish.unit.empty() && !tx.units().find(wish.unit)) {
        return Error{Errc::notFound,
                     "there is no unit \"" + wish.unit + "\"; see tocsin unit list"};
    }
    wish.owner = who.name;
    wish.changed = state.settings.now();
    if (there) {
        wish.revision = there->revision + 1;
        wish.campaigns = there->campaigns;
        wish.parts = there->parts;
        wish.owner = there->owner;
    }
    if (auto entered = enterTheme(tx, there ? &*there : nullptr, wish); !entered) {
        return entered;
    }
    tx.activities().put(wish);
    return {};
}

Result<Response> put(StatePtr const& state, Principal const& who, Request const& request) {
    auto const& handle = request.parameters.at("handle");
    if (auto right = checkHandle(handle); !right) {
        return right.error();
    }
    auto wish = messages::readJson(request.body, readActivity);
    if (!wish) {
        return wish.error();
    }
    wish->handle = handle;
    bool outdated = false;
    Response answer;
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const there = std::as_const(tx).activities().find(handle);
            if (!isAsSeen(request, there)) {
                outdated = true;
                return Error{Errc::conflict,
                             there ? "activity \"" + handle + "\" is there, at revision " +
                                         std::to_string(there->revision) + "; look at it again"
                                   : "activity \"" + handle + "\" is not there any more"};
            }
            auto const unit = unitOf(who, *wish, there);
            if (!unit) {
                return unit.error();
            }
            wish->unit = *unit;
            if (auto entered = enter(tx, *state, who, *wish, there); !entered) {
                return entered;
            }
            answer = answerOf(tx, *state, *wish, there ? 200 : 201);
            return {};
        },
        {who.name, "activity.set", handle,
         wish->title + " " + wish->firstDay + " " + wish->lastDay +
             (wish->theme.empty() ? "" : " theme=" + wish->theme)});
    constexpr int kPreconditionFailed = 412;
    if (outdated && !written) {
        return access::problem(written.error(), kPreconditionFailed);
    }
    return written ? Result<Response>(std::move(answer)) : written.error();
}

Result<Response> retire(StatePtr const& state, Principal const& who, Request const& request) {
    auto const& handle = request.parameters.at("handle");
    return changeActivity(*state, handle, {who.name, "activity.retire", handle, ""},
                          [](store::Tx&, Activity& activity) -> Result<> {
                              activity.retired = true;
                              return {};
                          });
}

struct CloneWish {
    std::string handle, unit;
    int years = 1;
};

CloneWish readClone(messages::JsonReader const& in) {
    in.onlyKeys({"handle", "years", "unit"});
    CloneWish out;
    out.handle = in.at("handle").string(64);
    out.unit = lineIn(in, "unit");
    if (auto const years = in.find("years")) {
        out.years = static_cast<int>(years->integer(1, kMostYears));
    }
    return out;
}

Result<Response> clone(StatePtr const& state, Principal const& who, Request const& request) {
    auto const wish = messages::readJson(request.body, readClone);
    if (!wish) {
        return wish.error();
    }
    if (auto right = checkHandle(wish->handle); !right) {
        return right.error();
    }
    auto const& from = request.parameters.at("handle");
    Response answer;
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const old = findActivity(tx, from);
            if (!old) {
                return old.error();
            }
            if (std::as_const(tx).activities().find(wish->handle)) {
                return Error{Errc::conflict, "there is an activity \"" + wish->handle +
                                                 "\" already; choose another name"};
            }
            auto made = clonedActivity(*old, wish->handle, wish->years);
            if (!made) {
                return made.error();
            }
            // One of a unit above is taken for one's own.
            bool const stays = wish->unit.empty() && who.may(Permission::editActivities, old->unit);
            auto const unit = stays ? Result<std::string>(old->unit)
                                    : access::unitFor(who, Permission::editActivities, wish->unit);
            if (!unit) {
                return unit.error();
            }
            made->unit = *unit;
            if (auto entered = enter(tx, *state, who, *made, std::nullopt); !entered) {
                return entered;
            }
            answer = answerOf(tx, *state, *made, 201);
            return {};
        },
        {who.name, "activity.clone", wish->handle,
         "of " + from + ", " + std::to_string(wish->years) + " years later"});
    return written ? Result<Response>(std::move(answer)) : written.error();
}

}  // namespace

access::Routes activityRoutes(StatePtr const& state) {
    auto const all = std::string("/api/v1/activities");
    auto const one = all + "/{handle}";
    access::Routes routes;
    routes.push_back({"GET", all, Permission::viewReports, "Activities (retired=any: all)", "",
                      std::string(R"({"type":"object","properties":{"items":{"type":"array",)"
                                  R"("items":)") +
                          activitySchema() + "}}}",
                      access::BodyPolicy::none,
                      [state](Principal const& who, Request const& request) {
                          return list(state, who, request);
                      }});
    routes.back().query = {{"retired"}};
    routes.push_back(
        {"GET", one, Permission::viewReports,
         "One activity with its completeness, and its revision as ETag", "", activitySchema(),
         access::BodyPolicy::none,
         [state](Principal const&, Request const& request) { return show(state, request); }});
    routes.push_back({"PUT", one, Permission::editActivities,
                      "Add an activity, or say what one is from now on", kWish, activitySchema(),
                      access::BodyPolicy::text,
                      [state](Principal const& who, Request const& request) {
                          return put(state, who, request);
                      }});
    routes.back().success = {200, 201};
    routes.back().requestHeaders = {{"If-Match"}, {"If-None-Match"}};
    routes.push_back({"POST", one + "/retire", Permission::editActivities,
                      "Retire an activity; its records stay", "", activitySchema(),
                      access::BodyPolicy::none,
                      [state](Principal const& who, Request const& request) {
                          return retire(state, who, request);
                      }});
    routes.push_back({"POST", one + "/clone", Permission::editActivities,
                      "The same activity some years later, its theme to be said", kCloneWish,
                      activitySchema(), access::BodyPolicy::text,
                      [state](Principal const& who, Request const& request) {
                          return clone(state, who, request);
                      }});
    routes.back().success = {201};
    using access::row;
    using access::shared;
    return access::withReach(
        std::move(routes),
        {{"GET /api/v1/activities", access::filtered()},
         {"GET /api/v1/activities/{handle}", shared("activity", "handle")},
         {"PUT /api/v1/activities/{handle}", row("activity", "handle")},
         {"POST /api/v1/activities/{handle}/retire", row("activity", "handle")},
         {"POST /api/v1/activities/{handle}/clone", shared("activity", "handle")}});
}

}  // namespace tocsin::activities
