// SPDX-License-Identifier: Apache-2.0
#include "padding.hpp"

#include <algorithm>
#include <optional>

namespace tocsin::playlists::detail {
namespace {

/// How many entries before a residue may be moved for it.
constexpr std::size_t kReach = 64;

/// The entry's play, or nothing; entries of no length are filled residues.
Shown shownAt(std::vector<Placed> const& entries, std::size_t at) {
    return at < entries.size() ? entries[at].shown() : Shown{};
}

Shown shownBefore(std::vector<Placed> const& entries, std::size_t at) {
    while (at > 0 && entries[at - 1].span.length() == 0) {
        --at;
    }
    return at > 0 ? entries[at - 1].shown() : Shown{};
}

/// Whether the entry may begin at `t` instead, near its own place.
bool mayBegin(Placed const& entry, std::int64_t t, Plan const& plan) {
    if (entry.pad) {
        return entry.run->begin <= t;
    }
    auto const place = mayMove(entry, plan) ? placeOf(entry, plan) : entry.span;
    return place.begin <= t && t + std::min(entry.span.length(), entry.item->duration) <= place.end;
}

/// Stretches entries before the idle one and moves those between, each near its own place.
bool stretchBefore(std::vector<Placed>& entries, std::size_t idle, Plan const& plan) {
    std::int64_t rest = entries[idle].span.length();
    std::vector<std::int64_t> shares;
    for (std::size_t back = 1; rest > 0; ++back) {
        if (back > idle || back > kReach) {
            return false;
        }
        auto const& entry = entries[idle - back];
        if (entry.span.length() == 0) {  // a residue that is filled already
            shares.push_back(0);
            continue;
        }
        if (entry.dark != Dark::no || entry.span.end + rest > entry.run->end ||
            plan.neighbours.separationOf(entry.item->asset) > 0) {
            return false;
        }
        auto const room = std::max<std::int64_t>(0, entry.item->most - entry.span.length());
        shares.push_back(std::min(room, rest));
        rest -= shares.back();
        if (rest > 0 && !mayBegin(entry, entry.span.begin + rest, plan)) {
            return false;
        }
    }
    std::int64_t moved = 0;
    for (std::size_t back = shares.size(); back > 0; --back) {
        auto& span = entries[idle - back].span;
        span.begin += moved;
        moved += shares[back - 1];
        span.end += moved;
    }
    return true;
}

/// Lets the entry after the idle one begin earlier.
bool stretchAfter(std::vector<Placed>& entries, std::size_t idle, Plan const& plan) {
    auto const span = entries[idle].span;
    if (idle + 1 == entries.size() || entries[idle + 1].dark != Dark::no) {
        return false;
    }
    auto& next = entries[idle + 1];
    if (next.span.end - span.begin > next.item->most || !mayBegin(next, span.begin, plan)) {
        return false;
    }
    next.span.begin = span.begin;
    return true;
}

/// Shows a filler's picture or slogan for just as long as the residue lasts, unless that breaks a
/// neighbour rule.
bool showFiller(std::vector<Placed>& entries, std::size_t idle, Plan const& plan) {
    auto const span = entries[idle].span;
    auto const& rules = plan.neighbours;
    std::optional<Placed> best;
    for (std::size_t i = 0; i < plan.bookings.size(); ++i) {
        auto const& booking = plan.bookings[i];
        auto const run = atOrAfter(booking.runs, span.begin);
        if (!booking.takesWhatIsLeft || booking.mostPerHour > 0 || run == booking.runs.end() ||
            run->begin > span.begin || span.end > run->end) {
            continue;
        }
        for (auto const& item : booking.items) {
            Shown const play{item.asset, booking.campaign};
            bool const clashes = rules.clash(shownBefore(entries, idle), play) ||
                                 rules.clash(play, shownAt(entries, idle + 1));
            bool const fits = item.flexible() && item.least <= span.length() &&
                              span.length() <= item.most && rules.separationOf(item.asset) == 0;
            if (fits && !clashes && !best) {
                best =
                    Placed{span, &item,    &*run, static_cast<std::uint32_t>(i), booking.campaign,
                           0,    Dark::no, true};
            }
        }
    }
    if (best) {
        entries[idle] = *best;
    }
    return best.has_value();
}

}  // namespace

void pad(std::vector<Placed>& entries, Plan const& plan) {
    auto const& rules = plan.neighbours;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].dark != Dark::idle) {
            continue;
        }
        // Without the idle moment its neighbours would stand side by side.
        bool const joins = !rules.clash(shownBefore(entries, i), shownAt(entries, i + 1));
        if (joins && (stretchBefore(entries, i, plan) || stretchAfter(entries, i, plan))) {
            entries[i].span.begin = entries[i].span.end;  // swept out below
        } else {
            showFiller(entries, i, plan);
        }
    }
    std::erase_if(entries, [](Placed const& entry) { return entry.span.length() == 0; });
}

}  // namespace tocsin::playlists::detail
