// SPDX-License-Identifier: Apache-2.0
// GET, POST /api/v1/work, PATCH and withdrawing of one.
#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <utility>

#include "activity_changes.hpp"
#include "activity_json.hpp"
#include "activity_routes.hpp"
#include "reading.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/access/unit_for.hpp"
#include "tocsin/store/people.hpp"
#include "work_changes.hpp"
#include "work_reading.hpp"

namespace tocsin::activities {
namespace {

using access::Permission;
using access::Principal;
using access::queried;
using access::Request;
using access::Response;
using store::WorkRecord;

constexpr char kFacts[] =
    R"("properties":{"activity":{"type":"string"},"kind":{"type":"string"},"unit":{"type":"string"},"title":{"type":"string"},"from":{"type":"string","format":"date"},"to":{"type":"string","format":"date"},)"
    R"("place":{"type":"string"},"sessions":{"type":["integer","null"]},"people":{"type":["integer","null"]},"text":{"type":"string"},"channel":{"type":"string"},"responsible":{"type":"object"}}})";
constexpr char kReason[] =
    R"({"type":"object","required":["reason"],"properties":{"reason":{"type":"string"}}})";

/// Which records somebody wants to see.
struct Filter {
    std::string activity, unit, from, to;
    bool withdrawn = false;

    [[nodiscard]] bool takes(WorkRecord const& record) const {
        return (withdrawn || !record.withdrawn) && (unit.empty() || record.unit == unit) &&
               (from.empty() || record.lastDay >= from) && (to.empty() || record.firstDay <= to);
    }
};

Result<Filter> readFilter(Request const& request) {
    Filter out{queried(request, "activity"), queried(request, "unit"), queried(request, "from"),
               queried(request, "to"), queried(request, "withdrawn") == "any"};
    for (auto const& [key, day] : {std::pair("from", out.from), std::pair("to", out.to)}) {
        if (auto right = day.empty() ? Result<std::string>("") : dayOf(key, day); !right) {
            return right.error();
        }
    }
    return out;
}

std::vector<WorkRecord> chosen(store::Tx const& tx, Principal const& who, Filter const& filter,
                               std::vector<store::Activity> const& activities) {
    std::vector<WorkRecord> out;
    for (auto const& activity : activities) {
        for (auto& record : tx.workRecords().of(activity.handle)) {
            if (filter.takes(record) && who.may(Permission::viewReports, record.unit)) {
                out.push_back(std::move(record));
            }
        }
    }
    std::ranges::stable_sort(out, {}, &WorkRecord::firstDay);
    return out;
}

/// {"unit": …sums} of each unit, by handle.
boost::json::array sumsByUnit(std::vector<WorkRecord> const& records) {
    std::map<std::string, std::vector<WorkRecord>> units;
    for (auto const& record : records) {
        units[record.unit].push_back(record);
    }
    boost::json::array out;
    for (auto const& [unit, own] : units) {
        auto sums = sumsOf(own);
        sums["unit"] = unit;
        out.push_back(std::move(sums));
    }
    return out;
}

boost::json::array sumsByKind(std::vector<WorkRecord> const& records) {
    boost::json::array out;
    for (auto const kind : store::kWorkKinds) {
        std::vector<WorkRecord> own;
        std::ranges::copy_if(records, std::back_inserter(own),
                             [&](auto const& one) { return one.kind == kind; });
        if (!own.empty()) {
            auto sums = sumsOf(own);
            auto const words = kindWords(kind);
            sums["kind"] = words.english;
            sums["kind_zh"] = words.chinese;
            out.push_back(std::move(sums));
        }
    }
    return out;
}

Result<Response> list(StatePtr const& state, Principal const& who, Request const& request) {
    auto const filter = readFilter(request);
    if (!filter) {
        return filter.error();
    }
    std::vector<WorkRecord> records;
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        auto activities = tx.activities().all();
        if (!filter->activity.empty()) {
            auto const activity = findActivity(tx, filter->activity);
            if (!activity || !who.uses(Permission::viewReports, activity->unit)) {
                return Error{Errc::notFound, "there is no activity \"" + filter->activity +
                                                 "\"; see tocsin activity list"};
            }
            activities = {*activity};
        }
        records = chosen(tx, who, *filter, activities);
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    boost::json::array items;
    for (auto const& record : records) {
        items.push_back(toJson(record));
    }
    return access::jsonResponse(boost::json::object{{"items", std::move(items)},
                                                    {"sums", sumsOf(records)},
                                                    {"by_kind", sumsByKind(records)},
                                                    {"by_unit", sumsByUnit(records)}});
}

Result<Response> show(StatePtr const& state, Request const& request) {
    Result<WorkRecord> found = Error{Errc::internal, "nothing was read"};
    auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
        found = findWork(tx, request.parameters.at("number"));
        return {};
    });
    if (!looked || !found) {
        return looked ? found.error() : looked.error();
    }
    return workAnswer(*found);
}

struct NewWork {
    WorkRecord facts;
    std::string activity, unit;
};

Result<NewWork> readNew(Request const& request) {
    return messages::readJson(request.body, [](messages::JsonReader const& in) {
        return NewWork{readWork(in, {}), lineIn(in, "activity"), lineIn(in, "unit")};
    });
}

