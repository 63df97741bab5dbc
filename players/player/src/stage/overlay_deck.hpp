// SPDX-License-Identifier: Apache-2.0
// The overlays that are on or come soon, each an item of its own. Tick thread only.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "director/plan.hpp"
#include "stage/item.hpp"
#include "timing/tick_grid.hpp"
#include "tocsin/media/compositor.hpp"

namespace tocsin::player {

/// Starts an overlay whose frames are wanted from `fromTick` on (absolute).
using StartOverlay = std::function<std::unique_ptr<Item>(OverlayCue const&, std::int64_t fromTick)>;

class OverlayDeck {
public:
    /// An overlay is opened so long before its first tick.
    static constexpr Milliseconds kPreload{6'000};
    /// One that failed or hung has no next showing: it is opened again after so long.
    static constexpr Milliseconds kRetry{60'000};

    struct Parts {
        TickGrid grid;
        StartOverlay start;
        std::function<void(std::unique_ptr<Item>)> dispose;  ///< must not block
        /// It was taken down, and why in the words of a row. Must not block.
        std::function<void(Cue const&, Error const&)> failed;
    };
    explicit OverlayDeck(Parts parts) : parts_(std::move(parts)) {}

    /// Opens what comes, takes down what is over or named no more. What goes on is not touched.
    void follow(Plan const& plan, std::int64_t tick);
    /// The overlays of this tick, the lowest first. One that is late keeps its last picture; one
    /// that never had any, failed or hangs is left out.
    [[nodiscard]] std::vector<media::Layer> layers(std::int64_t tick,
                                                   std::chrono::nanoseconds patience);
    void clear();

private:
    struct Overlay {
        OverlayCue what;
        std::unique_ptr<Item> item;  ///< null: it failed
        media::FramePtr last;
        std::int64_t missing = 0;    ///< ticks without a picture, up to now
        std::int64_t retryTick = 0;  ///< of one that failed
    };
    void takeDown(Overlay& overlay);
    void giveUp(Overlay& overlay, Error const& why, std::int64_t tick);

    Parts parts_;
    std::vector<Overlay> overlays_;
};

}  // namespace tocsin::player
