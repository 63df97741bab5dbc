// SPDX-License-Identifier: Apache-2.0
// Modes on a real X server whose one output, DUMMY0, is made up.
#include "sinks/forced_mode.hpp"

#include <stdlib.h>

#include <fstream>

#include "player_fixtures.hpp"
#include "sinks/connectors.hpp"
#include "support/program.hpp"

namespace tocsin::player {
namespace {

constexpr char kXorg[] = "/usr/lib/xorg/Xorg";
constexpr char kConfiguration[] = R"(Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 64000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
EndSection
)";

class ForcedMode : public testing::Test {
protected:
    void SetUp() override {
        if (::geteuid() != 0 || !std::filesystem::exists(kXorg)) {
            GTEST_SKIP() << "an X server with a made-up output needs root and Xorg";
        }
        std::ofstream(folder / "xorg.conf") << kConfiguration;
        // It writes the number of the display that was free.
        auto const script = "exec " + std::string(kXorg) + " -displayfd 3 -config '" +
                            (folder / "xorg.conf").string() + "' -logfile '" +
                            (folder / "log").string() + "' -noreset -nolisten tcp 3>'" +
                            (folder / "display").string() + "'";
        server.emplace(std::vector<std::string>{"/bin/sh", "-c", script}, folder / "out");
        bool const up =
            test::eventually([&] { return test::readFile(folder / "display").ends_with('\n'); });
        if (!up) {
            server.reset();
            GTEST_SKIP() << "no X server can be started here: " << test::readFile(folder / "out");
        }
        auto number = test::readFile(folder / "display");
        number.pop_back();
        ::setenv("DISPLAY", (":" + number).c_str(), 1);
    }
    void TearDown() override { ::unsetenv("DISPLAY"); }

    std::filesystem::path const folder = freshFolder();
    std::optional<test::Program> server;
};

TEST_F(ForcedMode, IsMadeWhereTheServerHasNone) {
    DisplayMode const led{1'016, 504, 50'000};
    auto const set = forceMode("DUMMY0", led);
    ASSERT_TRUE(set) << set.error().message;
    EXPECT_TRUE(*set);
    auto const again = forceMode("DUMMY0", led);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_FALSE(*again);
}

TEST_F(ForcedMode, IsSetAgainWhenAnotherOneTookItsPlace) {
    DisplayMode const one{1'016, 504, 50'000};
    DisplayMode const other{640, 480, 60'000};
    for (int i = 0; i < 2; ++i) {
        for (auto const& mode : {one, other}) {
            auto const set = forceMode("", mode);
            ASSERT_TRUE(set) << set.error().message;
            EXPECT_TRUE(*set);
        }
    }
}

TEST_F(ForcedMode, NamesTheOutputsWhereOneIsAskedForThatIsNotThere) {
    auto const set = forceMode("HDMI-1", {640, 480});
    ASSERT_FALSE(set);
    EXPECT_TRUE(
        set.error().message.starts_with("there is no video output HDMI-1; the X server has DUMMY0"))
        << set.error().message;
}

TEST_F(ForcedMode, LightsAnOutputThatNothingAnswersOn) {
    DisplayMode const led{1'280, 720, 50'000};
    auto const set = forceMode("DUMMY3", led);
    ASSERT_TRUE(set) << set.error().message;
    EXPECT_TRUE(*set);
    auto const outputs = randrConnectors()->read();
    ASSERT_TRUE(outputs);
    EXPECT_EQ(outputs->at(3), (Connector{"DUMMY3", false, true}));
    EXPECT_TRUE(outputs->at(0).enabled);  // the other goes on
}

TEST_F(ForcedMode, LeavesTheOutputOnWhenTheServerRefuses) {
    ASSERT_TRUE(forceMode("", {640, 480}));
    ASSERT_FALSE(forceMode("", {8'192, 8'192, 240'000}));
    auto const still = forceMode("", {640, 480});
    ASSERT_TRUE(still);
    EXPECT_FALSE(*still);
}

TEST(ForcedModeAlone, SaysThatThereIsNoServer) {
    ::setenv("DISPLAY", ":4711", 1);
    auto const set = forceMode("", {640, 480});
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().message, "there is no X server to ask; set DISPLAY");
    ::unsetenv("DISPLAY");
}

}  // namespace
}  // namespace tocsin::player