Result<Response> add(StatePtr const& state, Principal const& who, Request const& request) {
    auto const said = readNew(request);
    if (!said) {
        return said.error();
    }
    auto const unit = access::unitFor(who, Permission::editActivities, said->unit);
    if (!unit) {
        return unit.error();
    }
    WorkRecord record = said->facts;
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const now = state->settings.now();
            auto const activity = activityForWork(tx, who, said->activity, now);
            if (!activity) {
                return activity.error();
            }
            auto const today = todayOf(*activity, now);
            record.activity = activity->handle;
            record.unit = *unit;
            record.firstDay = record.firstDay.empty() ? today : record.firstDay;
            record.lastDay = record.lastDay.empty() ? record.firstDay : record.lastDay;
            record.author = who.name;
            record.changed = now;
            auto fine = checkTakesPart(tx, *activity, record.unit);
            fine = fine ? checkWork(record, today) : fine;
            if (!fine) {
                return fine;
            }
            record = tx.workRecords().put(record);
            return {};
        },
        {who.name, "work.add", said->activity,
         std::string(store::toString(record.kind)) + " " + record.title});
    return written ? Result<Response>(workAnswer(record, 201)) : written.error();
}

Result<Response> change(StatePtr const& state, Principal const& who, Request const& request) {
    return changeWork(
        *state, who, request, "work.set", request.body,
        [&](store::Tx& tx, WorkRecord& record) -> Result<> {
            auto said = messages::readJson(request.body, [&](messages::JsonReader const& in) {
                for (auto const* key : {"activity", "unit"}) {
                    if (auto const other = in.find(key)) {
                        other->fail("a record stays where it is; withdraw it and add another");
                    }
                }
                return readWork(in, record);
            });
            if (!said) {
                return said.error();
            }
            auto const activity = findActivity(tx, record.activity);
            if (!activity) {
                return activity.error();
            }
            record = *std::move(said);
            return checkWork(record, todayOf(*activity, state->settings.now()));
        });
}

Result<Response> withdraw(StatePtr const& state, Principal const& who, Request const& request) {
    auto const reason = messages::readJson(request.body, [](messages::JsonReader const& in) {
        in.onlyKeys({"reason"});
        return lineIn(in, "reason");
    });
    if (!reason) {
        return reason.error();
    }
    if (reason->empty()) {
        return Error{Errc::invalid, "reason: say why the record is withdrawn"};
    }
    return changeWork(*state, who, request, "work.withdraw", *reason,
                      [&](store::Tx&, WorkRecord& record) -> Result<> {
                          record.withdrawn = true;
                          record.reason = *reason;
                          return {};
                      });
}

}  // namespace

access::Routes workRoutes(StatePtr const& state) {
    auto const all = std::string("/api/v1/work");
    auto const one = all + "/{number}";
    auto const facts = std::string(R"({"type":"object",)") + kFacts;
    access::Routes routes;
    routes.push_back({"GET", all, Permission::viewReports,
                      "Work records, with what their sessions and people come to", "",
                      std::string(R"({"type":"object","properties":{"sums":{"type":"object"},)"
                                  R"("by_kind":{"type":"array","items":{"type":"object"}},)"
                                  R"("by_unit":{"type":"array","items":{"type":"object"}},)"
                                  R"("items":{"type":"array","items":)") +
                          workSchema() + "}}}",
                      access::BodyPolicy::none,
                      [state](Principal const& who, Request const& request) {
                          return list(state, who, request);
                      }});
    routes.back().query = {{"activity"}, {"unit"}, {"from"}, {"to"}, {"withdrawn"}};
    routes.push_back({"GET", one, Permission::viewReports, "One work record", "", workSchema(),
                      access::BodyPolicy::none, [state](Principal const&, Request const& request) {
                          return show(state, request);
                      }});
    routes.push_back({"POST", all, Permission::editActivities,
                      "Add a record of work; today, of the caller's unit, for the only activity "
                      "that runs, unless it says otherwise",
                      facts, workSchema(), access::BodyPolicy::text,
                      [state](Principal const& who, Request const& request) {
                          return add(state, who, request);
                      }});
    routes.back().success = {201};
    routes.push_back({"PATCH", one, Permission::editActivities, "Change a record of one's unit",
                      facts, workSchema(), access::BodyPolicy::text,
                      [state](Principal const& who, Request const& request) {
                          return change(state, who, request);
                      }});
    routes.back().requestHeaders = {{"If-Match"}};
    routes.push_back({"POST", one + "/withdraw", Permission::editActivities,
                      "Withdraw a record: it counts no more, and stays to be seen", kReason,
                      workSchema(), access::BodyPolicy::text,
                      [state](Principal const& who, Request const& request) {
                          return withdraw(state, who, request);
                      }});
    using access::row;
    return access::withReach(std::move(routes),
                             {{"GET /api/v1/work", access::filtered()},
                              {"GET /api/v1/work/{number}", row("work", "number")},
                              {"POST /api/v1/work", access::filtered()},
                              {"PATCH /api/v1/work/{number}", row("work", "number")},
                              {"POST /api/v1/work/{number}/withdraw", row("work", "number")}});
}

}  // namespace tocsin::activities
