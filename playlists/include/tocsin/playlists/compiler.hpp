// SPDX-License-Identifier: Apache-2.0
// The programme compiler: programme + local day + zone data → timeline + findings. Pure: no clock,
// no randomness, no floating point; the same input gives the same bytes on every machine.
//
// Method: airtime is allotted as a fluid over the day's segments, then plays are placed earliest
// deadline first inside per-play windows (Steiner and Yeomans' just-in-time sequencing; unequal
// durations add one item to the bound).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/playlists/timeline.hpp"

namespace tocsin::playlists {

inline constexpr char kAlgorithm[] = "edf-1";

/// Something the office should know before release: what cannot be met, and by how much.
struct Finding {
    std::string code;  ///< "over-booked", "item-too-long", "no-window", "no-pacing", "screen-empty"
    CampaignId campaign;  ///< empty if it concerns the screen as a whole
    std::string message;  ///< one sentence with hours and figures
    std::int64_t missingPlays = 0;
    bool operator==(Finding const&) const = default;
};

struct Compiled {
    Timeline timeline;
    std::vector<Finding> findings;
};

/// Compiles one local day.
///
/// Counts: N = floor(rate * eligible milliseconds / 3,600,000), or the plays per day, for the whole
/// of the campaign's dayparts that begin on the day. What of them lies after midnight is in the
/// next day's timeline, with N - floor(N * eligible before midnight / eligible) of the plays; both
/// days compute the same split, so each needs the programme only.
///
/// `from`, if given and inside the day, makes a replan: the timeline begins there, and every paced
/// campaign gets its share of what is left, floor(N * eligible left / eligible).
///
/// Order of service: mandatory, key, normal, paced fillers; fillers without pacing take what is
/// left. Errc::invalid: unknown zone, an item that names no asset, a duration out of range, a day
/// of more than 100,000 plays, too many different dayparts. Findings are not errors.
[[nodiscard]] Result<Compiled> compile(Programme const& programme, LocalDay day,
                                       std::optional<Instant> from = std::nullopt);

/// [first, second): the local day as instants; 23, 24, 25 hours and other lengths as the zone has
/// them. Errc::invalid for an unknown zone.
struct DayBounds {
    Instant begin;
    Instant end;
};
[[nodiscard]] Result<DayBounds> dayBounds(std::string const& zone, LocalDay day);
/// The local day that contains `t` in `zone`. Errc::invalid for an unknown zone.
[[nodiscard]] Result<LocalDay> localDayOf(std::string const& zone, Instant t);
/// Offset east of UTC in force at `t`. Errc::invalid for an unknown zone.
[[nodiscard]] Result<std::chrono::seconds> offsetAt(std::string const& zone, Instant t);

}  // namespace tocsin::playlists
