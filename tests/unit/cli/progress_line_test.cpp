// SPDX-License-Identifier: Apache-2.0
#include "progress_line.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace tocsin::cli {
namespace {

class ProgressLineTest : public testing::Test {
protected:
    std::string shownAfter(std::int64_t done) {
        out.str("");
        line.update(done, 1'000'000'000);
        return out.str();
    }
    std::chrono::steady_clock::time_point now{};
    std::ostringstream out;
    ProgressLine line{out, Language::english, true, "film.mp4", [this] { return now; }};
};

TEST_F(ProgressLineTest, ShowsShareRateAndTimeLeft) {
    EXPECT_EQ(shownAfter(0), "\r\x1b[Kfilm.mp4  0 %");
    now += std::chrono::seconds(1);
    EXPECT_EQ(shownAfter(50'000'000), "\r\x1b[Kfilm.mp4  5 %, 50.0 MB/s, 00:19 left");
    now += std::chrono::milliseconds(10);
    EXPECT_EQ(shownAfter(60'000'000), "") << "not more often than one can read";
    now += std::chrono::seconds(3);
    EXPECT_EQ(shownAfter(1'000'000'000).substr(4, 15), "film.mp4  100 %");
    line.clear();
    EXPECT_TRUE(out.str().ends_with("\r\x1b[K"));
}

TEST_F(ProgressLineTest, TheRateIsThatOfTheLastSeconds) {
    shownAfter(0);
    for (int i = 1; i <= 10; ++i) {
        now += std::chrono::seconds(1);
        shownAfter(i * 50'000'000LL);
    }
    for (int i = 1; i <= 6; ++i) {
        now += std::chrono::seconds(1);
        shownAfter(500'000'000 + i * 10'000'000LL);
    }
    EXPECT_NE(out.str().find(" 10.0 MB/s, 00:44 left"), std::string::npos) << out.str();
}

TEST_F(ProgressLineTest, AfterAPauseTheRateBeginsAnew) {
    shownAfter(0);
    now += std::chrono::seconds(60);
    line.restart();
    EXPECT_EQ(shownAfter(50'000'000), "\r\x1b[Kfilm.mp4  5 %");
}

TEST(ProgressLine, SaysNothingWhereThereIsNoTerminal) {
    std::ostringstream out;
    {
        ProgressLine line(out, Language::english, false, "film.mp4");
        line.update(1, 2);
        line.say("examined");
    }
    EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace tocsin::cli
