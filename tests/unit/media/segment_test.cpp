// SPDX-License-Identifier: Apache-2.0
// Items rendered for screens without a player: as many frames as ordered, and the right ones.
#include "tocsin/media/segment.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "descriptors.hpp"
#include "media_samples.hpp"
#include "tocsin/media/film.hpp"
#include "tocsin/media/join.hpp"
#include "tocsin/media/picture.hpp"
#include "tocsin/media/probe.hpp"
#include "tocsin/media/slogan.hpp"

namespace tocsin::media {
namespace {

using test::nearColour;
using test::numberIn;
using test::pixelAt;
using test::sampleFilm;

struct Rendered {
    Result<Segment> done = Error{Errc::invalid, "not run"};
    std::filesystem::path file;
};

Rendered render(std::filesystem::path const& item, SegmentOrder const& order) {
    Rendered out;
    out.file = test::fileOf("", order.format == SegmentFormat::png ? "png" : "mp4");
    out.done = renderSegment(toRead(item), toWrite(out.file), order, [](double, std::int64_t) {});
    return out;
}

SegmentOrder orderFor(SegmentKind kind, int width, int height, std::int64_t frames) {
    SegmentOrder order;
    order.kind = kind;
    order.width = width;
    order.height = height;
    order.frames = frames;
    return order;
}

/// Every frame of a film of `rate` frames a second, at its own size.
std::vector<FramePtr> framesOf(std::filesystem::path const& file, int rate = 25) {
    auto const verdict = probe(file);
    EXPECT_TRUE(verdict.accepted) << verdict.reason;
    Canvas const canvas{static_cast<int>(verdict.width), static_cast<int>(verdict.height)};
    auto film = openFilm(file, canvas, {});
    EXPECT_TRUE(film);
    std::vector<FramePtr> out;
    for (std::int64_t tick = 0; film && tick < verdict.frames; ++tick) {
        auto frame = (*film)->frameAt(MediaTime(tick * 1'000'000 / rate), MediaTime(2'000));
        EXPECT_TRUE(frame);
        if (frame) {
            out.push_back(*frame);
        }
    }
    return out;
}

std::vector<int> numbersOf(std::filesystem::path const& file, int rate = 25) {
    std::vector<int> out;
    for (auto const& frame : framesOf(file, rate)) {
        out.push_back(numberIn(*frame));
    }
    return out;
}

std::vector<int> counted(int from, int to) {
    std::vector<int> out;
    for (int i = from; i < to; ++i) {
        out.push_back(i);
    }
    return out;
}

std::filesystem::path sloganFile(SloganStyle const& style) {
    return test::fileOf(canonicalSlogan(describeSlogan(style).value()), "slogan");
}

/// Mean difference of all channels, 0 to 255; the frames are of one size.
double difference(Frame const& a, Frame const& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        sum += std::abs(int{a.pixels[i]} - int{b.pixels[i]});
    }
    return sum / static_cast<double>(a.pixels.size());
}

TEST(Segment, ShowsEachFrameOfAFilmOnce) {
    auto const made = render(sampleFilm({}), orderFor(SegmentKind::film, 160, 96, 50));
    ASSERT_TRUE(made.done) << made.done.error().message;
    EXPECT_EQ(made.done->frames, 50);
    EXPECT_FALSE(made.done->still);
    EXPECT_EQ(static_cast<std::uintmax_t>(made.done->bytes), std::filesystem::file_size(made.file));
    EXPECT_EQ(numbersOf(made.file), counted(0, 50));
}

TEST(Segment, IsCutAndHeldToTheOrderedFrames) {
    EXPECT_EQ(numbersOf(render(sampleFilm({}), orderFor(SegmentKind::film, 160, 96, 20)).file),
              counted(0, 20));
    auto expected = counted(0, 50);
    expected.insert(expected.end(), 7, 49);
    EXPECT_EQ(numbersOf(render(sampleFilm({}), orderFor(SegmentKind::film, 160, 96, 57)).file),
              expected);
}

TEST(Segment, ShowsAFilmOfAnotherRateAsThePlayerDoes) {
    test::FilmSpec spec;
    spec.fpsNum = 50;
    spec.frames = 60;
    auto const made = render(sampleFilm(spec), orderFor(SegmentKind::film, 160, 96, 30));
    std::vector<int> everySecond;
    for (int i = 0; i < 60; i += 2) {
        everySecond.push_back(i);
    }
    EXPECT_EQ(numbersOf(made.file), everySecond);
    auto order = orderFor(SegmentKind::film, 160, 96, 20);
    order.rateNum = 50;
    EXPECT_EQ(numbersOf(render(sampleFilm({}), order).file, 50),
              (std::vector<int>{0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9}));
}

TEST(Segment, IsHouseFormatWithoutSound) {
    test::FilmSpec spec;
    spec.sound = true;
    auto const made = render(sampleFilm(spec), orderFor(SegmentKind::film, 320, 64, 25));
    ASSERT_TRUE(made.done) << made.done.error().message;
    auto const verdict = probe(made.file);
    EXPECT_TRUE(verdict.accepted && verdict.needs.empty()) << verdict.reason;
    EXPECT_EQ(verdict.codec, "h264");
    EXPECT_EQ(verdict.pixelFormat, "yuv420p");
    EXPECT_EQ(verdict.width, 320);
    EXPECT_EQ(verdict.height, 64);
    EXPECT_FALSE(verdict.sound);
    EXPECT_EQ(verdict.durationMs, 1'000);
    EXPECT_EQ(verdict.rateNum, 25);
}

TEST(Segment, PutsAnItemOfAnotherShapeAsItsFitSays) {
    // Contained, a film of 160x96 stands 106 pixels wide in the middle of 320x64.
    auto order = orderFor(SegmentKind::film, 320, 64, 2);
    auto const contained = framesOf(render(sampleFilm({}), order).file).at(1);
    EXPECT_TRUE(nearColour(pixelAt(*contained, 20, 50), 0, 0, 0, 4));
    EXPECT_EQ(numberIn(*contained, 107, 0, 106, 64), 1);
    order.fit = Fit::stretch;
    EXPECT_EQ(numberIn(*framesOf(render(sampleFilm({}), order).file).at(1)), 1);
}

TEST(Segment, OfAPictureIsThatPictureInEachFrameAndAsPng) {
    auto const picture = test::samplePicture("png");
    auto order = orderFor(SegmentKind::picture, 160, 96, 12);
    auto const expected = loadPicture(picture, {160, 96}).value();
    auto const film = render(picture, order);
    ASSERT_TRUE(film.done) << film.done.error().message;
    EXPECT_TRUE(film.done->still);
    auto const frames = framesOf(film.file);
    ASSERT_EQ(frames.size(), 12U);
    for (auto const& frame : frames) {
        EXPECT_LT(difference(*frame, *expected), 3);
    }
    EXPECT_TRUE(nearColour(pixelAt(*frames.front(), 20, 72), 255, 0, 0, 16));
    EXPECT_TRUE(nearColour(pixelAt(*frames.front(), 60, 72), 0, 255, 0, 16));
    EXPECT_TRUE(nearColour(pixelAt(*frames.front(), 140, 72), 255, 255, 255, 4));
    order.format = SegmentFormat::png;
    auto const png = render(picture, order);
    ASSERT_TRUE(png.done) << png.done.error().message;
    EXPECT_EQ(static_cast<std::uintmax_t>(png.done->bytes), std::filesystem::file_size(png.file));
    EXPECT_EQ(loadPicture(png.file, {160, 96}).value()->pixels, expected->pixels);
}

TEST(Segment, OfASloganIsWhatThePlayerDraws) {
    SloganStyle style;
    style.text = "安全第一 预防为主";
    auto order = orderFor(SegmentKind::slogan, 192, 32, 5);
    order.format = SegmentFormat::png;
    auto const png = render(sloganFile(style), order);
    ASSERT_TRUE(png.done) << png.done.error().message;
    auto const art = renderSlogan(describeSlogan(style).value(), {192, 32}).value();
    EXPECT_EQ(loadPicture(png.file, {192, 32}).value()->pixels, art->frameAt(0, {})->pixels);

    style.motion = SloganMotion::scrollLeft;
    auto const moving = renderSlogan(describeSlogan(style).value(), {192, 32}).value();
    order.format = SegmentFormat::mp4;
    order.frames = 75;
    auto const frames = framesOf(render(sloganFile(style), order).file);
    ASSERT_EQ(frames.size(), 75U);
    for (int const tick : {0, 30, 74}) {
        auto const& frame = *frames[static_cast<std::size_t>(tick)];
        // Letters of single pixels lose colour in 4:2:0, but stand where they should.
        auto const here = difference(frame, *moving->frameAt(tick, {}));
        EXPECT_LT(here, 8) << tick;
        if (tick > 0) {
            EXPECT_LT(here * 2, difference(frame, *moving->frameAt(tick + 4, {}))) << tick;
        }
    }
}

TEST(Segment, TellsTheTimeOfItsShowing) {
    SloganStyle style;
    style.text = "{time:HH:mm:ss}";
    auto order = orderFor(SegmentKind::slogan, 192, 32, 50);
    order.begins = parseInstant("2026-06-16T01:00:00Z").value();
    order.offset = std::chrono::hours(8);
    auto const frames = framesOf(render(sloganFile(style), order).file);
    ASSERT_EQ(frames.size(), 50U);
    SloganScreen screen{192, 32};
    screen.offset = [](Instant) { return std::chrono::hours(8); };
    screen.begins = order.begins;
    auto const art = renderSlogan(describeSlogan(style).value(), screen).value();
    auto const atSecond = [&](int second) {
        return art->frameAt(0, order.begins + std::chrono::seconds(second));
    };
    EXPECT_LT(difference(*frames[24], *atSecond(0)), difference(*frames[24], *atSecond(1)));
    EXPECT_LT(difference(*frames[25], *atSecond(1)), difference(*frames[25], *atSecond(0)));
}

TEST(Segment, RefusesAPngOfWhatMoves) {
    SloganStyle style;
    style.text = "滚动";
    style.motion = SloganMotion::scrollLeft;
    auto order = orderFor(SegmentKind::slogan, 96, 16, 5);
    order.format = SegmentFormat::png;
    auto const slogan = render(sloganFile(style), order);
    order.kind = SegmentKind::film;
    auto const film = render(sampleFilm({}), order);
    for (auto const* refused : {&slogan, &film}) {
        ASSERT_FALSE(refused->done);
        EXPECT_EQ(refused->done.error().code, Errc::invalid);
        EXPECT_NE(refused->done.error().message.find("moves"), std::string::npos);
    }
}

TEST(Segment, RepeatsTheLastColumnAndRowOfOddScreens) {
    auto const picture = test::samplePicture("png");
    auto const made = render(picture, orderFor(SegmentKind::picture, 161, 95, 3));
    ASSERT_TRUE(made.done) << made.done.error().message;
    EXPECT_EQ(made.done->width, 162);
    EXPECT_EQ(made.done->height, 96);
    EXPECT_EQ(made.done->addedColumns, 1);
    EXPECT_EQ(made.done->addedRows, 1);
    auto order = orderFor(SegmentKind::picture, 161, 95, 3);
    order.fit = Fit::stretch;
    auto const frame = framesOf(render(picture, order).file).at(2);
    ASSERT_EQ(frame->width, 162);
    for (int const x : {160, 161}) {
        EXPECT_TRUE(nearColour(pixelAt(*frame, x, 72), 255, 255, 255, 6)) << x;
    }
    EXPECT_TRUE(nearColour(pixelAt(*frame, 20, 95), 255, 0, 0, 12));
    EXPECT_TRUE(nearColour(pixelAt(*frame, 20, 94), 255, 0, 0, 12));
}

TEST(Segment, RefusesOrdersThatMakeNoSense) {
    struct Case {
        int width, height;
        std::int64_t rate, frames;
        char const* word;
    };
    for (auto const& [width, height, rate, frames, word] :
         {Case{0, 96, 25, 1, "width"}, Case{160, 8193, 25, 1, "height"},
          Case{160, 96, 0, 1, "rate"}, Case{160, 96, 121, 1, "rate"},
          Case{160, 96, 25, 0, "frames"}, Case{160, 96, 25, 25 * 86'400 + 1, "frames"}}) {
        auto order = orderFor(SegmentKind::film, width, height, frames);
        order.rateNum = rate;
        auto const made = render(sampleFilm({}), order);
        ASSERT_FALSE(made.done) << word;
        EXPECT_NE(made.done.error().message.find(word), std::string::npos);
    }
}

TEST(Segment, OfADamagedFilmIsNone) {
    auto const made =
        render(test::cutFile(sampleFilm({}), 700), orderFor(SegmentKind::film, 160, 96, 50));
    ASSERT_FALSE(made.done);
    EXPECT_EQ(made.done.error().code, Errc::damaged) << made.done.error().message;
}

TEST(Loop, HoldsItsPartsInOrderAndAsOftenAsAsked) {
    // A single frame is a part like any other.
    auto const film = render(sampleFilm({}), orderFor(SegmentKind::film, 160, 96, 30));
    test::FilmSpec later;
    later.firstNumber = 500;
    auto const single = render(sampleFilm(later), orderFor(SegmentKind::film, 160, 96, 1));
    later.firstNumber = 700;
    auto const two = render(sampleFilm(later), orderFor(SegmentKind::film, 160, 96, 2));
    auto const file = test::fileOf("", "mp4");
    auto const done =
        joinInOrder({toRead(film.file), toRead(single.file), toRead(two.file)},
                    {1, 0, 1, 1, 2, 0, 2}, toWrite(file), [](double, std::int64_t) {});
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->frames, 67);
    std::vector<int> expected{500};
    auto const add = [&](std::vector<int> const& more) {
        expected.insert(expected.end(), more.begin(), more.end());
    };
    add(counted(0, 30));
    add({500, 500, 700, 701});
    add(counted(0, 30));
    add({700, 701});
    EXPECT_EQ(numbersOf(file), expected);
    auto const verdict = probe(file);
    EXPECT_TRUE(verdict.accepted && verdict.needs.empty()) << verdict.reason;
    EXPECT_EQ(verdict.durationMs, 67 * 40);
}

TEST(Loop, OfAThousandPlaysIsJoinedFromAFewParts) {
    auto const one = render(sampleFilm({}), orderFor(SegmentKind::film, 160, 96, 3));
    auto const other =
        render(test::samplePicture("png"), orderFor(SegmentKind::picture, 160, 96, 2));
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < 1'500; ++i) {
        order.push_back(i % 2);
    }
    auto const file = test::fileOf("", "mp4");
    auto const done = joinInOrder({toRead(one.file), toRead(other.file)}, order, toWrite(file),
                                  [](double, std::int64_t) {});
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->frames, 750 * 5);
    EXPECT_EQ(probe(file).frames, 750 * 5);
}

TEST(Loop, RefusesAnOrderOfPartsThatAreNotThere) {
    auto const part = render(sampleFilm({}), orderFor(SegmentKind::film, 160, 96, 3));
    for (auto const& order : {std::vector<std::size_t>{}, std::vector<std::size_t>{0, 1}}) {
        auto const file = test::fileOf("", "mp4");
        auto const done =
            joinInOrder({toRead(part.file)}, order, toWrite(file), [](double, std::int64_t) {});
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, Errc::invalid);
    }
}

}  // namespace
}  // namespace tocsin::media
