// SPDX-License-Identifier: Apache-2.0
// What an earlier timeline of the day has shown, so that a replan keeps the day's counts.
#pragma once

#include <cstdint>
#include <vector>

#include "booking.hpp"

namespace tocsin::playlists::detail {

/// The paced plays of Programme::previous between the begin of the day and that of the timeline.
/// Fixed events are not among them. The day must outlive it.
class EarlierPlays {
public:
    EarlierPlays(Programme const& programme, Day const& day, std::int64_t dayBegin);

    /// Of the campaign, those that began in the windows.
    [[nodiscard]] std::int64_t countIn(std::uint32_t campaign, Intervals const& windows) const;
    /// Starts of the campaign in the hour of the clock in which the timeline begins.
    [[nodiscard]] std::vector<std::int64_t> startsInHour(std::uint32_t campaign) const;

private:
    Day const& day_;
    std::vector<std::vector<std::int64_t>> starts_;  ///< by campaign
};

}  // namespace tocsin::playlists::detail
