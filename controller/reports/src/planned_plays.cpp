// SPDX-License-Identifier: Apache-2.0
// Counting planned plays, and matching ledger rows to them.
#include "planned_plays.hpp"

#include <algorithm>

namespace tocsin::reports {
namespace {

constexpr Milliseconds kTolerance{1'000};

std::int64_t hourOf(Instant t) {
    return std::chrono::floor<std::chrono::hours>(t).time_since_epoch().count();
}

}  // namespace

std::vector<PlannedCount> const& PlannedPlays::count(messages::Span const& span,
                                                     Interval const& interval) {
    auto const [known, isNew] =
        counts_.try_emplace(Key{span.timeline, span.from, span.to, interval});
    if (!isNew) {
        return known->second;
    }
    auto const held = timelines_.get(span.timeline);
    auto const end = std::min(span.to, interval.end);
    std::map<std::tuple<std::int64_t, std::uint16_t, std::uint16_t>, PlannedCount> sums;
    auto const first =
        playlists::indexAt(*held, std::max({span.from, interval.begin, held->begin})).value_or(0);
    for (auto i = first; i < held->entries.size() && held->entries[i].start < end; ++i) {
        auto const& entry = held->entries[i];
        auto const slot = playlists::slotOf(*held, i);
        auto const asset = Digest::fromHex(slot.asset.str());
        // As rows of the ledger: a play belongs to the interval in which it begins.
        auto const begun = std::max(slot.start, span.from);
        if (slot.dark || slot.end <= span.from || begun < interval.begin || begun >= end ||
            !asset) {
            continue;
        }
        auto const hour = byHour_ ? hourOf(begun) : 0;
        auto& sum = sums[{hour, entry.campaign, entry.asset}];
        sum.campaign = slot.campaign;
        sum.asset = *asset;
        sum.hour = hour;
        auto const whole = slot.start >= span.from && slot.end <= span.to;
        (playlists::makesGood(slot) ? sum.makeGood : sum.planned) += whole ? 1 : 0;
        sum.cut += whole ? 0 : 1;
    }
    for (auto& [key, sum] : sums) {
        known->second.push_back(std::move(sum));
    }
    return known->second;
}

bool PlannedPlays::isPlanned(messages::PlayRecord const& play,
                             std::vector<store::ReleasedSpan> const& spans) {
    for (auto const& released : spans) {
        auto const& span = released.span;
        if (span.timeline != play.timeline || play.index < 0) {
            continue;
        }
        auto const held = timelines_.get(span.timeline);
        auto const index = static_cast<std::size_t>(play.index);
        if (index >= held->entries.size()) {
            continue;
        }
        auto const slot = playlists::slotOf(*held, index);
        if (!slot.dark && slot.asset.str() == play.content.asset.hex() &&
            slot.campaign == play.campaign &&
            play.start >= std::max(slot.start, span.from) - kTolerance &&
            play.end <= std::min(slot.end, span.to) + kTolerance) {
            return true;
        }
    }
    return false;
}

}  // namespace tocsin::reports
