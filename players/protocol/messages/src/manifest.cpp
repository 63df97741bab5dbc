// SPDX-License-Identifier: Apache-2.0
// The manifest's payload as JSON.
#include "tocsin/messages/manifest.hpp"

#include <set>

#include "manifest_version_json.hpp"
#include "text.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::messages {
namespace {

constexpr std::size_t kMaxSpans = 1000;
constexpr std::size_t kMaxAssets = 2000;
constexpr std::size_t kMaxNameBytes = 200;
constexpr std::int64_t kMaxTimelineBytes = 16 << 20;
constexpr std::int64_t kMaxAssetBytes = std::int64_t{1} << 40;

std::string_view kindName(playlists::AssetKind kind) {
    switch (kind) {
        case playlists::AssetKind::film:
            return "film";
        case playlists::AssetKind::picture:
            return "picture";
        case playlists::AssetKind::slogan:
            return "slogan";
    }
    return "film";
}

playlists::AssetKind readKind(JsonReader const& reader) {
    auto const name = reader.string(32);
    for (auto const kind : {playlists::AssetKind::film, playlists::AssetKind::picture,
                            playlists::AssetKind::slogan}) {
        if (kindName(kind) == name) {
            return kind;
        }
    }
    reader.fail("expected \"film\", \"picture\" or \"slogan\"");
}

Span readSpan(JsonReader const& reader, Instant after) {
    Span out;
    out.timeline = reader.at("timeline").digest();
    out.bytes = reader.at("bytes").integer(0, kMaxTimelineBytes);
    out.from = reader.at("from").instant();
    out.to = reader.at("to").instant();
    if (out.to <= out.from) {
        reader.fail("\"to\" must be after \"from\"");
    }
    if (out.from < after) {
        reader.fail("begins before the span in front of it ends");
    }
    return out;
}

ManifestAsset readAsset(JsonReader const& reader) {
    ManifestAsset out;
    out.content.asset = reader.at("asset").digest();
    out.content.master = reader.at("master").digest();
    out.content.rendition = reader.at("rendition").digest();
    out.name = reader.at("name").string(kMaxNameBytes);
    out.kind = readKind(reader.at("kind"));
    out.bytes = reader.at("bytes").integer(0, kMaxAssetBytes);
    return out;
}

Manifest readManifest(JsonReader const& reader) {
    auto const format = reader.at("format");
    if (format.string(64) != kManifestKind) {
        format.fail(std::string("expected \"") + kManifestKind + "\"");
    }
    Manifest out;
    out.screen = ScreenId(reader.at("screen").string(64));
    out.version = readManifestVersion(reader.at("version"));
    out.issued = reader.at("issued").instant();
    out.expires = reader.at("expires").instant();
    for (auto const& span : reader.at("spans").array(kMaxSpans)) {
        out.spans.push_back(
            readSpan(span, out.spans.empty() ? Instant::min() : out.spans.back().to));
    }
    std::set<Digest> known;
    for (auto const& asset : reader.at("assets").array(kMaxAssets)) {
        out.assets.push_back(readAsset(asset));
        if (!known.insert(out.assets.back().content.asset).second) {
            asset.fail("this asset is listed twice");
        }
    }
    for (auto const& asset : reader.at("fallback").array(kMaxAssets)) {
        out.fallback.push_back(asset.digest());
        if (!known.contains(out.fallback.back())) {
            asset.fail("is not among \"assets\"");
        }
    }
    return out;
}

}  // namespace

std::string toJson(Manifest const& manifest) {
    boost::json::array spans;
    for (auto const& span : manifest.spans) {
        spans.push_back(boost::json::object{{"timeline", span.timeline.hex()},
                                            {"bytes", span.bytes},
                                            {"from", formatInstant(span.from)},
                                            {"to", formatInstant(span.to)}});
    }
    boost::json::array assets;
    for (auto const& asset : manifest.assets) {
        assets.push_back(boost::json::object{
            {"asset", asset.content.asset.hex()},
            {"master", asset.content.master.hex()},
            {"rendition", asset.content.rendition.hex()},
            {"name", clipped(asset.name, kMaxNameBytes)},
            {"kind",
             boost::json::string_view(kindName(asset.kind).data(), kindName(asset.kind).size())},
            {"bytes", asset.bytes}});
    }
    boost::json::array fallback;
    for (auto const& asset : manifest.fallback) {
        fallback.emplace_back(asset.hex());
    }
    return boost::json::serialize(boost::json::object{{"format", kManifestKind},
                                                      {"screen", manifest.screen.str()},
                                                      {"version", toJsonValue(manifest.version)},
                                                      {"issued", formatInstant(manifest.issued)},
                                                      {"expires", formatInstant(manifest.expires)},
                                                      {"spans", std::move(spans)},
                                                      {"assets", std::move(assets)},
                                                      {"fallback", std::move(fallback)}});
}

Result<Manifest> parseManifest(std::string_view json) {
    return readJson(json, &readManifest);
}

}  // namespace tocsin::messages
