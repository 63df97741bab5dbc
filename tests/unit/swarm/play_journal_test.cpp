// SPDX-License-Identifier: Apache-2.0
#include "play_journal.hpp"

#include <gtest/gtest.h>

#include "play_delivery.hpp"

namespace tocsin::swarm {
namespace {

using messages::PlayRecord;
using messages::PlayResult;

PlayRecord playAt(int minute) {
    PlayRecord out;
    out.content.asset = messages::sha256("film");
    out.timeline = messages::sha256("plan");
    out.index = minute;
    out.playId = messages::plannedPlayId(out.timeline, minute);
    out.campaign = CampaignId("june");
    out.start = fromMillis(1'780'279'200'000 + minute * 60'000);
    out.end = out.start + Milliseconds(10'000);
    out.boot = "0c8f2a36-3d8b-4a52-9c0e-1f6f3c0d9d11";
    out.plannedMs = out.shownMs = 10'000;
    out.framesShown = 250;
    out.result = PlayResult::complete;
    return out;
}

class PlayJournalTest : public testing::Test {
protected:
    void play(int count) {
        for (int i = 0; i < count; ++i) {
            journal.write(playAt(minutes++));
        }
    }
    messages::VerifiedBatch nextOne() {
        auto const* const text = journal.next();
        EXPECT_NE(text, nullptr);
        auto verified = messages::verifyBatch(messages::parseBatch(*text).value(), key.publicKey());
        EXPECT_TRUE(verified) << verified.error().message;
        return std::move(*verified);
    }
    static PlayJournal::Mark markOf(messages::VerifiedBatch const& batch) {
        auto const& header = batch.header;
        return {header.epoch, header.batch, header.first + header.count - 1, batch.headerDigest};
    }

    messages::KeyPair key = messages::KeyPair::generate();
    PlayJournal journal{key, 4};
    int minutes = 0;
};

TEST_F(PlayJournalTest, CutsSignedBatchesInOneChain) {
    play(10);
    journal.cut();
    Digest prev;
    std::int64_t rows = 0;
    for (std::int64_t number = 1; number <= 3; ++number) {
        auto const batch = nextOne();
        EXPECT_EQ(batch.header.batch, number);
        EXPECT_EQ(batch.header.prev, prev);
        EXPECT_EQ(batch.header.first, rows + 1);
        prev = batch.headerDigest;
        rows += batch.header.count;
        journal.acknowledge(markOf(batch));
    }
    EXPECT_EQ(rows, 10);
    EXPECT_EQ(journal.next(), nullptr);
    EXPECT_EQ(journal.unsent(), 0);
}

TEST_F(PlayJournalTest, SendsAgainWhatALedgerFromABackupDoesNotHave) {
    play(12);
    auto const first = markOf(nextOne());
    journal.acknowledge(first);
    journal.acknowledge(markOf(nextOne()));
    journal.acknowledge(markOf(nextOne()));
    EXPECT_EQ(journal.unsent(), 0);
    journal.reconcile(first);
    EXPECT_EQ(journal.unsent(), 8);
    EXPECT_EQ(nextOne().header.batch, 2);
    EXPECT_EQ(journal.epoch(), 1);
}

TEST_F(PlayJournalTest, ANewEpochHasAGapAndWhatTheLedgerLacks) {
    play(8);
    auto const mark = markOf(nextOne());
    journal.acknowledge(mark);
    journal.leaveEpoch();
    journal.reconcile(mark);
    EXPECT_EQ(journal.epoch(), 2);
    auto const batch = nextOne();
    EXPECT_EQ(batch.header.batch, 1);
    EXPECT_EQ(batch.header.prev, Digest{});
    ASSERT_EQ(batch.records.size(), 4U);
    EXPECT_EQ(batch.records[0].result, PlayResult::gap);
    EXPECT_EQ(batch.records[1].index, 4);
    EXPECT_EQ(journal.unsent(), 5);
}

TEST_F(PlayJournalTest, AnotherHistoryInTheLedgerBeginsANewEpochWithAllRows) {
    play(4);
    journal.reconcile({1, 1, 4, messages::sha256("another header")});
    EXPECT_EQ(journal.epoch(), 2);
    EXPECT_EQ(journal.unsent(), 5);
    play(3);
    journal.reconcile({9, 2, 8});
    EXPECT_EQ(journal.epoch(), 10);
    EXPECT_EQ(journal.unsent(), 9) << "a gap, the one of before, and seven plays";
}

TEST(PlayDelivery, SendsABatchAgainUntilItsAnswerIsHeeded) {
    PastPlays plays;
    plays.days = 1;
    plays.aDay = 6;
    plays.batchRows = 3;
    auto const key = messages::KeyPair::generate();
    PlayDelivery delivery(plays, {}, 1, 1, "gate", key);
    EXPECT_EQ(delivery.made(), 6);
    delivery.sessionBegan({});
    auto const first = delivery.next();
    ASSERT_TRUE(first);
    EXPECT_FALSE(delivery.next()) << "one at a time";
    auto const text = *first->batch;
    EXPECT_TRUE(delivery.onPatienceEnded(first->number));
    auto const again = delivery.next();
    ASSERT_TRUE(again);
    EXPECT_EQ(*again->batch, text);
    EXPECT_FALSE(delivery.onPatienceEnded(first->number)) << "it was of the one before";
    EXPECT_EQ(delivery.onStored({1, 1, 3}), PlayDelivery::Then::sendNext);
    EXPECT_EQ(delivery.onStored({1, 1, 3}), PlayDelivery::Then::wait);
    auto const second = delivery.next();
    ASSERT_TRUE(second);
    EXPECT_NE(*second->batch, text);
    EXPECT_EQ(delivery.onStored({1, 2, 6}), PlayDelivery::Then::sendNext);
    EXPECT_FALSE(delivery.next());
    EXPECT_EQ(delivery.unsent(), 0);
}

TEST(PlayDelivery, HeedsNoAnswerThatIsLostAndBeginsItsEpochHalfWay) {
    PastPlays plays;
    plays.days = 1;
    plays.aDay = 6;
    plays.batchRows = 3;
    Faults faults;
    faults.lostPercent = 100;
    auto const key = messages::KeyPair::generate();
    PlayDelivery unlucky(plays, faults, 1, 1, "gate", key);
    unlucky.sessionBegan({});
    ASSERT_TRUE(unlucky.next());
    EXPECT_EQ(unlucky.onStored({1, 1, 3}), PlayDelivery::Then::wait);
    EXPECT_EQ(unlucky.unsent(), 6);

    faults = {};
    faults.epochPercent = 100;
    PlayDelivery leaving(plays, faults, 1, 1, "gate", key);
    leaving.sessionBegan({});
    ASSERT_TRUE(leaving.next());
    EXPECT_EQ(leaving.onStored({1, 1, 3}), PlayDelivery::Then::breakConnection);
    messages::Welcome welcome;
    welcome.epoch = welcome.batch = 1;
    welcome.acknowledged = 3;
    leaving.sessionBegan(welcome);
    EXPECT_EQ(leaving.unsent(), 4) << "a gap and the three plays that the ledger lacks";
}

}  // namespace
}  // namespace tocsin::swarm
