// SPDX-License-Identifier: Apache-2.0
// What is fetched, and what becomes of a full disk.
#include "link/fetcher.hpp"

#include "content_fixtures.hpp"

namespace tocsin::player {
namespace {

constexpr std::int64_t kMega = 1'000'000;

class FetcherTest : public ContentTest {
protected:
    FetcherTest() {
        onPlan = [this](Plan const& plan) {
            {
                std::lock_guard const lock(mutex);
                allHere = plan.wants(morning(0)).empty();
            }
            changed.notify_all();
        };
    }
    /// Ends when `count` downloads were asked for.
    void awaitDownloads(std::size_t count) {
        std::unique_lock lock(mutex);
        ASSERT_TRUE(changed.wait_for(lock, std::chrono::seconds(20),
                                     [&] { return asked.size() >= count; }));
    }
    /// Ends when the plan has all it wants.
    void awaitAll() {
        std::unique_lock lock(mutex);
        ASSERT_TRUE(changed.wait_for(lock, std::chrono::seconds(20), [&] { return allHere; }));
    }
    Result<> download(std::filesystem::path const& target, Plan::Want const& want) {
        std::unique_lock lock(mutex);
        asked.push_back(want.name);
        auto const answer = diskIsFull ? diskIsFull(want) : false;
        if (answer) {
            std::ofstream(target.string() + ".part") << "half";
        } else {
            std::ofstream(target, std::ios::binary) << want.name;
        }
        lock.unlock();
        changed.notify_all();
        return answer ? Result<>(Error{Errc::exhausted, "the disk is full"}) : Result<>{};
    }
    ~FetcherTest() override { fetcher.stop(); }

    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> asked;
    bool allHere = false;
    std::function<bool(Plan::Want const&)> diskIsFull;
    JumpingClock clock{morning(0)};
    FleetClock fleet{clock};
    CacheKeeper keeper{{cache, std::nullopt,
                        []() -> Result<DiskSpace> {
                            return DiskSpace{1'000'000 * kMega, 900'000 * kMega};
                        },
                        silentLog(), findings}};
    Fetcher fetcher{Fetcher::Parts{
        "http://controller", plans, cache, keeper, fleet, silentLog(), findings,
        [this](std::string const&, std::filesystem::path const& target, Plan::Want const& want,
               std::stop_token const&) { return download(target, want); }}};
};

TEST_F(FetcherTest, AFullDiskFirstLosesWhatNobodyNeeds) {
    put("last year");
    offer({"house"});
    diskIsFull = [this](Plan::Want const&) { return here("last year"); };
    fetcher.start();
    awaitAll();
    EXPECT_FALSE(here("last year"));
    EXPECT_EQ(asked.size(), 2U);
    EXPECT_FALSE(told("disk full"));
}

TEST_F(FetcherTest, FetchingStopsAtAFullDiskAndGoesOnWhenItIsAskedAgain) {
    offer({"house", "film"});
    bool full = true;
    diskIsFull = [&](Plan::Want const&) { return full; };
    fetcher.start();
    awaitDownloads(1);
    fetcher.stop();                                       // it has told what it found by now
    EXPECT_EQ(asked, std::vector<std::string>{"house"});  // the film was not tried in vain
    EXPECT_TRUE(told("disk full: house cannot be fetched"));
    // The journal needs the room more than half a file.
    EXPECT_FALSE(std::filesystem::exists(cache.path(digestOf("house")).string() + ".part"));
    full = false;
    fetcher.wake();
    fetcher.start();
    awaitAll();
    fetcher.stop();
    EXPECT_FALSE(told("disk full"));
    EXPECT_TRUE(here("house"));
    EXPECT_TRUE(here("film"));
}

TEST_F(FetcherTest, AFileThatFailedAndWasSoundIsLookedAtAgainOnceItHasChanged) {
    put("house");
    offer({"house", "film"});
    fetcher.suspect(digestOf("house"));
    fetcher.start();
    awaitDownloads(1);  // of the film, after it has looked at the house
    fetcher.stop();
    EXPECT_TRUE(here("house"));
    put(digestOf("house"), "mouse");  // as long as it was, but spoiled
    fetcher.suspect(digestOf("house"));
    fetcher.start();
    awaitDownloads(2);
    EXPECT_EQ(asked.back(), "house");
    EXPECT_EQ(plans.damagedFiles(), 1U);
}

}  // namespace
}  // namespace tocsin::player
