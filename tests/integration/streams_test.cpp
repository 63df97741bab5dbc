// SPDX-License-Identifier: Apache-2.0
// Live streams in real time, by the real programs: a sender that comes, falls silent and comes back
// never holds up the screen. What is asserted is what is on the glass, not how fast this machine
// is: every wait has a limit far beyond what a player may take.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "campaigns.hpp"

namespace tocsin::integration {

using test::eventually;
using test::Program;
namespace {

constexpr int kWidth = 192, kHeight = 32;
constexpr Rgb kLive{0, 160, 0}, kHouse{160, 100, 0};

/// A port for datagrams that is free now; nobody else asks for one in this range of time.
int freePort() {
    int const socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(socket, plain, length), 0);
    EXPECT_EQ(::getsockname(socket, plain, &length), 0);
    ::close(socket);
    return ntohs(address.sin_port);
}

/// Whichever of its threads started them.
std::vector<pid_t> childrenOf(pid_t parent) {
    std::vector<pid_t> out;
    std::error_code gone;
    auto const tasks = std::filesystem::path("/proc") / std::to_string(parent) / "task";
    for (auto const& task : std::filesystem::directory_iterator(tasks, gone)) {
        std::ifstream list(task.path() / "children");
        out.insert(out.end(), std::istream_iterator<pid_t>(list), {});
    }
    return out;
}

class Streams : public testing::Test {
protected:
    void SetUp() override {
        address = "udp://127.0.0.1:" + std::to_string(freePort());
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_EQ(site.tocsin({"media", "add", "--stream", address, "--handle", "square",
                               "--seconds", "600"})
                      .code,
                  0);
        ASSERT_NO_FATAL_FAILURE(site.release("live", R"(format = "tocsin-campaign/1"
id = "live"
title = "广场直播"
class = "normal"
from = 2026-01-01
to = 2036-12-31
items = ["square"]
[pacing]
share = 1.0
[targets]
tags = ["text"]
)"));
        ASSERT_NO_FATAL_FAILURE(site.release("house", R"(format = "tocsin-campaign/1"
id = "house"
title = "标语"
class = "filler"
from = 2026-01-01
to = 2036-12-31
items = ["theme"]
[targets]
tags = ["text"]
[[slogan]]
name = "theme"
text = "人人讲安全"
background = "#a06400"
seconds = 10
)"));
    }
    /// MPEG-TS of one green picture after the other.
    [[nodiscard]] Program sender() const {
        return Program({"/usr/bin/ffmpeg",
                        "-nostdin",
                        "-loglevel",
                        "error",
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        "color=c=0x00A000:s=192x32:r=25",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-g",
                        "12",
                        "-pix_fmt",
                        "yuv420p",
                        "-f",
                        "mpegts",
                        address + "?pkt_size=1316"},
                       site.dir() / "sender.log");
    }
    [[nodiscard]] bool shows(Rgb const& colour) const {
        auto const ticks = site.recording("bar");
        return !ticks.empty() &&
               near(pixelOf(site.raw("bar"), kWidth, kHeight, ticks.size() - 1, 0, 0), colour);
    }
    [[nodiscard]] bool comesToShow(Rgb const& colour) const {
        return eventually([&] { return shows(colour); }, std::chrono::seconds(60));
    }
    [[nodiscard]] std::string findings() const {
        return boost::json::serialize(site.json({"status"}).at("items").at(0).at("findings"));
    }
    Site site{test::TimeMode::real};
    std::string address;
};

TEST_F(Streams, ASenderThatFallsSilentGivesWayToTheFallbackAndIsBackWhenItSendsAgain) {
    auto from = sender();
    site.startPlayer("bar");
    ASSERT_TRUE(comesToShow(kLive)) << site.player("bar").log();
    from.signal(SIGSTOP);
    ASSERT_TRUE(comesToShow(kHouse)) << site.player("bar").log();
    EXPECT_TRUE(eventually([&] {
        return findings().find("square: stream: no picture for 2.5 s") != std::string::npos;
    })) << findings();
    from.signal(SIGCONT);
    ASSERT_TRUE(comesToShow(kLive)) << site.player("bar").log();
    EXPECT_TRUE(eventually([&] { return findings() == "[]"; })) << findings();
    // Not one tick was left out meanwhile.
    auto const ticks = site.recording("bar");
    std::size_t missing = 0;
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        missing += ticks[i].tick == ticks[i - 1].tick + 1 ? 0 : 1;
    }
    EXPECT_LE(missing, ticks.size() / 20) << "a loaded machine skips some, a frozen stage all";
    EXPECT_EQ(site.player("bar").stop(), 0);
}

TEST_F(Streams, ASenderThatIsNotThereLeavesTheScreenToTheFallbackUntilItComes) {
    site.startPlayer("bar");
    ASSERT_TRUE(comesToShow(kHouse)) << site.player("bar").log();
    auto from = sender();
    ASSERT_TRUE(comesToShow(kLive)) << site.player("bar").log();
}

TEST_F(Streams, AChildThatIsKilledIsReplacedAndNoneIsLeftBehind) {
    auto from = sender();
    site.startPlayer("bar");
    ASSERT_TRUE(comesToShow(kLive)) << site.player("bar").log();
    auto const engine = site.player("bar").children();
    ASSERT_EQ(engine.size(), 1U);
    auto const listeners = [&] { return childrenOf(engine[0]); };
    auto const before = listeners();
    ASSERT_FALSE(before.empty());
    ::kill(before[0], SIGKILL);
    EXPECT_TRUE(eventually([&] {
        auto const now = listeners();
        return !now.empty() && now[0] != before[0];
    }));
    ASSERT_TRUE(comesToShow(kLive));
    auto const last = listeners();
    ASSERT_FALSE(last.empty());
    ::kill(engine[0], SIGKILL);
    EXPECT_TRUE(eventually([&] { return ::kill(last[0], 0) != 0; })) << "it dies with its player";
}

}  // namespace
}  // namespace tocsin::integration
