// SPDX-License-Identifier: Apache-2.0
// The test pattern of the real player, without a controller.
#include <gtest/gtest.h>

#include <csignal>
#include <sstream>

#include "support/site.hpp"

namespace tocsin::integration {
namespace {

using test::Site;

TEST(TestPattern, IsShownTickByTickUntilThePlayerIsStopped) {
    test::TemporaryDirectory const directory;
    auto const raw = directory / "screen.bgra";
    test::Program player({(Site::bin() / "tocsin-player").string(), "--test-pattern", "--size",
                          "192x32", "--fps", "50", "--sink", "raw:" + raw.string()},
                         directory / "player.log");
    constexpr std::uintmax_t kFrame = 192 * 32 * 4;
    auto const frames = [&] {
        std::error_code none;
        auto const bytes = std::filesystem::file_size(raw, none);
        return none ? 0 : bytes / kFrame;
    };
    ASSERT_TRUE(test::eventually([&] { return frames() >= 20; })) << player.log();
    player.signal(SIGINT);
    EXPECT_EQ(player.wait(), 0) << player.log();

    // In each frame the line stands where its tick says.
    auto const pixels = test::readFile(raw);
    std::istringstream ticks(test::readFile(raw.string() + ".tsv"));
    std::size_t frame = 0;
    for (std::string line; std::getline(ticks, line); ++frame) {
        auto const column = static_cast<std::size_t>(std::stoll(line) % 192);
        auto const at = frame * kFrame + 16 * 192 * 4 + column * 4;
        ASSERT_LT(at + 3, pixels.size());
        EXPECT_EQ(pixels.substr(at, 4), "\xff\xff\xff\xff") << line;
    }
    EXPECT_GE(frame, 20U);
}

TEST(TestPattern, NeedsASizeAndASinkAndSaysSo) {
    auto const ended = test::run({(Site::bin() / "tocsin-player").string(), "--test-pattern"});
    EXPECT_EQ(ended.code, 2);
    EXPECT_NE(ended.err.find("--size is required"), std::string::npos) << ended.err;
    auto const unpaired =
        test::run({(Site::bin() / "tocsin-player").string(), "--size", "64x32", "--sink", "null"});
    EXPECT_EQ(unpaired.code, 2);
    EXPECT_NE(unpaired.err.find("--controller is required"), std::string::npos) << unpaired.err;
}

}  // namespace
}  // namespace tocsin::integration
