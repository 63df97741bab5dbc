// SPDX-License-Identifier: Apache-2.0
// Campaigns and key dates of an activity, and what is written into its five parts.
#include <algorithm>
#include <boost/json.hpp>

#include "activity_changes.hpp"
#include "activity_json.hpp"
#include "activity_routes.hpp"
#include "activity_wish.hpp"
#include "reading.hpp"
#include "tocsin/access/query.hpp"

namespace tocsin::activities {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using store::Activity;

constexpr char kKeyDate[] =
    R"({"type":"object","required":["day","title"],"properties":{"day":{"type":"string","format":"date"},"title":{"type":"string"},"note":{"type":"string"}}})";
constexpr char kPart[] =
    R"({"type":"object","properties":{"text":{"type":"string"},"done":{"type":"boolean"}}})";
constexpr std::size_t kMostCampaigns = 500;

std::string const& handleOf(Request const& request) {
    return request.parameters.at("handle");
}

Result<Response> addCampaign(StatePtr const& state, Principal const& who, Request const& request) {
    CampaignId const id(request.parameters.at("campaign"));
    return changeActivity(
        *state, handleOf(request), {who.name, "activity.campaign-add", handleOf(request), id.str()},
        [&](store::Tx& tx, Activity& activity) -> Result<> {
            auto const campaign = tx.campaigns().find(id);
            // Who may not see a campaign is not told that there is one.
            if (!campaign || !who.uses(Permission::viewCampaigns, campaign->unit)) {
                return Error{Errc::notFound,
                             "there is no campaign \"" + id.str() + "\"; see tocsin campaign list"};
            }
            if (std::ranges::find(activity.campaigns, id) != activity.campaigns.end()) {
                return Error{Errc::conflict, "campaign \"" + id.str() +
                                                 "\" belongs to activity \"" + activity.handle +
                                                 "\" already"};
            }
            if (activity.campaigns.size() >= kMostCampaigns) {
                return Error{Errc::invalid, "an activity has at most " +
                                                std::to_string(kMostCampaigns) + " campaigns"};
            }
            activity.campaigns.push_back(id);
            return {};
        });
}

Result<Response> removeCampaign(StatePtr const& state, Principal const& who,
                                Request const& request) {
    CampaignId const id(request.parameters.at("campaign"));
    return changeActivity(*state, handleOf(request),
                          {who.name, "activity.campaign-remove", handleOf(request), id.str()},
                          [&](store::Tx&, Activity& activity) -> Result<> {
                              if (std::erase(activity.campaigns, id) == 0) {
                                  return Error{Errc::notFound,
                                               "campaign \"" + id.str() +
                                                   "\" does not belong to activity \"" +
                                                   activity.handle + "\""};
                              }
                              return {};
                          });
}

Result<Response> addKeyDate(StatePtr const& state, Principal const& who, Request const& request) {
    auto const date = messages::readJson(request.body, readKeyDate);
    if (!date) {
        return date.error();
    }
    return changeActivity(
        *state, handleOf(request),
        {who.name, "activity.key-date-add", handleOf(request), date->day + " " + date->title},
        [&](store::Tx&, Activity& activity) -> Result<> {
            std::erase_if(activity.keyDates, [&](auto const& one) {
                return one.day == date->day && one.title == date->title;
            });
            if (activity.keyDates.size() >= kMostKeyDates) {
                return Error{Errc::invalid, "an activity has at most " +
                                                std::to_string(kMostKeyDates) + " key dates"};
            }
            activity.keyDates.push_back(*date);
            sortKeyDates(activity.keyDates);
            return {};
        });
}

Result<Response> removeKeyDate(StatePtr const& state, Principal const& who,
                               Request const& request) {
    auto const& day = request.parameters.at("day");
    auto const title = access::queried(request, "title");
    return changeActivity(
        *state, handleOf(request),
        {who.name, "activity.key-date-remove", handleOf(request), day + " " + title},
        [&](store::Tx&, Activity& activity) -> Result<> {
            auto const gone = std::erase_if(activity.keyDates, [&](auto const& one) {
                return one.day == day && (title.empty() || one.title == title);
            });
            if (gone == 0) {
                return Error{Errc::notFound,
                             "activity \"" + activity.handle + "\" has no such key date on " + day};
            }
            return {};
        });
}

struct PartWish {
    std::optional<std::string> text;
    std::optional<bool> done;
};

PartWish readPart(messages::JsonReader const& in) {
    in.onlyKeys({"text", "done"});
    PartWish out;
    if (in.find("text")) {
        out.text = textIn(in, "text");
    }
    if (auto const done = in.find("done")) {
        out.done = done->boolean();
    }
    if (!out.text && !out.done) {
        in.fail("there is nothing to change; say text, done or both");
    }
    return out;
}

std::string described(PartWish const& wish) {
    return (wish.text ? "text of " + std::to_string(wish.text->size()) + " bytes" : std::string()) +
           (wish.text && wish.done ? ", " : "") +
           (wish.done ? (*wish.done ? "done" : "not done") : "");
}

Result<Response> setPart(StatePtr const& state, Principal const& who, Request const& request) {
    auto const part = partNamed(request.parameters.at("part"));
    auto const wish = part ? messages::readJson(request.body, readPart) : part.error();
    if (!wish) {
        return wish.error();
    }
    return changeActivity(*state, handleOf(request),
                          {who.name, "activity.part", handleOf(request),
                           std::string(store::toString(*part)) + ": " + described(*wish)},
                          [&](store::Tx&, Activity& activity) -> Result<> {
                              auto& kept = partOf(activity, *part);
                              kept.text = wish->text.value_or(kept.text);
                              kept.done = wish->done.value_or(kept.done);
                              return {};
                          });
}

}  // namespace

access::Routes partRoutes(StatePtr const& state) {
    auto const one = std::string("/api/v1/activities/{handle}");
    auto const route = [&](char const* method, std::string const& pattern, char const* summary,
                           char const* schema, auto handler) {
        access::Route out{method,
                          one + pattern,
                          Permission::editActivities,
                          summary,
                          schema,
                          activitySchema(),
                          *schema == '\0' ? access::BodyPolicy::none : access::BodyPolicy::text,
                          [state, handler](Principal const& who, Request const& request) {
                              return handler(state, who, request);
                          }};
        return std::move(out).reaching(access::row("activity", "handle"));
    };
    access::Routes routes{
        route("PUT", "/campaigns/{campaign}", "Count a campaign to the activity", "", addCampaign),
        route("DELETE", "/campaigns/{campaign}", "Count a campaign to it no more", "",
              removeCampaign),
        route("POST", "/key-dates", "Add a key date, or another note to one", kKeyDate, addKeyDate),
        route("DELETE", "/key-dates/{day}", "Take out the key dates of a day, or the one titled",
              "", removeKeyDate),
        route("PUT", "/parts/{part}", "Write one of the five parts, or say that it is done", kPart,
              setPart)};
    routes[3].query = {{"title"}};
    return routes;
}

}  // namespace tocsin::activities
