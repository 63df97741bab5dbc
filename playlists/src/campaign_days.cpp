// SPDX-License-Identifier: Apache-2.0
#include "campaign_days.hpp"

#include <algorithm>

#include "calendar.hpp"
#include "recurrence.hpp"

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

std::optional<Words> ruleAgainst(ProgrammeCampaign const& campaign, HolidayCalendar const& calendar,
                                 LocalDay day) {
    auto const name = toString(day);
    auto const from = toString(campaign.from);
    auto const to = toString(campaign.to);
    if (day < campaign.from) {
        return Words{"it begins on " + from, "它从 " + from + " 开始"};
    }
    if (campaign.to < day) {
        return Words{"its last day was " + to, "它的最后一天是 " + to};
    }
    if (!campaign.days.contains(weekdayOf(day))) {
        Words names;
        for (auto const& each : toNames(campaign.days)) {
            names.english += (names.english.empty() ? "" : ", ") + each;
            names.chinese +=
                (names.chinese.empty() ? "" : "、") + fullName(parseWeekday(each).value()).chinese;
        }
        auto const weekday = fullName(weekdayOf(day));
        return Words{"it runs on " + names.english + " only; " + name + " is a " + weekday.english,
                     "它只在 " + names.chinese + " 播出；" + name + " 是" + weekday.chinese};
    }
    if (!campaign.monthDays.empty() && !isOneOf(campaign.monthDays, day)) {
        return Words{name + " is not one of its days of the month", name + " 不在它的每月日期内"};
    }
    if (campaign.dayKind != DayKind::any &&
        isWorkday(calendar, day) != (campaign.dayKind == DayKind::workdays)) {
        return campaign.dayKind == DayKind::workdays
                   ? Words{"it runs on working days only; " + name + " is none",
                           "它只在工作日播出；" + name + " 不是工作日"}
                   : Words{"it runs on holidays only; " + name + " is a working day",
                           "它只在节假日播出；" + name + " 是工作日"};
    }
    if (contains(campaign.except, day)) {
        return Words{name + " is one of its exceptions", name + " 是它的例外日"};
    }
    if (daysAround(campaign, calendar, day)[1]) {
        return std::nullopt;
    }
    return Words{"its recurrence " + campaign.recurrence + " leaves " + name + " out",
                 "它的重复规则 " + campaign.recurrence + " 不含 " + name};
}

}  // namespace tocsin::playlists::detail
