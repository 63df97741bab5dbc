// SPDX-License-Identifier: Apache-2.0
// A limit of plays in an hour of the clock, kept play by play.
#pragma once

#include <cstdint>
#include <vector>

#include "booking.hpp"

namespace tocsin::playlists::detail {

/// The last starts of one campaign. Both bookings of a campaign count, that of the day before and
/// its own. All times in UTC milliseconds.
class HourLimit {
public:
    /// `most` starts in an hour, at least 1. `clockHours` must outlive it.
    HourLimit(std::int64_t most, std::vector<std::int64_t> const& clockHours);

    void add(std::int64_t start);
    /// Whether `plays` in one go may not begin at `t`, because the hour has had too many.
    [[nodiscard]] bool forbids(std::int64_t t, std::int64_t plays) const;
    /// The next hour of the clock.
    [[nodiscard]] std::int64_t nextHour(std::int64_t t) const;
    /// From when on a play leaves any sixty minutes, not only those of the clock, within the limit.
    [[nodiscard]] std::int64_t freeFrom() const;
    /// From when on a filler of `plays` in one go may come again: nothing spaces it out but this.
    [[nodiscard]] std::int64_t fillerFreeFrom(std::int64_t plays) const;

private:
    [[nodiscard]] std::int64_t at(std::int64_t index) const {
        return starts_[static_cast<std::size_t>(index) % starts_.size()];
    }

    std::vector<std::int64_t> const& clockHours_;
    std::vector<std::int64_t> starts_;  ///< as many as an hour may have
    std::int64_t count_ = 0;            ///< how many were written there
};

}  // namespace tocsin::playlists::detail
