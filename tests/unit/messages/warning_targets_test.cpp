// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <span>

#include "tocsin/messages/play_batch.hpp"
#include "tocsin/messages/warning.hpp"

namespace tocsin::messages {
namespace {

using playlists::WarningLook;

std::vector<WarningTarget> targets(std::size_t count) {
    std::vector<WarningTarget> out;
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back({ScreenId("s" + std::to_string(100'000 + i)),
                       i % 2 == 0 ? WarningLook::ticker : WarningLook::takeover, i % 3 == 0,
                       i % 5 == 0});
    }
    return out;
}

std::vector<std::string> rowsOf(std::vector<WarningTarget> const& targets) {
    std::vector<std::string> out;
    for (auto const& target : targets) {
        out.push_back(targetRow(target));
    }
    return out;
}

// The definitions of RFC 6962, sections 2.1 and 2.1.1, word for word.
Digest joined(Digest const& left, Digest const& right) {
    std::string bytes("\1");
    bytes.append(left.bytes.begin(), left.bytes.end());
    bytes.append(right.bytes.begin(), right.bytes.end());
    return sha256(bytes);
}

std::size_t split(std::size_t leaves) {
    std::size_t k = 1;
    while (k * 2 < leaves) {
        k *= 2;
    }
    return k;
}

Digest mth(std::span<std::string const> rows) {
    if (rows.size() == 1) {
        return sha256(std::string("\0", 1) + rows[0]);
    }
    auto const k = split(rows.size());
    return joined(mth(rows.first(k)), mth(rows.subspan(k)));
}

std::vector<Digest> path(std::size_t m, std::span<std::string const> rows) {
    if (rows.size() == 1) {
        return {};
    }
    auto const k = split(rows.size());
    auto out = m < k ? path(m, rows.first(k)) : path(m - k, rows.subspan(k));
    out.push_back(m < k ? mth(rows.subspan(k)) : mth(rows.first(k)));
    return out;
}

TEST(TargetRow, IsFourWordsWithTabsBetween) {
    EXPECT_EQ(targetRow({ScreenId("gate-led"), WarningLook::takeover, true, false}),
              "gate-led\ttakeover\t1\t0");
    EXPECT_EQ(targetRow({ScreenId("a"), WarningLook::off, false, true}), "a\toff\t0\t1");
}

TEST(TargetTree, IsTheTreeOfRfc6962WithItsAuditPaths) {
    for (std::size_t count = 1; count <= 40; ++count) {
        auto const list = targets(count);
        auto const rows = rowsOf(list);
        auto const tree = treeOf(list);
        EXPECT_EQ(tree.root, mth(rows)) << count;
        EXPECT_EQ(tree.root, treeHash(rows)) << count;
        ASSERT_EQ(tree.proofs.size(), count);
        for (std::size_t i = 0; i < count; ++i) {
            EXPECT_EQ(tree.proofs[i], path(i, rows)) << i << " of " << count;
        }
    }
}

TEST(TargetTree, OfNobodyHasTheHashOfNothing) {
    EXPECT_EQ(treeOf({}).root, sha256(""));
    EXPECT_TRUE(treeOf({}).proofs.empty());
}

TEST(TargetTree, HasProofsThatFitADeliveryHoweverManyTargetsThereAre) {
    auto const list = targets(static_cast<std::size_t>(Warning::kMostTargets));
    auto const tree = treeOf(list);
    std::size_t longest = 0;
    for (auto const& proof : tree.proofs) {
        longest = std::max(longest, proof.size());
    }
    EXPECT_EQ(longest, 17U);
    for (std::int64_t const i : {0, 1, 65'535, 65'536, 99'998, 99'999}) {
        auto const at = static_cast<std::size_t>(i);
        EXPECT_TRUE(
            isLeafOf(targetRow(list[at]), i, Warning::kMostTargets, tree.proofs[at], tree.root))
            << i;
    }
}

TEST(IsLeafOf, HoldsForEachRowInItsPlaceAndNowhereElse) {
    for (std::int64_t count = 1; count <= 17; ++count) {
        auto const list = targets(static_cast<std::size_t>(count));
        auto const tree = treeOf(list);
        for (std::int64_t row = 0; row < count; ++row) {
            auto const text = targetRow(list[static_cast<std::size_t>(row)]);
            auto const& proof = tree.proofs[static_cast<std::size_t>(row)];
            for (std::int64_t index = -1; index <= count; ++index) {
                EXPECT_EQ(isLeafOf(text, index, count, proof, tree.root), index == row)
                    << row << " at " << index << " of " << count;
            }
        }
    }
}

TEST(IsLeafOf, RefusesAProofInWhichAnythingIsChanged) {
    auto const list = targets(13);
    auto const tree = treeOf(list);
    auto const row = targetRow(list[12]);
    auto const& proof = tree.proofs[12];
    ASSERT_TRUE(isLeafOf(row, 12, 13, proof, tree.root));
    EXPECT_FALSE(isLeafOf(row + " ", 12, 13, proof, tree.root));
    EXPECT_FALSE(isLeafOf(row, 12, 13, proof, sha256("root")));
    for (std::size_t i = 0; i < proof.size(); ++i) {
        auto changed = proof;
        changed[i].bytes[31] ^= 1U;
        EXPECT_FALSE(isLeafOf(row, 12, 13, changed, tree.root)) << i;
        auto shorter = proof;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_FALSE(isLeafOf(row, 12, 13, shorter, tree.root)) << i;
    }
    auto longer = proof;
    longer.push_back(sha256("more"));
    EXPECT_FALSE(isLeafOf(row, 12, 13, longer, tree.root));
    EXPECT_FALSE(isLeafOf(row, 12, 13, {}, tree.root));
    EXPECT_FALSE(isLeafOf(row, 0, 0, {}, tree.root));
}

TEST(IsLeafOf, TakesNoInnerNodeForARow) {
    auto const list = targets(2);
    auto const tree = treeOf(list);
    // A row of these bytes would hash to the root if leaves and nodes were hashed alike.
    std::string node;
    for (auto const& target : list) {
        auto const leaf = sha256(std::string("\0", 1) + targetRow(target));
        node.append(leaf.bytes.begin(), leaf.bytes.end());
    }
    EXPECT_FALSE(isLeafOf(node, 0, 1, {}, tree.root));
    EXPECT_TRUE(isLeafOf(targetRow(list[0]), 0, 1, {}, treeOf({list[0]}).root));
}

}  // namespace
}  // namespace tocsin::messages
