// SPDX-License-Identifier: Apache-2.0
// From finished plays to acknowledged batches, over crashes and lost rows.
#include "journal_fixture.hpp"

namespace tocsin::player {
namespace {

TEST_F(JournalThreadTest, OffersWhatTheLedgerDoesNotHave) {
    open();
    play(1, 5);
    journal->sessionBegan({0, 0, 0});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 1);
    EXPECT_EQ(sent[0].records.size(), 5U);
    EXPECT_EQ(journal->unsent(), 5);
    journal->stored({1, 1, 5});
    flush();
    EXPECT_EQ(journal->unsent(), 0);
    EXPECT_TRUE(batches().empty());
}

TEST_F(JournalThreadTest, KeepsReceiptsBesideTheBatchesTheyAreFor) {
    open();
    play(1, 5);
    journal->sessionBegan({0, 0, 0});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    auto const receipt = receiptFor(sent[0]);
    journal->stored({1, 1, 5}, receipt);
    flush();
    EXPECT_EQ(keptReceipts(), std::vector{receipt});
    EXPECT_EQ(journal->unsent(), 0);
    EXPECT_TRUE(findings.first(9).empty());
}

TEST_F(JournalThreadTest, AReceiptThatThePowerCutIntoSwallowsNoneThatComesAfterIt) {
    open();
    play(1, 5);
    journal->sessionBegan({0, 0, 0});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    auto const receipt = receiptFor(sent[0]);
    auto const file = folder / "journal" / "1-000001.receipts";
    journal->stored({1, 1, 5}, receipt);
    flush();
    std::ofstream(file, std::ios::app) << "0badcafe torn";
    journal->stored({1, 1, 5}, receipt);
    flush();
    EXPECT_EQ(keptReceipts(), (std::vector{receipt, receipt}));
    EXPECT_EQ(contentOf(file).find("torn"), std::string::npos);
}

TEST_F(JournalThreadTest, AReceiptForAnotherBatchIsAFindingAndLosesNoRow) {
    open();
    play(1, 5);
    journal->sessionBegan({0, 0, 0});
    flush();
    auto sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    auto other = sent[0];
    other.headerDigest = messages::sha256("another");
    journal->stored({1, 1, 5}, receiptFor(other));
    flush();
    EXPECT_TRUE(keptReceipts().empty());
    EXPECT_EQ(journal->unsent(), 0) << "the mark counts all the same";
    EXPECT_EQ(findings.first(9).size(), 1U);
    journal->stored({1, 1, 5}, receiptFor(sent[0]));
    flush();
    EXPECT_EQ(keptReceipts().size(), 1U);
    EXPECT_TRUE(findings.first(9).empty());
}

TEST_F(JournalThreadTest, SendsTheSameBatchAgainUntilItIsAcknowledged) {
    open();
    play(1, 3);
    journal->sessionBegan({0, 0, 0});
    flush();
    auto const first = journal->nextBatch();
    ASSERT_TRUE(first);
    journal->sessionEnded();
    open();  // killed
    play(4, 2);
    journal->sessionBegan({0, 0, 0});
    flush();
    EXPECT_EQ(journal->nextBatch(), first);
    auto const rest = batches();
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0].header.first, 4);
    // The ledger had stored it after all: only what is beyond its mark is sent.
    journal->sessionBegan({1, 1, 3});
    flush();
    ASSERT_EQ(batches().size(), 1U);
}

TEST_F(JournalThreadTest, HasAtMostFourBatchesOnTheWay) {
    open();
    for (int i = 0; i < 6; ++i) {
        play(1 + 3 * i, 3);
        flush();
        journal->sessionBegan({0, 0, 0});
        flush();
    }
    EXPECT_EQ(batches().size(), 4U);
    journal->stored({1, 2, 6});
    flush();
    // What had to wait leaves together.
    auto const rest = batches();
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0].header.first, 13);
    EXPECT_EQ(rest[0].records.size(), 6U);
}

