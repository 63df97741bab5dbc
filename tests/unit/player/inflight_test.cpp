// SPDX-License-Identifier: Apache-2.0
// Plays in flight outlive a killed process: none lost, none double.
#include "journal/inflight.hpp"

#include <fstream>

#include "row_fixtures.hpp"

namespace tocsin::player {
namespace {

class InFlightTest : public testing::Test {
protected:
    InFlight reopened() const { return InFlight::open(file).value(); }
    std::filesystem::path const file = freshFolder() / "inflight";
};

messages::PlayRecord headOf(std::int64_t number) {
    auto out = rowNumber(number);
    out.sequence = 0;
    out.shownMs = 0;
    out.framesShown = 0;
    out.result = messages::PlayResult::partial;
    return out;
}

TEST_F(InFlightTest, TheActivePlayIsAnOrphanWithItsCounts) {
    {
        auto ring = reopened();
        EXPECT_FALSE(ring.orphan());
        ring.begin(headOf(1));
        ring.update({100, 2, 1}, 4000, morning(14'000), 14'000, messages::EvidenceTier::delivered);
    }
    auto ring = reopened();
    EXPECT_FALSE(ring.nextFinished());
    ASSERT_TRUE(ring.orphan());
    EXPECT_EQ(ring.orphan()->counts.ticksShown, 100);
    EXPECT_EQ(ring.orphan()->counts.framesRepeated, 2);
    EXPECT_EQ(ring.orphan()->record.shownMs, 4000);
    EXPECT_EQ(ring.orphan()->record.campaign, CampaignId("june"));
    ring.closeOrphan({messages::PlayResult::partial, "crash"});
    auto const finished = ring.nextFinished();
    ASSERT_TRUE(finished);
    EXPECT_EQ(finished->record.playId, rowNumber(1).playId);
    EXPECT_EQ(finished->record.reason, "crash");
    EXPECT_EQ(finished->record.tier, messages::EvidenceTier::delivered);
}

TEST_F(InFlightTest, AResumedPlayGoesOnInItsSlot) {
    {
        auto ring = reopened();
        ring.begin(headOf(1));
        ring.update({100, 0, 0}, 4000, morning(14'000), 14'000, messages::EvidenceTier::composed);
    }
    auto ring = reopened();
    ring.resumeOrphan();
    ring.update({240, 0, 0}, 9600, morning(20'000), 20'000, messages::EvidenceTier::composed);
    ring.finish({messages::PlayResult::partial, "resumed"});
    auto const finished = ring.nextFinished();
    ASSERT_TRUE(finished);
    EXPECT_EQ(finished->record.shownMs, 9600);
    ring.release(finished->slot);
    EXPECT_FALSE(ring.nextFinished());
}

TEST_F(InFlightTest, FinishedPlaysComeInOrderAlsoAfterReopening) {
    {
        auto ring = reopened();
        for (int i = 1; i <= 3; ++i) {
            ring.begin(headOf(i));
            ring.finish({messages::PlayResult::complete, ""});
        }
        auto const first = ring.nextFinished();
        ring.assign(first->slot, 1, 41);
    }
    auto ring = reopened();
    for (int i = 1; i <= 3; ++i) {
        auto const finished = ring.nextFinished();
        ASSERT_TRUE(finished);
        EXPECT_EQ(finished->record.index, i);
        EXPECT_EQ(finished->sequence, i == 1 ? 41 : 0);
        ring.release(finished->slot);
    }
    EXPECT_FALSE(ring.nextFinished());
}

TEST_F(InFlightTest, AFullRingLeavesAGapRowWithTheNumberLost) {
    auto ring = reopened();
    for (std::size_t i = 0; i < InFlight::kSlots + 3; ++i) {
        ring.begin(headOf(static_cast<std::int64_t>(i) + 1));
        ring.finish({messages::PlayResult::complete, ""});
    }
    EXPECT_EQ(ring.lost(), 3);
    std::size_t taken = 0;
    while (auto const finished = ring.nextFinished()) {
        ring.release(finished->slot);
        ++taken;
    }
    EXPECT_EQ(taken, InFlight::kSlots);
    ring.begin(headOf(999));
    EXPECT_EQ(ring.lost(), 0);
    auto gap = ring.nextFinished();
    ASSERT_TRUE(gap);
    EXPECT_EQ(gap->record.result, messages::PlayResult::gap);
    EXPECT_EQ(gap->record.reason, "journal-full: 3 plays");
    gap->record.sequence = 1;
    EXPECT_TRUE(messages::parseLine(messages::toLine(gap->record)));
}

TEST_F(InFlightTest, AFileOfAnotherKindIsMadeAnew) {
    ASSERT_TRUE(files::replace(file, std::string(5000, 'x')));
    auto ring = reopened();
    EXPECT_FALSE(ring.orphan());
    EXPECT_FALSE(ring.nextFinished());
}

}  // namespace
}  // namespace tocsin::player
