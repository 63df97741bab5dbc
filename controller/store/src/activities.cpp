// SPDX-License-Identifier: Apache-2.0
#include "activities.hpp"

#include <array>

#include "activity_lists.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_ACTIVITY_COLUMNS                                                              \
    "handle, revision, title, theme, unit, first_day, last_day, zone, person, phone, mail, " \
    "receiver, weekly, weekday, due_time, plan_due, final_due, day_included, key_dates, "    \
    "campaigns, parts, owner, changed, retired"

FilingRules filingFrom(Query& row) {
    FilingRules out;
    out.receiver = row.text();
    out.weekly = row.flag();
    out.weekday = row.smallInteger();
    out.time = row.text();
    out.planDue = row.text();
    out.finalDue = row.text();
    out.dayIncluded = row.flag();
    return out;
}

Activity activityFrom(Query& row) {
    Activity out;
    out.handle = row.text();
    out.revision = row.integer();
    out.title = row.text();
    out.theme = row.text();
    out.unit = row.text();
    out.firstDay = row.text();
    out.lastDay = row.text();
    out.zone = row.text();
    out.responsible.name = row.text();
    out.responsible.phone = row.text();
    out.responsible.mail = row.text();
    out.filing = filingFrom(row);
    out.keyDates = keyDatesFrom(row.text());
    out.campaigns = campaignsFrom(row.text());
    out.parts = partTextsFrom(row.text());
    out.owner = row.text();
    out.changed = row.instant();
    out.retired = row.flag();
    return out;
}

}  // namespace

std::string_view toString(ActivityPart part) {
    switch (part) {
        case ActivityPart::plan:
            return "plan";
        case ActivityPart::deployment:
            return "deployment";
        case ActivityPart::inspection:
            return "inspection";
        case ActivityPart::result:
            return "result";
        case ActivityPart::summary:
            return "summary";
    }
    return "unknown";
}

std::optional<ActivityPart> activityPartFrom(std::string_view word) {
    for (auto const part : kActivityParts) {
        if (word == toString(part)) {
            return part;
        }
    }
    return std::nullopt;
}

std::vector<Activity> SqliteActivities::all() const {
    std::vector<Activity> out;
    auto query =
        connection_.query("SELECT " TOCSIN_ACTIVITY_COLUMNS " FROM activities ORDER BY handle");
    while (query.step()) {
        out.push_back(activityFrom(query));
    }
    return out;
}

std::optional<Activity> SqliteActivities::find(std::string const& handle) const {
    auto query =
        connection_.query("SELECT " TOCSIN_ACTIVITY_COLUMNS " FROM activities WHERE handle = ?");
    return query.with(handle).step() ? std::optional(activityFrom(query)) : std::nullopt;
}

void SqliteActivities::put(Activity const& activity) {
    auto const& filing = activity.filing;
    connection_
        .query("INSERT OR REPLACE INTO activities(" TOCSIN_ACTIVITY_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(activity.handle, activity.revision, activity.title, activity.theme, activity.unit,
              activity.firstDay, activity.lastDay, activity.zone, activity.responsible.name,
              activity.responsible.phone, activity.responsible.mail, filing.receiver, filing.weekly,
              filing.weekday, filing.time, filing.planDue, filing.finalDue, filing.dayIncluded,
              listText(activity.keyDates), listText(activity.campaigns), listText(activity.parts),
              activity.owner, activity.changed, activity.retired)
        .run();
}

#undef TOCSIN_ACTIVITY_COLUMNS

}  // namespace tocsin::store
