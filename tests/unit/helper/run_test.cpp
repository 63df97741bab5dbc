// SPDX-License-Identifier: Apache-2.0
// How the controller runs a program for one task.
#include "tocsin/helper/run.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

namespace tocsin::helper {
namespace {

using testing::HasSubstr;

constexpr Milliseconds kPatience{60'000};

Program const kShell{"/bin/sh", "the shell"};

TEST(AHelper, HoldsNothingThatTheControllerHasOpen) {
    // As Asio opens its sockets: a program that is started inherits them.
    int const any = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    int const socket = ::fcntl(any, F_DUPFD, 100);
    ASSERT_GE(socket, 100);
    auto const fd = "/proc/$$/fd/" + std::to_string(socket);
    auto const ran =
        run(kShell, {"-c", "[ -e " + fd + " ] && echo held || echo free"}, "", kPatience, {});
    ::close(any);
    ::close(socket);
    ASSERT_TRUE(ran) << ran.error().message;
    EXPECT_EQ(ran->out, "free\n");
}

TEST(AHelper, IsFedAndListenedTo) {
    auto const ran = run(kShell, {"-c", "cat; echo last words >&2; exit 3"},
                         std::string(500'000, 'x'), kPatience, {});
    ASSERT_TRUE(ran) << ran.error().message;
    EXPECT_EQ(ran->out.size(), 500'000U);
    EXPECT_EQ(ran->lastError, "last words");
    EXPECT_EQ(ran->status >> 8, 3);
}

TEST(AHelper, ThatTakesTooLongOrSaysTooMuchIsStopped) {
    auto const slow = run(kShell, {"-c", "read -r nothing </dev/zero"}, "", Milliseconds(50), {});
    ASSERT_FALSE(slow);
    EXPECT_EQ(slow.error().code, Errc::timedOut);
    EXPECT_THAT(slow.error().message, HasSubstr("the shell took longer"));
    Manners manners;
    manners.mostOutput = 100;
    auto const loud = run(kShell, {"-c", "cat"}, std::string(101, 'x'), kPatience, {}, manners);
    ASSERT_FALSE(loud);
    EXPECT_EQ(loud.error().code, Errc::damaged);
    EXPECT_TRUE(run(kShell, {"-c", "cat"}, std::string(100, 'x'), kPatience, {}, manners));
}

TEST(AHelper, ThatIsNotThereIsNamed) {
    auto const missing = run({"/nowhere/helper", "the helper"}, {}, "", kPatience, {});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::unavailable);
    EXPECT_THAT(missing.error().message, HasSubstr("the helper /nowhere/helper cannot be started"));
}

}  // namespace
}  // namespace tocsin::helper
