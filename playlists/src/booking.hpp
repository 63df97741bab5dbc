// SPDX-License-Identifier: Apache-2.0
// Bookings: what one campaign wants of one timeline. A campaign whose daypart crosses midnight has
// two in a day: the tail of the day before, and its own.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "calendar.hpp"
#include "intervals.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::playlists::detail {

/// An asset as the sequencer sees it. All times in ms.
struct Item {
    std::uint32_t asset = 0;  ///< into Programme::assets
    std::int64_t duration = 0;
    std::int64_t least = 0;  ///< equal to duration for films
    std::int64_t most = 0;
    [[nodiscard]] bool flexible() const noexcept { return least < most; }
};

struct Booking {
    std::uint32_t campaign = 0;  ///< into Programme::campaigns
    CampaignClass priority = CampaignClass::normal;
    bool takesWhatIsLeft = false;  ///< a filler without pacing
    bool ofDayBefore = false;
    std::uint64_t tie = 0;         ///< decides between equals, from the seed
    std::vector<Item> items;       ///< play j shows items[j % size]; rotation is already applied
    std::int64_t turn = 1;         ///< plays that go together: 1, or the whole list
    std::int64_t mostPerHour = 0;  ///< starts in an hour of the clock; 0: no limit
    /// Of its campaign, in the hour of the clock in which the timeline begins, before it.
    std::vector<std::int64_t> startsBefore;
    Intervals runs;             ///< where it may play: open, in its dayparts, inside the timeline
    std::int64_t wanted = 0;    ///< plays by its pacing, and make-good
    std::int64_t makeGood = 0;  ///< of the wanted ones, those that repay a debt: granted last
    std::int64_t granted = 0;   ///< plays for which there is airtime
    /// Not more are granted: lowered when a higher class would go short.
    std::int64_t ceiling = std::numeric_limits<std::int64_t>::max();

    [[nodiscard]] Item const& itemOf(std::int64_t play) const {
        return items[static_cast<std::size_t>(play) % items.size()];
    }
    /// Airtime of plays 0 to `plays` - 1.
    [[nodiscard]] std::int64_t workOf(std::int64_t plays) const;
    /// Most plays whose airtime is at most `airtime`, but not more than wanted.
    [[nodiscard]] std::int64_t playsWithin(std::int64_t airtime) const;
    [[nodiscard]] std::int64_t lastEnd() const { return runs.back().end; }

    std::vector<std::int64_t> cycle;  ///< airtime of the first k items, k = 0 … size
};

/// The day as the compiler works on it.
struct Day {
    Zone zone;
    LocalDay date;
    std::int64_t begin = 0;  ///< of the timeline: of the day, or where a replan starts
    std::int64_t end = 0;
    Intervals open;                   ///< opening hours inside [begin, end), without fixed events
    std::vector<std::int64_t> hours;  ///< of the clock, over the day, the day before and the next
};

/// The asset as an item; it must be in the programme, which must be sorted.
[[nodiscard]] Item itemOf(Programme const& programme, AssetId const& id);

/// Whether the asset may be shown on the day.
[[nodiscard]] inline bool isUsable(ProgrammeAsset const& asset, LocalDay day) {
    return (!asset.usableFrom || *asset.usableFrom <= day) &&
           (!asset.usableUntil || day <= *asset.usableUntil);
}

/// Opening hours that began on the day or the day before, inside the timeline.
[[nodiscard]] Intervals openingHours(Programme const& programme, Day const& day);

/// All bookings of the day, those of the day before first, each by campaign id. `taken` is the time
/// of fixed events, in which nothing else plays. Campaigns that are on but cannot play give
/// findings. The programme must be valid (validation.hpp) and sorted by id.
[[nodiscard]] std::vector<Booking> bookingsOf(Programme const& programme, Day const& day,
                                              Instant dayBegin, Intervals const& taken,
                                              std::vector<Finding>& findings);

}  // namespace tocsin::playlists::detail
