// SPDX-License-Identifier: Apache-2.0
// Questions at a pseudo terminal.
#include "tocsin/cli/terminal.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "descriptor_line.hpp"

namespace tocsin::cli {
namespace {

class TerminalTest : public testing::Test {
protected:
    TerminalTest() : screen(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
        if (screen < 0 || ::grantpt(screen) != 0 || ::unlockpt(screen) != 0) {
            throw std::runtime_error("no pseudo terminal to be had");
        }
        keyboard = ::open(::ptsname(screen), O_RDWR | O_NOCTTY | O_CLOEXEC);
        if (keyboard < 0) {
            throw std::runtime_error("the pseudo terminal cannot be opened");
        }
    }
    ~TerminalTest() override {
        ::close(keyboard);
        ::close(screen);
    }

    /// What the person sees until `last` stands there; all of it if the terminal falls silent.
    std::string seenUntil(std::string const& last) const {
        std::string out;
        pollfd watched{screen, POLLIN, 0};
        while (out.find(last) == std::string::npos && ::poll(&watched, 1, 10'000) == 1) {
            char block[256];
            auto const count = ::read(screen, block, sizeof block);
            out.append(block, count > 0 ? static_cast<std::size_t>(count) : 0);
        }
        return out;
    }
    void type(std::string const& text) const {
        ASSERT_EQ(::write(screen, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }
    [[nodiscard]] bool echoes() const {
        termios now{};
        return ::tcgetattr(keyboard, &now) == 0 && (now.c_lflag & ECHO) != 0;
    }

    int screen, keyboard = -1;
    std::stop_source stop;
};

TEST_F(TerminalTest, ASecretIsNotShownAndTheTerminalIsAsBefore) {
    auto const terminal = terminalOn(keyboard, keyboard);
    std::optional<std::string> got;
    std::thread asking([&] { got = terminal->ask("password: ", Echo::hidden, stop.get_token()); });
    auto seen = seenUntil("password: ");
    EXPECT_FALSE(echoes());
    type("correct horse\n");
    asking.join();
    seen += seenUntil("\n");
    EXPECT_EQ(got, "correct horse");
    EXPECT_EQ(seen, "password: \r\n");
    EXPECT_TRUE(echoes());
}

TEST_F(TerminalTest, ALineThatMayBeSeenIsShown) {
    auto const terminal = terminalOn(keyboard, keyboard);
    std::optional<std::string> got;
    std::thread asking([&] { got = terminal->ask("account: ", Echo::shown, stop.get_token()); });
    auto seen = seenUntil("account: ");
    type("wang\n");
    asking.join();
    seen += seenUntil("\n");
    EXPECT_EQ(got, "wang");
    EXPECT_EQ(seen, "account: wang\r\n");
}

TEST_F(TerminalTest, AStopEndsTheQuestionAndShowsTypingAgain) {
    auto const terminal = terminalOn(keyboard, keyboard);
    std::optional<std::string> got = "";
    std::thread asking([&] { got = terminal->ask("password: ", Echo::hidden, stop.get_token()); });
    static_cast<void>(seenUntil("password: "));
    stop.request_stop();
    asking.join();
    EXPECT_EQ(got, std::nullopt);
    EXPECT_TRUE(echoes());
}

TEST_F(TerminalTest, ASecretIsNotAskedForWhereItWouldBeSeen) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    ASSERT_EQ(::write(ends[1], "secret\n", 7), 7);
    EXPECT_EQ(terminalOn(ends[0], ends[1])->ask("password: ", Echo::hidden, {}), std::nullopt);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST(DescriptorLine, ReadsLineAfterLineAndNoFurther) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    std::string const text = "one\n\ntwo";
    ASSERT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    EXPECT_EQ(readLine(ends[0], {}), "one");
    EXPECT_EQ(readLine(ends[0], {}), "");
    ::close(ends[1]);
    EXPECT_EQ(readLine(ends[0], {}), "two");
    EXPECT_EQ(readLine(ends[0], {}), std::nullopt);
    ::close(ends[0]);
}

TEST(DescriptorLine, RefusesALineThatIsTooLong) {
    std::string const name = testing::TempDir() + "tocsin-line-" + std::to_string(::getpid());
    int const file = ::open(name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ASSERT_GE(file, 0);
    ::unlink(name.c_str());
    std::string const text(5'000, 'x');
    ASSERT_EQ(::write(file, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    ::lseek(file, 0, SEEK_SET);
    EXPECT_EQ(readLine(file, {}), std::nullopt);
    ::close(file);
}

}  // namespace
}  // namespace tocsin::cli
