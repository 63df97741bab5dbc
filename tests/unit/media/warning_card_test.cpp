// SPDX-License-Identifier: Apache-2.0
// Warnings as pictures: what they say stands on them wholly, and can be read.
#include "tocsin/media/warning_card.hpp"

#include <array>
#include <map>

#include "slogan_pictures.hpp"
#include "tocsin/media/slogan_legibility.hpp"
#include "warning_icons.hpp"
#include "warning_layout.hpp"

namespace tocsin::media {
namespace {

using test::coloursOf;
using test::wordAt;
using test::wordOf;

struct Panel {
    int width, height;
};

constexpr std::array kPanels{Panel{8, 8},     Panel{16, 16},   Panel{64, 32},   Panel{128, 64},
                             Panel{192, 32},  Panel{384, 64},  Panel{320, 240}, Panel{320, 960},
                             Panel{960, 180}, Panel{960, 540}, Panel{32, 640}};

WarningCard rain() {
    return {warning_colours::red,
            "rain",
            "",
            "暴雨红色预警",
            "市气象台 · 2026-06-16 08:30",
            {"预计未来3小时内，我市城区及东部乡镇降雨量将达100毫米以上，请注意防范。",
             "防御指南：1.停止集会、停课；2.立即转移到安全场所。"}};
}

std::vector<WarningPage> pagesOf(WarningCard const& card, Panel panel) {
    auto pages = renderWarning(card, panel.width, panel.height);
    if (!pages) {
        ADD_FAILURE() << pages.error().message;
        return {};
    }
    return *std::move(pages);
}

/// The colour that most pixels have.
std::uint32_t mostOf(Frame const& frame) {
    std::map<std::uint32_t, int> counts;
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x) {
            ++counts[wordAt(frame, x, y)];
        }
    }
    return std::ranges::max_element(counts, {}, [](auto const& one) { return one.second; })->first;
}

/// All words of the pages, without blanks.
std::string textOf(std::vector<detail::Sheet> const& sheets) {
    std::string out;
    for (auto const& sheet : sheets) {
        for (auto const& item : sheet.items) {
            if (auto const* words = std::get_if<detail::Words>(&item)) {
                out += words->text;
            }
        }
    }
    std::erase(out, ' ');
    return out;
}

std::string repeated(std::string const& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) {
        out += text;
    }
    return out;
}

TEST(WarningCard, HasOpaquePagesOfTheScreensSizeOnEveryScreen) {
    for (auto const panel : kPanels) {
        auto const pages = pagesOf(rain(), panel);
        ASSERT_FALSE(pages.empty());
        for (auto const& page : pages) {
            ASSERT_EQ(page.frame->width, panel.width);
            ASSERT_EQ(page.frame->height, panel.height);
            for (auto const colour : coloursOf(*page.frame)) {
                ASSERT_EQ(colour >> 24, 255U) << panel.width;
            }
        }
    }
}

TEST(WarningCard, IsOfItsLevelsColourWithLettersThatStandOutFromIt) {
    for (auto const ground :
         {warning_colours::blue, warning_colours::yellow, warning_colours::orange,
          warning_colours::red, warning_colours::none}) {
        auto card = rain();
        card.ground = ground;
        for (auto const panel : {Panel{192, 32}, Panel{960, 540}}) {
            auto const pages = pagesOf(card, panel);
            ASSERT_FALSE(pages.empty());
            EXPECT_EQ(mostOf(*pages.front().frame), wordOf(ground));
        }
        detail::WarningJob const job(card, 192, 32);
        EXPECT_GE(contrastHundredths(job.ink, ground), 450);
        EXPECT_TRUE(coloursOf(*pagesOf(card, {192, 32}).front().frame).contains(wordOf(job.ink)));
    }
}

