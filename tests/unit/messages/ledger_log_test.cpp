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

Digest hashIn(Leaves const& tree, LogNode const& node) {
    auto const width = std::size_t{1} << node.level;
    auto const from = static_cast<std::size_t>(node.number) * width;
    EXPECT_LE(from + width, tree.size()) << "only complete subtrees have hashes";
    return mth(std::span(tree).subspan(from, width));
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
        ASSERT_TRUE(coarse.append(node.level, hashIn(all, node)));
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

TEST(CoverOf, IsAsFewCompleteSubtreesAsThereCanBe) {
    EXPECT_TRUE(coverOf(4, 4).empty());
    EXPECT_EQ(coverOf(0, 8), (std::vector<LogNode>{{3, 0}}));
    EXPECT_EQ(coverOf(5, 12), (std::vector<LogNode>{{0, 5}, {1, 3}, {2, 2}}));
    EXPECT_EQ(coverOf(0, 7), (std::vector<LogNode>{{2, 0}, {1, 2}, {0, 6}}));
}

}  // namespace
}  // namespace tocsin::messages
