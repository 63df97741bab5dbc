// SPDX-License-Identifier: Apache-2.0
// What is on disk of this player's plays: rows, the signed batches they were cut into, and how far
// the ledger has acknowledged them; and which epoch they belong to.
#pragma once

#include <spdlog/logger.h>
#include <algorithm>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "engine/findings.hpp"
#include "journal/batch_log.hpp"
#include "journal/closed_epochs.hpp"
#include "journal/inflight.hpp"
#include "journal/journal_totals.hpp"
#include "journal/ledger_mark.hpp"
#include "journal/older_batches.hpp"
#include "journal/row_store.hpp"
#include "tocsin/messages/receipt.hpp"

namespace tocsin::player {

/// Fields of a batch header that only others know: wall, mono, boot, clock, manifest.
using HeaderFacts = std::function<messages::BatchHeader()>;

/// One thread uses it.
class Journal {
public:
    static constexpr std::int64_t kBatchRows = 200;

    struct Parts {
        std::filesystem::path folder;
        messages::KeyPair const& key;
        HeaderFacts facts;
        spdlog::logger& log;
        Findings& findings;
    };
    /// A folder that cannot be used at all is moved aside as FOLDER.damaged-N. Errors as of the
    /// file system.
    [[nodiscard]] static Result<Journal> open(Parts parts);

    /// Makes a row of a finished play unless it is one already, and frees its slot. True: there is
    /// a new row. After an error the play stays in flight.
    [[nodiscard]] Result<bool> take(InFlight& inflight, InFlight::Finished const& finished);
    [[nodiscard]] Result<> sync();
    [[nodiscard]] std::int64_t unsynced() const { return rows_.last() - rows_.synced(); }

    /// A session begins and the ledger stands here. Where that and this journal do not fit
    /// together, a new epoch is opened. What it lacks of former epochs comes out of nextOlder().
    [[nodiscard]] Result<> reconcile(LedgerMark told);
    /// The same with a mark that was carried here and may be days old: one that is behind what is
    /// known already says nothing. Between sessions only.
    [[nodiscard]] Result<> meetCarried(LedgerMark told);
    /// Rows or batches after the ledger's mark cannot be read: a new epoch begins with those that
    /// can. Nothing may be on its way to the ledger.
    [[nodiscard]] Result<> leaveDamagedEpoch(std::string const& what);
    /// The ledger has come to here; a mark that is no step forward of this epoch is passed over.
    void acknowledge(LedgerMark mark);
    [[nodiscard]] LedgerMark acknowledged() const noexcept { return acknowledged_; }
    /// Rows that the ledger has not acknowledged, also of former epochs.
    [[nodiscard]] std::int64_t unsent() const;

    /// Batches of former epochs that this ledger lacks and that are still held. They go first, one
    /// at a time: a ledger takes no epoch after a later one.
    [[nodiscard]] OlderBatches& older() noexcept { return older_; }
    /// The text of the first of them. Errors as of batch().
    [[nodiscard]] Result<std::string> nextOlder() { return older_.next(rows_); }

    /// Rows that are in no batch yet.
    [[nodiscard]] std::int64_t unbatched() const { return rows_.last() - batches_.lastRow(); }
    /// Syncs, then cuts a batch of at most kBatchRows rows. Errc::damaged or notFound if a row
    /// cannot be read.
    [[nodiscard]] Result<> cutBatch();
    [[nodiscard]] std::int64_t lastBatch() const noexcept { return batches_.last(); }
    /// The first batch of this epoch that the ledger lacks, as far as is known.
    [[nodiscard]] std::int64_t firstUnsentBatch() const {
        auto const next = acknowledged_.epoch == rows_.epoch() ? acknowledged_.batch + 1 : 1;
        return std::max(next, batches_.first());
    }
    [[nodiscard]] std::int64_t epoch() const noexcept { return rows_.epoch(); }
    /// The text of one of the batches of former epochs that older() holds.
    [[nodiscard]] Result<std::string> olderText(std::size_t index) {
        return older_.textOf(index, rows_);
    }
    /// The whole text of an existing batch. Errc::damaged or notFound if a part of it cannot be
    /// read.
    [[nodiscard]] Result<std::string> batch(std::int64_t number);

    /// Begins to count. Where nothing was saved of this epoch, this reads all its rows. Call it
    /// once, before the first batch is cut.
    void beginTotals() { totals_.begin(rows_); }
    /// What this player counted of its rows of this epoch, signed, as far as that batch at least.
    /// Empty: it does not know, or could not save what it counted.
    [[nodiscard]] std::string totals(std::int64_t batch);

    /// Keeps a receipt, whose signature holds, beside its batch, also of a former epoch.
    /// Errc::conflict if it is for another batch than the one that is held; errors as of the file
    /// system. One of a batch that is not held any more is passed over.
    [[nodiscard]] Result<> keepReceipt(std::string const& receipt);

    /// Deletes what is acknowledged and was last written before this.
    void discard(std::filesystem::file_time_type before);

    /// Sets the finding `key` from a failure and logs it once, or clears it.
    void report(std::string const& key, Result<> const& done);

private:
    Journal(Parts parts, RowStore rows, BatchLog batches);
    [[nodiscard]] static Result<Journal> openAsItIs(Parts const& parts);
    [[nodiscard]] Result<> keepReceipt(messages::Receipt const& receipt, std::string const& text,
                                       BatchLog& log);
    [[nodiscard]] std::string misfit(LedgerMark const& mark);
    [[nodiscard]] bool isAnothers(LedgerMark const& mark);
    [[nodiscard]] std::int64_t firstUnacknowledged(LedgerMark const& mark);
    [[nodiscard]] Result<> newEpoch(LedgerMark mark, std::string const& why);
    void saveTotals();
    void loadMark();
    void saveMark();

    Parts parts_;
    RowStore rows_;
    BatchLog batches_;
    JournalTotals totals_;
    ClosedEpochs closed_;
    OlderBatches older_;
    LedgerMark acknowledged_;
};

}  // namespace tocsin::player
