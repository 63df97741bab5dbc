// SPDX-License-Identifier: Apache-2.0
// What stays in the cache, what goes, what may come.
#include "director/cache_budget.hpp"

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

constexpr std::int64_t kMega = 1'000'000;
constexpr DiskSpace kWide{1'000'000 * kMega, 900'000 * kMega};

CacheFile file(std::string const& name, std::int64_t megabytes, int neededHoursAgo) {
    return {digestOf(name), false, megabytes * kMega,
            morning(0) - std::chrono::hours(neededHoursAgo)};
}
Plan::Need need(std::string const& name, std::int64_t megabytes, bool here) {
    return {{digestOf(name), megabytes * kMega, name, false}, here};
}
std::vector<std::string> names(std::vector<Plan::Want> const& wants) {
    std::vector<std::string> out;
    for (auto const& want : wants) {
        out.push_back(want.name);
    }
    return out;
}
std::vector<Digest> digests(std::vector<CacheFile> const& files) {
    std::vector<Digest> out;
    for (auto const& each : files) {
        out.push_back(each.digest);
    }
    return out;
}
CacheVerdict judge(std::vector<CacheFile> const& files, std::vector<Plan::Need> const& needs,
                   std::optional<std::int64_t> limitMegabytes, DiskSpace disk = kWide) {
    auto const limit = limitMegabytes ? std::optional(*limitMegabytes * kMega) : std::nullopt;
    return judgeCache(files, needs, disk, limit, morning(0));
}

TEST(CacheBudget, WhatWasNeededLongestAgoGoesFirst) {
    auto const verdict = judge({file("new", 30, 1), file("old", 30, 9), file("middle", 30, 5)},
                               {need("film", 50, false)}, 90);
    EXPECT_EQ(digests(verdict.remove), (std::vector{digestOf("old"), digestOf("middle")}));
    EXPECT_EQ(names(verdict.fetch), std::vector<std::string>{"film"});
}

TEST(CacheBudget, NothingGoesWhileThereIsRoom) {
    auto const verdict =
        judge({file("new", 30, 1), file("old", 30, 9)}, {need("film", 30, false)}, 90);
    EXPECT_TRUE(verdict.remove.empty());
    EXPECT_EQ(verdict.fetch.size(), 1U);
}

TEST(CacheBudget, WhatTheManifestNeedsIsNeverRemovedEvenOverTheLimit) {
    auto const verdict = judge({file("film", 80, 900), file("other", 10, 1)},
                               {need("film", 80, true), need("next", 50, false)}, 60);
    EXPECT_EQ(digests(verdict.remove), std::vector{digestOf("other")});
    EXPECT_TRUE(verdict.fetch.empty());
    EXPECT_EQ(verdict.missing, 70 * kMega);  // to hold 130 in 60
}

TEST(CacheBudget, TheSoonestNeededAreFetchedAndTheRestIsSaidInWords) {
    auto const verdict = judge(
        {},
        {need("a", 40, false), need("b", 40, false), need("c", 40, false), need("d", 10, false)},
        100);
    EXPECT_EQ(names(verdict.fetch), (std::vector<std::string>{"a", "b", "d"}));
    EXPECT_EQ(names(verdict.noRoom), std::vector<std::string>{"c"});
    EXPECT_EQ(shortageOf(verdict),
              "cache limit: the plan needs 130 MB, there is room for 100 MB: 30 MB short, not "
              "fetched: c; raise --cache-limit or plan less");
}

TEST(CacheBudget, APartThatIsHereCountsOnceAndIsNeededAsItsFileIs) {
    CacheFile part = file("film", 60, 900);
    part.part = true;
    auto const verdict = judge({part}, {need("film", 100, false)}, 100);
    EXPECT_TRUE(verdict.remove.empty());
    EXPECT_EQ(verdict.fetch.size(), 1U);
}

TEST(CacheBudget, PartsThatNobodyNeedsAndFilesOfAnotherSeasonGoEvenWithRoom) {
    CacheFile part = file("gone", 60, 1);
    part.part = true;
    auto const verdict = judge({part, file("spring", 5, 24 * 91), file("june", 5, 24 * 89)},
                               {need("film", 1, false)}, 1'000);
    EXPECT_EQ(digests(verdict.remove), (std::vector{digestOf("spring"), digestOf("gone")}));
}

TEST(CacheBudget, WithoutALimitTheRestMayFillFourFifthsAndNeedsMayFillAllButTheReserve) {
    DiskSpace const disk{100'000 * kMega, 356 * kMega};  // 100 beyond the reserve
    auto const kept = judge({file("old", 300, 2)}, {need("film", 20, false)}, {}, disk);
    EXPECT_TRUE(kept.remove.empty());  // 300 of 320 that are left of four fifths of 400
    auto const gone = judge({file("old", 300, 2)}, {need("film", 21, false)}, {}, disk);
    EXPECT_EQ(gone.remove.size(), 1U);
    EXPECT_EQ(judge({}, {need("film", 100, false)}, {}, disk).fetch.size(), 1U);
    auto const full = judge({}, {need("film", 101, false)}, {}, disk);
    EXPECT_TRUE(full.fetch.empty());
    EXPECT_EQ(shortageOf(full).substr(0, 11), "disk full: ");
    EXPECT_NE(shortageOf(full).find("1.0 MB short"), std::string::npos) << shortageOf(full);
}

TEST(CacheBudget, TheDiskRulesWhereItIsSmallerThanTheLimit) {
    DiskSpace const disk{100'000 * kMega, 266 * kMega};
    auto const verdict = judge({}, {need("film", 20, false)}, 1'000, disk);
    EXPECT_TRUE(verdict.diskIsShort);
    EXPECT_TRUE(verdict.fetch.empty());
}

TEST(CacheBudget, NothingIsTouchedWithoutAManifest) {
    EXPECT_TRUE(judge({file("film", 500, 24 * 365)}, {}, 1).remove.empty());
}

TEST(CacheBudget, LongListsOfNamesAreCut) {
    std::vector<Plan::Need> needs;
    for (auto const* name : {"a", "b", "c", "d", "e"}) {
        needs.push_back(need(name, 10, false));
    }
    auto const text = shortageOf(judge({}, needs, 1));
    EXPECT_NE(text.find("a, b, c and 2 more"), std::string::npos) << text;
}

TEST(CacheBudget, TheReserveIsATwentiethOfASmallDisk) {
    EXPECT_EQ(diskReserve(1'000 * kMega), 50 * kMega);
    EXPECT_EQ(diskReserve(1'000'000 * kMega), 256 * kMega);
}

TEST(CacheBudget, SaysBytesAsAPersonWould) {
    EXPECT_EQ(bytesInWords(999), "999 bytes");
    EXPECT_EQ(bytesInWords(3'140'000'000), "3.1 GB");
    EXPECT_EQ(bytesInWords(20'000'000'000), "20 GB");
    EXPECT_EQ(bytesInWords(256'000'000), "256 MB");
    EXPECT_EQ(bytesInWords(1'500'000'000'000), "1.5 TB");
}

}  // namespace
}  // namespace tocsin::player
