// SPDX-License-Identifier: Apache-2.0
// What is carried to screens by hand, made by the real programs.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "support/media_samples.hpp"
#include "support/site.hpp"
#include "tocsin/media/film.hpp"

namespace tocsin::integration {
namespace {

using test::Site;

constexpr int kWidth = 320, kHeight = 180;

constexpr char kCampaign[] = R"(title = "loop"
class = "filler"
order = "sequence"
from = 2026-01-01
to = 2036-12-31
items = ["one", "notice", "two"]
[targets]
all = true
)";

void addFilm(Site const& site, char const* handle, int firstNumber) {
    auto const film = test::sampleFilm(
        {.width = kWidth, .height = kHeight, .frames = 50, .firstNumber = firstNumber});
    ASSERT_EQ(site.tocsin({"media", "add", film.string(), "--handle", handle}).code, 0);
}

/// The number that each frame of the film shows; -1 for what is no test film.
std::vector<int> numbersIn(std::filesystem::path const& file, int frames) {
    std::vector<int> out;
    auto film = media::openFilm(file, {.width = kWidth, .height = kHeight}, {});
    EXPECT_TRUE(film) << film.error().message;
    for (int i = 0; film && i < frames; ++i) {
        auto const frame =
            (*film)->frameAt(std::chrono::milliseconds(40 * i), std::chrono::milliseconds(20));
        EXPECT_TRUE(frame) << frame.error().message;
        out.push_back(frame ? test::numberIn(**frame) : -2);
    }
    return out;
}

TEST(BundleOfASite, ALoopHoldsEveryFrameOfThePlanInOrder) {
    Site site;
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_NO_FATAL_FAILURE(site.addScreen("card", "320x180", "text"));
    ASSERT_NO_FATAL_FAILURE(addFilm(site, "one", 0));
    ASSERT_NO_FATAL_FAILURE(addFilm(site, "two", 500));
    ASSERT_EQ(
        site.tocsin({"media", "slogan", "安全第一", "--handle", "notice", "--seconds", "3"}).code,
        0);
    site.release("loop", kCampaign);
    auto const folder = site.dir() / "card";
    auto const rendered = site.tocsin(
        {"bundle", "render", "--screen", "card", "--minutes", "5", "--out", folder.string()});
    ASSERT_EQ(rendered.code, 0) << rendered.err;
    EXPECT_NE(rendered.out.find("3 items, 00:07"), std::string::npos) << rendered.out;

    std::ifstream in(folder / "check-sheet.json");
    auto const sheet = boost::json::parse(std::string(std::istreambuf_iterator<char>(in), {}));
    constexpr int kFilm = 50, kNotice = 75;
    auto const numbers = numbersIn(folder / "loop.mp4", 2 * kFilm + kNotice);
    std::size_t at = 0, play = 0;
    auto const plan = site.plan("card");
    for (auto const& item : sheet.at("items").as_array()) {
        auto const asset = std::string(item.at("asset").as_string());
        EXPECT_EQ(asset, plan.at(play++).asset) << "as the day begins";
        int const first = asset == "one" ? 0 : asset == "two" ? 500 : -1;
        for (int i = 0; i < (first < 0 ? kNotice : kFilm); ++i) {
            ASSERT_EQ(numbers.at(at++), first < 0 ? -1 : first + i) << asset;
        }
    }
    EXPECT_EQ(play, 3U);
    EXPECT_EQ(sheet.at("loop").at("frames"), 2 * kFilm + kNotice);
    EXPECT_EQ(sheet.at("loop").at("length_ms"), 7'000);
    EXPECT_TRUE(std::filesystem::exists(folder / "check-sheet.html"));
    // The controller keeps nothing of it.
    EXPECT_TRUE(std::filesystem::is_empty(site.dir() / "controller" / "loops"));
}

}  // namespace
}  // namespace tocsin::integration
