// SPDX-License-Identifier: Apache-2.0
#include "asset_json.hpp"

#include "finding_json.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::library {

namespace {

boost::json::value dayJson(std::optional<playlists::LocalDay> day) {
    return day ? boost::json::value(playlists::toString(*day)) : boost::json::value(nullptr);
}

}  // namespace

char const* assetSchema() {
    return R"({"type":"object","required":["handle","digest","kind","title","bytes","duration_ms"],"properties":{"handle":{"type":"string"},"digest":{"type":"string"},"master":{"type":"string"},"rendition":{"type":"string"},"kind":{"enum":["film","picture","slogan","stream"]},"title":{"type":"string"},"bytes":{"type":"integer"},"upload_bytes":{"type":"integer"},"ready":{"type":"boolean"},"duration_ms":{"type":"integer"},"codec":{"type":"string"},"width":{"type":"integer"},"height":{"type":"integer"},"rate":{"type":["number","null"]},"sound":{"type":"boolean"},"category":{"type":"string"},"usable_from":{"type":["string","null"],"format":"date"},"usable_until":{"type":["string","null"],"format":"date"},"fit":{"enum":["contain","cover","stretch",null]},"brought_as":{"type":"string"},"description":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},"folder":{"type":"string"},"owner":{"type":"string"},"licence":{"type":"string"},"licence_until":{"type":["string","null"],"format":"date"},"expires":{"type":["string","null"],"format":"date"},"retired":{"type":"boolean"},"deleted":{"type":["string","null"],"format":"date-time"},"added":{"type":"string","format":"date-time"},"examined":{"type":"boolean"},"advice":)" TOCSIN_FINDINGS_SCHEMA
           "}}";
}

boost::json::object assetJson(store::Asset const& asset) {
    return {
        {"handle", asset.handle},
        {"digest", asset.content.asset.hex()},
        {"master", asset.content.master.hex()},
        {"rendition", asset.content.rendition.hex()},
        {"kind", playlists::toString(asset.kind)},
        {"title", asset.title},
        {"bytes", asset.bytes},
        {"upload_bytes", asset.uploadBytes},
        {"ready", asset.ready},
        {"duration_ms", asset.duration.count()},
        {"codec", asset.codec},
        {"width", asset.width},
        {"height", asset.height},
        {"rate", asset.rateNum > 0 ? boost::json::value(static_cast<double>(asset.rateNum) /
                                                        static_cast<double>(asset.rateDen))
                                   : nullptr},
        {"sound", asset.sound},
        {"category", asset.category},
        {"usable_from", dayJson(asset.usableFrom)},
        {"usable_until", dayJson(asset.usableUntil)},
        {"fit", asset.fit ? boost::json::value(toString(*asset.fit)) : nullptr},
        {"brought_as", asset.broughtAs},
        {"description", asset.description},
        {"tags", boost::json::array(asset.tags.begin(), asset.tags.end())},
        {"folder", asset.folder},
        {"owner", asset.owner},
        {"licence", asset.licence},
        {"licence_until", dayJson(asset.licenceUntil)},
        {"expires", dayJson(store::lastDay(asset))},
        {"retired", asset.retired},
        {"deleted", asset.deleted ? boost::json::value(formatInstant(*asset.deleted)) : nullptr},
        {"added", formatInstant(asset.added)}};
}

}  // namespace tocsin::library
