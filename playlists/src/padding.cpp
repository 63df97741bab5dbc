// SPDX-License-Identifier: Apache-2.0
// Residues: idle moments too short for a whole item, filled by pictures and slogans, so that films
// end whole.
#include <algorithm>
#include <optional>

#include "sequencing.hpp"

namespace tocsin::playlists::detail {
namespace {

/// How many entries before a residue may be moved for it.
constexpr std::size_t kReach = 64;

bool sameAsset(std::vector<Placed> const& entries, std::size_t at, std::uint32_t asset) {
    return at < entries.size() && entries[at].dark == Dark::no && entries[at].item->asset == asset;
}

/// Stretches entries before the idle one and moves those between, each inside its own window.
bool stretchBefore(std::vector<Placed>& entries, std::size_t idle) {
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
        if (entry.dark != Dark::no || entry.span.end + rest > entry.run->end) {
            return false;
        }
        auto const room = std::max<std::int64_t>(0, entry.item->most - entry.span.length());
        shares.push_back(std::min(room, rest));
        rest -= shares.back();
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
bool stretchAfter(std::vector<Placed>& entries, std::size_t idle) {
    auto const span = entries[idle].span;
    if (idle + 1 == entries.size() || entries[idle + 1].dark != Dark::no) {
        return false;
    }
    auto& next = entries[idle + 1];
    if (next.run->begin > span.begin || next.span.end - span.begin > next.item->most) {
        return false;
    }
    next.span.begin = span.begin;
    return true;
}

/// Shows a filler's picture or slogan for just as long as the residue lasts.
bool showFiller(std::vector<Placed>& entries, std::size_t idle,
                std::vector<Booking> const& bookings) {
    auto const span = entries[idle].span;
    std::optional<Placed> best;
    bool bestRepeats = true;
    for (std::size_t i = 0; i < bookings.size(); ++i) {
        auto const run = atOrAfter(bookings[i].runs, span.begin);
        if (!bookings[i].takesWhatIsLeft || run == bookings[i].runs.end() ||
            run->begin > span.begin || span.end > run->end) {
            continue;
        }
        for (auto const& item : bookings[i].items) {
            bool const repeats = (idle > 0 && sameAsset(entries, idle - 1, item.asset)) ||
                                 sameAsset(entries, idle + 1, item.asset);
            if (item.flexible() && item.least <= span.length() && span.length() <= item.most &&
                (!best || (bestRepeats && !repeats))) {
                best = Placed{span, &item, &*run, static_cast<std::uint32_t>(i), Dark::no, true};
                bestRepeats = repeats;
            }
        }
    }
    if (best) {
        entries[idle] = *best;
    }
    return best.has_value();
}

}  // namespace

void pad(std::vector<Placed>& entries, std::vector<Booking> const& bookings) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].dark == Dark::idle) {
            auto const gone = Interval{entries[i].span.end, entries[i].span.end};
            if (stretchBefore(entries, i) || stretchAfter(entries, i)) {
                entries[i].span = gone;  // swept out below
            } else {
                showFiller(entries, i, bookings);
            }
        }
    }
    std::erase_if(entries, [](Placed const& entry) { return entry.span.length() == 0; });
}

}  // namespace tocsin::playlists::detail
