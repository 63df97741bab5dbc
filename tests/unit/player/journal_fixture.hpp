// SPDX-License-Identifier: Apache-2.0
// A player's journal over a ring of plays, with a controller that says what the ledger has.
#pragma once

#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "journal/checked_lines.hpp"
#include "journal/journal_thread.hpp"
#include "row_fixtures.hpp"
#include "tocsin/messages/receipt.hpp"
#include "tocsin/messages/running_totals.hpp"

namespace tocsin::player {

inline std::unique_ptr<JournalThread> journalIn(std::filesystem::path const& folder,
                                                messages::KeyPair const& key, InFlight& ring,
                                                Findings& findings) {
    auto const facts = [] {
        messages::BatchHeader out;
        out.wall = morning(0);
        out.boot = rowNumber(1).boot;
        return out;
    };
    return JournalThread::open({folder, key, facts, silentLog(), findings}, ring).value();
}

class JournalThreadTest : public testing::Test {
protected:
    void open() {
        journal.reset();
        ring.reset();
        ring.emplace(InFlight::open(folder / "inflight").value());
        journal = journalIn(folder / "journal", key, *ring, findings);
    }
    void play(std::int64_t first, std::int64_t count) {
        for (auto i = first; i < first + count; ++i) {
            ring->begin(rowNumber(i));
            ring->finish({messages::PlayResult::complete, ""});
        }
    }
    /// One round of the thread's work, without the thread.
    void flush() { journal->stop(); }
    /// Takes the last rows off the disk, as if they had never reached it.
    void cutRows(int count) {
        auto const file = folder / "journal" / "000001-1.rows";
        auto bytes = contentOf(file);
        for (int i = 0; i < count; ++i) {
            bytes.resize(bytes.rfind('\n', bytes.size() - 2) + 1);
        }
        ASSERT_TRUE(files::replace(file, bytes));
    }
    /// The controller's receipt for a batch.
    std::string receiptFor(messages::VerifiedBatch const& batch) {
        auto const text =
            toText(messages::Receipt{key.publicKey(), batch.header.epoch, batch.header.batch,
                                     batch.headerDigest, 7, morning(60)});
        return toText(
            messages::SignedText{text, ledger.publicKey().fingerprint(), ledger.sign(text)});
    }
    [[nodiscard]] std::vector<std::string> keptReceipts() const {
        std::vector<std::string> out;
        auto const file = folder / "journal" / "1-000001.receipts";
        auto const bytes = std::filesystem::exists(file) ? contentOf(file) : std::string();
        for (auto const& line : readChecked(bytes).lines) {
            out.push_back(messages::unbase64(line.text).value_or("no base64"));
        }
        return out;
    }
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
    messages::KeyPair const ledger = messages::KeyPair::generate();
    Findings findings;
    std::optional<InFlight> ring;
    std::unique_ptr<JournalThread> journal;
};

}  // namespace tocsin::player
