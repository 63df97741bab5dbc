// SPDX-License-Identifier: Apache-2.0
// What this player counted of its plays as it wrote them, beside the rows: the controller compares
// it with what the ledger holds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "journal/row_store.hpp"
#include "tocsin/messages/running_totals.hpp"

namespace tocsin::player {

/// The file journal/totals: the signed text of one epoch's totals. It is written after the rows
/// that it counts are synced, so a crash leaves it behind them at most; begin() counts the rows
/// that came after it. One thread uses it.
class JournalTotals {
public:
    /// `key` must outlive it.
    JournalTotals(std::filesystem::path file, messages::KeyPair const& key)
        : file_(std::move(file)), key_(&key) {}

    /// Takes up what was saved of the rows' epoch and counts the rows after it. Where those cannot
    /// all be read, or there was no file when they were discarded, the totals are not known, and
    /// nothing is told before the next epoch begins.
    void begin(RowStore& rows);
    /// A row was written. Before begin() this counts nothing.
    void count(messages::PlayRecord const& row);
    /// Rows that are counted and not saved; 0 while the totals are not known.
    [[nodiscard]] std::int64_t unsaved() const noexcept { return known_ ? unsaved_ : 0; }
    /// Signs and writes what is counted; the rows must be synced. Errors as of the file system.
    [[nodiscard]] Result<> save();
    /// The signed text that was saved last, if it counts this row; else nothing.
    [[nodiscard]] std::string told(std::int64_t row) const {
        return row <= toldUntil_ ? told_ : std::string();
    }

private:
    [[nodiscard]] bool takeSaved(std::int64_t epoch);
    [[nodiscard]] bool countRows(RowStore& rows);

    std::filesystem::path file_;
    messages::KeyPair const* key_;
    messages::RunningTotals totals_;
    std::int64_t unsaved_ = 0;
    bool known_ = false;
    std::string told_;
    std::int64_t toldUntil_ = 0;
};

}  // namespace tocsin::player
