// SPDX-License-Identifier: Apache-2.0
// The manifest's payload as JSON.
#include "tocsin/messages/manifest.hpp"

#include <algorithm>
#include <set>

#include "manifest_version_json.hpp"
#include "text.hpp"
#include "tocsin/messages/json.hpp"
#include "warning_delivery_json.hpp"

namespace tocsin::messages {
namespace {

constexpr std::size_t kMaxSpans = 1000;
constexpr std::size_t kMaxAssets = 2000;
constexpr std::size_t kMaxNameBytes = 200;
constexpr std::size_t kMaxZoneBytes = 64;
constexpr std::int64_t kMaxTimelineBytes = 16 << 20;
constexpr std::int64_t kMaxAssetBytes = std::int64_t{1} << 40;
constexpr std::size_t kMaxOverlays = 500;
constexpr std::size_t kMaxLevels = 1000;
constexpr int kMaxPixels = 8192;
constexpr std::int64_t kMaxCrossFadeMs = 5'000;
constexpr int kMostEveryMinutes = 1440;

std::string_view kindName(playlists::AssetKind kind) {
    switch (kind) {
        case playlists::AssetKind::film:
            return "film";
        case playlists::AssetKind::picture:
            return "picture";
        case playlists::AssetKind::slogan:
            return "slogan";
        case playlists::AssetKind::stream:
            return "stream";
    }
    return "film";
}

playlists::AssetKind readKind(JsonReader const& reader) {
    auto const name = reader.string(32);
    for (auto const kind : {playlists::AssetKind::film, playlists::AssetKind::picture,
                            playlists::AssetKind::slogan, playlists::AssetKind::stream}) {
        if (kindName(kind) == name) {
            return kind;
        }
    }
    reader.fail("expected \"film\", \"picture\", \"slogan\" or \"stream\"");
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
    if (auto const fit = reader.find("fit")) {
        out.fit = fitNamed(fit->string(32));
        if (!out.fit) {
            fit->fail("expected \"contain\", \"cover\" or \"stretch\"");
        }
    }
    return out;
}

int readInt(JsonReader const& reader, std::string_view key, int least, int most) {
    return static_cast<int>(reader.at(key).integer(least, most));
}

Overlay readOverlay(JsonReader const& reader) {
    Overlay out;
    out.asset = reader.at("asset").digest();
    out.from = reader.at("from").instant();
    out.to = reader.at("to").instant();
    if (out.to <= out.from) {
        reader.fail("\"to\" must be after \"from\"");
    }
    out.x = readInt(reader, "x", -kMaxPixels, kMaxPixels);
    out.y = readInt(reader, "y", -kMaxPixels, kMaxPixels);
    out.width = readInt(reader, "width", 1, kMaxPixels);
    out.height = readInt(reader, "height", 1, kMaxPixels);
    out.opacity = readInt(reader, "opacity", 1, 100);
    return out;
}

Display readDisplay(JsonReader const& reader) {
    Display out;
    out.crossFade = Milliseconds(reader.at("cross_fade_ms").integer(0, kMaxCrossFadeMs));
    out.gammaPercent = readInt(reader, "gamma_percent", 25, 400);
    auto const white = reader.at("white");
    auto const colours = white.array(3);
    if (colours.size() != 3) {
        white.fail("expected red, green and blue in percent");
    }
    std::transform(colours.begin(), colours.end(), out.white.begin(), [](JsonReader const& colour) {
        return static_cast<int>(colour.integer(0, 100));
    });
    for (auto const& level : reader.at("levels").array(kMaxLevels)) {
        Level const read{level.at("from").instant(), readInt(level, "brightness", 0, 100),
                         readInt(level, "volume", 0, 100),
                         !level.find("powered") || level.at("powered").boolean()};
        if (!out.levels.empty() && read.from <= out.levels.back().from) {
            level.fail("must begin after the level in front of it");
        }
        out.levels.push_back(read);
    }
    return out;
}

boost::json::value toJsonValue(Overlay const& overlay) {
    return boost::json::object{{"asset", overlay.asset.hex()},
                               {"from", formatInstant(overlay.from)},
                               {"to", formatInstant(overlay.to)},
                               {"x", overlay.x},
                               {"y", overlay.y},
                               {"width", overlay.width},
                               {"height", overlay.height},
                               {"opacity", overlay.opacity}};
}

boost::json::value toJsonValue(Display const& display) {
    boost::json::array levels;
    for (auto const& level : display.levels) {
        boost::json::object one{{"from", formatInstant(level.from)},
                                {"brightness", level.brightness},
                                {"volume", level.volume}};
        if (!level.powered) {
            one["powered"] = false;
        }
        levels.push_back(std::move(one));
    }
    return boost::json::object{
        {"cross_fade_ms", display.crossFade.count()},
        {"gamma_percent", display.gammaPercent},
        {"white", boost::json::array{display.white[0], display.white[1], display.white[2]}},
        {"levels", std::move(levels)}};
}

boost::json::value toJsonValue(std::vector<WarningDelivery> const& warnings) {
    boost::json::array out;
    for (std::size_t i = 0; i < warnings.size() && i < Manifest::kMostWarnings; ++i) {
        boost::json::object one;
        writeDelivery(warnings[i], one);
        out.push_back(std::move(one));
    }
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
    if (auto const overlays = reader.find("overlays")) {
        for (auto const& overlay : overlays->array(kMaxOverlays)) {
            out.overlays.push_back(readOverlay(overlay));
            if (!known.contains(out.overlays.back().asset)) {
                overlay.at("asset").fail("is not among \"assets\"");
            }
        }
    }
    if (auto const display = reader.find("display")) {
        out.display = readDisplay(*display);
    }
    if (auto const zone = reader.find("zone")) {
        out.zone = zone->string(kMaxZoneBytes);
    }
    if (auto const evidence = reader.find("evidence")) {
        out.evidence.firstPlays = evidence->at("first_plays").boolean();
        out.evidence.everyMinutes = readInt(*evidence, "every_minutes", 0, kMostEveryMinutes);
        auto const flag = [&](std::string_view key) {
            auto const member = evidence->find(key);
            return member && member->boolean();
        };
        out.evidence.spread = flag("spread");
        out.evidence.warnings = flag("warnings");
    }
    if (auto const warnings = reader.find("warnings")) {
        for (auto const& warning : warnings->array(Manifest::kMostWarnings)) {
            out.warnings.push_back(readDelivery(warning));
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
        boost::json::object one{{"asset", asset.content.asset.hex()},
                                {"master", asset.content.master.hex()},
                                {"rendition", asset.content.rendition.hex()},
                                {"name", clipped(asset.name, kMaxNameBytes)},
                                {"kind", boost::json::string_view(kindName(asset.kind).data(),
                                                                  kindName(asset.kind).size())},
                                {"bytes", asset.bytes}};
        if (asset.fit) {
            one["fit"] = std::string(toString(*asset.fit));
        }
        assets.push_back(std::move(one));
    }
    boost::json::array fallback;
    for (auto const& asset : manifest.fallback) {
        fallback.emplace_back(asset.hex());
    }
    boost::json::object out{{"format", kManifestKind},
                            {"screen", manifest.screen.str()},
                            {"version", toJsonValue(manifest.version)},
                            {"issued", formatInstant(manifest.issued)},
                            {"expires", formatInstant(manifest.expires)},
                            {"spans", std::move(spans)},
                            {"assets", std::move(assets)},
                            {"fallback", std::move(fallback)}};
    if (!manifest.overlays.empty()) {
        boost::json::array overlays;
        for (auto const& overlay : manifest.overlays) {
            overlays.push_back(toJsonValue(overlay));
        }
        out["overlays"] = std::move(overlays);
    }
    if (manifest.display != Display{}) {
        out["display"] = toJsonValue(manifest.display);
    }
    if (!manifest.zone.empty()) {
        out["zone"] = manifest.zone;
    }
    if (manifest.evidence != SamplingRule{}) {
        boost::json::object evidence{{"first_plays", manifest.evidence.firstPlays},
                                     {"every_minutes", manifest.evidence.everyMinutes}};
        for (auto const& [key, on] : {std::pair("spread", manifest.evidence.spread),
                                      std::pair("warnings", manifest.evidence.warnings)}) {
            if (on) {
                evidence[key] = true;
            }
        }
        out["evidence"] = std::move(evidence);
    }
    if (!manifest.warnings.empty()) {
        out["warnings"] = toJsonValue(manifest.warnings);
    }
    return boost::json::serialize(out);
}

Result<Manifest> parseManifest(std::string_view json) {
    return readJson(json, &readManifest);
}

}  // namespace tocsin::messages
