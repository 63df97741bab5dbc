// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/ledger_log.hpp"

#include <gtest/gtest.h>

#include <span>

#include "tocsin/messages/crypto.hpp"
#include "tree_hash.hpp"

namespace tocsin::messages {
namespace {

using Leaves = std::vector<Digest>;

Leaves leaves(std::size_t count) {
    Leaves out;
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back(logLeaf(sha256("header " + std::to_string(i))));
    }
    return out;
}

// RFC 6962, section 2.1, word for word, over leaf hashes.
std::size_t split(std::size_t count) {
    std::size_t k = 1;
    while (k * 2 < count) {
        k *= 2;
    }
    return k;
}

Digest mth(std::span<Digest const> tree) {
    if (tree.empty()) {
        return sha256("");
    }
    if (tree.size() == 1) {
        return tree[0];
    }
    auto const k = split(tree.size());
    return nodeHash(mth(tree.first(k)), mth(tree.subspan(k)));
}

Leaves path(std::size_t m, std::span<Digest const> tree) {
    if (tree.size() == 1) {
        return {};
    }
    auto const k = split(tree.size());
    auto out = m < k ? path(m, tree.first(k)) : path(m - k, tree.subspan(k));
    out.push_back(m < k ? mth(tree.subspan(k)) : mth(tree.first(k)));
    return out;
}

Leaves subproof(std::size_t m, std::span<Digest const> tree, bool whole) {
    if (m == tree.size()) {
        return whole ? Leaves{} : Leaves{mth(tree)};
    }
    auto const k = split(tree.size());
    auto out = m <= k ? subproof(m, tree.first(k), whole) : subproof(m - k, tree.subspan(k), false);
    out.push_back(m <= k ? mth(tree.subspan(k)) : mth(tree.first(k)));
    return out;
}

LogHashes hashesIn(Leaves const& tree) {
    return [&tree](LogNode const& node) {
        auto const width = std::size_t{1} << node.level;
        auto const from = static_cast<std::size_t>(node.number) * width;
        EXPECT_LE(from + width, tree.size()) << "only complete subtrees have hashes";
        return mth(std::span(tree).subspan(from, width));
    };
}

std::string unhex(std::string_view hex) {
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    }
    return out;
}

