// SPDX-License-Identifier: Apache-2.0
#include "asset_json.hpp"

#include "tocsin/playlists/words.hpp"

namespace tocsin::library {

boost::json::object assetJson(store::Asset const& asset) {
    return {{"handle", asset.handle},
            {"digest", asset.content.asset.hex()},
            {"master", asset.content.master.hex()},
            {"rendition", asset.content.rendition.hex()},
            {"kind", playlists::toString(asset.kind)},
            {"title", asset.title},
            {"bytes", asset.bytes},
            {"duration_ms", asset.duration.count()},
            {"codec", asset.codec},
            {"width", asset.width},
            {"height", asset.height},
            {"sound", asset.sound},
            {"retired", asset.retired},
            {"added", formatInstant(asset.added)}};
}

}  // namespace tocsin::library
