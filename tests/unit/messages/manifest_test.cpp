// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/manifest.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::messages {
namespace {

using namespace std::chrono_literals;

Manifest example() {
    Manifest out;
    out.screen = ScreenId("gate-led");
    out.version = {2, 41};
    out.issued = fromMillis(1'780'272'000'123);
    out.expires = out.issued + 192h;
    out.spans = {{sha256("one"), 25'000, out.issued, out.issued + 1h},
                 {sha256("two"), 26'000, out.issued + 1h, out.issued + 2h}};
    auto const film = sha256("film");
    auto const slogan = sha256("slogan");
    out.assets = {{{film, sha256("master"), sha256("rendition")},
                   "灭火器",
                   playlists::AssetKind::film,
                   1 << 30},
                  {{slogan, slogan, slogan}, "slogan-1", playlists::AssetKind::slogan, 300}};
    out.fallback = {slogan};
    out.assets[0].fit = Fit::cover;
    out.overlays = {{slogan, out.issued, out.issued + 24h, -8, 480, 960, 60, 80}};
    out.display = {
        400ms, 220, {100, 90, 80}, {{out.issued, 80, 0}, {out.issued + 8h, 30, 100, false}}};
    out.zone = "Asia/Shanghai";
    WarningTarget const target{out.screen, playlists::WarningLook::takeover, true, false};
    KeySeed seed;
    out.warnings = {{toJson(seal(KeyPair::fromSeed(seed), kWarningKind, "payload")),
                     target,
                     1,
                     {sha256("beside")}}};
    return out;
}

std::string faultOf(Manifest const& manifest) {
    auto const read = parseManifest(toJson(manifest));
    return read ? "" : read.error().message;
}

TEST(Manifest, IsReadAsItWasWritten) {
    EXPECT_EQ(parseManifest(toJson(example())).value(), example());
    EXPECT_EQ(parseManifest(toJson(Manifest{})).value(), Manifest{});
}

TEST(Manifest, OrdersVersionsByGenerationFirst) {
    EXPECT_LT((ManifestVersion{1, 900}), (ManifestVersion{2, 1}));
    EXPECT_LT((ManifestVersion{2, 1}), (ManifestVersion{2, 2}));
}

TEST(Manifest, RefusesSpansThatOverlapOrRunBackwards) {
    auto bad = example();
    bad.spans[1].from -= 1ms;
    EXPECT_EQ(faultOf(bad), "spans[1]: begins before the span in front of it ends");
    bad = example();
    bad.spans[0].to = bad.spans[0].from;
    EXPECT_EQ(faultOf(bad), "spans[0]: \"to\" must be after \"from\"");
    bad = example();
    bad.spans[1].from += 1h;
    bad.spans[1].to += 1h;
    EXPECT_EQ(faultOf(bad), "");  // a gap is allowed: the fallback plays there
}

TEST(Manifest, RefusesAFallbackThatItDoesNotListAndAssetsListedTwice) {
    auto bad = example();
    bad.fallback.push_back(sha256("other"));
    EXPECT_EQ(faultOf(bad), "fallback[1]: is not among \"assets\"");
    bad = example();
    bad.assets.push_back(bad.assets[0]);
    EXPECT_EQ(faultOf(bad), "assets[2]: this asset is listed twice");
}

TEST(Manifest, SaysNothingOfWhatIsOptionalWhereThereIsNothingToSay) {
    auto plain = example();
    plain.assets[0].fit.reset();
    plain.overlays.clear();
    plain.display = {};
    plain.zone.clear();
    plain.warnings.clear();
    auto const json = toJson(plain);
    for (auto const* key : {"\"fit\"", "\"overlays\"", "\"display\"", "\"zone\"", "\"warnings\""}) {
        EXPECT_EQ(json.find(key), std::string::npos) << key;
    }
    EXPECT_EQ(parseManifest(json).value(), plain);
}

TEST(Manifest, RefusesOverlaysAndLevelsThatCannotBe) {
    auto bad = example();
    bad.overlays[0].asset = sha256("other");
    EXPECT_EQ(faultOf(bad), "overlays[0].asset: is not among \"assets\"");
    bad = example();
    bad.overlays[0].to = bad.overlays[0].from;
    EXPECT_EQ(faultOf(bad), "overlays[0]: \"to\" must be after \"from\"");
    bad = example();
    bad.overlays[0].width = 0;
    EXPECT_NE(faultOf(bad), "");
    bad = example();
    bad.display.levels[1].from = bad.display.levels[0].from;
    EXPECT_EQ(faultOf(bad), "display.levels[1]: must begin after the level in front of it");
    bad = example();
    bad.display.levels[0].brightness = 101;
    EXPECT_NE(faultOf(bad), "");
    auto json = toJson(example());
    json.replace(json.find("\"cover\""), 7, "\"zoom\"");
    EXPECT_EQ(parseManifest(json).error().message,
              "assets[0].fit: expected \"contain\", \"cover\" or \"stretch\"");
}

TEST(Manifest, HasAtMostFiftyWarningsAndWritesTheFirstOfMore) {
    auto manifest = example();
    manifest.warnings.resize(60, manifest.warnings.front());
    manifest.warnings[49].index = 49;
    auto const read = parseManifest(toJson(manifest)).value();
    ASSERT_EQ(read.warnings.size(), Manifest::kMostWarnings);
    EXPECT_EQ(read.warnings.back().index, 49);
    auto json = boost::json::parse(toJson(manifest));
    auto& warnings = json.at("warnings").as_array();
    warnings.push_back(warnings.front());
    EXPECT_EQ(parseManifest(boost::json::serialize(json)).error().message,
              "warnings: 51 items; at most 50 are allowed");
}

TEST(Manifest, NamesWhatIsWrongWithAWarning) {
    auto json = boost::json::parse(toJson(example()));
    json.at("warnings").at(0).at("target").as_object()["look"] = "huge";
    EXPECT_NE(parseManifest(boost::json::serialize(json))
                  .error()
                  .message.find("warnings[0].target.look: "),
              std::string::npos);
}

TEST(Manifest, RefusesAnotherFormatAndUnknownKinds) {
    auto json = toJson(example());
    json.replace(json.find("tocsin-manifest/1"), 17, "tocsin-manifest/2");
    EXPECT_EQ(parseManifest(json).error().message, "format: expected \"tocsin-manifest/1\"");
    json = toJson(example());
    json.replace(json.find("\"film\""), 6, "\"opera\"");
    EXPECT_EQ(parseManifest(json).error().message,
              "assets[0].kind: expected \"film\", \"picture\", \"slogan\" or \"stream\"");
    EXPECT_EQ(parseManifest("{}").error().code, Errc::invalid);
}

}  // namespace
}  // namespace tocsin::messages
