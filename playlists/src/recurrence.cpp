// SPDX-License-Identifier: Apache-2.0
// libical does the arithmetic. It never sees a zone: its zones race, and get DST wrong.
#include "recurrence.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "calendar.hpp"

namespace tocsin::playlists::detail {
namespace {

/// Rules with COUNT are stepped through from their start.
constexpr int kMostCounted = 4'000;
constexpr std::size_t kMostBytes = 500;

struct FreeIterator {
    void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};
using Iterator = std::unique_ptr<icalrecur_iterator, FreeIterator>;

/// Owns the text inside a parsed rule.
class Rule {
public:
    explicit Rule(std::string const& text) {
        // A rule that cannot be read is an answer here, not a reason to abort.
        static bool const quiet = [] {
            icalerror_set_errors_are_fatal(0);
            return true;
        }();
        static_cast<void>(quiet);
        rule_ = icalrecurrencetype_from_string(text.c_str());
    }
    ~Rule() { std::free(rule_.rscale); }
    Rule(Rule const&) = delete;
    Rule& operator=(Rule const&) = delete;
    icalrecurrencetype* operator->() { return &rule_; }
    icalrecurrencetype const& operator*() const { return rule_; }

private:
    icalrecurrencetype rule_;
};

icaltimetype icalDate(LocalDay day) {
    auto out =
        icaltime_null_time();  // icaltime_null_date() has an hour of -1, which misleads rules
    out.is_date = 1;
    out.year = static_cast<int>(day.year());
    out.month = static_cast<int>(static_cast<unsigned>(day.month()));
    out.day = static_cast<int>(static_cast<unsigned>(day.day()));
    return out;
}

LocalDay localDay(icaltimetype time) {
    return LocalDay(std::chrono::year(time.year),
                    std::chrono::month(static_cast<unsigned>(time.month)),
                    std::chrono::day(static_cast<unsigned>(time.day)));
}

bool namesTimes(icalrecurrencetype const& rule) {
    return rule.by_hour[0] != ICAL_RECURRENCE_ARRAY_MAX ||
           rule.by_minute[0] != ICAL_RECURRENCE_ARRAY_MAX ||
           rule.by_second[0] != ICAL_RECURRENCE_ARRAY_MAX;
}

/// A start not after `day` from which the rule gives the same days: whole intervals later.
/// libical's own icalrecur_iterator_set_start forgets the interval.
LocalDay laterStart(icalrecurrencetype const& rule, LocalDay start, LocalDay day) {
    if (day <= start) {
        return start;
    }
    int const interval = std::max<int>(1, rule.interval);
    if (rule.freq == ICAL_DAILY_RECURRENCE || rule.freq == ICAL_WEEKLY_RECURRENCE) {
        int const step = interval * (rule.freq == ICAL_WEEKLY_RECURRENCE ? 7 : 1);
        auto const steps = (daysBetween(start, day) - 7) / step;
        return plusDays(start, static_cast<int>(std::max<std::int64_t>(0, steps) * step));
    }
    int const step = interval * (rule.freq == ICAL_YEARLY_RECURRENCE ? 12 : 1);
    int const passed = (static_cast<int>(day.year()) - static_cast<int>(start.year())) * 12 - 12;
    for (int steps = passed / step; steps > 0; --steps) {
        LocalDay const later = start + std::chrono::months(steps * step);
        if (later.ok()) {  // there may be no 31st or 29th then
            return later;
        }
    }
    return start;
}

Error invalid(std::string const& rule, std::string const& what) {
    return {Errc::invalid, "the recurrence \"" + rule.substr(0, 80) + "\" " + what};
}

}  // namespace

Result<> checkRecurrence(std::string const& text) {
    if (text.size() > kMostBytes) {
        return invalid(text, "is longer than " + std::to_string(kMostBytes) + " bytes");
    }
    Rule rule(text);
    if (rule->freq == ICAL_NO_RECURRENCE) {
        return invalid(text,
                       "is not an RRULE of RFC 5545; write it like "
                       "FREQ=MONTHLY;BYDAY=2TU");
    }
    if (rule->freq == ICAL_SECONDLY_RECURRENCE || rule->freq == ICAL_MINUTELY_RECURRENCE ||
        rule->freq == ICAL_HOURLY_RECURRENCE || namesTimes(*rule)) {
        return invalid(text,
                       "names times of day; a recurrence names days (DAILY, WEEKLY, MONTHLY, "
                       "YEARLY), dayparts name the times");
    }
    if (rule->rscale != nullptr || rule->skip != ICAL_SKIP_OMIT) {
        return invalid(text, "uses RSCALE or SKIP, which this version does not read");
    }
    if (rule->count > kMostCounted) {
        return invalid(text, "counts further than " + std::to_string(kMostCounted) +
                                 "; give the last day by \"to\" instead");
    }
    return {};
}

std::vector<LocalDay> recurrences(std::string const& text, LocalDay start, LocalDay first,
                                  LocalDay last) {
    std::vector<LocalDay> out;
    if (last < start) {
        return out;
    }
    Rule rule(text);
    LocalDay const from = rule->count == 0 ? laterStart(*rule, start, first) : start;
    Iterator const iterator(icalrecur_iterator_new(*rule, icalDate(from)));
    while (iterator) {
        auto const next = icalrecur_iterator_next(iterator.get());
        if (icaltime_is_null_time(next) != 0 || localDay(next) > last) {
            break;
        }
        if (localDay(next) >= first) {
            out.push_back(localDay(next));
        }
    }
    return out;
}

}  // namespace tocsin::playlists::detail
