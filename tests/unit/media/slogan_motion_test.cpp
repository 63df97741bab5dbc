// SPDX-License-Identifier: Apache-2.0
// Slogans that scroll up, turn pages, are read from the right, or tell the time.
#include "slogan_pictures.hpp"

namespace tocsin::media {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using test::inked;
using test::movedBy;
using test::render;
using test::wordAt;

SloganStyle styleOf(std::string text, SloganMotion motion) {
    SloganStyle style;
    style.text = std::move(text);
    style.motion = motion;
    return style;
}

constexpr Instant kNoon = sys_days(2026y / June / 16) + 12h;

TEST(RisingSlogan, ComesFromBelowAndMovesWholePixelsATick) {
    auto style = styleOf("隐患险于明火，防范胜于救灾，责任重于泰山", SloganMotion::scrollUp);
    style.pixelsPerSecond = 25;
    auto const art = render(style, {192, 32});
    ASSERT_TRUE(art);
    EXPECT_FALSE(art->still());
    EXPECT_TRUE(inked(*art->frameAt(0, {}), style).empty());
    EXPECT_GE(inked(*art->frameAt(5, {}), style).top, 27);
    for (int tick = 0; tick < 300; ++tick) {
        ASSERT_TRUE(movedBy(*art->frameAt(tick, {}), *art->frameAt(tick + 1, {}), 0, 1)) << tick;
    }
}

TEST(RisingSlogan, GoesRoundForEver) {
    auto style = styleOf("安全第一\n预防为主", SloganMotion::scrollUp);
    style.pixelsPerSecond = 50;
    auto const art = render(style, {96, 32});
    ASSERT_TRUE(art);
    auto const settled = art->frameAt(40, {})->pixels;
    std::int64_t period = 1;
    while (period < 400 && art->frameAt(40 + period, {})->pixels != settled) {
        ++period;
    }
    ASSERT_LT(period, 400);
    EXPECT_EQ(art->frameAt(40 + period * 1'000'000'000, {})->pixels, settled);
}

/// The different frames of a slogan in order, with the tick at which each began.
std::vector<std::pair<int, FramePtr>> changes(SloganArt& art, int ticks) {
    std::vector<std::pair<int, FramePtr>> out;
    for (int tick = 0; tick < ticks; ++tick) {
        auto frame = art.frameAt(tick, {});
        if (out.empty() || out.back().second != frame) {
            out.emplace_back(tick, std::move(frame));
        }
    }
    return out;
}

TEST(PagedSlogan, StandsAndCutsAtWholeSeconds) {
    auto style = styleOf("隐患险于明火，防范胜于救灾，责任重于泰山", SloganMotion::pages);
    style.pageSeconds = 3;
    auto const art = render(style, {192, 32});
    ASSERT_TRUE(art);
    EXPECT_FALSE(art->still());
    auto const seen = changes(*art, 4 * 75);
    ASSERT_EQ(seen.size(), 4U);
    for (std::size_t i = 0; i < seen.size(); ++i) {
        EXPECT_EQ(seen[i].first, static_cast<int>(i) * 75);
    }
    EXPECT_EQ(seen[3].second->pixels, seen[0].second->pixels);
    EXPECT_NE(seen[1].second->pixels, seen[0].second->pixels);
    // Each page is one phrase, as large as the others, on the same rows.
    for (auto const& [tick, frame] : seen) {
        EXPECT_NEAR(inked(*frame, style).top, inked(*seen[0].second, style).top, 2);
        EXPECT_GE(inked(*frame, style).height(), 20);
    }
}

TEST(PagedSlogan, BeginsAPageAtAnEmptyLineAndIsStillIfThereIsOneOnly) {
    auto style = styleOf("注意\n\n安全", SloganMotion::pages);
    auto const two = render(style, {192, 32});
    ASSERT_TRUE(two);
    EXPECT_EQ(changes(*two, 200).size(), 2U);
    style.text = "注意安全";
    auto const one = render(style, {192, 32});
    ASSERT_TRUE(one);
    EXPECT_TRUE(one->still());
    EXPECT_EQ(changes(*one, 200).size(), 1U);
}

TEST(PagedSlogan, HasSoManyLinesAsTheStyleSays) {
    auto style = styleOf("隐患险于明火，防范胜于救灾，责任重于泰山", SloganMotion::pages);
    style.lines = 2;
    auto const art = render(style, {192, 32});
    ASSERT_TRUE(art);
    EXPECT_EQ(changes(*art, 200).size(), 2U);
}

TEST(ScrollingSlogan, MovesToTheRightIfItIsReadFromTheRight) {
    auto style = styleOf("السلامة أولا", SloganMotion::scrollLeft);
    style.pixelsPerSecond = 50;
    auto const art = render(style, {192, 32});
    ASSERT_TRUE(art);
    EXPECT_TRUE(inked(*art->frameAt(0, {}), style).empty());
    EXPECT_LE(inked(*art->frameAt(10, {}), style).right, 20);
    for (int tick = 0; tick < 300; ++tick) {
        ASSERT_TRUE(movedBy(*art->frameAt(tick, {}), *art->frameAt(tick + 1, {}), -2, 0)) << tick;
    }
    // Its right end, where reading begins, comes first.
    style.motion = SloganMotion::still;
    style.letterPixels = 24;
    auto const whole = render(style, {400, 32});
    style.motion = SloganMotion::scrollLeft;
    auto const scrolled = render(style, {400, 32});
    ASSERT_TRUE(whole && scrolled);
    auto const end = inked(*whole->frameAt(0, {}), style);
    auto const first = scrolled->frameAt(10, {});
    auto const part = inked(*first, style);
    for (int y = 0; y < 32; ++y) {
        for (int i = 0; i < part.width(); ++i) {
            ASSERT_EQ(wordAt(*first, part.right - i, y),
                      wordAt(*whole->frameAt(0, {}), end.right - i, y));
        }
    }
}

TEST(ComplexScripts, AreShapedAndDrawnWhole) {
    for (auto const* const text :
         {"السلامة أولا", "בטיחות", "ความปลอดภัย", "सुरक्षा", "བདེ་འཇགས།", "ᠠᠶᠤᠯᠭᠦᠢ", "بىخەتەرلىك"}) {
        auto style = styleOf(text, SloganMotion::still);
        auto const art = render(style, {192, 64});
        ASSERT_TRUE(art) << text;
        auto const box = inked(*art->frameAt(0, {}), style);
        ASSERT_FALSE(box.empty()) << text;
        EXPECT_GT(box.top, 0) << text;
        EXPECT_LT(box.bottom, 63) << text;
    }
}

/// How a word looks depends on what stands beside its letters.
TEST(ComplexScripts, JoinTheirLetters) {
    auto style = styleOf("ببب", SloganMotion::still);
    style.letterPixels = 32;
    auto const joined = inked(*render(style, {192, 64})->frameAt(0, {}), style);
    style.text = "ب ب ب";
    auto const apart = inked(*render(style, {192, 64})->frameAt(0, {}), style);
    EXPECT_LT(joined.width(), apart.width() * 2 / 3);
}

SloganScreen shanghai(int width, int height) {
    SloganScreen screen{width, height};
    screen.offset = [](Instant) { return 8h; };
    screen.begins = kNoon;
    return screen;
}

TEST(ClockSlogan, IsDrawnAgainOnlyWhenItsTextChanges) {
    auto const style = styleOf("现在 {time:HH:mm:ss}", SloganMotion::still);
    auto const art = render(style, shanghai(192, 32));
    ASSERT_TRUE(art);
    EXPECT_FALSE(art->still());
    EXPECT_TRUE(art->tellsTime());
    auto const frame = art->frameAt(0, kNoon);
    EXPECT_EQ(art->frameAt(24, kNoon + 999ms), frame);
    auto const next = art->frameAt(25, kNoon + 1s);
    EXPECT_NE(next->pixels, frame->pixels);
    EXPECT_EQ(art->frameAt(26, kNoon + 1040ms), next);
}

TEST(ClockSlogan, ShowsTheSameOnTwoScreensAtTheSameInstant) {
    auto const style = styleOf("{time:HH:mm:ss}", SloganMotion::still);
    auto const early = render(style, shanghai(192, 32));
    auto const late = render(style, shanghai(192, 32));
    static_cast<void>(early->frameAt(0, kNoon));
    EXPECT_EQ(early->frameAt(250, kNoon + 10s)->pixels, late->frameAt(0, kNoon + 10s)->pixels);
}

TEST(ClockSlogan, TellsTheScreensOwnTime) {
    auto const style = styleOf("{time}", SloganMotion::still);
    auto plain = styleOf("20:00", SloganMotion::still);
    auto const local = inked(*render(style, shanghai(192, 32))->frameAt(0, kNoon), style);
    auto utc = shanghai(192, 32);
    utc.offset = {};
    auto const art = render(style, utc);
    EXPECT_NE(art->frameAt(0, kNoon)->pixels,
              render(style, shanghai(192, 32))->frameAt(0, kNoon)->pixels);
    auto const expected = inked(*render(plain, shanghai(192, 32))->frameAt(0, {}), plain);
    EXPECT_EQ(local.width(), expected.width());
    EXPECT_EQ(local.height(), expected.height());
}

TEST(ClockSlogan, KeepsItsSizeAndPlaceWhateverTheTime) {
    auto const style = styleOf("{time:H:mm:ss} {days-since:2026-06-10}", SloganMotion::still);
    auto const art = render(style, shanghai(192, 32));
    auto const first = inked(*art->frameAt(0, kNoon), style);
    for (auto passed = 0s; passed < 24h; passed += 1009s) {
        auto const box = inked(*art->frameAt(0, kNoon + passed), style);
        EXPECT_EQ(box.top, first.top);
        EXPECT_EQ(box.bottom, first.bottom);
        ASSERT_GE(box.left, 0);
        ASSERT_LT(box.right, 192);
    }
}

TEST(ClockSlogan, TurnsAtTheScreensMidnightAndFollowsDaylightSaving) {
    auto style = styleOf("第 {day-count:2026-06-16} 天", SloganMotion::still);
    auto const art = render(style, shanghai(192, 32));
    auto const before = art->frameAt(0, kNoon + 4h - 1ms);  // 16 June, 23:59:59 there
    EXPECT_EQ(art->frameAt(0, kNoon), before);
    EXPECT_NE(art->frameAt(0, kNoon + 4h)->pixels, before->pixels);

    style.text = "{time}";
    auto screen = shanghai(192, 32);
    Instant const change = sys_days(2026y / October / 25) + 1h;  // as in Berlin
    screen.offset = [change](Instant t) { return t < change ? 2h : 1h; };
    auto const clock = render(style, screen);
    auto const first = clock->frameAt(0, change - 1h)->pixels;  // 02:00 for the first time
    EXPECT_NE(clock->frameAt(0, change - 1min)->pixels, first);
    EXPECT_EQ(clock->frameAt(0, change)->pixels, first) << "02:00 again";
}

TEST(ClockSlogan, ScrollsOnWithoutAJerkWhenItsTextChanges) {
    auto style = styleOf("现在 {time:HH:mm:ss} 安全第一", SloganMotion::scrollLeft);
    style.pixelsPerSecond = 50;
    auto const art = render(style, shanghai(96, 32));
    auto const ticks = [](int n) { return n * 40ms; };
    // The last character stands behind the clock: it goes on by two pixels as the second turns.
    for (int tick = 100; tick < 300; ++tick) {
        auto const frame = art->frameAt(tick, kNoon + ticks(tick));
        auto const next = art->frameAt(tick + 1, kNoon + ticks(tick + 1));
        bool const turned = (tick + 1) % 25 == 0;
        ASSERT_EQ(movedBy(*frame, *next, 2, 0) || turned, true) << tick;
    }
    // A round later, at the same second of another minute, everything stands where it stood.
    auto const other = render(style, shanghai(96, 32));
    EXPECT_EQ(other->frameAt(150, kNoon + 6s)->pixels, art->frameAt(150, kNoon + 6s)->pixels);
}

}  // namespace
}  // namespace tocsin::media
