// SPDX-License-Identifier: Apache-2.0
// The figures of one row of a play report. Counts add up; rates are made of summed counts, never of
// rates; screens and assets are counted once each, so their counts do not add up.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "tocsin/messages/play_record.hpp"
#include "tocsin/store/records.hpp"

namespace tocsin::reports {

/// The version of these rules; it stands in every report made by them.
inline constexpr char kPlayRule[] = "tocsin-plays/3";
/// 落地率: of a screen's ordered plays so many must be complete.
inline constexpr std::int64_t kLandingPercent = 80;

struct Rate {
    std::int64_t numerator = 0, denominator = 0;
    /// Four decimals, cut off; "—" for 0/0 and everything else over 0.
    [[nodiscard]] std::string text() const;
    bool operator==(Rate const&) const = default;
};

/// Whether its plays are of no campaign: of the fallback loop.
[[nodiscard]] bool isFallback(store::PlaySum const& sum);

/// Complete plays by how far their evidence reaches.
struct TierMix {
    std::int64_t composed = 0, delivered = 0, answered = 0, photographed = 0;
    /// Of one of the tiers a complete play can have.
    [[nodiscard]] std::int64_t of(messages::EvidenceTier tier) const;
};

/// What one screen was ordered and showed.
struct ScreenTally {
    std::int64_t planned = 0, complete = 0;  ///< complete: without the fallback loop's
    std::set<Digest> ordered, shown;         ///< assets
    std::int64_t surplus = 0;                ///< of the complete plays, as PlayFigures has it

    /// It showed something of every asset that it was ordered: rows are signed and name the content
    /// by its hash.
    [[nodiscard]] bool hasItAll() const;
    [[nodiscard]] bool isOrdered() const { return planned > 0; }
    [[nodiscard]] bool landed() const {
        return (complete - surplus) * 100 >= planned * kLandingPercent && isOrdered();
    }
};

struct PlayFigures {
    std::int64_t planned = 0, complete = 0, partial = 0, failed = 0, preempted = 0, cut = 0;
    std::int64_t makeGood = 0;  ///< planned on top, to repay what was lost on earlier days
    /// Of the complete plays, those that repay what was not lost in the same row.
    std::int64_t surplus = 0;
    /// Of the complete plays, those of at least this tier.
    std::int64_t delivered = 0, answered = 0, photographed = 0;
    /// Nothing if the interval is too long to look at every row.
    std::optional<std::int64_t> other;
    std::int64_t shownMs = 0;
    std::optional<Instant> first, last;  ///< starts of the first and the last play
    /// By screen; empty in rows of an hour, of which there would be too many.
    std::map<ScreenId, ScreenTally> screens;
    /// Of the complete plays, those of no campaign: the fallback loop's, which nobody ordered. They
    /// count in no rate.
    std::int64_t fallback = 0;
    /// Of `delivered`, the same as fallback and surplus are of `complete`.
    std::int64_t fallbackDelivered = 0, surplusDelivered = 0;

    void add(store::PlaySum const& sum);

    /// 完成率: so that what is made good counts up to what was lost.
    [[nodiscard]] Rate completion() const;
    /// The same with plays that an output took only.
    [[nodiscard]] Rate completionLit() const;
    [[nodiscard]] TierMix tiers() const;
    [[nodiscard]] std::int64_t screensOrdered() const;
    [[nodiscard]] std::int64_t screensPlayed() const;  ///< with a complete play
    [[nodiscard]] Rate coverage() const;               ///< 覆盖率
    [[nodiscard]] Rate delivery() const;               ///< 送达率
    [[nodiscard]] Rate landing() const;                ///< 落地率
    [[nodiscard]] std::int64_t assetsOrdered() const;
    [[nodiscard]] std::int64_t assetsShown() const;
};

}  // namespace tocsin::reports
