// SPDX-License-Identifier: Apache-2.0
// Compares a compiled day with what the rules demand of it. Every check returns an empty text, or
// the first thing that is wrong.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "expected_day.hpp"

namespace tocsin::playlists::expected {

/// Where even the campaigns of a class do not fit, whole items may fall some plays differently.
inline constexpr std::int64_t kRounding = 2;

/// An entry of the timeline; times in milliseconds since the epoch.
struct Play {
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    Span span;
    std::size_t asset = kNone;     ///< into Programme::assets; kNone: dark
    std::size_t campaign = kNone;  ///< into Programme::campaigns
    bool fixed = false, pad = false, relaxed = false, closed = false;
    [[nodiscard]] bool dark() const { return asset == kNone; }
    /// Whether it is one of those that pacing and debts ask for, or what is left.
    [[nodiscard]] bool paced() const { return !dark() && !fixed && !pad; }
};

/// What came out, with names as indices.
struct Seen {
    std::vector<Play> plays;
    std::map<std::pair<std::string, std::size_t>, std::int64_t> missing;  ///< by code and campaign
    [[nodiscard]] std::int64_t missingOf(std::string const& code, std::size_t campaign) const;
};
[[nodiscard]] Seen seenOf(Programme const& programme, Compiled const& compiled);
/// Paced plays of a campaign that start before `until`.
[[nodiscard]] std::int64_t countOf(Seen const& seen, std::size_t campaign,
                                   std::int64_t until = std::numeric_limits<std::int64_t>::max());
/// Paced plays of one part.
[[nodiscard]] std::vector<Play const*> playsOf(Part const& part, Seen const& seen);
/// Plays of the campaign that did not fit into this timeline.
[[nodiscard]] std::int64_t shortOf(Day const& day, Seen const& seen, std::size_t campaign);
/// Per mille of the fullest stretch between two edges of windows, if every campaign's plays were
/// spread evenly.
[[nodiscard]] std::int64_t fullness(Day const& day);

/// Whether the neighbour rules forbid that the two stand side by side.
[[nodiscard]] bool mayNotMeet(Day const& day, Play const& a, Play const& b);
/// By asset, the least time from the end of its play to its next start.
[[nodiscard]] std::map<std::size_t, std::int64_t> separations(Day const& day);
/// What was on just before the timeline; dark if nothing was.
[[nodiscard]] Play lastBefore(Day const& day, Seen const& seen);

/// The day is covered from its first to its last millisecond, and dark on order just outside the
/// opening hours.
[[nodiscard]] std::string faultOfTiling(Day const& day, Seen const& seen);
/// Every campaign plays what it owes and what it is owed, but for what the findings say is missing.
[[nodiscard]] std::string faultOfCounts(Day const& day, Seen const& seen);
/// Every play is one of its campaign's items, whole, and inside its windows.
[[nodiscard]] std::string faultOfWindows(Day const& day, Seen const& seen);
/// No play is farther from its place than a period and an item, and no two are farther apart than
/// two periods and an item. Says nothing of days that are fuller than 97 %.
[[nodiscard]] std::string faultOfPlaces(Day const& day, Seen const& seen);
[[nodiscard]] std::string faultOfLimits(Day const& day, Seen const& seen);
[[nodiscard]] std::string faultOfFixed(Day const& day, Seen const& seen);
/// A flag stands where a neighbour rule is broken, and nowhere else.
[[nodiscard]] std::string faultOfFlags(Day const& day, Seen const& seen);
[[nodiscard]] std::string faultOfLists(Day const& day, Seen const& seen);
/// Items take their turns, or come as often as their weights say.
[[nodiscard]] std::string faultOfTurns(Day const& day, Seen const& seen);
/// No campaign goes short for which there is room beside its own class and the higher ones.
[[nodiscard]] std::string faultOfShortages(Day const& day, Seen const& seen);
/// No campaign goes short by more than rounding for which there is room beside those that are
/// served before it: the higher classes, and those of its class that have no more time than it.
[[nodiscard]] std::string faultOfService(Day const& day, Seen const& seen);

}  // namespace tocsin::playlists::expected
