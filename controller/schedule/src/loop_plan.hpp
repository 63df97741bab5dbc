// SPDX-License-Identifier: Apache-2.0
// Which loop (循环节目) a screen without a player is given: the plays of its plan in a window of a
// day, as a sending card can repeat them. Pure but for the descriptions of slogans, which are read.
//
// Decided: a loop holds only what is the same whenever it is shown. So dark times, live streams and
// slogans that tell the time are left out, each with a finding; overlays and the screen's tone,
// which have hours of their own, are not drawn into it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "day_view.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {

enum class LoopFormat { mp4, png };
[[nodiscard]] std::string_view toString(LoopFormat format);

struct LoopWish {
    std::optional<playlists::LocalDay> date{};   ///< absent: today at the screen
    std::optional<playlists::TimeOfDay> from{};  ///< absent: the first play of the day
    int minutes = 60;                            ///< 1 to 240
    LoopFormat format = LoopFormat::mp4;
    int fps = 25;  ///< 1 to 60; of MP4
};

/// One showing in the loop.
struct LoopItem {
    Digest asset;
    CampaignId campaign;
    Milliseconds length{};
    std::int64_t frames =
        0;  ///< of an MP4; all together the loop's length times the rate, rounded up
};

/// Something people should know of the loop.
struct LoopFinding {
    std::string code;
    playlists::Words words;
};

struct LoopPlan {
    store::Screen screen;
    playlists::LocalDay date{};
    Instant from, to;                          ///< the window
    bool released = false;                     ///< of a released plan, or of a forecast
    std::size_t plays = 0;                     ///< of the window that can be rendered
    std::vector<LoopItem> items;               ///< one round; never empty
    std::map<Digest, store::Asset> assets;     ///< of the items
    std::map<CampaignId, std::string> titles;  ///< of campaigns, as far as they are known
    std::vector<LoopFinding> findings;
};

/// The canonical description of a slogan by its digest; Errc::notFound.
using SloganText = std::function<Result<std::string>(Digest const&)>;

/// Whole plays only. If what is shown, and how long, repeats within the window, one round is taken.
/// Errc::invalid if nothing is left, or if it is more than can be rendered; the sentence says what
/// to do.
[[nodiscard]] Result<LoopPlan> planLoop(DayView const& day, LoopWish const& wish,
                                        SloganText const& sloganText);

/// Length of the round that the items repeat: the shortest that stands in them twice at least and
/// has no other item to the end; all of them if there is none.
[[nodiscard]] std::size_t roundOf(std::vector<LoopItem> const& items);

/// Sets the frames of each: by the player's rule a play has the output ticks at or after its start
/// and before its end, counted from the start of the loop.
void countFrames(std::vector<LoopItem>& items, int fps);

/// What a slogan's canonical description says of its look over time.
struct SloganTraits {
    bool moves = false;  ///< scrolls for certain; pages may be one
    bool tellsTime = false;
};
[[nodiscard]] SloganTraits sloganTraits(std::string const& canonical);

}  // namespace tocsin::schedule
