// SPDX-License-Identifier: Apache-2.0
// The cage of tocsin-document-worker, tried from inside: a child enters it and attempts what it
// must not.
#include "tocsin/document_worker/cage.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string>

namespace tocsin::document_worker {
namespace {

constexpr int kRefused = 40, kAllowed = 41, kNotEntered = 42;
constexpr int kKilled = 128 + SIGSYS;

/// Exit code of a child that enters the cage and attempts; 128 + signal if it is killed.
template <class Attempt>
int inCage(Attempt attempt) {
    auto const child = ::fork();
    if (child == 0) {
        if (!enterCage()) {
            ::_exit(kNotEntered);
        }
        ::_exit(attempt() ? kAllowed : kRefused);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

TEST(DocumentCage, OpensNoFile) {
    EXPECT_EQ(inCage([] { return ::open("/etc/passwd", O_RDONLY) >= 0; }), kRefused);
    EXPECT_EQ(inCage([] { return ::open("/proc/self/maps", O_RDONLY) >= 0; }), kRefused);
    auto const file = testing::TempDir() + "written";
    EXPECT_EQ(inCage([&] { return ::open(file.c_str(), O_WRONLY | O_CREAT, 0600) >= 0; }),
              kRefused);
    EXPECT_NE(::access(file.c_str(), F_OK), 0);
}

TEST(DocumentCage, TalksToNobody) {
    for (int const family : {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK}) {
        EXPECT_EQ(inCage([=] { return ::socket(family, SOCK_DGRAM, 0) >= 0; }), kKilled) << family;
    }
}

TEST(DocumentCage, StartsNothing) {
    EXPECT_EQ(inCage([] { return ::fork() >= 0; }), kKilled);
    EXPECT_EQ(inCage([] {
                  char name[] = "true";
                  char* arguments[] = {name, nullptr};
                  ::execv("/bin/true", arguments);
                  return false;
              }),
              kKilled);
    EXPECT_EQ(inCage([] { return ::kill(::getppid(), 0) == 0; }), kKilled);
}

TEST(DocumentCage, MakesNoCode) {
    EXPECT_EQ(inCage([] {
                  return ::mmap(nullptr, 4'096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                                -1, 0) != MAP_FAILED;
              }),
              kKilled);
}

TEST(DocumentCage, HoldsNothingThatWasOpenBefore) {
    int const open = ::open("/dev/zero", O_RDONLY);
    ASSERT_GT(open, STDERR_FILENO);
    EXPECT_EQ(inCage([open] {
                  char byte = 0;
                  return ::read(open, &byte, 1) == 1;
              }),
              kRefused);
    ::close(open);
}

TEST(DocumentCage, ReadsAndWritesWhatItWasGiven) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    auto const child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        bool const wrote = enterCage() && ::write(STDOUT_FILENO, "x", 1) == 1;
        ::_exit(wrote ? kAllowed : kRefused);
    }
    ::close(ends[1]);
    char byte = 0;
    EXPECT_EQ(::read(ends[0], &byte, 1), 1);
    EXPECT_EQ(byte, 'x');
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), kAllowed);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(DocumentCage, EndsARunawayByItsProcessorTime) {
    EXPECT_EQ(inCage([] {
                  std::atomic<bool> forever = true;
                  while (forever) {
                  }
                  return true;
              }),
              128 + SIGXCPU);
}

TEST(DocumentCage, GivesSoMuchMemoryAndNoMore) {
    auto const maps = [](std::size_t bytes) {
        return inCage([=] {
            return ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                          0) != MAP_FAILED;
        });
    };
    EXPECT_EQ(maps(kMostMemory / 2), kAllowed);
    EXPECT_EQ(maps(kMostMemory + 4'096), kRefused);
}
#endif

}  // namespace
}  // namespace tocsin::document_worker
