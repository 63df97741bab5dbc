// SPDX-License-Identifier: Apache-2.0
// The list of a warning's targets as a Merkle tree, and the proof that a row stands in it.
#include <cstddef>
#include <utility>

#include "tocsin/messages/warning.hpp"
#include "tree_hash.hpp"

namespace tocsin::messages {
namespace {

/// RFC 6962, section 2.1.1: the hashes beside the way from a leaf to the root, from the leaf up.
std::vector<Digest> pathOf(std::size_t leaf, std::vector<std::vector<Digest>> const& levels) {
    std::vector<Digest> out;
    out.reserve(levels.size() - 1);
    for (auto const& level : levels) {
        auto const neighbour = leaf ^ 1U;
        if (neighbour < level.size()) {
            out.push_back(level[neighbour]);
        }
        leaf /= 2;
    }
    return out;
}

}  // namespace

std::string targetRow(WarningTarget const& target) {
    std::string out = target.screen.str();
    out.append("\t").append(playlists::toString(target.look));
    out.append(target.sound ? "\t1" : "\t0");
    out.append(target.always ? "\t1" : "\t0");
    return out;
}

TargetTree treeOf(std::vector<WarningTarget> const& targets) {
    if (targets.empty()) {
        return {treeRoot({}), {}};
    }
    std::vector<Digest> leaves;
    leaves.reserve(targets.size());
    for (auto const& target : targets) {
        leaves.push_back(leafHash(targetRow(target)));
    }
    auto const levels = treeLevels(std::move(leaves));
    TargetTree out;
    out.root = levels.back().front();
    out.proofs.reserve(targets.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
        out.proofs.push_back(pathOf(i, levels));
    }
    return out;
}

bool isLeafOf(std::string_view row, std::int64_t index, std::int64_t count,
              std::vector<Digest> const& proof, Digest const& root) {
    return isUnderRoot(leafHash(row), index, count, proof, root);
}

}  // namespace tocsin::messages
