// SPDX-License-Identifier: Apache-2.0
#include "work_reading.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "activity_changes.hpp"
#include "activity_json.hpp"
#include "reading.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::activities {
namespace {

using access::Permission;
using store::Activity;
using store::WorkKind;
using store::WorkRecord;

/// What people write beside the words of the product.
constexpr std::array<std::pair<std::string_view, WorkKind>, 9> kFurtherWords{
    {{"集中观看", WorkKind::film},
     {"观看警示片", WorkKind::film},
     {"警示教育片", WorkKind::film},
     {"警示片", WorkKind::film},
     {"宣传咨询", WorkKind::consultation},
     {"咨询", WorkKind::consultation},
     {"督查", WorkKind::inspection},
     {"巡查", WorkKind::inspection},
     {"宣传", WorkKind::talk}}};

}  // namespace

std::optional<WorkKind> kindNamed(std::string const& word) {
    if (auto const kind = store::workKindFrom(word)) {
        return kind;
    }
    for (auto const kind : store::kWorkKinds) {
        if (kindWords(kind).chinese == word) {
            return kind;
        }
    }
    auto const found =
        std::ranges::find(kFurtherWords, word, [](auto const& entry) { return entry.first; });
    return found == kFurtherWords.end() ? std::nullopt : std::optional(found->second);
}

WorkKind kindIn(std::string const& title) {
    // 警示教育片 first: a film that is looked at in a training is a film.
    for (auto const& [word, kind] : kFurtherWords) {
        if (kind == WorkKind::film && title.find(word) != std::string::npos) {
            return kind;
        }
    }
    for (auto const kind : store::kWorkKinds) {
        if (title.find(kindWords(kind).chinese) != std::string::npos) {
            return kind;
        }
    }
    for (auto const& [word, kind] : kFurtherWords) {
        if (title.find(word) != std::string::npos) {
            return kind;
        }
    }
    return WorkKind::other;
}

WorkRecord readWork(messages::JsonReader const& in, WorkRecord const& now) {
    in.onlyKeys({"activity", "kind", "unit", "title", "from", "to", "place", "sessions", "people",
                 "text", "channel", "responsible"});
    auto out = now;
    out.title = lineIn(in, "title", now.title);
    if (auto const kind = in.find("kind")) {
        auto const named = kindNamed(kind->string(64));
        if (!named) {
            kind->fail(
                "training, drill, film, consultation, inspection, talk and other are allowed");
        }
        out.kind = *named;
    } else if (now.number == 0) {
        out.kind = kindIn(out.title);
    }
    out.firstDay = dayIn(in, "from", now.firstDay);
    out.lastDay =
        dayIn(in, "to",
              in.find("from") && !in.find("to") && now.firstDay == now.lastDay ? out.firstDay
                                                                               : now.lastDay);
    out.place = lineIn(in, "place", now.place);
    out.sessions = countIn(in, "sessions", kMostSessions, now.sessions);
    out.people = countIn(in, "people", kMostPeople, now.people);
    out.text = textIn(in, "text", now.text);
    out.channel = lineIn(in, "channel", now.channel);
    out.responsible = responsibleIn(in, now.responsible);
    return out;
}

Result<> checkWork(WorkRecord const& record, std::string const& today) {
    if (record.title.empty()) {
        return Error{Errc::invalid, "title: what was done, in a few words, like 消防疏散演练"};
    }
    if (record.firstDay.empty() || record.lastDay.empty() || record.lastDay < record.firstDay) {
        return Error{Errc::invalid, "to: the last day is before the first"};
    }
    if (record.firstDay > today) {
        return Error{Errc::invalid,
                     "from: " + record.firstDay + " is not yet; a record says what was done"};
    }
    return {};
}

std::string todayOf(Activity const& activity, Instant now) {
    auto const day = playlists::localDayOf(activity.zone, now);
    if (!day) {
        throw Failure(day.error());
    }
    return playlists::toString(*day);
}

Result<Activity> activityForWork(store::Tx const& tx, access::Principal const& who,
                                 std::string const& handle, Instant now) {
    if (!handle.empty()) {
        auto found = findInUse(tx, handle);
        // Who may not see an activity is not told that there is one.
        if (!found || !who.uses(Permission::editActivities, found->unit)) {
            return !found ? found.error()
                          : Error{Errc::notFound, "there is no activity \"" + handle +
                                                      "\"; see tocsin activity list"};
        }
        return found;
    }
    std::vector<Activity> running;
    std::string names;
    for (auto& activity : tx.activities().all()) {
        auto const today = todayOf(activity, now);
        if (!activity.retired && activity.firstDay <= today && today <= activity.lastDay &&
            who.uses(Permission::editActivities, activity.unit)) {
            names += (names.empty() ? "" : ", ") + activity.handle;
            running.push_back(std::move(activity));
        }
    }
    if (running.size() != 1) {
        return Error{Errc::invalid, running.empty()
                                        ? "activity: none runs today; say which"
                                        : "activity: several run today (" + names + "); say which"};
    }
    return std::move(running.front());
}

Result<> checkTakesPart(store::Tx const& tx, Activity const& activity, std::string const& unit) {
    if (access::UnitTree(tx.units().all()).isWithin(unit, activity.unit)) {
        return {};
    }
    return Error{Errc::invalid, "unit: " + (unit.empty() ? "the whole site" : "\"" + unit + "\"") +
                                    " is not below the unit of activity \"" + activity.handle +
                                    "\", and does not take part in it"};
}

Result<> checkMayChange(access::Principal const& who, access::UnitTree const& tree,
                        WorkRecord const& record) {
    auto const units = who.unitsFor(Permission::editActivities);
    auto const above = tree.above(record.unit);
    bool const fromAbove =
        !record.unit.empty() && (units.isAll() || std::ranges::any_of(above, [&](auto const& unit) {
                                     return units.contains(unit);
                                 }));
    bool const own = who.unit == record.unit || who.name == record.author || !fromAbove;
    if (units.contains(record.unit) && own) {
        return {};
    }
    return Error{Errc::permission, "work record " + std::to_string(record.number) +
                                       " is of unit \"" + record.unit +
                                       "\"; only its own people change it"};
}

}  // namespace tocsin::activities
