// SPDX-License-Identifier: Apache-2.0
// How far the batches of former epochs went to a ledger: what came after was taken along into the
// next epoch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

/// The file journal/closed: checked lines, first the format, then an epoch and a row each. One
/// thread uses it.
class ClosedEpochs {
public:
    explicit ClosedEpochs(std::filesystem::path file) : file_(std::move(file)) {}

    /// Reads the file; one that is absent or cannot be read tells of no epoch.
    void load();
    /// The epoch ends behind this row. Call it before the next epoch begins: a kill in between
    /// leaves a note of the epoch that goes on, which the next call replaces. Errors as of the file
    /// system.
    [[nodiscard]] Result<> note(std::int64_t epoch, std::int64_t lastRow);
    /// Epochs and the last rows of theirs that a ledger had acknowledged.
    [[nodiscard]] std::map<std::int64_t, std::int64_t> const& all() const noexcept { return ends_; }

private:
    std::filesystem::path file_;
    std::map<std::int64_t, std::int64_t> ends_;
};

}  // namespace tocsin::player