TEST(WarningCard, SaysAllOfItsText) {
    for (auto const panel : kPanels) {
        if (panel.width < 24 || panel.height < 12) {
            continue;
        }
        detail::WarningJob job(rain(), panel.width, panel.height);
        auto const said = textOf(detail::sheetsOf(job));
        for (auto const& paragraph : rain().paragraphs) {
            EXPECT_NE(said.find(paragraph.substr(0, 6)), std::string::npos) << panel.width;
        }
        // Headings come on every page, so only the length of all is a lower bound.
        EXPECT_GE(said.size(), rain().paragraphs[0].size() + rain().paragraphs[1].size());
    }
}

TEST(WarningText, IsWhollyDividedIntoLinesAndPages) {
    auto const paragraphs = rain().paragraphs;
    detail::WarningLettering lettering({paragraphs[0], paragraphs[1]}, true);
    auto const pages =
        detail::breakText(paragraphs, lettering, 16,
                          {160, 32, 17, 15, 0, 3, Milliseconds{14'000}, Milliseconds{14'000}});
    std::string all;
    for (auto const& line : pages.lines) {
        EXPECT_FALSE(line.text.starts_with("，")) << line.text;
        EXPECT_FALSE(line.text.starts_with("。")) << line.text;
        all += line.text;
    }
    EXPECT_EQ(all, paragraphs[0] + paragraphs[1]);
    ASSERT_FALSE(pages.ends.empty());
    EXPECT_EQ(pages.ends.back(), pages.lines.size());
    std::size_t from = 0;
    for (auto const end : pages.ends) {
        EXPECT_GE(end - from, 1U);
        EXPECT_LE(end - from, 2U);  // 32 rows hold two lines of 16
        from = end;
    }
}

TEST(WarningText, KeepsNumbersWithTheirUnitsAndLeavesNoCharacterAlone) {
    std::vector<std::string> const paragraphs{"一二三四五六七八3小时之内到达。"};
    detail::WarningLettering lettering({paragraphs[0]}, true);
    for (int width = 100; width <= 180; width += 8) {
        auto const pages = detail::breakText(
            paragraphs, lettering, 16,
            {width, 64, 17, 15, 0, 3, Milliseconds{14'000}, Milliseconds{14'000}});
        for (auto const& line : pages.lines) {
            EXPECT_FALSE(line.text.ends_with("3")) << width;
            EXPECT_NE(line.text, "达。") << width;
        }
    }
}

TEST(WarningText, CutsWordsOnlyThatAreWiderThanALine) {
    std::vector<std::string> const paragraphs{"see " + std::string(60, 'w') + " now"};
    detail::WarningLettering lettering({paragraphs[0]}, true);
    auto const pages =
        detail::breakText(paragraphs, lettering, 16,
                          {160, 32, 17, 15, 0, 3, Milliseconds{14'000}, Milliseconds{14'000}});
    std::string all;
    for (auto const& line : pages.lines) {
        all += line.text;
        EXPECT_LE(line.text.size(), 20U);
    }
    std::erase(all, ' ');
    EXPECT_EQ(all, "see" + std::string(60, 'w') + "now");
}

TEST(WarningText, LosesWhatCannotBeDrawn) {
    EXPECT_EQ(detail::cleanParagraphs("a\x01\tb\r\nc\n\n \nd"),
              (std::vector<std::string>{"a b", "c", "d"}));
    EXPECT_EQ(detail::cleanLine("预\xff警\xe2\x80\xae!"), "预警!");
    EXPECT_EQ(detail::cleanLine("\xf0\x9f\xaa\xbf\xee\x80\x80"),
              detail::cleanLine("\xf0\x9f\xaa\xbf") + "□");
    EXPECT_EQ(detail::cutText("暴雨预警", 3), "暴雨…");
    EXPECT_EQ(detail::cutText("暴雨", 2), "暴雨");
}