TEST_F(JournalThreadTest, TurnsEachFinishedPlayIntoOneRowWhateverWasInterrupted) {
    open();
    play(1, 2);
    // Killed after the row's number was chosen, before it was written.
    auto const finished = ring->nextFinished();
    ring->assign(finished->slot, 1, 1);
    open();
    EXPECT_EQ(journal->unsent(), 2);
    // Killed after the row was written, before the slot was freed.
    play(2, 1);
    auto const again = ring->nextFinished();
    ring->assign(again->slot, 1, 2);
    open();
    EXPECT_EQ(journal->unsent(), 2);
    // Power cut: the ring is older than the journal, but the row is there.
    play(2, 1);
    open();
    EXPECT_EQ(journal->unsent(), 2);
    play(4, 1);
    open();
    EXPECT_EQ(journal->unsent(), 3);
}

TEST_F(JournalThreadTest, OpensAnEpochWithAGapRowWhenRowsWereLost) {
    open();
    play(1, 2);
    journal->sessionBegan({1, 7, 40});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 2);
    EXPECT_EQ(sent[0].header.batch, 1);
    EXPECT_EQ(sent[0].header.prev, Digest{});
    // The gap first; the two rows that no ledger can have come along under new numbers.
    ASSERT_EQ(sent[0].records.size(), 3U);
    EXPECT_EQ(sent[0].records[0].result, messages::PlayResult::gap);
    EXPECT_TRUE(sent[0].records[0].reason.starts_with("journal-lost"));
    open();
    journal->sessionBegan({2, 1, sent[0].header.count});
    flush();
    EXPECT_EQ(journal->unsent(), 0);
    EXPECT_TRUE(batches().empty());
}

TEST_F(JournalThreadTest, ARestoredDiskImageCarriesOverOnlyWhatItDoesNotKnowAsStored) {
    open();
    play(1, 4);
    journal->sessionBegan({0, 0, 0});
    flush();
    journal->stored({1, 1, 4});
    flush();
    // The image is of this moment. The life that went on from here opened another epoch.
    journal->sessionEnded();
    play(5, 1);
    open();
    journal->sessionBegan({2, 9, 300});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 3);
    ASSERT_EQ(sent[0].records.size(), 2U);
    EXPECT_EQ(sent[0].records[0].result, messages::PlayResult::gap);
    EXPECT_EQ(sent[0].records[1].index, 5);
}

TEST_F(JournalThreadTest, KeepsTheOldEpochWhenTheNewOneCannotBeOpened) {
    open();
    play(1, 2);
    flush();
    // A folder stands where the rows of the next epoch would be written.
    std::filesystem::create_directories(folder / "journal" / "000002-2.rows.new");
    journal->sessionBegan({1, 7, 1});
    flush();
    EXPECT_TRUE(batches().empty());
    EXPECT_FALSE(findings.first(20).empty());
    std::filesystem::remove(folder / "journal" / "000002-2.rows.new");
    // The next session finds rows and batches of one epoch and tries once more.
    journal->sessionBegan({1, 7, 1});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 2);
    EXPECT_EQ(sent[0].records.size(), 3U);
}

TEST_F(JournalThreadTest, ANewSessionBeginsWithNothingOfTheOldOne) {
    open();
    play(1, 2);
    journal->sessionBegan({0, 0, 0});
    flush();
    // A welcome may come before the journal's thread has looked at the ledger's mark.
    journal->sessionBegan({1, 1, 2});
    EXPECT_FALSE(journal->nextBatch());
}

TEST_F(JournalThreadTest, OpensAnEpochWhenItsBatchesAreNotTheLedgers) {
    open();
    play(1, 4);
    journal->sessionBegan({0, 0, 0});
    flush();
    // The ledger has another first batch than the one just cut.
    journal->sessionBegan({1, 1, 3});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 2);
    ASSERT_EQ(sent[0].records.size(), 2U);
    EXPECT_TRUE(sent[0].records[0].reason.starts_with("batches-differ"));
    EXPECT_EQ(sent[0].records[1].index, 4);
}

TEST_F(JournalThreadTest, OpensAnEpochWithAllItsRowsWhenAnotherWritesWithItsKey) {
    open();
    play(1, 2);
    journal->sessionBegan({0, 0, 0});
    flush();
    auto const first = batches();
    ASSERT_EQ(first.size(), 1U);
    journal->stored({1, 1, 2});
    play(3, 3);
    flush();
    auto const second = batches();
    ASSERT_EQ(second.size(), 1U);
    journal->refused("forked", "epoch 1 batch 2 differs from the one already stored");
    // The copy's second batch has as many rows as this player's.
    LedgerMark const copys{1, 2, 5, digestOf("a header of the copy")};
    journal->sessionBegan(copys);
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 2);
    ASSERT_EQ(sent[0].records.size(), 4U) << "a gap, and the three rows that no ledger took";
    EXPECT_TRUE(sent[0].records[0].reason.starts_with("batches-differ"));
    EXPECT_EQ(sent[0].records[1].index, 3);
}

