// SPDX-License-Identifier: Apache-2.0
// The ledger's log: an append-only Merkle tree (RFC 6962, section 2.1) with a leaf for each batch
// of plays, in the order in which they came in. Pure arithmetic; who keeps the hashes is the
// caller's business. Leaves are numbered from 0.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::messages {

/// The leaf of a batch: SHA-256(0x00 ‖ the 32 bytes of its header's digest).
[[nodiscard]] Digest logLeaf(Digest const& header);

/// A complete subtree: the 2^level leaves from number · 2^level on.
struct LogNode {
    int level = 0;
    std::int64_t number = 0;
    bool operator==(LogNode const&) const = default;
};
/// The leaves [from, to) in the largest complete subtrees, from left to right. 0 <= from <= to.
[[nodiscard]] std::vector<LogNode> coverOf(std::int64_t from, std::int64_t to);

/// What is needed of a tree to append to it: its complete subtrees, the largest first.
class LogFrontier {
public:
    static constexpr int kHighestLevel = 62;

    LogFrontier() = default;
    /// As size() and peaks() gave it; nothing if the two do not fit each other.
    [[nodiscard]] static std::optional<LogFrontier> from(std::int64_t size,
                                                         std::vector<Digest> peaks);

    [[nodiscard]] std::int64_t size() const noexcept { return size_; }
    [[nodiscard]] std::vector<Digest> const& peaks() const noexcept { return peaks_; }

    /// The leaves of a complete subtree of which only the hash is known; level 0 is a leaf. False,
    /// and nothing happens, where none of this level can begin.
    [[nodiscard]] bool append(int level, Digest const& hash);
    /// The tree's hash; SHA-256 of nothing while it is empty.
    [[nodiscard]] Digest root() const;

private:
    std::int64_t size_ = 0;
    std::vector<Digest> peaks_;
};

}  // namespace tocsin::messages
