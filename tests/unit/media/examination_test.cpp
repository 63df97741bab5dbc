// SPDX-License-Identifier: Apache-2.0
// What a look at all of a film finds in it.
#include "tocsin/media/examination.hpp"

#include <gmock/gmock.h>

#include "descriptors.hpp"
#include "media_samples.hpp"

namespace tocsin::media {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A film of lavfi sources, one after the other: pictures of 320x180 at 25 a second, or sound.
std::filesystem::path film(std::vector<std::string> const& pictures,
                           std::vector<std::string> const& sounds = {}) {
    std::string inputs;
    std::string graph = "-filter_complex \"";
    std::size_t input = 0;
    auto const chain = [&](std::vector<std::string> const& sources, char const* kind,
                           char const* out) {
        for (auto const& source : sources) {
            inputs += "-f lavfi -i " + source + " ";
            graph += "[" + std::to_string(input++) + "]";
        }
        graph += "concat=n=" + std::to_string(sources.size()) + ":" + kind + "[" + out + "];";
    };
    chain(pictures, "v=1:a=0", "v");
    if (!sounds.empty()) {
        chain(sounds, "v=0:a=1", "a");
    }
    graph.back() = '"';
    return test::madeByFfmpeg(inputs + graph + " -map [v] " + (sounds.empty() ? "" : "-map [a] ") +
                                  "-pix_fmt yuv420p -c:v libx264 -c:a aac",
                              "mp4");
}

Examination examined(std::filesystem::path const& file) {
    auto const found = examine(toRead(file), [](double, std::int64_t) {});
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : Examination{};
}

constexpr char kMoving[] = "testsrc2=s=320x180:r=25:d=4";

TEST(AnExamination, FindsBlackAtBothEndsAndThePictureThatStandsStill) {
    auto const found =
        examined(film({"color=black:s=320x180:r=25:d=2", kMoving, "smptebars=s=320x180:r=25:d=6",
                       "color=black:s=320x180:r=25:d=1"}));
    EXPECT_EQ(found.durationMs, 13'000);
    EXPECT_THAT(found.black, ElementsAre(Stretch{0, 2'000}, Stretch{12'000, 13'000}));
    EXPECT_THAT(found.frozen,
                ElementsAre(Stretch{0, 2'000}, Stretch{6'000, 12'000}, Stretch{12'000, 13'000}));
    EXPECT_EQ(found.bars, BlackBars{});
    EXPECT_FALSE(found.sound);
}

TEST(AnExamination, OfAFilmWithoutFaultsFindsNone) {
    auto const found = examined(film({kMoving}, {"sine=frequency=440:duration=4"}));
    EXPECT_THAT(found.black, IsEmpty());
    EXPECT_THAT(found.frozen, IsEmpty());
    EXPECT_THAT(found.silent, IsEmpty());
    EXPECT_EQ(found.bars, BlackBars{});
    EXPECT_TRUE(found.sound);
    EXPECT_NEAR(found.loudness.integrated, -21, 3);
}

TEST(AnExamination, FindsSilenceBetweenSounds) {
    auto const found =
        examined(film({"testsrc2=s=320x180:r=25:d=9"},
                      {"sine=frequency=440:duration=2", "anullsrc=r=44100:cl=mono:d=5",
                       "sine=frequency=440:duration=2"}));
    ASSERT_EQ(found.silent.size(), 1U);
    EXPECT_NEAR(double(found.silent[0].fromMs), 2'400, 150) << "400 ms are measured at a time";
    EXPECT_NEAR(double(found.silent[0].toMs), 7'000, 150);
}

TEST(AnExamination, FindsBarsThatAreBlackAllThrough) {
    auto const found = examined(film({"testsrc2=s=320x120:r=25:d=3,pad=320:180:0:30"}));
    EXPECT_NEAR(found.bars.top, 167, 12);
    EXPECT_NEAR(found.bars.bottom, 167, 12);
    EXPECT_EQ(found.bars.left, 0);
    EXPECT_EQ(found.bars.right, 0);
}

TEST(AnExamination, OfABlackFilmFindsNoBars) {
    auto const found = examined(film({"color=black:s=320x180:r=25:d=3"}));
    EXPECT_THAT(found.black, ElementsAre(Stretch{0, 3'000}));
    EXPECT_EQ(found.bars, BlackBars{});
}

TEST(AnExamination, OfWhatIsNoFilmIsRefused) {
    auto const found =
        examine(toRead(test::fileOf("no film at all", "mp4")), [](double, std::int64_t) {});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Errc::invalid);
}

}  // namespace
}  // namespace tocsin::media
