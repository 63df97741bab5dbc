// SPDX-License-Identifier: Apache-2.0
// Approvals that were void once, remembered outside the database: to make one count again there is
// then not enough to forge a release.
#pragma once

#include <filesystem>
#include <set>

#include "tocsin/store/approvals.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::schedule {

/// A file with the digest of a signed record a line, only ever added to. Not thread-safe.
class VoidedApprovals {
public:
    /// No file: what is void is remembered until the process ends.
    explicit VoidedApprovals(std::filesystem::path file) : file_(std::move(file)) {}

    /// Notes what is void now, on the disk before it returns. Errors as of the file system; what
    /// could not be written is known for the time being, and is tried again the next time.
    [[nodiscard]] Result<> note(store::Tx const& tx);
    /// Whether the record was void once, whatever its row says now.
    [[nodiscard]] bool contains(store::Approval const& approval) const;

private:
    [[nodiscard]] Result<> load();

    std::filesystem::path file_;
    bool loaded_ = false;
    std::set<Digest> known_;      ///< on the disk
    std::set<Digest> unwritten_;  ///< and not yet
};

}  // namespace tocsin::schedule
