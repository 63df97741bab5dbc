// SPDX-License-Identifier: Apache-2.0
// The neighbour rules: what may not stand beside what, and how far apart an asset's plays must be.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "booking.hpp"
#include "fixed_events.hpp"

namespace tocsin::playlists::detail {

/// What the rules look at in a play: the asset and the campaign, as indices into the programme.
struct Shown {
    static constexpr std::uint32_t kNothing = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t asset = kNothing;     ///< kNothing: dark, or unknown to this programme
    std::uint32_t campaign = kNothing;  ///< kNothing: unknown
};

class Neighbours {
public:
    /// The rules of the campaigns that are booked on the day or have fixed plays in it. The
    /// programme must be sorted by id.
    Neighbours(Programme const& programme, std::vector<Booking> const& bookings,
               std::vector<FixedPlay> const& fixed);

    /// Whether the two may not stand side by side: the same asset, a category that is kept apart,
    /// or one whose category the other's campaign avoids. Symmetric.
    [[nodiscard]] bool clash(Shown const& a, Shown const& b) const {
        if (a.asset == Shown::kNothing || b.asset == Shown::kNothing) {
            return false;
        }
        return a.asset == b.asset || (hasCategories_ && categoriesClash(a, b));
    }
    /// From the end of the asset's play to its next start; 0: no rule.
    [[nodiscard]] std::int64_t separationOf(std::uint32_t asset) const {
        return hasSeparations_ ? separation_[asset] : 0;
    }
    [[nodiscard]] bool hasSeparations() const noexcept { return hasSeparations_; }

private:
    [[nodiscard]] bool categoriesClash(Shown const& a, Shown const& b) const;
    [[nodiscard]] bool avoids(std::uint32_t campaign, std::uint32_t category) const;
    void keepApart(std::uint32_t asset, Milliseconds least, std::size_t assets);

    static constexpr std::uint32_t kNoCategory = 0;
    bool hasCategories_ = false, hasSeparations_ = false;
    std::vector<std::uint32_t> category_;              ///< by asset
    std::vector<bool> apart_;                          ///< by category
    std::vector<std::vector<std::uint32_t>> avoided_;  ///< by campaign, sorted categories
    std::vector<std::int64_t> separation_;             ///< by asset
};

}  // namespace tocsin::playlists::detail
