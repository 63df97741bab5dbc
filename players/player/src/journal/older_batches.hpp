// SPDX-License-Identifier: Apache-2.0
// Batches of former epochs that a ledger was once given and does not have (any more): it was
// restored from an older backup, or is another one.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>

#include "journal/batch_log.hpp"
#include "journal/closed_epochs.hpp"
#include "journal/ledger_mark.hpp"
#include "journal/row_store.hpp"

namespace tocsin::player {

/// They go out as they were signed, the oldest first, so that a ledger that has one already stores
/// nothing twice. One thread uses it.
class OlderBatches {
public:
    explicit OlderBatches(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Finds those behind the ledger's mark. An epoch is passed over where its next batch is not
    /// held any more, or where the ledger's batch is another player's.
    void find(LedgerMark const& told, ClosedEpochs const& closed, std::int64_t currentEpoch);
    [[nodiscard]] bool empty() const noexcept { return batches_.empty(); }
    /// Rows of all that are left.
    [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
    /// The text of the first. Errors as of BatchLog::text.
    [[nodiscard]] Result<std::string> next(RowStore& rows);
    [[nodiscard]] std::size_t count() const noexcept { return batches_.size(); }
    /// The text of any of them, from 0. Errors as of BatchLog::text.
    [[nodiscard]] Result<std::string> textOf(std::size_t index, RowStore& rows);
    /// The batches of a former epoch, for looking only. Good until the next call of any function of
    /// this object. Errors as of the file system.
    [[nodiscard]] Result<BatchLog*> logOf(std::int64_t epoch);
    /// The ledger has come to here. True: one or more of these are done.
    bool acknowledge(LedgerMark const& mark);
    /// What is left of the first one's epoch cannot be sent.
    void skipEpoch();
    void clear();

private:
    struct Batch {
        std::int64_t epoch, number, rows;
    };
    void add(BatchLog& log, std::int64_t epoch, std::int64_t from, std::int64_t lastRow);
    void pop();

    std::filesystem::path folder_;
    std::deque<Batch> batches_;
    std::int64_t rows_ = 0;
    std::optional<BatchLog> log_;  // of epoch logEpoch_
    std::int64_t logEpoch_ = 0;
};

}  // namespace tocsin::player
