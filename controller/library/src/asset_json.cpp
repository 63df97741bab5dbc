// SPDX-License-Identifier: Apache-2.0
#include "asset_json.hpp"

#include "tocsin/playlists/words.hpp"

namespace tocsin::library {

namespace {

boost::json::value dayJson(std::optional<playlists::LocalDay> day) {
    return day ? boost::json::value(playlists::toString(*day)) : boost::json::value(nullptr);
}

}  // namespace

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
            {"category", asset.category},
            {"usable_from", dayJson(asset.usableFrom)},
            {"usable_until", dayJson(asset.usableUntil)},
            {"fit", asset.fit ? boost::json::value(toString(*asset.fit)) : nullptr},
            {"retired", asset.retired},
            {"added", formatInstant(asset.added)}};
}

}  // namespace tocsin::library
