// SPDX-License-Identifier: Apache-2.0
// Which manifests are obeyed.
#include "director/manifest_gate.hpp"

#include "director/plan_keeper.hpp"
#include "player_fixtures.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

using messages::KeyPair;

std::string sealed(KeyPair const& key, messages::Manifest const& manifest,
                   std::string const& kind = messages::kManifestKind) {
    return messages::toJson(messages::seal(key, kind, messages::toJson(manifest)));
}

class ManifestGate : public testing::Test {
protected:
    KeyPair const controller = KeyPair::generate();
    messages::Manifest manifest = manifestFor({}, {"film"});
    Gate gate{controller.publicKey(), ScreenId("gate-led"), std::nullopt, morning(0)};
};

TEST_F(ManifestGate, AcceptsWhatIsSignedForThisScreen) {
    auto const judged = judgeOffer(sealed(controller, manifest), gate);
    ASSERT_TRUE(judged);
    EXPECT_EQ(judged->manifest, manifest);
    EXPECT_EQ(judged->payload, messages::sha256(messages::toJson(manifest)));
}

TEST_F(ManifestGate, RefusesAnotherKeyKindScreenAndText) {
    EXPECT_EQ(judgeOffer(sealed(KeyPair::generate(), manifest), gate).error().code,
              Errc::permission);
    EXPECT_EQ(judgeOffer(sealed(controller, manifest, "tocsin-warning/1"), gate).error().code,
              Errc::permission);
    gate.screen = ScreenId("lobby");
    EXPECT_EQ(judgeOffer(sealed(controller, manifest), gate).error().code, Errc::permission);
    EXPECT_EQ(judgeOffer("{}", gate).error().code, Errc::damaged);
}

TEST_F(ManifestGate, RefusesOlderVersionsAndAnotherOneOfTheSameNumber) {
    gate.held = *judgeOffer(sealed(controller, manifest), gate);
    EXPECT_TRUE(judgeOffer(sealed(controller, manifest), gate));
    auto other = manifest;
    other.expires += Milliseconds(1);
    EXPECT_EQ(judgeOffer(sealed(controller, other), gate).error().code, Errc::conflict);
    other.version = {1, 0};
    EXPECT_EQ(judgeOffer(sealed(controller, other), gate).error().code, Errc::conflict);
    other.version = {0, 99};
    EXPECT_EQ(judgeOffer(sealed(controller, other), gate).error().code, Errc::conflict);
    other.version = {2, 0};
    EXPECT_TRUE(judgeOffer(sealed(controller, other), gate));
}

TEST_F(ManifestGate, RefusesWhatHasExpired) {
    gate.now = manifest.expires;
    EXPECT_EQ(judgeOffer(sealed(controller, manifest), gate).error().code, Errc::timedOut);
    gate.now = manifest.expires - Milliseconds(1);
    EXPECT_TRUE(judgeOffer(sealed(controller, manifest), gate));
}

TEST_F(ManifestGate, KeeperStoresWhatItAcceptsAndKeepsItOverBadOffers) {
    auto const folder = freshFolder();
    std::filesystem::create_directories(folder / "cache");
    ContentCache const cache(folder / "cache");
    Findings findings;
    int published = 0;
    auto const publish = [&](std::shared_ptr<Plan const>) { ++published; };
    PlanKeeper keeper(folder / "manifest.json", cache, silentLog(), findings, publish);
    auto const screen = ScreenId("gate-led");
    EXPECT_TRUE(
        keeper.offer(sealed(controller, manifest), controller.publicKey(), screen, morning(0))
            .accepted);
    EXPECT_EQ(published, 1);
    auto const bad = keeper.offer(sealed(KeyPair::generate(), manifest), controller.publicKey(),
                                  screen, morning(0));
    EXPECT_FALSE(bad.accepted);
    EXPECT_EQ(bad.version, manifest.version);
    EXPECT_FALSE(bad.reason.empty());
    EXPECT_EQ(findings.first(20).size(), 1U);
    PlanKeeper again(folder / "manifest.json", cache, silentLog(), findings, publish);
    again.load(controller.publicKey(), screen);
    EXPECT_EQ(again.version(), manifest.version);
    EXPECT_EQ(again.payload(), keeper.payload());
    again.bindTo(ScreenId("lobby"));
    EXPECT_FALSE(again.version());
    EXPECT_FALSE(std::filesystem::exists(folder / "manifest.json"));
}

TEST_F(ManifestGate, KeeperTakesUpContentAsItComes) {
    auto const folder = freshFolder();
    std::filesystem::create_directories(folder / "cache");
    ContentCache const cache(folder / "cache");
    Findings findings;
    PlanKeeper keeper(folder / "manifest.json", cache, silentLog(), findings,
                      [](std::shared_ptr<Plan const>) {});
    auto const bytes = playlists::encodeTimeline(*timelineOf({{0, "film"}}, 3'600'000));
    auto const digest = messages::sha256(bytes);
    manifest.spans = {
        {digest, static_cast<std::int64_t>(bytes.size()), morning(0), morning(3'600'000)}};
    EXPECT_TRUE(keeper
                    .offer(sealed(controller, manifest), controller.publicKey(),
                           ScreenId("gate-led"), morning(0))
                    .accepted);
    EXPECT_EQ(keeper.plan()->wants(morning(0)).size(), 2U);
    ASSERT_TRUE(files::replace(cache.path(digest), bytes));
    keeper.refresh();
    EXPECT_EQ(keeper.plan()->wants(morning(0)).size(), 1U);
    ASSERT_TRUE(files::replace(cache.path(digestOf("film")), std::string(100, 'x')));
    keeper.refresh();
    EXPECT_EQ(keeper.plan()->at(morning(0)).cue.kind, Cue::Kind::play);
    // These bytes are not what the digest says: once in doubt, they go.
    keeper.suspect(digestOf("film"));
    EXPECT_EQ(keeper.plan()->wants(morning(0)).size(), 1U);
}

}  // namespace
}  // namespace tocsin::player