TEST(WarningCard, StandsLongEnoughToBeRead) {
    for (auto const panel : kPanels) {
        detail::WarningJob job(rain(), panel.width, panel.height);
        for (auto const& sheet : detail::sheetsOf(job)) {
            EXPECT_GE(sheet.stands, Milliseconds{4'000});
            EXPECT_LE(sheet.stands, Milliseconds{15'000});
        }
    }
    // Twelve characters in two seconds, after one to find them.
    EXPECT_EQ(detail::standFor(Milliseconds{6'000}), Milliseconds{7'000});
}

TEST(WarningCard, ShowsTheBannerOfADrillOnEveryPage) {
    auto drill = rain();
    drill.banner = "【演练】";
    for (auto const panel : kPanels) {
        auto const pages = pagesOf(drill, panel);
        for (auto const& page : pages) {
            EXPECT_TRUE(coloursOf(*page.frame).contains(0xffffd600U)) << panel.width;
        }
        for (auto const& page : pagesOf(rain(), panel)) {
            EXPECT_FALSE(coloursOf(*page.frame).contains(0xffffd600U)) << panel.width;
        }
        if (panel.width >= 64) {
            detail::WarningJob job(drill, panel.width, panel.height);
            for (auto const& sheet : detail::sheetsOf(job)) {
                auto const said = textOf({sheet});
                EXPECT_NE(said.find("演"), std::string::npos) << panel.width;
                EXPECT_NE(said.find("练"), std::string::npos) << panel.width;
            }
        }
    }
}

TEST(WarningCard, IsNeverRefusedForItsText) {
    for (auto const* headline : {"\xee\x80\x80\xee\x80\x81", "\x01", "تحذير من فيضانات",
                                 "Severe Thunderstorm Warning", "\xff\xfe", "{{}"}) {
        auto card = rain();
        card.headline = headline;
        card.paragraphs = {headline, "", "\n"};
        for (auto const panel : kPanels) {
            EXPECT_FALSE(pagesOf(card, panel).empty()) << headline << panel.width;
            if (panel.height <= 64) {
                auto const band = renderWarningBand(card, panel.width, panel.height, 25, 1);
                EXPECT_TRUE(band) << headline << panel.width;
            }
        }
    }
}

TEST(WarningCard, HasABoundedNumberOfPages) {
    auto card = rain();
    card.paragraphs = {repeated("暴雨红色预警，请注意防范。", 2'000)};
    card.headline = repeated("长", 3'000);
    card.byline = repeated("长 ", 3'000);
    for (auto const panel : {Panel{64, 32}, Panel{192, 32}, Panel{320, 240}}) {
        detail::WarningJob job(card, panel.width, panel.height);
        auto const sheets = detail::sheetsOf(job);
        EXPECT_LE(sheets.size(), 30U) << panel.width;
        EXPECT_NE(textOf({sheets.back()}).find("…"), std::string::npos) << panel.width;
    }
}

TEST(WarningCard, NeedsASizeThatCanBeAndAHeadline) {
    for (auto const panel : {Panel{7, 8}, Panel{8, 7}, Panel{0, 0}, Panel{8193, 8}}) {
        EXPECT_EQ(renderWarning(rain(), panel.width, panel.height).error().code, Errc::invalid);
        EXPECT_EQ(renderWarningBand(rain(), panel.width, panel.height, 25, 1).error().code,
                  Errc::invalid);
    }
    auto card = rain();
    card.headline.clear();
    EXPECT_EQ(renderWarning(card, 192, 32).error().code, Errc::invalid);
    EXPECT_EQ(renderWarningBand(card, 192, 32, 25, 1).error().code, Errc::invalid);
    EXPECT_EQ(renderWarningBand(rain(), 192, 32, 0, 1).error().code, Errc::invalid);
}

TEST(WarningCard, TouchesNeitherTheTopNorTheBottomOfABar) {
    auto arabic = rain(), english = rain();
    arabic.headline = "تحذير من فيضانات";
    arabic.paragraphs = {"يتوقع هطول أمطار غزيرة خلال 3 ساعات القادمة. ابتعدوا عن الأودية."};
    english.headline = "Severe Thunderstorm Warning";
    english.paragraphs = {"Heavy rain (100 mm) is going to fall by 10:30. Stay away from gullies."};
    for (auto const& card : {rain(), arabic, english}) {
        for (auto const& page : pagesOf(card, {192, 32})) {
            for (int x = 0; x < 192; ++x) {
                ASSERT_EQ(wordAt(*page.frame, x, 0), wordOf(card.ground)) << card.headline;
                ASSERT_EQ(wordAt(*page.frame, x, 31), wordOf(card.ground)) << card.headline;
            }
        }
    }
}

TEST(WarningPages, AreTheSameDrawnOneByOne) {
    auto const whole = pagesOf(rain(), {192, 32});
    auto const pages = layOutWarning(rain(), 192, 32);
    ASSERT_TRUE(pages);
    ASSERT_EQ((*pages)->count(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
        EXPECT_EQ((*pages)->draw(i)->pixels, whole[i].frame->pixels);
        EXPECT_EQ((*pages)->stands(i), whole[i].stands);
    }
}

std::vector<std::uint8_t> dotsOf(std::string_view word, int side) {
    auto const surface = detail::warningIcon(word, side, detail::IconGround::bare);
    auto const* const bytes = cairo_image_surface_get_data(surface.get());
    auto const stride = std::ptrdiff_t{cairo_image_surface_get_stride(surface.get())};
    std::vector<std::uint8_t> out;
    for (int y = 0; y < side; ++y) {
        out.insert(out.end(), bytes + stride * y, bytes + stride * y + side);
    }
    return out;
}

TEST(WarningIcons, AllDifferEvenAtSixteenPixels) {
    std::set<std::vector<std::uint8_t>> seen;
    for (auto const word : warningIcons()) {
        auto const dots = dotsOf(word, 16);
        auto const covered = std::ranges::count_if(dots, [](auto dot) { return dot > 127; });
        EXPECT_GT(covered, 40) << word;   // bold
        EXPECT_LT(covered, 220) << word;  // a shape
        EXPECT_TRUE(seen.insert(dots).second) << word;
    }
    EXPECT_GE(seen.size(), 28U);
}

TEST(WarningIcons, FallBackToTheGeneralOne) {
    EXPECT_EQ(dotsOf("no such word", 32), dotsOf("general", 32));
    EXPECT_EQ(dotsOf("", 32), dotsOf("general", 32));
    EXPECT_NE(dotsOf("rain", 32), dotsOf("general", 32));
}

TEST(WarningBand, RunsThroughOnceInItsTicks) {
    auto card = rain();
    card.banner = "【演练】";
    card.icon = "general";
    auto const band = renderWarningBand(card, 192, 32, 25, 1);
    ASSERT_TRUE(band);
    auto const ticks = (*band)->ticks();
    // At no more than six characters a second.
    EXPECT_GT(ticks, 25 * 80 / 6);
    auto const first = (*band)->frameAt(0);
    EXPECT_EQ(mostOf(*first), wordOf(warning_colours::red));
    EXPECT_TRUE(coloursOf(*first).contains(0xffffd600U));
    EXPECT_NE((*band)->frameAt(60)->pixels, first->pixels);
    for (std::int64_t tick = 0; tick < ticks; tick += 50) {
        auto const frame = (*band)->frameAt(tick);
        for (int y = 0; y < 32; ++y) {
            for (int x = 0; x < 16; ++x) {  // the banner stands
                ASSERT_EQ(wordAt(*frame, x, y), wordAt(*first, x, y));
            }
        }
    }
}

TEST(WarningBand, CutsTextThatWouldRunForMinutes) {
    auto card = rain();
    card.paragraphs = {repeated("暴雨红色预警，请注意防范。", 500)};
    auto const band = renderWarningBand(card, 192, 32, 25, 1);
    ASSERT_TRUE(band);
    EXPECT_LT((*band)->ticks(), 25 * 200);
}

}  // namespace
}  // namespace tocsin::media
