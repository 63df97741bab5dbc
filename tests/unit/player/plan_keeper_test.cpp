// SPDX-License-Identifier: Apache-2.0
// From manifests and files to plans.
#include "director/plan_keeper.hpp"

#include <fstream>

#include "player_fixtures.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

class PlanKeeperTest : public testing::Test {
protected:
    PlanKeeperTest() {
        std::filesystem::create_directories(cache.folder());
        plans.trust(Trust::inContentKey(controller.publicKey()));
    }
    /// A verified file of the cache.
    Digest put(std::string const& content) const {
        auto const digest = messages::sha256(content);
        std::ofstream(cache.path(digest), std::ios::binary) << content;
        return digest;
    }
    /// The controller offers a manifest with this timeline for the whole day.
    void offer(Digest const& timeline) {
        auto manifest = manifestFor({{timeline, 10, morning(0), morning(4'000)}}, {});
        manifest.version.counter = ++counter;
        auto const envelope = messages::toJson(
            messages::seal(controller, messages::kManifestKind, messages::toJson(manifest)));
        auto const receipt = plans.offer(envelope, manifest.screen, morning(0));
        ASSERT_TRUE(receipt.accepted) << receipt.reason;
    }
    std::vector<Plan::Want> wants() const { return plans.plan()->wants(morning(0)); }

    std::filesystem::path const folder = freshFolder();
    messages::KeyPair const controller = messages::KeyPair::generate();
    std::int64_t counter = 0;
    ContentCache const cache{folder / "cache"};
    Findings findings;
    int published = 0;
    PlanKeeper plans{folder / "manifest.json", cache, silentLog(), findings,
                     [this](std::shared_ptr<Plan const>) { ++published; }};
};

TEST_F(PlanKeeperTest, WantsATimelineUntilItIsHere) {
    auto const absent = digestOf("not here");
    offer(absent);
    ASSERT_EQ(wants().size(), 1U);
    EXPECT_EQ(wants()[0].digest, absent);
    EXPECT_TRUE(findings.first(9).empty());
}

TEST_F(PlanKeeperTest, DoesNotFetchAgainWhatItCannotRead) {
    auto const bad = put("no timeline");
    offer(bad);
    EXPECT_TRUE(wants().empty());
    ASSERT_EQ(findings.first(9).size(), 1U);
    EXPECT_NE(findings.first(9)[0].find("timeline " + bad.hex().substr(0, 12)), std::string::npos);
    EXPECT_EQ(plans.plan()->at(morning(10)).cue.kind, Cue::Kind::dark);
    // Said once: it does not come back when it was cleared.
    findings.clear("timeline " + bad.hex());
    plans.refresh();
    EXPECT_TRUE(wants().empty());
    EXPECT_TRUE(findings.first(9).empty());
}

TEST_F(PlanKeeperTest, FetchesTheTimelineOfTheNextManifest) {
    offer(put("no timeline"));
    auto const next = digestOf("another timeline");
    offer(next);
    ASSERT_EQ(wants().size(), 1U);
    EXPECT_EQ(wants()[0].digest, next);
    EXPECT_TRUE(findings.first(9).empty());
}

TEST_F(PlanKeeperTest, OfASpareWantsItsFilesAndShowsNothingOfThem) {
    auto const here = put("here");
    Plan::Want const absent{digestOf("absent"), 100, "later", false};
    plans.preload({{here, 4, "sooner", false}, absent});
    EXPECT_EQ(wants(), std::vector<Plan::Want>{absent});
    auto const needs = plans.plan()->needs(morning(0));
    ASSERT_EQ(needs.size(), 2U);
    EXPECT_TRUE(needs[0].here);
    EXPECT_EQ(plans.plan()->at(morning(0)).cue.kind, Cue::Kind::dark);
    // It is bound, and what it has loaded is there for the plan.
    plans.bindTo(ScreenId("gate-led"));
    EXPECT_EQ(wants().size(), 1U) << "and nobody throws it away before the plan has come";
    offer(here);
    EXPECT_TRUE(wants().empty());
}

TEST_F(PlanKeeperTest, ForgetsTheScreenThatItMayNotShowAnyMore) {
    offer(put("timeline"));
    ASSERT_TRUE(std::filesystem::exists(folder / "manifest.json"));
    plans.forget();
    EXPECT_FALSE(plans.version());
    EXPECT_FALSE(std::filesystem::exists(folder / "manifest.json"));
    EXPECT_EQ(plans.plan()->at(morning(0)).cue.kind, Cue::Kind::dark);
}

}  // namespace
}  // namespace tocsin::player
