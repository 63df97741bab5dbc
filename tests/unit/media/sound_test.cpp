// SPDX-License-Identifier: Apache-2.0
// Sound stands where the film's own time says.
#include "tocsin/media/sound.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "media_samples.hpp"

namespace tocsin::media {
namespace {

using test::madeByFfmpeg;

/// Three seconds of film; its sound is silent but for a loud second from 1 s to 2 s.
std::filesystem::path burst(std::string const& codec, std::string const& suffix, int rate = 44'100,
                            int channels = 1) {
    return madeByFfmpeg(
        fmt::format("-f lavfi -i testsrc=s=64x32:r=25:d=3 -f lavfi -i "
                    "\"aevalsrc='0.8*sin(2*PI*440*t)*between(t,1,2)':d=3:s={}:c={}\" -c:v {} "
                    "-pix_fmt yuv420p -g 25 -c:a {} -ac {}",
                    rate, channels == 1 ? "mono" : "stereo",
                    suffix == "webm" ? "libvpx" : "libx264", codec, channels),
        suffix);
}

std::vector<Sample> wholeOf(Sound& sound) {
    std::vector<Sample> out;
    std::array<Sample, 1'000> some{};
    while (auto const got = sound.read(some).value()) {
        out.insert(out.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(got));
    }
    return out;
}

double loudness(std::vector<Sample> const& samples, double from, double to) {
    double sum = 0;
    auto const first = static_cast<std::size_t>(from * kSoundRate);
    auto const last = std::min(static_cast<std::size_t>(to * kSoundRate), samples.size());
    for (auto i = first; i < last; ++i) {
        sum += std::pow(samples[i][0], 2) + std::pow(samples[i][1], 2);
    }
    return std::sqrt(sum / (2.0 * static_cast<double>(last - first)));
}

/// The first sample that is heard, in seconds.
double onset(std::vector<Sample> const& samples) {
    std::size_t i = 0;
    while (i < samples.size() && std::abs(samples[i][0]) < 3'000) {
        ++i;
    }
    return static_cast<double>(i) / kSoundRate;
}

struct Coding {
    char const *codec, *suffix;
    int rate, channels;
};
class SoundOf : public testing::TestWithParam<Coding> {};

TEST_P(SoundOf, AFilmIsLaidOutOnTheFilmsTime) {
    auto const& p = GetParam();
    auto sound = openSound(burst(p.codec, p.suffix, p.rate, p.channels), {});
    ASSERT_TRUE(sound) << sound.error().message;
    auto const all = wholeOf(**sound);
    EXPECT_NEAR(static_cast<double>(all.size()) / kSoundRate, 3.0, 0.06);
    EXPECT_NEAR(onset(all), 1.0, 0.01);
    EXPECT_LT(loudness(all, 0.1, 0.9), 100);
    EXPECT_GT(loudness(all, 1.1, 1.9), 10'000);
    EXPECT_LT(loudness(all, 2.1, 2.9), 100);
}
INSTANTIATE_TEST_SUITE_P(Codings, SoundOf,
                         testing::Values(Coding{"aac", "mp4", 44'100, 1},
                                         Coding{"libmp3lame", "mp4", 48'000, 2},
                                         Coding{"libopus", "webm", 48'000, 2},
                                         Coding{"flac", "mkv", 32'000, 1},
                                         Coding{"ac3", "ts", 48'000, 2}));

TEST(Sound, GoesOnWhereItIsSought) {
    auto sound = openSound(burst("aac", "mp4"), {}).value();
    auto const whole = wholeOf(*sound);
    ASSERT_TRUE(sound->seek(kSoundRate * 3 / 2));
    EXPECT_EQ(sound->next(), kSoundRate * 3 / 2);
    auto const rest = wholeOf(*sound);
    EXPECT_NEAR(static_cast<double>(rest.size()), static_cast<double>(whole.size()) - 72'000,
                24);  // half a millisecond: the resampler starts anew
    EXPECT_GT(loudness(rest, 0.0, 0.45), 10'000);
    EXPECT_LT(loudness(rest, 0.55, 1.4), 100);
    ASSERT_TRUE(sound->seek(0));
    EXPECT_NEAR(onset(wholeOf(*sound)), 1.0, 0.01);
}

TEST(Sound, OfASilentFilmIsNotThere) {
    test::FilmSpec spec;
    auto const sound = openSound(test::sampleFilm(spec), {});
    ASSERT_FALSE(sound);
    EXPECT_EQ(sound.error().code, Errc::notFound);
    EXPECT_EQ(openSound("/nonexistent.mp4", {}).error().code, Errc::notFound);
}

TEST(Sound, OfADamagedFilmEndsInsteadOfHanging) {
    auto bytes = test::bytesOf(burst("aac", "mkv"));
    for (std::size_t i = bytes.size() / 3; i < bytes.size(); i += 37) {
        bytes[i] = static_cast<char>(bytes[i] ^ 0x5a);
    }
    auto sound = openSound(test::fileOf(bytes, "mkv"), {});
    if (sound) {
        std::array<Sample, 1'000> some{};
        std::size_t total = 0;
        for (auto got = (*sound)->read(some); got && *got > 0; got = (*sound)->read(some)) {
            total += *got;
        }
        EXPECT_LT(total, std::size_t{kSoundRate} * 90);
    }
}

}  // namespace
}  // namespace tocsin::media
