// SPDX-License-Identifier: Apache-2.0
#include "handle.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tocsin::library {
namespace {

TEST(Handle, IsMadeFromTheFileName) {
    EXPECT_EQ(handleFrom("Fire Extinguisher.MP4"), "fire-extinguisher");
    EXPECT_EQ(handleFrom("/home/me/films/a.b.mp4"), "a.b");
    EXPECT_EQ(handleFrom("C:\\films\\Übung.mp4"), "Übung");
    EXPECT_EQ(handleFrom("消防 安全.mp4"), "消防-安全");
    EXPECT_EQ(handleFrom("???.mp4"), "asset");
    EXPECT_EQ(handleFrom(""), "asset");
    EXPECT_EQ(handleFrom(".hidden"), ".hidden");
}

TEST(Handle, IsCutBetweenCharacters) {
    std::string name;
    for (int i = 0; i < 40; ++i) {
        name += "警";
    }
    auto const handle = handleFrom(name + ".mp4");
    EXPECT_EQ(handle.size(), 63U);
    EXPECT_EQ(handle.size() % 3, 0U);
}

TEST(Handle, GetsANumberWhenTaken) {
    std::set<std::string> const taken{"fire", "fire-2"};
    auto const isTaken = [&](std::string const& handle) { return taken.contains(handle); };
    EXPECT_EQ(freeHandle("water", isTaken), "water");
    EXPECT_EQ(freeHandle("fire", isTaken), "fire-3");
}

TEST(Handle, OfAPersonsChoiceIsCheckedNotChanged) {
    EXPECT_TRUE(checkHandle("fire-2026.v1"));
    EXPECT_TRUE(checkHandle("消防"));
    for (auto const* dashes : {"a--b", "a-", "-a"}) {
        EXPECT_TRUE(checkHandle(dashes)) << "a slogan or a campaign may be called " << dashes;
    }
    EXPECT_FALSE(
        checkHandle("\xFC"
                    "bung"));
    EXPECT_FALSE(checkHandle("a/b"));
    EXPECT_FALSE(checkHandle("Fire"));
    EXPECT_FALSE(checkHandle("a b"));
    EXPECT_FALSE(checkHandle(""));
    EXPECT_FALSE(checkHandle(std::string(65, 'a')));
}

}  // namespace
}  // namespace tocsin::library
