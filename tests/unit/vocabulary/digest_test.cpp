// SPDX-License-Identifier: Apache-2.0
// Digests as values.
#include "tocsin/vocabulary/digest.hpp"

#include <gtest/gtest.h>

#include <unordered_set>

namespace tocsin {
namespace {

TEST(Digest, ComesBackFromItsHexForm) {
    std::string const hex = "00ff10a5" + std::string(54, '7') + "e9";
    auto const digest = Digest::fromHex(hex);
    ASSERT_TRUE(digest);
    EXPECT_EQ(digest->hex(), hex);
    EXPECT_EQ(digest->bytes[1], 0xff);
    EXPECT_EQ(digest->bytes[31], 0xe9);
}

TEST(Digest, RefusesAnythingButSixtyFourLowerCaseDigits) {
    EXPECT_FALSE(Digest::fromHex(""));
    EXPECT_FALSE(Digest::fromHex(std::string(63, 'a')));
    EXPECT_FALSE(Digest::fromHex(std::string(65, 'a')));
    EXPECT_FALSE(Digest::fromHex(std::string(63, 'a') + "A"));
    EXPECT_FALSE(Digest::fromHex(std::string(63, 'a') + "g"));
    EXPECT_FALSE(Digest::fromHex(std::string(63, 'a') + " "));
}

TEST(Digest, OrdersAndHashesByValue) {
    auto const small = Digest::fromHex(std::string(64, '1'));
    auto const large = Digest::fromHex(std::string(64, '2'));
    EXPECT_LT(*small, *large);
    std::unordered_set<Digest> const set{*small, *large, *small};
    EXPECT_EQ(set.size(), 2u);
}

}  // namespace
}  // namespace tocsin
