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

/// Something the office should know before release: what cannot be met, and by how much. Codes:
/// "over-booked", "max-per-hour", "debt-left", "behind" (plays that do not fit), "no-window",
/// "item-too-long", "list-too-long", "asset-expired", "no-pacing" (what cannot play at all),
/// "fixed-outside", "fixed-closed", "fixed-past-midnight", "fixed-conflict" (fixed events that
/// cannot be kept), "dayparts-overlap", "screen-empty".
struct Finding {
    std::string code;
    CampaignId campaign;  ///< empty if it concerns the screen as a whole
    std::string message;  ///< one sentence with hours and figures
    std::int64_t missingPlays = 0;
    std::string chinese{};  ///< the message in Chinese
    bool operator==(Finding const&) const = default;
};

struct Compiled {
    Timeline timeline;
    std::vector<Finding> findings;
};

/// Compiles one local day. RULES.md beside this room says what each rule of a programme does.
///
/// Counts: N by the pacing, for the whole of the campaign's dayparts that begin on the day. What of
/// them lies after midnight is in the next day's timeline, with N - floor(N * eligible before
/// midnight / eligible) of the plays; both days compute the same split, so each needs the programme
/// only.
///
/// `from`, if given and inside the day, makes a replan: the timeline begins there. Every paced
/// campaign gets what Programme::previous leaves of its N; one that was not in the earlier plan its
/// share of what is left of the day, floor(N * eligible left / eligible).
///
/// Order of service: mandatory, key, normal, paced fillers, make-good; fillers without pacing take
/// what is left. Within a class the least flexible comes first. Errc::invalid: unknown zone, an
/// item that names no asset, a value out of range, a day of more than 100,000 plays, too many
/// different dayparts. Findings are not errors.
[[nodiscard]] Result<Compiled> compile(Programme const& programme, LocalDay day,
                                       std::optional<Instant> from = std::nullopt);

/// Where the campaign may play in dayparts that begin on the day: in its windows and while the
/// screen is open. Ascending and disjoint; none if its rules keep it off the day. Errors as
/// compile(), and Errc::notFound for an unknown campaign.
struct Window {
    Instant begin;
    Instant end;
    bool operator==(Window const&) const = default;
};
[[nodiscard]] Result<std::vector<Window>> windowsOf(Programme const& programme,
                                                    CampaignId const& campaign, LocalDay day);

/// [first, second): the local day as instants; 23, 24, 25 hours and other lengths as the zone has
/// them. Errc::invalid for an unknown zone.
struct DayBounds {
    Instant begin;
    Instant end;
};
[[nodiscard]] Result<DayBounds> dayBounds(std::string const& zone, LocalDay day);
/// The local day that contains `t` in `zone`. Errc::invalid for an unknown zone.
[[nodiscard]] Result<LocalDay> localDayOf(std::string const& zone, Instant t);
/// The instant of a local moment: inside a gap of the clocks the first instant after it, in an
/// overlap the first of the two. Errc::invalid for an unknown zone.
[[nodiscard]] Result<Instant> instantOf(std::string const& zone, Moment const& moment);
/// Offset east of UTC in force at `t`. Errc::invalid for an unknown zone.
[[nodiscard]] Result<std::chrono::seconds> offsetAt(std::string const& zone, Instant t);

}  // namespace tocsin::playlists
