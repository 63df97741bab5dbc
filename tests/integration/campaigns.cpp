// SPDX-License-Identifier: Apache-2.0
// Makes the test media with ffmpeg's generators and enters the campaigns.
#include "campaigns.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace tocsin::integration {

using test::run;
namespace {

void ffmpeg(std::vector<std::string> arguments) {
    std::vector<std::string> all{"/usr/bin/ffmpeg", "-nostdin", "-loglevel", "error", "-y"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    auto const ended = run(all);
    ASSERT_EQ(ended.code, 0) << ended.err;
}

/// A film of one colour with a white square that moves, so that its frames differ, and a tone.
void makeFilm(std::filesystem::path const& file, std::string const& colour, int seconds) {
    auto const length = std::to_string(seconds);
    ffmpeg({"-f",
            "lavfi",
            "-i",
            "color=c=" + colour + ":s=192x32:r=25:d=" + length,
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440:duration=" + length,
            "-f",
            "lavfi",
            "-i",
            "color=c=white:s=8x8:r=25:d=" + length,
            "-filter_complex",
            "[0][2]overlay=x='20+mod(n,150)':y=12[v]",
            "-map",
            "[v]",
            "-map",
            "1:a",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-g",
            "25",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            file.string()});
}

}  // namespace

std::map<std::string, Rgb> const& assetColours() {
    static std::map<std::string, Rgb> const colours{{"fire", {200, 0, 0}},
                                                    {"power", {0, 160, 0}},
                                                    {"poster", {0, 0, 200}},
                                                    {"theme", {160, 100, 0}},
                                                    {"motto", {0, 120, 120}}};
    return colours;
}

void releaseSafetyCampaign(Site& site, std::string const& tag) {
    makeFilm(site.dir() / "fire.mp4", "0xC80000", 8);
    makeFilm(site.dir() / "power.mp4", "0x00A000", 5);
    ffmpeg({"-f", "lavfi", "-i", "color=c=0x0000C8:s=384x64", "-frames:v", "1",
            (site.dir() / "poster.png").string()});
    for (auto const* name : {"fire.mp4", "power.mp4", "poster.png"}) {
        auto const added =
            site.tocsin({"media", "add", (site.dir() / name).string(), "--seconds", "4"});
        ASSERT_EQ(added.code, 0) << added.err;
    }
    site.release("films", R"(format = "tocsin-campaign/1"
id = "films"
title = "安全生产月宣传片"
class = "key"
from = 2026-01-01
to = 2036-12-31
items = ["fire", "power"]
[pacing]
plays_per_hour = 240
[targets]
tags = [")" + tag + R"("]
[[daypart]]
name = "黄金时段"
from = "00:00"
to = "24:00"
)");
    site.release("slogans", R"(format = "tocsin-campaign/1"
id = "slogans"
title = "标语"
class = "filler"
from = 2026-01-01
to = 2036-12-31
items = ["theme", "motto", "poster"]
[targets]
tags = [")" + tag + R"("]
[[slogan]]
name = "theme"
text = "人人讲安全"
background = "#a06400"
seconds = 4
[[slogan]]
name = "motto"
text = "个个会应急"
motion = "scroll-left"
pixels_per_second = 50
background = "#007878"
seconds = 4
)");
}

Rgb pixelOf(std::filesystem::path const& raw, int width, int height, std::size_t index, int x,
            int y) {
    std::ifstream in(raw, std::ios::binary);
    auto const frameBytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
    auto const at =
        index * frameBytes + (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                              static_cast<std::size_t>(x)) *
                                 4;
    in.seekg(static_cast<std::streamoff>(at));
    unsigned char bgra[4] = {0, 0, 0, 0};
    in.read(reinterpret_cast<char*>(bgra), 4);
    return {bgra[2], bgra[1], bgra[0]};
}

bool near(Rgb const& a, Rgb const& b) {
    constexpr int kTolerance = 12;  // limited-range YUV and back
    return std::abs(a.red - b.red) <= kTolerance && std::abs(a.green - b.green) <= kTolerance &&
           std::abs(a.blue - b.blue) <= kTolerance;
}

}  // namespace tocsin::integration
