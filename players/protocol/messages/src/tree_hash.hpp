// SPDX-License-Identifier: Apache-2.0
// Merkle tree hashes (RFC 6962, section 2.1): of a batch's rows, of a warning's targets, of
// the ledger's batches.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::messages {

/// SHA-256(0x00 ‖ leaf).
[[nodiscard]] Digest leafHash(std::string_view leaf);
/// SHA-256(0x01 ‖ left ‖ right).
[[nodiscard]] Digest nodeHash(Digest const& left, Digest const& right);

/// The tree over these leaf hashes, level by level, from the leaves to the root, which is alone on
/// the last level. At least one leaf.
[[nodiscard]] std::vector<std::vector<Digest>> treeLevels(std::vector<Digest> leaves);
/// The tree's hash alone; of no leaves it is SHA-256 of nothing.
[[nodiscard]] Digest treeRoot(std::vector<Digest> leaves);

/// Whether a leaf of this hash stands at `index` of the `count` leaves under `root`, by the hashes
/// beside the way there, from the leaf up.
[[nodiscard]] bool isUnderRoot(Digest hash, std::int64_t index, std::int64_t count,
                               std::vector<Digest> const& path, Digest const& root);

}  // namespace tocsin::messages
