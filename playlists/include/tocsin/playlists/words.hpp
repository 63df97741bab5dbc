// SPDX-License-Identifier: Apache-2.0
// The words and local times that people write in campaign and programme files, read and written in
// one place. Every reader returns Errc::invalid with one line that says what is allowed; the caller
// adds file, line or key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::playlists {

/// A text in the two languages of the office, side by side where it arises.
struct Words {
    std::string english;
    std::string chinese;
    bool operator==(Words const&) const = default;
};

/// "HH:MM" or "HH:MM:SS", 00:00 to 24:00.
[[nodiscard]] Result<TimeOfDay> parseTimeOfDay(std::string_view text);
/// Both ends of a daypart. `to` not after `from` crosses midnight; equal ends are refused, but
/// "00:00" to "24:00" is the day.
[[nodiscard]] Result<Daypart> parseDaypart(std::string_view from, std::string_view to);
/// "YYYY-MM-DD", a real date from year 1970 to 2999.
[[nodiscard]] Result<LocalDay> parseDate(std::string_view text);
/// "mon" … "sun".
[[nodiscard]] Result<std::chrono::weekday> parseWeekday(std::string_view text);
/// A list of them; at least one, none twice.
[[nodiscard]] Result<Weekdays> parseWeekdays(std::vector<std::string> const& names);
/// "mandatory", "key", "normal", "filler".
[[nodiscard]] Result<CampaignClass> parseClass(std::string_view text);
/// "sequence", "rotate", "weighted".
[[nodiscard]] Result<Order> parseOrder(std::string_view text);
/// "item", "list".
[[nodiscard]] Result<Turn> parseTurn(std::string_view text);
/// "2026-06-16T09:00:00", or with an offset.
[[nodiscard]] Result<Moment> parseMoment(std::string_view text);
/// "workdays" or "holidays".
[[nodiscard]] Result<DayKind> parseDayKind(std::string_view text);
/// The value of an RRULE (RFC 5545) that names days.
[[nodiscard]] Result<std::string> parseRecurrence(std::string_view text);
/// "film", "picture", "slogan", "stream".
[[nodiscard]] Result<AssetKind> parseKind(std::string_view text);

/// "19:00", or "19:00:30" where there are seconds, or "19:00:30.500".
[[nodiscard]] std::string toString(TimeOfDay time);
/// "2026-06-01".
[[nodiscard]] std::string toString(LocalDay day);
/// "19:00-21:30".
[[nodiscard]] std::string toString(Daypart const& daypart);
/// How long, as a person says it, to the millisecond: "45 s" and "45 秒", "1 min 30 s" and
/// "1 分 30 秒", "0.2 s", "24 h".
[[nodiscard]] Words durationWords(Milliseconds duration);
[[nodiscard]] std::string_view toString(std::chrono::weekday day);
/// "Monday" and "周一", for sentences.
[[nodiscard]] Words fullName(std::chrono::weekday day);
[[nodiscard]] std::vector<std::string> toNames(Weekdays days);  ///< from "mon" on
[[nodiscard]] std::string_view toString(CampaignClass priority);
[[nodiscard]] std::string_view toString(Order order);
[[nodiscard]] std::string_view chineseOf(CampaignClass priority);
[[nodiscard]] std::string_view chineseOf(Order order);
[[nodiscard]] std::string_view toString(Turn turn);
[[nodiscard]] std::string_view toString(AssetKind kind);

}  // namespace tocsin::playlists
