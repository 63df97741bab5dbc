// SPDX-License-Identifier: Apache-2.0
// Starts the items that the stage asks for, from the files of the cache.
#pragma once

#include <spdlog/logger.h>

#include <memory>

#include "director/content_cache.hpp"
#include "engine/findings.hpp"
#include "engine/trouble_reports.hpp"
#include "stage/overlay_deck.hpp"
#include "stage/sources.hpp"
#include "stage/stream_feeds.hpp"
#include "timing/tick_grid.hpp"
#include "tocsin/player/player.hpp"

namespace tocsin::player {

/// Used by the tick thread; what it starts has threads of its own, and must be gone before it.
class ItemFactory {
public:
    struct Parts {
        Size size;  ///< of the output, pixels
        Fit fit;    ///< of content that says nothing of its own
        session::Clock& clock;
        TickGrid grid;
        ContentCache& cache;
        spdlog::logger& log;
        Findings& findings;
        TroubleReports& troubles;
        /// A decoder met damage in this rendition; any thread, must not block.
        std::function<void(Digest const&)> damageMet;
        BeforeOpen beforeOpen;
    };
    explicit ItemFactory(Parts parts);
    ItemFactory(ItemFactory const&) = delete;
    ItemFactory& operator=(ItemFactory const&) = delete;

    [[nodiscard]] std::unique_ptr<Item> content(Cue const& cue, std::int64_t fromTick);
    [[nodiscard]] std::unique_ptr<Item> overlay(OverlayCue const& overlay, std::int64_t fromTick);

private:
    [[nodiscard]] OpenSource sourcesFor(media::Canvas canvas) const;
    [[nodiscard]] std::shared_ptr<StreamFeed const> makeFeed(Cue const& cue);

    Parts parts_;
    OpenSource openSource_;
    std::shared_ptr<media::FramePool> const streamFrames_;  // one pool for all streams
    StreamFeeds streams_;
};

}  // namespace tocsin::player
