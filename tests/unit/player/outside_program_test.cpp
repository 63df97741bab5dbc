// SPDX-License-Identifier: Apache-2.0
// Programs of the site's own: run as they are, heard, and ended in time.
#include "deeds/outside_program.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <fstream>

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

using testing::HasSubstr;

class OutsideProgram : public testing::Test {
protected:
    /// A program that is this text.
    std::filesystem::path program(std::string const& text) {
        auto const file = folder / "program";
        std::ofstream(file) << "#!/bin/sh\n" << text;
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        return file;
    }
    std::filesystem::path const folder = freshFolder();
    static constexpr Milliseconds kLong{20'000};
};

TEST_F(OutsideProgram, IsGivenItsArgumentsAndHeard) {
    auto const end = runOutsideProgram(program("echo first\necho \"lamp $1 $#\" >&2\nexit 3\n"),
                                       {"on; echo no"}, kLong, {});
    ASSERT_TRUE(end) << end.error().message;
    EXPECT_EQ(end->code, 3);
    EXPECT_EQ(end->lastLine, "lamp on; echo no 1") << "no shell reads an argument";
}

TEST_F(OutsideProgram, SaysNothingWhereItSaidNothing) {
    auto const end = runOutsideProgram(program("exit 0\n"), {}, kLong, {});
    ASSERT_TRUE(end) << end.error().message;
    EXPECT_EQ(end->code, 0);
    EXPECT_EQ(end->lastLine, "");
}

TEST_F(OutsideProgram, IsBoundInWhatItSays) {
    auto const end = runOutsideProgram(
        program("i=0\nwhile [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done\n"
                "printf '\\033[31m%0300d\\n' 7\n"),
        {}, kLong, {});
    ASSERT_TRUE(end) << end.error().message;
    EXPECT_LE(end->lastLine.size(), 200U);
    EXPECT_EQ(end->lastLine.find('\033'), std::string::npos);
    EXPECT_THAT(end->lastLine, HasSubstr("000"));
}

TEST_F(OutsideProgram, IsEndedAtItsDeadlineWithWhatItStarted) {
    auto const began = std::chrono::steady_clock::now();
    auto const end = runOutsideProgram(program("echo relay asked\nsleep 600 &\nwait\n"), {},
                                       Milliseconds(1'000), {});
    ASSERT_FALSE(end);
    EXPECT_EQ(end.error().code, Errc::timedOut);
    EXPECT_THAT(end.error().message, HasSubstr("relay asked"));
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(15));
}

TEST_F(OutsideProgram, NeedNotCloseItsOutputToEnd) {
    auto const end = runOutsideProgram(program("sleep 5 &\necho gone\n"), {}, kLong, {});
    ASSERT_TRUE(end) << end.error().message;
    EXPECT_EQ(end->lastLine, "gone");
}

TEST_F(OutsideProgram, IsEndedWhenThePlayerEnds) {
    std::stop_source stop;
    stop.request_stop();
    auto const end = runOutsideProgram(program("sleep 600\n"), {}, kLong, stop.get_token());
    ASSERT_FALSE(end);
    EXPECT_EQ(end.error().code, Errc::cancelled);
}

TEST_F(OutsideProgram, ThatIsNotThereIsAnErrorThatNamesIt) {
    auto const end = runOutsideProgram(folder / "nothing", {}, kLong, {});
    if (end) {
        EXPECT_EQ(end->code, 127);  // where the C library tells it by the code only
    } else {
        EXPECT_THAT(end.error().message, HasSubstr("nothing"));
    }
}

TEST_F(OutsideProgram, ASignalIsACodeOfItsOwn) {
    auto const end = runOutsideProgram(program("kill -TERM $$\n"), {}, kLong, {});
    ASSERT_TRUE(end) << end.error().message;
    EXPECT_EQ(end->code, 128 + 15);
}

}  // namespace
}  // namespace tocsin::player
