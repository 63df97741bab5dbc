// SPDX-License-Identifier: Apache-2.0
// The cache's folder under its keeper.
#include "director/cache_keeper.hpp"

#include "content_fixtures.hpp"

namespace tocsin::player {
namespace {

constexpr std::int64_t kMega = 1'000'000;

class CacheKeeperTest : public ContentTest {
protected:
    CacheKeeper keeper(std::optional<std::int64_t> limit) {
        return CacheKeeper(
            {cache, limit, [this]() -> Result<DiskSpace> { return space; }, silentLog(), findings});
    }
    Result<DiskSpace> space = DiskSpace{1'000'000 * kMega, 900'000 * kMega};
};

TEST_F(CacheKeeperTest, WhenAFileWasLastNeededOutlivesTheKeeper) {
    for (auto const* film : {"film a", "film b", "film c"}) {
        put(film);
    }
    offer({"film a", "film b", "film c"});
    (void)keeper({}).round(*plans.plan(), morning(0));
    offer({"film b"});
    (void)keeper({}).round(*plans.plan(), morning(3'600'000));
    offer({"film c"});
    (void)keeper({}).round(*plans.plan(), morning(7'200'000));
    // Each has six bytes. One of two that nobody needs must go, and a was needed before b.
    (void)keeper(12).round(*plans.plan(), morning(7'300'000));
    EXPECT_FALSE(here("film a"));
    EXPECT_TRUE(here("film b"));
    EXPECT_TRUE(here("film c"));
}

TEST_F(CacheKeeperTest, WhatTheManifestAndItsFallbackNeedStaysUnderAnyLimit) {
    put("house");
    put("film");
    offer({"house", "film"});
    EXPECT_TRUE(keeper(1).round(*plans.plan(), morning(0)).empty());
    EXPECT_TRUE(here("house"));
    EXPECT_TRUE(here("film"));
}

TEST_F(CacheKeeperTest, AShortageIsAFindingUntilItIsOver) {
    offer({"house", "a film that is longer"});
    auto small = keeper(6);
    auto const wants = small.round(*plans.plan(), morning(0));
    ASSERT_EQ(wants.size(), 1U);
    EXPECT_EQ(wants[0].name, "house");
    EXPECT_TRUE(small.isShort());
    EXPECT_TRUE(told("cache limit: the plan needs 26 bytes, there is room for 6 bytes: 20 bytes"));
    offer({"house"});
    (void)small.round(*plans.plan(), morning(0));
    EXPECT_FALSE(small.isShort());
    EXPECT_FALSE(told("cache limit"));
}

TEST_F(CacheKeeperTest, StrangersFilesAreLeftAloneAndOldPartsGo) {
    std::ofstream(cache.folder() / "notes.txt") << "of somebody";
    std::ofstream(cache.path(digestOf("gone")).string() + ".part") << "half";
    std::ofstream(cache.path(digestOf("house")).string() + ".part") << "ho";
    offer({"house"});
    EXPECT_EQ(keeper({}).round(*plans.plan(), morning(0)).size(), 1U);
    EXPECT_TRUE(std::filesystem::exists(cache.folder() / "notes.txt"));
    EXPECT_FALSE(std::filesystem::exists(cache.path(digestOf("gone")).string() + ".part"));
    EXPECT_TRUE(std::filesystem::exists(cache.path(digestOf("house")).string() + ".part"));
}

TEST_F(CacheKeeperTest, NothingIsRemovedWhileThereIsNoManifest) {
    put("film");
    (void)keeper(1).round(*plans.plan(), morning(0));
    EXPECT_TRUE(here("film"));
}

TEST_F(CacheKeeperTest, MakesRoomOfAllThatIsNotNeeded) {
    put("house");
    put("last year");
    offer({"house"});
    auto wide = keeper({});
    (void)wide.round(*plans.plan(), morning(0));
    ASSERT_TRUE(here("last year"));
    EXPECT_TRUE(wide.makeRoom(*plans.plan(), morning(0)));
    EXPECT_FALSE(here("last year"));
    EXPECT_TRUE(here("house"));
    EXPECT_FALSE(wide.makeRoom(*plans.plan(), morning(0)));
}

TEST_F(CacheKeeperTest, ADiskThatCannotBeAskedStopsNothing) {
    space = Error{Errc::unavailable, "cannot look at the space"};
    offer({"house"});
    EXPECT_EQ(keeper(1).round(*plans.plan(), morning(0)).size(), 1U);
    EXPECT_TRUE(told("cannot look at the space"));
}

TEST_F(CacheKeeperTest, AsksTheFileSystemForItsSpace) {
    auto const real = diskSpace(folder);
    ASSERT_TRUE(real);
    EXPECT_GT(real->capacity, 0);
    EXPECT_FALSE(diskSpace(folder / "absent"));
}

}  // namespace
}  // namespace tocsin::player
