// SPDX-License-Identifier: Apache-2.0
#include "overlay_json.hpp"

#include <algorithm>

#include "overlays.hpp"

namespace tocsin::schedule {

Result<boost::json::array> overlaysJson(store::Screen const& screen, Situation const& situation,
                                        Instant begin, Instant end, std::optional<Instant> at) {
    boost::json::array out;
    for (auto const* campaign : overlaysMeant(screen, situation)) {
        auto const windows = overlayWindows(screen, *campaign, situation, begin, end);
        if (!windows) {
            return windows.error();
        }
        auto const rect = overlayRect(screen, *campaign, situation);
        for (auto const& window : *windows) {
            if (at && (*at < window.begin || *at >= window.end)) {
                continue;
            }
            auto const from = std::max(window.begin, begin);
            auto const to = std::min(window.end, end);
            auto const fromOffset = playlists::offsetAt(screen.zone, from);
            auto const toOffset = playlists::offsetAt(screen.zone, to);
            if (!fromOffset || !toOffset) {
                return fromOffset ? toOffset.error() : fromOffset.error();
            }
            boost::json::object row;
            row["start"] = formatInstant(from, *fromOffset);
            row["end"] = formatInstant(to, *toOffset);
            row["asset"] = situation.nameOf(campaign->items.front());
            row["campaign"] = campaign->file.id.str();
            row["placement"] = std::string(toString(campaign->file.placement));
            row["x"] = rect.x;
            row["y"] = rect.y;
            row["width"] = rect.width;
            row["height"] = rect.height;
            row["opacity"] = campaign->file.overlay.opacity;
            row["layer"] = campaign->file.overlay.layer;
            out.emplace_back(std::move(row));
        }
    }
    return out;
}

}  // namespace tocsin::schedule
