// SPDX-License-Identifier: Apache-2.0
#include "campaign_days.hpp"

#include <algorithm>

#include "calendar.hpp"
#include "recurrence.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists::detail {
namespace {

bool contains(std::vector<LocalDay> const& days, LocalDay day) {
    return std::find(days.begin(), days.end(), day) != days.end();
}

/// 1 is the first day of the month, -1 the last.
bool isOneOf(std::vector<int> const& monthDays, LocalDay day) {
    using std::chrono::last;
    auto const dayOfMonth = static_cast<int>(static_cast<unsigned>(day.day()));
    auto const length =
        static_cast<int>(static_cast<unsigned>((day.year() / day.month() / last).day()));
    return std::any_of(monthDays.begin(), monthDays.end(), [&](int wanted) {
        return wanted > 0 ? wanted == dayOfMonth : length + 1 + wanted == dayOfMonth;
    });
}

bool meetsRules(ProgrammeCampaign const& campaign, HolidayCalendar const& calendar, LocalDay day) {
    return campaign.from <= day && day <= campaign.to && campaign.days.contains(weekdayOf(day)) &&
           (campaign.monthDays.empty() || isOneOf(campaign.monthDays, day)) &&
           (campaign.dayKind == DayKind::any ||
            isWorkday(calendar, day) == (campaign.dayKind == DayKind::workdays)) &&
           !contains(campaign.except, day);
}

}  // namespace

bool isWorkday(HolidayCalendar const& calendar, LocalDay day) {
    if (contains(calendar.workdays, day)) {
        return true;
    }
    return weekdayOf(day).iso_encoding() <= 5 && !contains(calendar.holidays, day);
}

std::array<bool, 3> daysAround(ProgrammeCampaign const& campaign, HolidayCalendar const& calendar,
                               LocalDay day) {
    std::array<bool, 3> out{};
    for (int i = 0; i < 3; ++i) {
        out[static_cast<std::size_t>(i)] = meetsRules(campaign, calendar, plusDays(day, i - 1));
    }
    bool const any = out[0] || out[1] || out[2];
    if (campaign.recurrence.empty() || !any) {
        return out;
    }
    auto const recurring =
        recurrences(campaign.recurrence, campaign.from, plusDays(day, -1), plusDays(day, 1));
    for (int i = 0; i < 3; ++i) {
        auto& on = out[static_cast<std::size_t>(i)];
        on = on && contains(recurring, plusDays(day, i - 1));
    }
    return out;
}

std::string ruleAgainst(ProgrammeCampaign const& campaign, HolidayCalendar const& calendar,
                        LocalDay day) {
    auto const name = toString(day);
    if (day < campaign.from) {
        return "it begins on " + toString(campaign.from);
    }
    if (campaign.to < day) {
        return "its last day was " + toString(campaign.to);
    }
    if (!campaign.days.contains(weekdayOf(day))) {
        std::string names;
        for (auto const& weekday : toNames(campaign.days)) {
            names += (names.empty() ? "" : ", ") + weekday;
        }
        return "it runs on " + names + " only; " + name + " is a " +
               std::string(fullName(weekdayOf(day)));
    }
    if (!campaign.monthDays.empty() && !isOneOf(campaign.monthDays, day)) {
        return name + " is not one of its days of the month";
    }
    if (campaign.dayKind != DayKind::any &&
        isWorkday(calendar, day) != (campaign.dayKind == DayKind::workdays)) {
        return campaign.dayKind == DayKind::workdays
                   ? "it runs on working days only; " + name + " is none"
                   : "it runs on holidays only; " + name + " is a working day";
    }
    if (contains(campaign.except, day)) {
        return name + " is one of its exceptions";
    }
    return daysAround(campaign, calendar, day)[1]
               ? ""
               : "its recurrence " + campaign.recurrence + " leaves " + name + " out";
}

}  // namespace tocsin::playlists::detail
