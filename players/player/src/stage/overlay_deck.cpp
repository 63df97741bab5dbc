// SPDX-License-Identifier: Apache-2.0
#include "stage/overlay_deck.hpp"

#include <algorithm>

#include "stage/loss.hpp"

namespace tocsin::player {

void OverlayDeck::follow(Plan const& plan, std::int64_t tick) {
    std::vector<Overlay> now;
    for (auto const& wanted : plan.overlaysAt(parts_.grid.instantOf(tick), kPreload)) {
        auto const known = std::find_if(overlays_.begin(), overlays_.end(), [&](auto const& one) {
            return one.what.sameOverlay(wanted);
        });
        if (known == overlays_.end()) {
            now.push_back({wanted, parts_.start(wanted, tick), nullptr});
            continue;
        }
        now.push_back(std::move(*known));
        auto& overlay = now.back();
        overlay.what = wanted;  // its end and its opacity may be others
        if (!overlay.item && tick >= overlay.retryTick) {
            overlay.item = parts_.start(wanted, tick);
            overlay.missing = 0;
        }
        overlays_.erase(known);
    }
    clear();
    overlays_ = std::move(now);
}

std::vector<media::Layer> OverlayDeck::layers(std::int64_t tick,
                                              std::chrono::nanoseconds patience) {
    std::vector<media::Layer> out;
    for (auto& overlay : overlays_) {
        auto const& [cue, x, y, width, height, opacity] = overlay.what;
        if (tick < parts_.grid.firstAt(cue.start) || tick >= parts_.grid.firstAt(cue.end)) {
            continue;
        }
        if (overlay.item) {
            if (auto taken = overlay.item->take(tick, patience); taken.frame) {
                overlay.last = std::move(taken.frame);
                overlay.missing = 0;
            } else if (auto const failure = overlay.item->failure()) {
                giveUp(overlay, decodeFailed(*failure), tick);
            } else if (++overlay.missing >= parts_.grid.ticksIn(kDecoderHangs)) {
                giveUp(overlay, decoderHangs(), tick);
            }
        }
        if (overlay.last) {
            out.push_back({overlay.last, x, y, (opacity * 255 + 50) / 100});
        }
    }
    return out;
}

void OverlayDeck::giveUp(Overlay& overlay, Error const& why, std::int64_t tick) {
    parts_.failed(overlay.what.cue, why);
    takeDown(overlay);
    overlay.last.reset();
    overlay.retryTick = tick + parts_.grid.ticksIn(kRetry);
}

void OverlayDeck::takeDown(Overlay& overlay) {
    if (overlay.item) {
        parts_.dispose(std::move(overlay.item));
        overlay.item.reset();
    }
}

void OverlayDeck::clear() {
    for (auto& overlay : overlays_) {
        takeDown(overlay);
    }
    overlays_.clear();
}

}  // namespace tocsin::player
