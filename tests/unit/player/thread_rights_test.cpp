// SPDX-License-Identifier: Apache-2.0
// With rights and without.
#include "engine/thread_rights.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

namespace tocsin::player {
namespace {

TEST(ThreadRights, APlainUserPlaysWithoutThemAndIsToldWhatIsLostAndHowToAllowIt) {
    pid_t const child = ::fork();
    if (child == 0) {
        rlimit const nothing{0, 0};
        ::setrlimit(RLIMIT_RTPRIO, &nothing);
        ::setrlimit(RLIMIT_NICE, &nothing);
        constexpr uid_t kNobody = 65534;
        if (::geteuid() == 0 && ::setuid(kNobody) != 0) {
            ::_exit(99);
        }
        ::_exit(static_cast<int>(takeTickRights()));
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(static_cast<TickRights>(WEXITSTATUS(status)), TickRights::none);
    for (auto const rights : {TickRights::none, TickRights::nice}) {
        EXPECT_NE(lostBy(rights).find("late"), std::string::npos);
        EXPECT_NE(lostBy(rights).find("LimitRTPRIO=10"), std::string::npos);
    }
    EXPECT_EQ(lostBy(TickRights::realTime), "");
}

TEST(ThreadRights, WhatARealTimeThreadStartsIsNotRealTime) {
    auto rights = TickRights::none;
    int policy = -1;
    std::thread([&] {
        rights = takeTickRights();
        std::thread([&] { policy = ::sched_getscheduler(0); }).join();
    }).join();
    if (rights != TickRights::realTime) {
        GTEST_SKIP() << "this computer does not allow real-time scheduling";
    }
    EXPECT_EQ(policy, SCHED_OTHER);
}

}  // namespace
}  // namespace tocsin::player
