// SPDX-License-Identifier: Apache-2.0
// Option texts.
#include <gtest/gtest.h>

#include "engine/restart_delay.hpp"
#include "tocsin/player/player.hpp"

namespace tocsin::player {
namespace {

TEST(SinkSpec, ReadsEveryForm) {
    EXPECT_EQ(parseSinkSpec("null")->kind, SinkSpec::Kind::null);
    EXPECT_EQ(parseSinkSpec("window")->window, WindowSpec{});
    EXPECT_EQ(parseSinkSpec("window:+10+20")->window.place, (WindowPlace{10, 20}));
    EXPECT_EQ(parseSinkSpec("window:+8+0:display=1:fullscreen:rotate=270")->window,
              (WindowSpec{WindowPlace{8, 0}, 1, true, 3}));
    EXPECT_EQ(parseSinkSpec("window:connector=HDMI-A-1")->window.connector, "HDMI-A-1");
    EXPECT_EQ(parseSinkSpec("window:mode=1920x1080")->window.mode,
              (DisplayMode{1920, 1080, 60'000}));
    EXPECT_EQ(parseSinkSpec("window:connector=DP-1:mode=1024x768@59.94:fullscreen")->window.mode,
              (DisplayMode{1024, 768, 59'940}));
    EXPECT_EQ(parseSinkSpec("window:rotate=0:display=15")->window,
              (WindowSpec{std::nullopt, 15, false, 0}));
    EXPECT_EQ(parseSinkSpec("raw:/tmp/a:b.bgra")->path, "/tmp/a:b.bgra");
    EXPECT_EQ(parseSinkSpec("png:shots")->every, Milliseconds(10'000));
    auto const png = parseSinkSpec("png:shots:every=0.5");
    EXPECT_EQ(png->path, "shots");
    EXPECT_EQ(png->every, Milliseconds(500));
    EXPECT_EQ(parseSinkSpec("png:d:every=3600")->every, Milliseconds(3'600'000));
}

TEST(SinkSpec, RefusesWhatItDoesNotKnowWithAllowedForms) {
    for (auto const* text : {"",
                             "file:x",
                             "raw:",
                             "raw",
                             "png:",
                             "png::every=5",
                             "png:d:every=0",
                             "png:d:every=3601",
                             "png:d:every=x",
                             "png:d:every=-1",
                             "window:",
                             "window:1+2",
                             "window:+1",
                             "null:x",
                             "window:display=16",
                             "window:display=",
                             "window:connector=",
                             "window:mode=",
                             "window:mode=1366x768",
                             "window:mode=1920x1080@9",
                             "window:mode=1920x1080@",
                             "window:mode=32x32",
                             "window:rotate=45",
                             "window:rotate=360",
                             "window:fullscreen:",
                             "window:full",
                             "window:+1+2:"}) {
        auto const spec = parseSinkSpec(text);
        ASSERT_FALSE(spec) << text;
        EXPECT_NE(spec.error().message.find(text), std::string::npos);
    }
    EXPECT_NE(parseSinkSpec("file:x").error().message.find("raw:FILE"), std::string::npos);
}

TEST(Size, ReadsAndBounds) {
    EXPECT_EQ(*parseSize("960x540"), (Size{960, 540}));
    for (auto const* text :
         {"", "960", "0x540", "960x0", "8193x1", "960X540", "960x540x1", "-1x5", " 9x9"}) {
        EXPECT_FALSE(parseSize(text)) << text;
    }
}

TEST(Rate, ReadsAndBounds) {
    EXPECT_EQ(*parseRate("25"), (Rate{25, 1}));
    EXPECT_EQ(*parseRate("30000/1001"), (Rate{30000, 1001}));
    for (auto const* text : {"", "0", "241", "25/0", "1/2", "a", "25/", "/1", "29.97"}) {
        EXPECT_FALSE(parseRate(text)) << text;
    }
}

TEST(Bytes, ReadsAndBounds) {
    EXPECT_EQ(*parseBytes("500M"), 500'000'000);
    EXPECT_EQ(*parseBytes("20G"), 20'000'000'000);
    EXPECT_EQ(*parseBytes("1.5T"), 1'500'000'000'000);
    EXPECT_EQ(*parseBytes("0.001G"), 1'000'000);
    for (auto const* text :
         {"", "20", "G", "-1G", "0M", "0.5M", "0G", "2000000G", "20GB", "20 G", "1.2345G"}) {
        EXPECT_FALSE(parseBytes(text)) << text;
    }
}

TEST(Controller, ReadsAnAddressWithoutPath) {
    EXPECT_EQ(*parseController("http://127.0.0.1:8080/"), "http://127.0.0.1:8080");
    for (auto const* text : {"", "127.0.0.1", "https://", "http://", "https://x/y", "https://a b",
                             "https://u@x", "wss://x"}) {
        EXPECT_FALSE(parseController(text)) << text;
    }
}

TEST(ControllerAddress, IsPlainOnLoopbackOnly) {
    EXPECT_EQ(*parseController("https://10.0.0.5:8440/"), "https://10.0.0.5:8440");
    EXPECT_EQ(*parseController("https://controller"), "https://controller");
    for (auto const* near : {"http://localhost:1", "http://127.0.0.2", "http://[::1]:8440"}) {
        EXPECT_TRUE(parseController(near)) << near;
    }
    for (auto const* far :
         {"http://10.0.0.5:8440", "http://controller", "http://127.evil.example:1",
          "http://localhost.evil.example", "http://[fd00::1]:1", "http://127.0.0.1.evil:1"}) {
        auto const refused = parseController(far);
        ASSERT_FALSE(refused) << far;
        EXPECT_NE(refused.error().message.find("write https://"), std::string::npos) << far;
    }
}

TEST(RestartDelay, DoublesToItsCapAndStartsAnewAfterAStableRun) {
    using std::chrono::milliseconds;
    RestartDelay delay;
    EXPECT_EQ(delay.after(milliseconds(10)), milliseconds(100));
    EXPECT_EQ(delay.after(milliseconds(10)), milliseconds(200));
    for (int i = 0; i < 10; ++i) {
        (void)delay.after(milliseconds(10));
    }
    EXPECT_EQ(delay.after(milliseconds(10)), milliseconds(5000));
    EXPECT_EQ(delay.after(milliseconds(30'000)), milliseconds(100));
}

}  // namespace
}  // namespace tocsin::player
