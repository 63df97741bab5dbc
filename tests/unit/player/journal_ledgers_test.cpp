// SPDX-License-Identifier: Apache-2.0
// What a player tells and delivers to a ledger that was restored or is another one, and what it
// counted of its plays.
#include "journal_fixture.hpp"

namespace tocsin::player {
namespace {

using messages::PlayResult;

class JournalLedgers : public JournalThreadTest {
protected:
    /// A batch of plays that the ledger takes.
    void deliver(std::int64_t first, std::int64_t count, LedgerMark const& mark) {
        play(first, count);
        flush();
        for (auto& batch : batches()) {
            delivered.push_back(std::move(batch));
        }
        journal->stored(mark);
        flush();
    }
    /// Two batches of epoch 1, then an epoch 2 with a gap and another play, all acknowledged.
    void twoEpochs() {
        open();
        journal->sessionBegan({0, 0, 0});
        deliver(1, 3, {1, 1, 3});
        deliver(4, 2, {1, 2, 5});
        std::filesystem::create_directory(folder / "journal" / "000002-1.rows");  // unreadable
        open();
        journal->sessionBegan({1, 2, 5, delivered.back().headerDigest});
        deliver(6, 1, {2, 1, 2});
        journal->sessionEnded();
        ASSERT_EQ(delivered.size(), 3U);
        ASSERT_EQ(delivered[2].header.epoch, 2);
        ASSERT_EQ(delivered[2].records.size(), 2U);
    }
    /// Everything that the player has for a ledger that acknowledges it all.
    std::vector<messages::VerifiedBatch> drained() {
        std::vector<messages::VerifiedBatch> out;
        for (auto sent = batches(); !sent.empty(); sent = batches()) {
            for (auto& batch : sent) {
                auto const& header = batch.header;
                journal->stored({header.epoch, header.batch, header.first + header.count - 1,
                                 batch.headerDigest});
                out.push_back(std::move(batch));
            }
            flush();
        }
        return out;
    }
    [[nodiscard]] messages::RunningTotals told() const {
        return messages::verifyTotals(journal->totals(), key.publicKey()).value();
    }