TEST_F(JournalThreadTest, KeepsItsRowsAlsoWhereTheOthersBatchesAreMoreThanItsOwn) {
    open();
    play(1, 2);
    journal->sessionBegan({0, 0, 0});
    flush();
    ASSERT_EQ(batches().size(), 1U);
    journal->stored({1, 1, 2});
    flush();
    play(3, 3);
    // The copy sent its second batch before this one cut any of its rows.
    journal->sessionBegan({1, 2, 4, digestOf("a header of the copy")});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 2);
    ASSERT_EQ(sent[0].records.size(), 4U) << "a gap, and the three rows that no ledger took";
    EXPECT_EQ(sent[0].records[1].index, 3);
}

TEST_F(JournalThreadTest, GoesOnWhereTheLedgersBatchIsItsOwn) {
    open();
    play(1, 2);
    journal->sessionBegan({0, 0, 0});
    flush();
    auto const first = batches();
    ASSERT_EQ(first.size(), 1U);
    journal->sessionBegan({1, 1, 2, first[0].headerDigest});
    play(3, 1);
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 1);
    EXPECT_EQ(sent[0].header.batch, 2);
}

TEST_F(JournalThreadTest, CarriesUnacknowledgedRowsOverWhenOnlyTheBatchesWereLost) {
    open();
    play(1, 5);
    journal->sessionBegan({0, 0, 0});
    flush();
    std::filesystem::remove(folder / "journal" / "1-000001.batches");
    open();
    journal->sessionBegan({1, 3, 2});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 2);
    ASSERT_EQ(sent[0].records.size(), 4U);
    EXPECT_EQ(sent[0].records[1].index, 3);
}

TEST_F(JournalThreadTest, CarriesAllRowsOverWhenTheJournalBeganAnew) {
    // The folder was lost, and it was long before the ledger was met again.
    open();
    play(1, 5);
    journal->sessionBegan({1, 3, 2});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].records.size(), 6U);
}

TEST_F(JournalThreadTest, LeavesTheEpochWhenRowsOfASignedBatchAreGone) {
    open();
    play(1, 5);
    journal->sessionBegan({0, 0, 0});
    flush();
    ASSERT_EQ(batches().size(), 1U);
    cutRows(2);
    open();
    play(6, 2);
    journal->sessionBegan({0, 0, 0});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 2);
    // The gap, three rows before the hole, two after it.
    ASSERT_EQ(sent[0].records.size(), 6U);
    EXPECT_NE(sent[0].records[0].reason.find("2 rows cannot be read"), std::string::npos);
    EXPECT_EQ(sent[0].records[3].index, 3);
    EXPECT_EQ(sent[0].records[4].index, 6);
    ASSERT_EQ(findings.first(20).size(), 1U);
    EXPECT_TRUE(findings.first(20)[0].starts_with("2 plays"));
}

TEST_F(JournalThreadTest, GoesOnInTheEpochWhenTheLedgerHasTheRowsThatAreGone) {
    open();
    play(1, 5);
    journal->sessionBegan({0, 0, 0});
    flush();
    cutRows(2);
    open();
    play(6, 2);
    journal->sessionBegan({1, 1, 5});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 1);
    EXPECT_EQ(sent[0].header.first, 6);
    EXPECT_EQ(sent[0].records.size(), 2U);
    EXPECT_TRUE(findings.first(20).empty());
}

TEST_F(JournalThreadTest, WaitsForTheLedgerBeforeItLeavesADamagedEpoch) {
    open();
    play(1, 3);
    journal->sessionBegan({0, 0, 0});
    flush();
    ASSERT_EQ(batches().size(), 1U);
    play(4, 1);
    journal->flush();
    open();
    // Under the running player a byte of row 4 changes.
    auto file = std::fstream(folder / "journal" / "000001-1.rows");
    file.seekp(-5, std::ios::end);
    file.put('#').flush();
    journal->sessionBegan({0, 0, 0});
    flush();
    // Rows 1 to 3 are on their way again; should they be stored, they must not come along.
    ASSERT_EQ(batches().size(), 1U);
    journal->stored({1, 1, 3});
    play(5, 1);
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 2);
    ASSERT_EQ(sent[0].records.size(), 2U);
    EXPECT_EQ(sent[0].records[1].index, 5);
}

