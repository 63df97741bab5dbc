// SPDX-License-Identifier: Apache-2.0
// The programme: all that is approved for one screen, as values. It is the compiler's whole input
// beside the day and the zone data. Local times stay local here; nothing in this header knows
// files, JSON or TOML.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::playlists {

/// A local calendar day.
using LocalDay = std::chrono::year_month_day;
/// Minutes-resolution local time of day, 00:00 to 24:00 inclusive as milliseconds from midnight.
using TimeOfDay = Milliseconds;

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

enum class AssetKind { film, picture, slogan };

struct ProgrammeAsset {
    AssetId id;
    AssetKind kind = AssetKind::film;
    Milliseconds duration{};            ///< 1 ms to 24 h
    std::optional<Milliseconds> least;  ///< pictures and slogans: may be shortened to this
    std::optional<Milliseconds> most;   ///< … and stretched to this, to fill residues
    std::string category;
    bool operator==(ProgrammeAsset const&) const = default;
};

/// Precedence between campaigns. No free integers: an office understands four words.
enum class CampaignClass { mandatory, key, normal, filler };

enum class Order { sequence, rotate };

/// How often. Absent pacing: a filler takes what is left, any other class plays nothing by itself.
struct Pacing {
    enum class Unit { playsPerHour, playsPerDay } unit = Unit::playsPerHour;
    std::int64_t plays = 0;  ///< 0 to 1,000,000
    bool operator==(Pacing const&) const = default;
};

struct ProgrammeCampaign {
    CampaignId id;
    CampaignClass priority = CampaignClass::normal;
    LocalDay from{};  ///< first day
    LocalDay to{};    ///< last day, inclusive
    Weekdays days;
    std::vector<LocalDay> except;   ///< days between from and to that are left out
    std::vector<Daypart> dayparts;  ///< empty: all day
    std::vector<AssetId> items;     ///< at least one
    Order order = Order::rotate;
    std::optional<Pacing> pacing;
    bool operator==(ProgrammeCampaign const&) const = default;
};

struct Programme {
    ScreenRules screen;
    std::vector<ProgrammeAsset> assets;
    std::vector<ProgrammeCampaign> campaigns;
    bool operator==(Programme const&) const = default;
};

}  // namespace tocsin::playlists
