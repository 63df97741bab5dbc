// SPDX-License-Identifier: Apache-2.0
// The cage, tried from inside: a child enters it and attempts what it must not.
#include "tocsin/media_worker/sandbox.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "media_samples.hpp"

namespace tocsin::media_worker {
namespace {

constexpr int kRefused = 40, kAllowed = 41, kNotEntered = 42;

/// Exit code of a child that enters the cage and attempts; 128 + signal if it is killed.
template <class Attempt>
int inCage(SandboxOptions const& options, Attempt attempt) {
    auto const child = ::fork();
    if (child == 0) {
        if (!enterSandbox(options)) {
            ::_exit(kNotEntered);
        }
        ::_exit(attempt() ? kAllowed : kRefused);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

TEST(Sandbox, KillsWhoAsksForASocket) {
    auto const open = [] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; };
    EXPECT_EQ(inCage({Files::none}, open), 128 + SIGSYS);
    EXPECT_EQ(inCage({Files::fonts}, open), 128 + SIGSYS);
}

TEST(Sandbox, KillsWhoStartsAProgramOrAProcess) {
    EXPECT_EQ(inCage({Files::fonts},
                     [] {
                         char name[] = "true";
                         char* arguments[] = {name, nullptr};
                         ::execv("/bin/true", arguments);
                         return false;
                     }),
              128 + SIGSYS);
    EXPECT_EQ(inCage({Files::none}, [] { return ::fork() >= 0; }), 128 + SIGSYS);
}

TEST(Sandbox, OpensNoFileToWrite) {
    auto const file = (test::sampleFolder() / "written").string();
    auto const write = [&file] { return ::open(file.c_str(), O_WRONLY | O_CREAT, 0600) >= 0; };
    EXPECT_EQ(inCage({Files::none}, write), kRefused);
    EXPECT_EQ(inCage({Files::fonts}, write), kRefused);
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(Sandbox, OpensNoFileAtAllToProbe) {
    EXPECT_EQ(inCage({Files::none}, [] { return ::open("/etc/passwd", O_RDONLY) >= 0; }), kRefused);
    EXPECT_EQ(inCage({Files::none}, [] { return ::open("/etc/fonts/fonts.conf", O_RDONLY) >= 0; }),
              kRefused);
}

TEST(Sandbox, ReadsFontsForSlogans) {
    EXPECT_EQ(inCage({Files::fonts}, [] { return ::open("/etc/fonts/fonts.conf", O_RDONLY) >= 0; }),
              kAllowed);
}

TEST(Sandbox, ReadsFontsAndEncodingsForDocumentsAndNothingElse) {
    auto const opens = [](char const* file, int flags) {
        return inCage({Files::documents}, [=] { return ::open(file, flags) >= 0; });
    };
    EXPECT_EQ(opens("/etc/fonts/fonts.conf", O_RDONLY), kAllowed);
    EXPECT_EQ(opens("/usr/share/poppler/cidToUnicode/Adobe-GB1", O_RDONLY), kAllowed);
    EXPECT_EQ(opens("/etc/passwd", O_RDONLY), kRefused);
    EXPECT_EQ(opens("/usr/share/poppler/cidToUnicode/Adobe-GB1", O_RDWR), kRefused);
    EXPECT_EQ(inCage({Files::documents}, [] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; }),
              128 + SIGSYS);
}

TEST(Sandbox, GoesOnReadingWhatIsOpen) {
    auto const file = test::fileOf("hello", "txt");
    int const open = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    EXPECT_EQ(inCage({Files::none},
                     [open] {
                         char byte = 0;
                         return ::read(open, &byte, 1) == 1 && byte == 'h';
                     }),
              kAllowed);
    ::close(open);
}

TEST(Sandbox, AsksOnlyHarmlessThingsOfADescriptor) {
    auto const file = test::fileOf("hello", "txt");
    int const open = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    for (auto const files : {Files::none, Files::fonts}) {
        EXPECT_EQ(inCage({files},
                         [open] {
                             return ::fcntl(open, F_SETFD, FD_CLOEXEC) == 0 &&
                                    ::fcntl(open, F_GETFD) == FD_CLOEXEC &&
                                    ::fcntl(open, F_GETFL) >= 0 &&
                                    ::fcntl(open, F_DUPFD_CLOEXEC, 0) >= 0;
                         }),
                  kAllowed);
        auto const refused = [&](int command, auto argument) {
            return inCage({files}, [&] { return ::fcntl(open, command, argument) >= 0; });
        };
        struct flock lock {};
        lock.l_type = F_RDLCK;
        EXPECT_EQ(refused(F_GETLK, &lock), kRefused);
        EXPECT_EQ(refused(F_SETLK, &lock), kRefused);
        EXPECT_EQ(refused(F_SETFL, O_NONBLOCK), kRefused);
        EXPECT_EQ(refused(F_SETOWN, ::getpid()), kRefused);
        EXPECT_EQ(refused(F_DUPFD, 0), kRefused);
    }
    ::close(open);
}

SandboxOptions const kForStreams{.files = Files::names, .cpuSeconds = 0, .network = true};

TEST(Sandbox, LetsStreamsTalkToTheInternetProtocolsOnly) {
    EXPECT_EQ(inCage(kForStreams, [] { return ::socket(AF_INET, SOCK_DGRAM, 0) >= 0; }), kAllowed);
    EXPECT_EQ(inCage(kForStreams, [] { return ::socket(AF_INET6, SOCK_STREAM, 0) >= 0; }),
              kAllowed);
    EXPECT_EQ(inCage(kForStreams, [] { return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }), kRefused);
    EXPECT_EQ(inCage(kForStreams, [] { return ::socket(AF_PACKET, SOCK_RAW, 0) >= 0; }), kRefused);
}

TEST(Sandbox, LetsNobodyConnectToAStreamsChild) {
    auto const listen = [] { return ::listen(::socket(AF_INET, SOCK_STREAM, 0), 1) == 0; };
    EXPECT_EQ(inCage(kForStreams, listen), 128 + SIGSYS);
}

TEST(Sandbox, LetsStreamsLookUpNamesAndReadNothingElse) {
    auto const opens = [](char const* file, int flags) {
        return inCage(kForStreams, [=] { return ::open(file, flags) >= 0; });
    };
    EXPECT_EQ(opens("/etc/hosts", O_RDONLY), kAllowed);
    EXPECT_EQ(opens("/etc/hosts", O_RDWR), kRefused);
    EXPECT_EQ(opens("/etc/passwd", O_RDONLY), kRefused);
    EXPECT_EQ(inCage(kForStreams, [] { return ::fork() >= 0; }), 128 + SIGSYS);
}

TEST(Sandbox, EndsARunawayByItsProcessorTime) {
    SandboxOptions options;
    options.cpuSeconds = 1;
    int const code = inCage(options, [] {
        std::atomic<bool> forever = true;
        while (forever) {
        }
        return true;
    });
    EXPECT_TRUE(code == 128 + SIGKILL || code == 128 + SIGXCPU) << code;
}

}  // namespace
}  // namespace tocsin::media_worker
