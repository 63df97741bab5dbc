// SPDX-License-Identifier: Apache-2.0
// Warnings in manifests: in each that is made anyway, and none is made for them.
#include "office.hpp"
#include "tocsin/messages/warning.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::schedule {
namespace {

class StandingWarnings : public Office {
protected:
    StandingWarnings() {
        addAsset("film", Milliseconds(8'000));
        addScreen("gate", true);
        EXPECT_TRUE(schedule_->replan());
    }
    /// Of one screen; what the envelope says is the player's to judge. `size` of its text.
    void stands(std::string const& id, std::size_t size = 10) {
        messages::Warning warning;
        warning.id = id;
        warning.texts = {{"zh-CN", "暴雨", "", std::string(size, 'x'), std::string(size, 'y')}};
        warning.from = warning.issued = warning.published = now_;
        warning.expires = now_ + std::chrono::hours(1);
        messages::WarningTarget const target{ScreenId("gate")};
        auto const tree = messages::treeOf({target});
        warning.targets = 1;
        warning.targetRoot = tree.root;
        store::WarningRecord record;
        record.id = id;
        record.state = "standing";
        record.revision = 1;
        record.source = "duty";
        record.level = "red";
        record.envelope =
            messages::toJson(keys::seal(*signer_, keys::Role::warning, messages::kWarningKind,
                                        messages::toJson(warning))
                                 .value());
        record.raised = record.issued = record.from = now_;
        record.expires = warning.expires;
        change([&](store::Tx& tx) {
            tx.warnings().put(record);
            tx.warnings().putTargets(id, 1, {{id, 1, target, 0, tree.proofs.front(), "all"}});
        });
    }
};

TEST_F(StandingWarnings, MakeNoManifest) {
    auto const before = manifest("gate");
    released_.clear();
    stands("w1");
    ASSERT_TRUE(schedule_->replan());
    EXPECT_TRUE(released_.empty());
    EXPECT_EQ(manifest("gate"), before);
}

TEST_F(StandingWarnings, AreInTheManifestThatIsMadeAnyway) {
    EXPECT_TRUE(manifest("gate")->warnings.empty());
    stands("w1");
    approve("fire", file("\"film\""));
    auto const found = manifest("gate");
    ASSERT_EQ(found->warnings.size(), 1U);
    EXPECT_EQ(found->warnings[0].target.screen, ScreenId("gate"));
    EXPECT_TRUE(messages::openWarning(found->warnings[0], signer_->issued().set))
        << "as it was signed";
    // When it is over, nothing is said of it, and nothing is released because of that.
    now_ += std::chrono::hours(2);
    released_.clear();
    ASSERT_TRUE(schedule_->replan());
    EXPECT_TRUE(released_.empty());
}

TEST_F(StandingWarnings, OfAScreenOutOfServiceStandInNoManifest) {
    stands("w1");
    auto const done = schedule_->endPlan(ScreenId("gate"), [](store::Tx&) { return Result<>(); },
                                         {"test", "test", "gate", ""});
    ASSERT_TRUE(done);
    EXPECT_TRUE(manifest("gate")->warnings.empty());
}

TEST_F(StandingWarnings, NeverMakeAManifestTooLongForAMessage) {
    for (int i = 0; i < 60; ++i) {
        stands("w" + std::to_string(100 + i), 3'900);
    }
    approve("fire", file("\"film\""));
    auto const found = manifest("gate");
    EXPECT_FALSE(found->warnings.empty());
    EXPECT_LT(messages::toJson(*found).size(), 320U << 10);
}

}  // namespace
}  // namespace tocsin::schedule
