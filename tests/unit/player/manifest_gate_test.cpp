// SPDX-License-Identifier: Apache-2.0
// Which manifests are obeyed.
#include "director/manifest_gate.hpp"

#include "controller_keys.hpp"
#include "director/plan_keeper.hpp"

namespace tocsin::player {
namespace {

using messages::KeyPair;
using Role = messages::SigningRole;

std::string sealed(KeyPair const& key, messages::Manifest const& manifest,
                   std::string const& kind = messages::kManifestKind) {
    return messages::toJson(messages::seal(key, kind, messages::toJson(manifest)));
}

class ManifestGate : public testing::Test {
protected:
    /// The gate of a player to which this controller has just shown its keys.
    void meet() { gate.trust = keys.trust(); }

    ControllerKeys keys;
    KeyPair const& controller = keys.key(Role::content);
    messages::Manifest manifest = manifestFor({}, {"film"});
    Gate gate{keys.trust(), ScreenId("gate-led"), std::nullopt, morning(0)};
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
    keys.generation = 2;
    meet();
    EXPECT_TRUE(judgeOffer(sealed(controller, other), gate));
}

TEST_F(ManifestGate, RefusesARolledBackGeneration) {
    keys.generation = 2;
    meet();
    manifest.version = {2, 1};
    gate.held = *judgeOffer(sealed(controller, manifest), gate);
    manifest.version = {1, 900};
    EXPECT_EQ(judgeOffer(sealed(controller, manifest), gate).error().code, Errc::conflict);
}

TEST_F(ManifestGate, RefusesAGenerationWhoseKeySetHasNotCome) {
    manifest.version = {2, 1};
    EXPECT_EQ(judgeOffer(sealed(controller, manifest), gate).error().code, Errc::conflict);
    keys.generation = 2;
    meet();
    EXPECT_TRUE(judgeOffer(sealed(controller, manifest), gate));
}

TEST_F(ManifestGate, RefusesTheKeysOfOtherRoles) {
    for (auto const role : messages::kSigningRoles) {
        EXPECT_EQ(judgeOffer(sealed(keys.key(role), manifest), gate).has_value(),
                  role == Role::content)
            << toString(role);
    }
    EXPECT_FALSE(judgeOffer(sealed(keys.root, manifest), gate));
}

TEST_F(ManifestGate, RefusesWhatWasAltered) {
    auto envelope = messages::parseEnvelope(sealed(controller, manifest)).value();
    auto altered = manifest;
    altered.expires += Milliseconds(1);
    envelope.payload = messages::toJson(altered);
    EXPECT_EQ(judgeOffer(messages::toJson(envelope), gate).error().code, Errc::permission);
    envelope.payload = messages::toJson(manifest);
    EXPECT_TRUE(judgeOffer(messages::toJson(envelope), gate));
    envelope.signature = {};
    EXPECT_EQ(judgeOffer(messages::toJson(envelope), gate).error().code, Errc::permission)
        << "unsigned";
}

TEST_F(ManifestGate, ARotatedKeySignsNothingNewButWhatItSignedBeforeStays) {
    auto const before = sealed(controller, manifest);
    gate.trust.earlier = {{Role::content, controller.publicKey()}};
    keys.rotate(Role::content);
    auto const earlier = gate.trust.earlier;
    meet();
    gate.trust.earlier = earlier;
    EXPECT_EQ(judgeOffer(before, gate).error().code, Errc::permission);
    gate.acceptedBefore = true;
    EXPECT_TRUE(judgeOffer(before, gate));
}

TEST_F(ManifestGate, ARevokedKeysSignaturesAreWorthNothing) {
    auto const before = sealed(controller, manifest);
    keys.revoke(Role::content);
    meet();
    gate.trust.earlier = {{Role::content, messages::parseEnvelope(before)->key}};
    gate.acceptedBefore = true;
    auto const refused = judgeOffer(before, gate);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("revoked"), std::string::npos);
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
    EXPECT_FALSE(keeper.offer(sealed(controller, manifest), screen, morning(0)).accepted)
        << "nobody is trusted yet";
    keeper.trust(keys.trust());
    EXPECT_TRUE(keeper.offer(sealed(controller, manifest), screen, morning(0)).accepted);
    EXPECT_EQ(published, 1);
    auto const bad = keeper.offer(sealed(KeyPair::generate(), manifest), screen, morning(0));
    EXPECT_FALSE(bad.accepted);
    EXPECT_EQ(bad.version, manifest.version);
    EXPECT_FALSE(bad.reason.empty());
    EXPECT_EQ(findings.first(20).size(), 1U);
    PlanKeeper again(folder / "manifest.json", cache, silentLog(), findings, publish);
    again.trust(keys.trust());
    again.load(screen);
    EXPECT_EQ(again.version(), manifest.version);
    EXPECT_EQ(again.payload(), keeper.payload());
    again.bindTo(ScreenId("lobby"));
    EXPECT_FALSE(again.version());
    EXPECT_FALSE(std::filesystem::exists(folder / "manifest.json"));
}

TEST_F(ManifestGate, KeeperKeepsWhatARotatedKeySignedAndDropsWhatARevokedOneDid) {
    auto const folder = freshFolder();
    std::filesystem::create_directories(folder / "cache");
    ContentCache const cache(folder / "cache");
    Findings findings;
    auto const publish = [](std::shared_ptr<Plan const>) {};
    auto const file = folder / "manifest.json";
    PlanKeeper keeper(file, cache, silentLog(), findings, publish);
    auto const screen = ScreenId("gate-led");
    auto trust = keys.trust();
    keeper.trust(trust);
    ASSERT_TRUE(keeper.offer(keys.sealed(manifest), screen, morning(0)).accepted);
    auto const first = controller.publicKey();
    keys.rotate(Role::content);
    trust = keys.trust();
    trust.earlier = {{Role::content, first}};
    keeper.trust(trust);
    EXPECT_EQ(keeper.version(), manifest.version);
    PlanKeeper again(file, cache, silentLog(), findings, publish);
    again.trust(trust);
    again.load(screen);
    EXPECT_EQ(again.version(), manifest.version) << "also after a restart";

    keys.revoked = {first};
    ++keys.generation;
    again.trust(keys.trust());
    EXPECT_FALSE(again.version());
    EXPECT_FALSE(again.plan()->manifest());
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_NE(findings.first(20).at(0).find("revoked"), std::string::npos);
    manifest.version = {3, 1};
    EXPECT_TRUE(again.offer(keys.sealed(manifest), screen, morning(0)).accepted);
    EXPECT_TRUE(findings.first(20).empty());
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
    keeper.trust(keys.trust());
    EXPECT_TRUE(
        keeper.offer(sealed(controller, manifest), ScreenId("gate-led"), morning(0)).accepted);
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
