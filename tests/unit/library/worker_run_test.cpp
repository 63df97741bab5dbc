// SPDX-License-Identifier: Apache-2.0
// How the controller starts the media worker.
#include "worker.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

namespace tocsin::library {
namespace {

TEST(AWorker, HoldsNothingThatTheControllerHasOpen) {
    // As Asio opens its sockets: a program that is started inherits them.
    int const any = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    int const socket = ::fcntl(any, F_DUPFD, 100);
    ASSERT_GE(socket, 100);
    auto const fd = "/proc/$$/fd/" + std::to_string(socket);
    auto const run = runWorker("/bin/sh", {"-c", "[ -e " + fd + " ] && echo held || echo free"}, "",
                               Milliseconds(60'000), {});
    ::close(any);
    ::close(socket);
    ASSERT_TRUE(run) << run.error().message;
    EXPECT_EQ(run->out, "free\n");
}

}  // namespace
}  // namespace tocsin::library
