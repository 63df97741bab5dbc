// SPDX-License-Identifier: Apache-2.0
// The programme: all that is approved for one screen, as values. It is the compiler's whole input
// beside the day and the zone data. Local times stay local here; nothing in this header knows
// files, JSON or TOML.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::playlists {

/// A local calendar day.
using LocalDay = std::chrono::year_month_day;
/// Minutes-resolution local time of day, 00:00 to 24:00 inclusive as milliseconds from midnight.
using TimeOfDay = Milliseconds;

/// A moment as the clocks at a screen show it.
struct LocalMoment {
    LocalDay day{};
    TimeOfDay time{};
    bool operator==(LocalMoment const&) const = default;
};
/// What people write for a moment: local, or an instant with an offset.
using Moment = std::variant<LocalMoment, Instant>;

/// Bit i is set for weekday i, Monday = 0. All seven set means every day.
struct Weekdays {
    std::uint8_t bits = 0x7f;
    [[nodiscard]] bool contains(std::chrono::weekday day) const noexcept {
        return (bits >> (day.iso_encoding() - 1) & 1) != 0;
    }
    bool operator==(Weekdays const&) const = default;
};

/// A daily window in local time, half-open. `to` <= `from` means that it crosses midnight and ends
/// on the next day; its plays count to the day on which it began. from == to is refused by the
/// readers; 00:00 to 24:00 is the whole day.
struct Daypart {
    TimeOfDay from{};
    TimeOfDay to{};
    bool operator==(Daypart const&) const = default;
};

/// One rule of a screen's opening hours; several add up. Outside all of them the screen is closed.
struct Opening {
    Weekdays days;
    Daypart hours;
    bool operator==(Opening const&) const = default;
};

struct ScreenRules {
    ScreenId id;
    std::string zone;              ///< IANA name, e.g. "Asia/Shanghai"
    std::string seed;              ///< sync group; empty: equal programmes give equal timelines
    std::vector<Opening> opening;  ///< empty: always open
    bool operator==(ScreenRules const&) const = default;
};

enum class AssetKind { film, picture, slogan, stream };

struct ProgrammeAsset {
    AssetId id;
    AssetKind kind = AssetKind::film;
    Milliseconds duration{};            ///< 1 ms to 24 h
    std::optional<Milliseconds> least;  ///< all but films: may be shortened to this
    std::optional<Milliseconds> most;   ///< … and stretched to this, to fill residues
    std::string category;
    std::optional<LocalDay> usableFrom{};   ///< first day on which it may be shown
    std::optional<LocalDay> usableUntil{};  ///< last day, inclusive
    bool operator==(ProgrammeAsset const&) const = default;
};

/// Precedence between campaigns. No free integers: an office understands four words.
enum class CampaignClass { mandatory, key, normal, filler };

/// In which order a campaign's items take their turns. `sequence` begins each day with the first
/// item, `rotate` with the item after the one the day before began with; `weighted` rotates too and
/// shows each item in proportion to its weight.
enum class Order { sequence, rotate, weighted };

/// What one turn shows: the next item, or the whole list in one go.
enum class Turn { item, list };

/// How often. Absent pacing: a filler takes what is left, any other class plays only what fixed
/// events say.
struct Pacing {
    enum class Unit { playsPerHour, playsPerDay, share } unit = Unit::playsPerHour;
    std::int64_t amount = 0;       ///< plays, 0 to 1,000,000; of a share: millionths of the airtime
    std::int64_t leastPerDay = 0;  ///< plays, whatever the rate gives
    bool operator==(Pacing const&) const = default;
};

/// Which days of the holiday calendar. Working days are Monday to Friday but for holidays, and the
/// make-up working days; all others are holidays here.
enum class DayKind { any, workdays, holidays };

/// A day of a campaign with an intensity of its own (the consultation day of a safety month).
struct KeyDate {
    LocalDay day{};
    Pacing pacing;  ///< instead of the campaign's
    bool operator==(KeyDate const&) const = default;
};

struct ProgrammeCampaign {
    CampaignId id;
    CampaignClass priority = CampaignClass::normal;
    LocalDay from{};  ///< first day
    LocalDay to{};    ///< last day, inclusive
    Weekdays days;
    std::vector<int> monthDays;  ///< 1 to 31, or -1 (the last) to -31; empty: every day
    std::string recurrence;      ///< an RRULE value of RFC 5545 from `from` on; empty: none
    DayKind dayKind = DayKind::any;
    std::vector<LocalDay> except;   ///< days between from and to that are left out
    std::vector<KeyDate> keyDates;  ///< each day once; they do not add days
    std::vector<Daypart> dayparts;  ///< empty: all day
    std::vector<AssetId> items;     ///< at least one
    std::vector<int> weights;       ///< of the items, 1 to 1,000, for Order::weighted; else empty
    Order order = Order::rotate;
    Turn turn = Turn::item;
    std::optional<Pacing> pacing;
    std::int64_t mostPerHour = 0;    ///< starts in any hour of the clock; 0: no limit
    Milliseconds leastSeparation{};  ///< from the end of an asset's play to its next start
    std::vector<std::string> avoid;  ///< categories that may not stand beside its plays
    bool operator==(ProgrammeCampaign const&) const = default;
};

/// Plays of a campaign on their instant, beside its pacing. They bind to the millisecond, and only
/// a warning cuts them.
struct FixedEvent {
    CampaignId campaign;
    AssetId asset;
    std::vector<Instant> at;  ///< on the campaign's days (from, to) at any hour
    bool hourly = false;      ///< at minute 0 of each hour inside the campaign's windows
    bool operator==(FixedEvent const&) const = default;
};

/// Plays that warnings or outages took from a campaign (make-good).
struct Debt {
    CampaignId campaign;
    std::int64_t plays = 0;
    std::optional<std::int64_t> mostPerDay;  ///< repaid a day; none: as many as the day's own plays
    bool operator==(Debt const&) const = default;
};

/// A play before the timeline begins: of the evening before, so that separation holds across
/// midnight, or, for a replan, of the same day, so that the day's counts stay what they are.
struct PastPlay {
    Instant start, end;
    AssetId asset;
    CampaignId campaign;
    bool operator==(PastPlay const&) const = default;
};

/// The holiday file: public holidays, and make-up working days (调休), which win over holidays and
/// weekends.
struct HolidayCalendar {
    std::vector<LocalDay> holidays;
    std::vector<LocalDay> workdays;
    bool operator==(HolidayCalendar const&) const = default;
};

struct Programme {
    ScreenRules screen;
    HolidayCalendar calendar;
    std::vector<ProgrammeAsset> assets;
    std::vector<ProgrammeCampaign> campaigns;
    std::vector<FixedEvent> fixed;
    std::vector<Debt> debts;         ///< each campaign once
    std::vector<PastPlay> previous;  ///< ascending by start
    std::vector<std::string> avoid;  ///< categories of which no two plays may stand side by side
    bool operator==(Programme const&) const = default;
};

}  // namespace tocsin::playlists
