// SPDX-License-Identifier: Apache-2.0
// What the rules of a programme demand of a day, worked out without the compiler: by the clock on
// the wall and by counting. All times in milliseconds since the epoch.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/playlists/compiler.hpp"

namespace tocsin::playlists::expected {

/// Half-open.
struct Span {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    [[nodiscard]] std::int64_t length() const { return end - begin; }
    bool operator==(Span const&) const = default;
};
using Spans = std::vector<Span>;  ///< ascending, none touching the next

[[nodiscard]] Spans joined(Spans spans);
[[nodiscard]] Spans common(Spans const& a, Spans const& b);
[[nodiscard]] Spans without(Spans const& from, Spans const& taken);
[[nodiscard]] std::int64_t lengthOf(Spans const& spans);
/// Of them, what lies before `t`.
[[nodiscard]] std::int64_t lengthBefore(Spans const& spans, std::int64_t t);
[[nodiscard]] bool contains(Spans const& spans, Span const& span);
[[nodiscard]] std::int64_t longestOf(Spans const& spans);

/// What one campaign owes to one timeline, of the dayparts that began on one day. A campaign whose
/// dayparts cross midnight owes two parts: the rest of the day before, and its own.
struct Part {
    std::size_t campaign = 0;  ///< into Programme::campaigns
    bool ofDayBefore = false;
    bool takesWhatIsLeft = false;       ///< a filler without pacing
    Spans windows;                      ///< open, on both sides of midnight
    Spans here;                         ///< of them, inside the timeline
    std::vector<std::size_t> items;     ///< that may be shown, into Programme::assets
    std::vector<std::int64_t> weights;  ///< of the items
    std::int64_t list = 1;              ///< plays that go together
    std::int64_t whole = 0;             ///< plays of the windows on both sides of midnight
    std::int64_t plays = 0;             ///< of them, those of this timeline, without debts
    std::int64_t first = 0;             ///< how many plays of these windows came before it
    std::int64_t turn = 0;              ///< of the item that the windows' first play shows
};

struct Fixed {
    Span span;
    std::size_t campaign = 0;
    std::size_t asset = 0;
};

struct Day {
    Programme const* programme = nullptr;
    LocalDay date{};
    std::int64_t begin = 0;
    std::int64_t end = 0;
    Spans open;
    std::vector<std::int64_t> hours;  ///< where hours of the clock begin, around the day
    std::vector<Part> parts;
    std::vector<Fixed> fixed;  ///< that are kept, ascending
    Spans taken;               ///< by them
    /// Findings that follow from the rules alone: by code and campaign, the missing plays.
    std::map<std::pair<std::string, std::size_t>, std::int64_t> told;
    /// By campaign, what its debt may get of this day at most.
    std::map<std::size_t, std::int64_t> repaid;
};

/// `programme` must outlive the day; it needs no order.
[[nodiscard]] Day dayOf(Programme const& programme, LocalDay date);

/// The hour of the clock in which `t` lies; an hour that is shown twice is two.
[[nodiscard]] std::int64_t hourOf(Day const& day, std::int64_t t);

}  // namespace tocsin::playlists::expected
