// SPDX-License-Identifier: Apache-2.0
// GIFs that move: timed as browsers time them, and made films of the house.
#include <gtest/gtest.h>

#include <array>

#include "descriptors.hpp"
#include "media_samples.hpp"
#include "tocsin/media/film.hpp"
#include "tocsin/media/probe.hpp"
#include "tocsin/media/transcode.hpp"

namespace tocsin::media {
namespace {

using test::nearColour;
using test::pixelAt;

/// One image of the GIF: all pixels of one of its two colours, index 1 being transparent if said.
struct Image {
    int centiseconds = 10;
    int colour = 0;
    bool transparent = false;
};

std::string twoBytes(int value) {
    return {static_cast<char>(value & 255), static_cast<char>(value >> 8)};
}

/// `pixels` times one index, with a clear code before each, so that codes stay three bits wide.
std::string codes(int pixels, int index) {
    std::string out, block;
    unsigned bits = 0, held = 0;
    auto const put = [&](unsigned code) {
        bits |= code << held;
        for (held += 3; held >= 8; held -= 8, bits >>= 8) {
            block += static_cast<char>(bits & 255);
        }
    };
    constexpr unsigned kClear = 4, kEnd = 5;
    for (int i = 0; i < pixels; ++i) {
        put(kClear);
        put(static_cast<unsigned>(index));
    }
    put(kEnd);
    block += static_cast<char>(bits & 255);
    for (std::size_t at = 0; at < block.size(); at += 255) {
        auto const part = block.substr(at, 255);
        out += static_cast<char>(part.size()) + part;
    }
    return out + '\0';
}

std::filesystem::path gif(int width, int height, std::vector<Image> const& images) {
    using namespace std::literals;
    // Four colours: red, blue, white, black.
    auto out = "GIF89a"s + twoBytes(width) + twoBytes(height) + "\x81\0\0"s +
               "\xff\0\0\0\0\xff\xff\xff\xff\0\0\0"s;
    for (auto const& [centiseconds, colour, transparent] : images) {
        out += "\x21\xf9\x04"s + (transparent ? '\x09' : '\x08') + twoBytes(centiseconds) +
               static_cast<char>(colour) + '\0';
        out += "\x2c\0\0\0\0"s + twoBytes(width) + twoBytes(height) + '\0' + '\x02' +
               codes(width * height, colour);
    }
    return test::fileOf(out + ';', "gif");
}

TEST(MovingGif, IsAFilmThatHasToBeConverted) {
    auto const verdict = probe(gif(33, 21, {{10, 0}, {10, 1}, {10, 2}}), Depth::quick);
    ASSERT_TRUE(verdict.accepted) << verdict.reason << verdict.technical;
    EXPECT_EQ(verdict.kind, "film");
    EXPECT_FALSE(verdict.playable);
    EXPECT_EQ(verdict.needs,
              (std::vector<std::string>{"codec", "container", "pixel-format", "size"}));
    EXPECT_EQ(verdict.frames, 3);
    EXPECT_EQ(verdict.durationMs, 300);
}

TEST(MovingGif, ThatDoesNotMoveIsAPicture) {
    auto const verdict = probe(gif(33, 21, {{10, 0}}));
    ASSERT_TRUE(verdict.accepted) << verdict.reason << verdict.technical;
    EXPECT_EQ(verdict.kind, "picture");
    EXPECT_EQ(verdict.width, 33);
    EXPECT_EQ(verdict.height, 21);
}

TEST(MovingGif, IsTimedAsBrowsersDo) {
    struct Case {
        int centiseconds;
        std::int64_t ms;
    };
    for (auto const& [centiseconds, ms] : {Case{0, 400}, Case{1, 400}, Case{2, 80}, Case{7, 280}}) {
        Image const image{centiseconds, 0};
        for (auto const depth : {Depth::quick, Depth::whole}) {
            auto const verdict = probe(gif(16, 16, {image, image, image, image}), depth);
            EXPECT_EQ(verdict.durationMs, ms) << centiseconds << verdict.reason;
        }
    }
}

TEST(MovingGif, KeepsItsLastImageAsLongAsItSays) {
    auto const file = gif(16, 16, {{10, 0}, {10, 1}, {10, 0}, {300, 2}});
    for (auto const depth : {Depth::quick, Depth::whole}) {
        auto const verdict = probe(file, depth);
        EXPECT_EQ(verdict.durationMs, 3'300) << verdict.reason;
        EXPECT_EQ(verdict.houseRateNum, 10 * verdict.houseRateDen);
    }
}

struct Converted {
    Result<Transcoded> done = Error{Errc::invalid, "not run"};
    std::filesystem::path file;
};

/// As the library does: at the rate that the verdict names.
Converted convert(std::filesystem::path const& file) {
    auto const verdict = probe(file, Depth::whole);
    Converted out;
    out.file = test::fileOf("", "mp4");
    out.done = transcode(toRead(file), toWrite(out.file),
                         {.rateNum = verdict.houseRateNum, .rateDen = verdict.houseRateDen},
                         [](double, std::int64_t) {});
    EXPECT_TRUE(out.done) << (out.done ? "" : out.done.error().message);
    return out;
}

test::Pixel pixelAfter(std::filesystem::path const& film, std::int64_t ms) {
    auto opened = openFilm(film, {32, 32}, {});
    auto const frame = opened ? (*opened)->frameAt(MediaTime(ms * 1'000), MediaTime(2'000))
                              : Result<FramePtr>(opened.error());
    EXPECT_TRUE(frame) << (frame ? "" : frame.error().message);
    return frame ? pixelAt(**frame, 16, 16) : test::Pixel{};
}

TEST(MovingGif, BecomesAFilmOfConstantRate) {
    auto const out = convert(gif(33, 21, {{20, 0}, {4, 1}, {30, 2}, {10, 1}}));
    ASSERT_TRUE(out.done);
    EXPECT_EQ(out.done->durationMs, 640);
    EXPECT_EQ(out.done->width, 32);
    EXPECT_EQ(out.done->height, 20);
    auto const verdict = probe(out.file);
    EXPECT_TRUE(verdict.accepted && verdict.playable && verdict.needs.empty()) << verdict.reason;
    EXPECT_TRUE(nearColour(pixelAfter(out.file, 100), 255, 0, 0, 40));
    EXPECT_TRUE(nearColour(pixelAfter(out.file, 200), 0, 0, 255, 40)) << "the short one is lost";
    EXPECT_TRUE(nearColour(pixelAfter(out.file, 400), 255, 255, 255, 40));
    EXPECT_TRUE(nearColour(pixelAfter(out.file, 600), 0, 0, 255, 40));
}

TEST(MovingGif, IsBlackWhereItIsTransparent) {
    auto const out = convert(gif(32, 32, {{50, 2, true}, {50, 0}}));
    ASSERT_TRUE(out.done);
    EXPECT_TRUE(nearColour(pixelAfter(out.file, 100), 0, 0, 0, 24));
    EXPECT_TRUE(nearColour(pixelAfter(out.file, 700), 255, 0, 0, 40));
}

TEST(MovingGif, IsRefusedWhenCutOff) {
    auto const whole = gif(33, 21, {{10, 0}, {10, 1}, {10, 2}});
    for (auto const permille : {100, 500, 990}) {
        auto const verdict = probe(test::cutFile(whole, permille), Depth::quick);
        EXPECT_FALSE(verdict.accepted) << permille;
        EXPECT_NE(verdict.reason.find("cut off"), std::string::npos) << verdict.reason;
    }
}

}  // namespace
}  // namespace tocsin::media