    std::vector<messages::VerifiedBatch> delivered;
};

std::vector<Digest> headersOf(std::vector<messages::VerifiedBatch> const& batches) {
    std::vector<Digest> out;
    for (auto const& batch : batches) {
        out.push_back(batch.headerDigest);
    }
    return out;
}

TEST_F(JournalLedgers, ARestoredLedgerGetsAgainWhatItLacksOfThisEpoch) {
    open();
    journal->sessionBegan({0, 0, 0});
    deliver(1, 3, {1, 1, 3});
    deliver(4, 2, {1, 2, 5});
    journal->sessionBegan({1, 1, 3, delivered[0].headerDigest});
    flush();
    EXPECT_EQ(journal->unsent(), 2);
    EXPECT_EQ(headersOf(drained()), std::vector{delivered[1].headerDigest});
    EXPECT_EQ(journal->unsent(), 0);
}

TEST_F(JournalLedgers, ARestoredLedgerGetsAgainWhatItLacksOfFormerEpochs) {
    ASSERT_NO_FATAL_FAILURE(twoEpochs());
    open();
    journal->sessionBegan({1, 1, 3, delivered[0].headerDigest});
    flush();
    EXPECT_EQ(journal->unsent(), 4) << "two rows of epoch 1, two of epoch 2";
    EXPECT_EQ(headersOf(drained()),
              (std::vector{delivered[1].headerDigest, delivered[2].headerDigest}));
    EXPECT_EQ(journal->unsent(), 0);
}

TEST_F(JournalLedgers, AnEmptyLedgerGetsAllEpochsThatAreHeldAsTheyWereSigned) {
    ASSERT_NO_FATAL_FAILURE(twoEpochs());
    open();
    journal->sessionBegan({0, 0, 0});
    flush();
    EXPECT_EQ(headersOf(drained()), headersOf(delivered));
}

TEST_F(JournalLedgers, TheNextBatchOfAFormerEpochWaitsForTheOneBefore) {
    ASSERT_NO_FATAL_FAILURE(twoEpochs());
    open();
    journal->sessionBegan({0, 0, 0});
    flush();
    ASSERT_EQ(batches().size(), 1U);
    flush();
    EXPECT_TRUE(batches().empty());
    journal->stored({1, 1, 3});
    flush();
    EXPECT_EQ(batches().size(), 1U);
}

TEST_F(JournalLedgers, ALedgerThatIsWholeGetsNothingOfFormerEpochs) {
    ASSERT_NO_FATAL_FAILURE(twoEpochs());
    open();
    journal->sessionBegan({2, 1, 2, delivered[2].headerDigest});
    flush();
    EXPECT_EQ(journal->unsent(), 0);
    EXPECT_TRUE(batches().empty());
}

TEST_F(JournalLedgers, WhereAnothersBatchesStandNothingOfThatEpochIsSent) {
    ASSERT_NO_FATAL_FAILURE(twoEpochs());
    open();
    journal->sessionBegan({1, 1, 3, digestOf("a header of the copy")});
    flush();
    EXPECT_EQ(headersOf(drained()), std::vector{delivered[2].headerDigest});
}

TEST_F(JournalLedgers, ARefusedBatchOfAFormerEpochHoldsNothingUpInTheNextSession) {
    ASSERT_NO_FATAL_FAILURE(twoEpochs());
    open();
    journal->sessionBegan({0, 0, 0});
    flush();
    ASSERT_EQ(batches().size(), 1U);
    journal->refused("ledger-conflict", "not that one");
    flush();
    EXPECT_TRUE(batches().empty());
    journal->sessionBegan({0, 0, 0});
    flush();
    EXPECT_EQ(headersOf(drained()), std::vector{delivered[2].headerDigest});
}

TEST_F(JournalLedgers, WhatTheLedgerOnlyCannotStoreNowOfAFormerEpochIsSentAgain) {
    ASSERT_NO_FATAL_FAILURE(twoEpochs());
    open();
    for (auto const* passing : {"unavailable", "exhausted", "cloned"}) {
        journal->sessionBegan({0, 0, 0});
        flush();
        ASSERT_EQ(headersOf(batches()), std::vector{delivered[0].headerDigest}) << passing;
        journal->refused(passing, "come again");
        flush();
        EXPECT_TRUE(batches().empty()) << passing;
    }
    journal->sessionBegan({0, 0, 0});
    flush();
    EXPECT_EQ(headersOf(drained()), headersOf(delivered));
}

TEST_F(JournalLedgers, LookingAtFormerEpochsChangesNoneOfTheirFiles) {
    ASSERT_NO_FATAL_FAILURE(twoEpochs());
    auto const file = folder / "journal" / "1-000001.batches";
    auto const before = contentOf(file) + "0badcafe torn";
    ASSERT_TRUE(files::replace(file, before));
    auto const written = std::filesystem::last_write_time(file) - std::chrono::hours(24 * 29);
    std::filesystem::last_write_time(file, written);
    open();
    journal->sessionBegan({0, 0, 0});
    flush();
    EXPECT_EQ(headersOf(drained()), headersOf(delivered));
    EXPECT_EQ(contentOf(file), before);
    EXPECT_EQ(std::filesystem::last_write_time(file), written) << "or they are kept for ever";
}

TEST_F(JournalLedgers, KeepsReceiptsForBatchesOfFormerEpochs) {
    ASSERT_NO_FATAL_FAILURE(twoEpochs());
    auto const before = findings.first(9);
    open();
    journal->sessionBegan({0, 0, 0});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    auto other = sent[0];
    other.headerDigest = messages::sha256("another");
    journal->stored({1, 1, 3}, receiptFor(other));
    flush();
    EXPECT_TRUE(keptReceipts().empty());
    EXPECT_EQ(findings.first(9).size(), before.size() + 1);
    journal->stored({1, 1, 3}, receiptFor(sent[0]));
    flush();
    EXPECT_EQ(keptReceipts(), std::vector{receiptFor(sent[0])});
    EXPECT_EQ(findings.first(9), before);
}

TEST_F(JournalLedgers, TotalsCountEveryRowByItsResult) {
    open();
    journal->sessionBegan({0, 0, 0});
    play(1, 2);
    auto cut = rowNumber(3);
    cut.shownMs = 4'000;
    cut.result = PlayResult::preempted;
    ring->note(cut);
    flush();
    EXPECT_EQ(told().epoch, 1);
    EXPECT_EQ(told().until, 3);
    auto const& sums = told().sums;
    EXPECT_EQ(sums.rows, 3);
    EXPECT_EQ(sums.complete, 2);
    EXPECT_EQ(sums.preempted, 1);
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    std::int64_t shown = 0;
    for (auto const& row : sent[0].records) {
        shown += row.shownMs;
    }
    EXPECT_EQ(sums.shownMs, shown);
}

TEST_F(JournalLedgers, TotalsGoOnOverAKill) {
    open();
    journal->sessionBegan({0, 0, 0});
    deliver(1, 3, {1, 1, 3});
    play(4, 2);
    open();
    open();  // the rows of these two were written, the totals were not
    play(6, 1);
    journal->sessionBegan({1, 1, 3});
    flush();
    EXPECT_EQ(told().until, 6);
    EXPECT_EQ(told().sums.rows, 6);
    EXPECT_EQ(told().sums.complete, 6);
}

TEST_F(JournalLedgers, TotalsOfAnotherOrADamagedFileAreCountedAnewFromTheRows) {
    open();
    journal->sessionBegan({0, 0, 0});
    deliver(1, 3, {1, 1, 3});
    ASSERT_TRUE(files::replace(folder / "journal" / "totals", "tocsin-totals/1\nnonsense"));
    open();
    play(4, 1);
    journal->sessionBegan({1, 1, 3});
    flush();
    EXPECT_EQ(told().sums.rows, 4);
}

TEST_F(JournalLedgers, TotalsAreTakenUpInTheFirstRoundAndNotBeforeTheFirstPicture) {
    open();
    journal->sessionBegan({0, 0, 0});
    deliver(1, 3, {1, 1, 3});
    auto totals = told();
    totals.sums.rows = 100;
    open();
    auto const text = messages::toText(totals);
    ASSERT_TRUE(files::replace(folder / "journal" / "totals",
                               messages::toText(messages::SignedText{
                                   text, key.publicKey().fingerprint(),
                                   key.sign(messages::signedBytes(messages::kTotalsKind, text))})));
    play(4, 1);
    journal->sessionBegan({1, 1, 3});
    flush();
    EXPECT_EQ(told().sums.rows, 101);
}

TEST_F(JournalLedgers, TotalsOfThisEpochDoNotGoWithABatchOfAFormerOne) {
    ASSERT_NO_FATAL_FAILURE(twoEpochs());
    open();
    journal->sessionBegan({0, 0, 0});
    flush();
    ASSERT_EQ(batches().size(), 1U);
    EXPECT_EQ(journal->totals(), "");
    journal->sessionBegan({1, 2, 5, delivered[1].headerDigest});
    flush();
    ASSERT_EQ(batches().size(), 1U);
    EXPECT_EQ(told().epoch, 2);
}

TEST_F(JournalLedgers, TotalsThatCouldNotBeSavedAsFarAsTheBatchAreNotSent) {
    open();
    journal->sessionBegan({0, 0, 0});
    deliver(1, 3, {1, 1, 3});
    std::filesystem::create_directory(folder / "journal" / "totals.new");
    deliver(4, 2, {1, 2, 5});
    ASSERT_EQ(delivered.size(), 2U) << "plays go without them";
    EXPECT_EQ(journal->totals(), "");
    EXPECT_EQ(findings.first(9).size(), 1U);
    std::filesystem::remove(folder / "journal" / "totals.new");
    deliver(6, 1, {1, 3, 6});
    EXPECT_EQ(told().until, 6);
    EXPECT_TRUE(findings.first(9).empty());
}

TEST_F(JournalLedgers, RowsThatTheDiskLostStayInTheTotals) {
    open();
    journal->sessionBegan({0, 0, 0});
    deliver(1, 3, {1, 1, 3});
    deliver(4, 2, {1, 2, 5});
    cutRows(2);
    open();
    play(6, 1);
    journal->sessionBegan({1, 2, 5});
    flush();
    EXPECT_EQ(told().until, 6);
    EXPECT_EQ(told().sums.rows, 6);
}

TEST_F(JournalLedgers, ANewEpochBeginsItsTotalsWithTheGapAndWhatCameAlong) {
    open();
    play(1, 2);
    journal->sessionBegan({1, 7, 40});
    flush();
    EXPECT_EQ(told().epoch, 2);
    EXPECT_EQ(told().until, 3);
    EXPECT_EQ(told().sums.gaps, 1);
    EXPECT_EQ(told().sums.complete, 2);
}

}  // namespace
}  // namespace tocsin::player
