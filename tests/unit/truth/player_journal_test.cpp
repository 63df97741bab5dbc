// SPDX-License-Identifier: Apache-2.0
// The real player's journal against the real ledger: a long backlog, and a disk that tore a line.
#include <algorithm>
#include <fstream>

#include "truth_fixture.hpp"
#include "unit/player/journal_fixture.hpp"

namespace tocsin::truth {
namespace {

using player::rowNumber;

constexpr std::int64_t kPlaysAtOnce = 100;  // the ring of plays in flight holds 256

class PlayerJournal : public TruthTest {
protected:
    PlayerJournal() { addScreen("gate", key.publicKey()); }
    ~PlayerJournal() override {
        journal.reset();
        ring.reset();
    }

    void open() {
        journal.reset();
        ring.reset();
        ring.emplace(player::InFlight::open(folder_ / "inflight").value());
        journal = player::journalIn(folder_ / "journal", key, *ring, findings);
    }
    /// Plays from `first` on, one every `every`, onto the player's disk.
    void play(std::int64_t first, std::int64_t count, Milliseconds every) {
        for (auto i = first; i < first + count; ++i) {
            auto record = rowNumber(i);
            record.start = player::morning(0) + i * every;
            record.end = record.start + Milliseconds(record.shownMs);
            truth.count("gate", record);
            ring->begin(record);
            ring->update({250, 0, 0}, record.shownMs, record.end, record.monoEndMs, record.tier);
            ring->finish({messages::PlayResult::complete, ""});
            if (i % kPlaysAtOnce == 0) {
                flush();
            }
        }
        flush();
    }
    /// One round of the thread's work, without the thread.
    void flush() { journal->stop(); }
    void beginSession() {
        auto const mark = markOf(key.publicKey());
        journal->sessionBegan({mark.epoch, mark.batch, mark.sequence, {}});
        flush();
    }
    /// Sends at most so many batches; their answers are lost unless they are heeded.
    void deliver(int most, bool heeded = true) {
        for (int i = 0; i < most; ++i) {
            auto const batch = journal->nextBatch();
            if (!batch) {
                return;
            }
            auto const stored = send(key.publicKey(), *batch);
            if (heeded) {
                journal->stored({stored.epoch, stored.batch, stored.sequence});
                flush();
            }
        }
    }
    void expectTruth() {
        std::vector<std::string> const by{"screen", "asset", "campaign", "day"};
        auto const expected = folded(truth, by);
        EXPECT_EQ(reported(by, "2026-05-31", "2026-06-03"), expected);
        EXPECT_EQ(countedFromBatches(by), expected);
    }

    messages::KeyPair const key = messages::KeyPair::generate();
    player::Findings findings;
    std::optional<player::InFlight> ring;
    std::unique_ptr<player::JournalThread> journal;
    swarm::PlayTruth truth;
};

TEST_F(PlayerJournal, ABacklogOfFiveHoursAndFortyNineMinutesArrivesToThePlay) {
    constexpr std::int64_t kRows = 1'040;
    constexpr Milliseconds kOffline = std::chrono::hours(5) + std::chrono::minutes(49);
    open();
    play(1, kRows, kOffline / kRows);
    EXPECT_EQ(journal->unsent(), kRows);
    beginSession();
    deliver(1);
    deliver(2, false);  // and then the line is cut
    journal->sessionEnded();
    open();  // the player starts again meanwhile
    beginSession();
    deliver(100);
    EXPECT_EQ(journal->unsent(), 0);
    EXPECT_EQ(markOf(key.publicKey()).sequence, kRows);
    expectTruth();
}

TEST_F(PlayerJournal, ATornLineCostsThatPlayAndNoOther) {
    constexpr std::int64_t kDelivered = 300, kTorn = 350, kAll = 400;
    Milliseconds const every{20'000};
    open();
    play(1, kDelivered, every);
    beginSession();
    deliver(1);
    deliver(1, false);
    journal->sessionEnded();
    flush();
    play(kDelivered + 1, kTorn - 1 - kDelivered, every);
    auto const whole = truth;
    play(kTorn, 1, every);
    truth = whole;  // the power goes before that line is whole on the disk
    auto const file = folder_ / "journal" / "000001-1.rows";
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 10);
    open();
    play(kTorn + 1, kAll - kTorn, every);
    beginSession();
    deliver(100);
    EXPECT_EQ(journal->unsent(), 0);
    EXPECT_EQ(markOf(key.publicKey()).sequence, kAll - 1);
    expectTruth();
}

}  // namespace
}  // namespace tocsin::truth
