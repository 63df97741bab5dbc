// SPDX-License-Identifier: Apache-2.0
// From finished plays to acknowledged batches, over crashes and lost rows.
#include "journal/journal_thread.hpp"

#include "row_fixtures.hpp"

namespace tocsin::player {
namespace {

class JournalThreadTest : public testing::Test {
protected:
    void open() {
        journal.reset();
        ring.reset();
        ring.emplace(InFlight::open(folder / "inflight").value());
        journal = JournalThread::open({folder / "journal", key,
                                       [] {
                                           messages::BatchHeader facts;
                                           facts.wall = morning(0);
                                           facts.boot = rowNumber(1).boot;
                                           return facts;
                                       },
                                       silentLog(), findings},
                                      *ring)
                      .value();
    }
    void play(std::int64_t first, std::int64_t count) {
        for (auto i = first; i < first + count; ++i) {
            ring->begin(rowNumber(i));
            ring->finish({messages::PlayResult::complete, ""});
        }
    }
    /// One round of the thread's work, without the thread.
    void flush() { journal->stop(); }
    std::vector<messages::VerifiedBatch> batches() {
        std::vector<messages::VerifiedBatch> out;
        while (auto const text = journal->nextBatch()) {
            out.push_back(
                messages::verifyBatch(messages::parseBatch(*text).value(), key.publicKey())
                    .value());
        }
        return out;
    }

    std::filesystem::path const folder = freshFolder();
    messages::KeyPair const key = messages::KeyPair::generate();
    Findings findings;
    std::optional<InFlight> ring;
    std::unique_ptr<JournalThread> journal;
};

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
    play(3, 1);
    auto const third = ring->nextFinished();
    ring->assign(third->slot, 1, 2);
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
    EXPECT_EQ(sent[0].records.size(), 2U);
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

TEST_F(JournalThreadTest, CarriesUnacknowledgedRowsOverWhenOnlyTheBatchesWereLost) {
    open();
    play(1, 5);
    flush();
    journal->sessionBegan({1, 3, 2});
    flush();
    auto const sent = batches();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].header.epoch, 2);
    ASSERT_EQ(sent[0].records.size(), 4U);
    EXPECT_EQ(sent[0].records[1].index, 3);
}

TEST_F(JournalThreadTest, StopsSendingAfterARefusalUntilTheNextSession) {
    open();
    play(1, 2);
    journal->sessionBegan({0, 0, 0});
    flush();
    EXPECT_EQ(batches().size(), 1U);
    journal->refused("ledger-conflict: not that one");
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