TEST_F(JournalThreadTest, PlaysOnWhenTheNewestRowsCannotBeReadAtAll) {
    open();
    play(1, 5);
    flush();
    auto const segment = folder / "journal" / "000001-1.rows";
    std::filesystem::remove(segment);
    std::filesystem::create_directory(segment);
    open();
    play(6, 2);
    open();
    journal->sessionBegan({0, 0, 0});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 2);
    ASSERT_EQ(sent[0].records.size(), 3U);
    EXPECT_TRUE(sent[0].records[0].reason.starts_with("rows-damaged"));
    ASSERT_EQ(findings.first(20).size(), 1U);
    EXPECT_TRUE(findings.first(20)[0].starts_with("some plays"));
    EXPECT_EQ(sent[0].records[1].index, 6);
    EXPECT_TRUE(std::filesystem::exists(segment));
}

TEST_F(JournalThreadTest, AnotherLedgerGetsAllRowsThatAreHeldWhateverOneBeforeItHad) {
    open();
    play(1, 3);
    journal->sessionBegan({0, 0, 0});
    flush();
    journal->stored({1, 1, 3});
    flush();
    ASSERT_EQ(batches().size(), 1U);
    std::filesystem::create_directory(folder / "journal" / "000002-1.rows");  // unreadable
    open();
    journal->sessionBegan({0, 0, 0});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 2);
    EXPECT_EQ(sent[0].records.size(), 4U);
}

TEST_F(JournalThreadTest, MovesAFolderAsideThatCannotBeUsed) {
    std::ofstream(folder / "journal") << "no folder";
    std::ofstream(folder / "journal.damaged-1") << "from another time";
    open();
    EXPECT_EQ(contentOf(folder / "journal.damaged-2"), "no folder");
    ASSERT_EQ(findings.first(20).size(), 1U);
    play(1, 2);
    journal->sessionBegan({3, 9, 300});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 4);
    EXPECT_EQ(sent[0].records.size(), 3U);
}

TEST_F(JournalThreadTest, APlayWhoseRowWasLostIsTakenFromTheRingAgain) {
    open();
    play(1, 3);
    // Power cut: the third play is in the ring still, its row on no disk any more.
    for (int i = 0; i < 2; ++i) {
        ring->release(ring->nextFinished()->slot);
    }
    ring->assign(ring->nextFinished()->slot, 1, 3);
    open();
    EXPECT_EQ(journal->unsent(), 1);
}

TEST_F(JournalThreadTest, StopsSendingAfterARefusalUntilTheNextSession) {
    open();
    play(1, 2);
    journal->sessionBegan({0, 0, 0});
    flush();
    EXPECT_EQ(batches().size(), 1U);
    journal->refused("ledger-conflict", "not that one");
    play(3, 2);
    flush();
    EXPECT_TRUE(batches().empty());
    ASSERT_EQ(findings.first(20).size(), 1U);
    journal->sessionBegan({0, 0, 0});
    flush();
    EXPECT_EQ(batches().size(), 2U);
    EXPECT_TRUE(findings.first(20).empty());
}

TEST_F(JournalThreadTest, TheThreadDrainsAtAFlush) {
    open();
    journal->start();
    journal->sessionBegan({0, 0, 0});
    play(1, 3);
    journal->flush();
    EXPECT_FALSE(journal->waitDrained(std::chrono::milliseconds(1)));
    journal->onBatch([] {});
    std::optional<std::string> text;
    while (!text) {
        text = journal->nextBatch();
        std::this_thread::yield();
    }
    auto const batch = messages::parseHeader(messages::parseBatch(*text).value().header).value();
    journal->stored({1, 1, batch.count});
    while (batch.count < 3 && journal->unsent() > 3 - batch.count) {
        std::this_thread::yield();
    }
    if (batch.count == 3) {
        EXPECT_TRUE(journal->waitDrained(std::chrono::seconds(20)));
    }
    journal->stop();
}

}  // namespace
}  // namespace tocsin::player
