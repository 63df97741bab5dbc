// SPDX-License-Identifier: Apache-2.0
// Merkle tree hashes.
#include "tree_hash.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "tocsin/messages/crypto.hpp"

namespace tocsin::messages {
namespace {

/// RFC 6962 splits at the largest power of two below the number of leaves. That is the same as
/// joining neighbours, a last one without a neighbour going up as it is.
std::vector<Digest> levelAbove(std::vector<Digest> const& level) {
    std::vector<Digest> out;
    out.reserve((level.size() + 1) / 2);
    for (std::size_t i = 0; i + 1 < level.size(); i += 2) {
        out.push_back(nodeHash(level[i], level[i + 1]));
    }
    if (level.size() % 2 == 1) {
        out.push_back(level.back());
    }
    return out;
}

}  // namespace

Digest leafHash(std::string_view leaf) {
    Sha256 hash;
    hash.update(std::string_view("\0", 1));
    hash.update(leaf);
    return hash.finish();
}

Digest nodeHash(Digest const& left, Digest const& right) {
    std::array<char, 65> bytes{};
    bytes[0] = 1;
    std::copy(left.bytes.begin(), left.bytes.end(), bytes.begin() + 1);
    std::copy(right.bytes.begin(), right.bytes.end(), bytes.begin() + 33);
    return sha256({bytes.data(), bytes.size()});
}

std::vector<std::vector<Digest>> treeLevels(std::vector<Digest> leaves) {
    std::vector<std::vector<Digest>> out;
    out.push_back(std::move(leaves));
    while (out.back().size() > 1) {
        out.push_back(levelAbove(out.back()));
    }
    return out;
}

Digest treeRoot(std::vector<Digest> leaves) {
    if (leaves.empty()) {
        return sha256("");
    }
    while (leaves.size() > 1) {
        leaves = levelAbove(leaves);
    }
    return leaves.front();
}

bool isUnderRoot(Digest hash, std::int64_t index, std::int64_t count,
                 std::vector<Digest> const& path, Digest const& root) {
    if (index < 0 || index >= count) {
        return false;
    }
    auto node = index;      // number of the node on its level …
    auto last = count - 1;  // … and of the last one there
    for (auto const& beside : path) {
        if (last == 0) {
            return false;
        }
        if (node % 2 == 1 || node == last) {
            hash = nodeHash(beside, hash);
            // A last node without a neighbour goes up as it is.
            while (node % 2 == 0 && node != 0) {
                node /= 2;
                last /= 2;
            }
        } else {
            hash = nodeHash(hash, beside);
        }
        node /= 2;
        last /= 2;
    }
    return last == 0 && hash == root;
}

}  // namespace tocsin::messages
