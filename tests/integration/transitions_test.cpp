// SPDX-License-Identifier: Apache-2.0
// More than a hundred transitions between items of all kinds, recorded raw: each output frame is
// the one that the timeline and the numbers burnt into the films ask for.
#include <gtest/gtest.h>
#include <sched.h>

#include "numbered_items.hpp"

namespace tocsin::integration {
namespace {

using namespace test;

class Transitions : public testing::Test {
protected:
    void SetUp() override {
        site.showFilmsAsTheyCome();
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar-1", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar-2", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(addNumberedMedia(site));
    }
    Site site;
};

TEST_F(Transitions, OfEveryKindLoseRepeatAndBlackenNoFrame) {
    releaseItems(site, "mixed", mixedItems());
    site.startPlayer("bar-1");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar-1").log();
    site.pass(Milliseconds(95'000), Milliseconds(1));
    site.startPlayer("bar-2");  // later, and yet in step
    ASSERT_TRUE(site.allPlaying()) << site.player("bar-2").log();
    site.pass(Milliseconds(110'000), Milliseconds(1));
    EXPECT_EQ(site.player("bar-1").stop(), 0);
    EXPECT_EQ(site.player("bar-2").stop(), 0);
    auto const plan = site.plan("bar-1");
    Recording first(site, "bar-1");
    Recording second(site, "bar-2");
    FrameCheck firstCheck(plan);
    FrameCheck secondCheck(plan);
    firstCheck.see(first);
    secondCheck.see(second);
    EXPECT_GE(firstCheck.transitions(), 100);
    EXPECT_GE(secondCheck.transitions(), 50);
    auto const begin = second.ticks().front().tick;
    std::size_t same = 0;
    for (std::size_t i = 0; i < second.ticks().size(); ++i) {
        auto const other = static_cast<std::size_t>(begin - first.ticks().front().tick) + i;
        if (second.ticks()[i].play != "-" && other < first.ticks().size()) {
            auto const one = first.frame(other).pixels;
            ASSERT_EQ(one, second.frame(i).pixels) << "tick " << second.ticks()[i].tick;
            ++same;
        }
    }
    EXPECT_GT(same, 2'500U);
}

TEST_F(Transitions, LeaveDecodersAtOrdinaryPrioritySoThatTheyCannotHoldTheTickUp) {
    releaseItems(site, "loop", {"native"});
    site.startPlayer("bar-1");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar-1").log();
    site.pass(Milliseconds(5'000), Milliseconds(1));
    auto const engine = site.player("bar-1").children().front();
    int threads = 0;
    int realTime = 0;
    for (auto const& task :
         std::filesystem::directory_iterator("/proc/" + std::to_string(engine) + "/task")) {
        ++threads;
        // The tick thread alone, where that is permitted.
        auto const policy = ::sched_getscheduler(std::stoi(task.path().filename().string()));
        realTime += (policy & ~SCHED_RESET_ON_FORK) == SCHED_FIFO ? 1 : 0;
    }
    EXPECT_GT(threads, 5);
    EXPECT_LE(realTime, 1);
}

TEST_F(Transitions, OfOneFilmThatLoopsLeaveNoGap) {
    releaseItems(site, "loop", {"native"});
    site.startPlayer("bar-1");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar-1").log();
    site.pass(Milliseconds(30'000), Milliseconds(1));
    Recording recording(site, "bar-1");
    FrameCheck check(site.plan("bar-1"));
    check.see(recording);
    EXPECT_GE(check.transitions(), 14);
}

}  // namespace
}  // namespace tocsin::integration