// The published vectors of Certificate Transparency, whose leaves are bytes of any length.
TEST(LogFrontier, HasTheRootsThatArePublishedForRfc6962) {
    std::vector<std::pair<std::string, std::string>> const published{
        {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
        {"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
        {"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
        {"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
        {"606162636465666768696a6b6c6d6e6f",
         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"}};
    LogFrontier tree;
    EXPECT_EQ(tree.root().hex(),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (auto const& [leaf, root] : published) {
        ASSERT_TRUE(tree.append(0, leafHash(unhex(leaf))));
        EXPECT_EQ(tree.root().hex(), root) << tree.size();
    }
}

TEST(LogFrontier, GrowsLikeTheTreeWhateverItsLeavesComeIn) {
    auto const all = leaves(70);
    LogFrontier one;
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(one.root(), mth(std::span(all).first(i)));
        auto const kept = LogFrontier::from(one.size(), one.peaks());
        ASSERT_TRUE(kept);
        EXPECT_EQ(kept->root(), one.root());
        ASSERT_TRUE(one.append(0, all[i]));
    }
    LogFrontier coarse;
    for (auto const& node : coverOf(0, 70)) {
        ASSERT_TRUE(coarse.append(node.level, hashesIn(all)(node)));
    }
    EXPECT_EQ(coarse.size(), 70);
    EXPECT_EQ(coarse.root(), one.root());
}

TEST(LogFrontier, TakesNoSubtreeWhereNoneCanBegin) {
    LogFrontier tree;
    ASSERT_TRUE(tree.append(0, sha256("a")));
    EXPECT_FALSE(tree.append(1, sha256("b")));
    EXPECT_FALSE(tree.append(-1, sha256("b")));
    EXPECT_FALSE(tree.append(LogFrontier::kHighestLevel, sha256("b")));
    EXPECT_EQ(tree.size(), 1);
    EXPECT_FALSE(LogFrontier::from(3, {sha256("a")}));
    EXPECT_FALSE(LogFrontier::from(-1, {}));
}

TEST(InclusionPath, IsThatOfTheRfcAndHoldsForItsLeafAlone) {
    for (std::int64_t size = 1; size <= 33; ++size) {
        auto const all = leaves(static_cast<std::size_t>(size));
        auto const root = mth(all);
        EXPECT_EQ(logRoot(size, hashesIn(all)), root);
        for (std::int64_t leaf = 0; leaf < size; ++leaf) {
            auto const at = static_cast<std::size_t>(leaf);
            auto const proof = inclusionPath(leaf, size, hashesIn(all));
            EXPECT_EQ(proof, path(at, all)) << leaf << " of " << size;
            EXPECT_TRUE(isIncluded(all[at], leaf, size, proof, root));
            EXPECT_FALSE(isIncluded(all[at], leaf + 1, size, proof, root));
            EXPECT_FALSE(isIncluded(sha256("x"), leaf, size, proof, root));
        }
    }
}

TEST(ConsistencyProof, IsThatOfTheRfcAndHoldsForThePrefixAlone) {
    for (std::int64_t size = 1; size <= 33; ++size) {
        auto const all = leaves(static_cast<std::size_t>(size));
        auto const root = mth(all);
        for (std::int64_t before = 1; before <= size; ++before) {
            auto const count = static_cast<std::size_t>(before);
            auto const old = mth(std::span(all).first(count));
            auto const proof = consistencyProof(before, size, hashesIn(all));
            EXPECT_EQ(proof, subproof(count, all, true)) << before << " of " << size;
            EXPECT_TRUE(isConsistent(before, old, size, root, proof));
            EXPECT_FALSE(isConsistent(before, sha256("x"), size, root, proof));
            EXPECT_FALSE(isConsistent(before, old, size, sha256("x"), proof));
            auto longer = proof;
            longer.push_back(sha256("more"));
            EXPECT_FALSE(isConsistent(before, old, size, root, longer));
            for (std::size_t i = 0; i < proof.size(); ++i) {
                auto altered = proof;
                altered[i].bytes[0] ^= 1U;
                EXPECT_FALSE(isConsistent(before, old, size, root, altered)) << i;
            }
        }
    }
    EXPECT_FALSE(isConsistent(0, sha256(""), 1, sha256(""), {}));
    EXPECT_FALSE(isConsistent(2, sha256(""), 1, sha256(""), {}));
}

TEST(RangeProof, GivesTheRootFromTheLeavesBetween) {
    for (std::int64_t size = 0; size <= 20; ++size) {
        auto const all = leaves(static_cast<std::size_t>(size));
        for (std::int64_t from = 0; from <= size; ++from) {
            for (std::int64_t to = from; to <= size; ++to) {
                Leaves const between(all.begin() + from, all.begin() + to);
                auto const proof = rangeProof(from, to, size, hashesIn(all));
                EXPECT_EQ(rootOfRange(from, between, size, proof), mth(all))
                    << from << " to " << to << " of " << size;
            }
        }
    }
}

TEST(RangeProof, HoldsForNoOtherLeavesPlacesAndSizes) {
    auto const all = leaves(21);
    auto const root = mth(all);
    Leaves between(all.begin() + 5, all.begin() + 12);
    auto const proof = rangeProof(5, 12, 21, hashesIn(all));
    ASSERT_EQ(rootOfRange(5, between, 21, proof), root);
    EXPECT_NE(rootOfRange(6, between, 21, proof), root);
    EXPECT_NE(rootOfRange(5, between, 23, proof), root);
    // A root alone does not say how many leaves there are: sizes of one shape share a proof, which
    // is why a checkpoint's signature is over both.
    EXPECT_EQ(rootOfRange(5, between, 22, proof), root);
    EXPECT_EQ(rootOfRange(-1, between, 21, proof), std::nullopt);
    EXPECT_EQ(rootOfRange(20, between, 21, proof), std::nullopt);
    std::swap(between[0], between[1]);
    EXPECT_NE(rootOfRange(5, between, 21, proof), root);
    between.pop_back();
    EXPECT_NE(rootOfRange(5, between, 21, proof), root);
}

TEST(CoverOf, IsAsFewCompleteSubtreesAsThereCanBe) {
    EXPECT_TRUE(coverOf(4, 4).empty());
    EXPECT_EQ(coverOf(0, 8), (std::vector<LogNode>{{3, 0}}));
    EXPECT_EQ(coverOf(5, 12), (std::vector<LogNode>{{0, 5}, {1, 3}, {2, 2}}));
    EXPECT_EQ(coverOf(0, 7), (std::vector<LogNode>{{2, 0}, {1, 2}, {0, 6}}));
}

}  // namespace
}  // namespace tocsin::messages
