// SPDX-License-Identifier: Apache-2.0
// Content that spoiled between two runs.
#include "director/cache_check.hpp"

#include "content_fixtures.hpp"

namespace tocsin::player {
namespace {

class CacheCheckTest : public ContentTest {
protected:
    /// Waits until the content is gone from the disk.
    bool gone(std::string const& content) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(20), [&] { return !here(content); });
    }
    CacheCheckTest() {
        onPlan = [this](Plan const&) {
            std::lock_guard const lock(mutex);
            changed.notify_all();
        };
    }
    std::mutex mutex;
    std::condition_variable changed;
    CacheCheck check{CacheCheck::Parts{plans, cache, silentLog()}};
};

TEST_F(CacheCheckTest, DropsWhatIsNotWhatItShouldBeAndKeepsTheRest) {
    put("house");
    put(digestOf("film"), "fi1m");
    put("poster");
    offer({"house", "film", "poster"});
    EXPECT_TRUE(plans.plan()->wants(morning(0)).empty()) << "its size is right";
    check.start(plans.plan()->needs(morning(0)));
    EXPECT_TRUE(gone("film"));
    check.stop();
    EXPECT_TRUE(here("house"));
    EXPECT_TRUE(here("poster"));
    ASSERT_EQ(plans.plan()->wants(morning(0)).size(), 1U);
    EXPECT_EQ(plans.plan()->wants(morning(0))[0].name, "film");
}

TEST_F(CacheCheckTest, AFileThatWentAwayMeanwhileIsNoDamage) {
    put("house");
    offer({"house"});
    auto const needs = plans.plan()->needs(morning(0));
    cache.drop(digestOf("house"));
    put(digestOf("film"), "fi1m");
    offer({"film"});
    auto all = needs;
    auto const more = plans.plan()->needs(morning(0));
    all.insert(all.end(), more.begin(), more.end());
    check.start(all);
    EXPECT_TRUE(gone("film"));
    check.stop();
    EXPECT_EQ(plans.damagedFiles(), 1U);
}

}  // namespace
}  // namespace tocsin::player
