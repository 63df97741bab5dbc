// SPDX-License-Identifier: Apache-2.0
// What is printed, in which order, and what is published meanwhile.
#include "engine/warning_press.hpp"

#include "warning_fixtures.hpp"
#include "warning_pictures.hpp"

namespace tocsin::player {
namespace {

using playlists::WarningLook;

/// Pages of one shade each, of two seconds.
class ShadedPages final : public media::WarningPages {
public:
    ShadedPages(int width, int height, std::size_t count)
        : width_(width), height_(height), count_(count) {}
    [[nodiscard]] std::size_t count() const noexcept override { return count_; }
    [[nodiscard]] Milliseconds stands(std::size_t) const override { return Milliseconds(2'000); }
    [[nodiscard]] media::FramePtr draw(std::size_t page) override {
        return grey(width_, height_, static_cast<int>(page) + 1);
    }

private:
    int width_, height_;
    std::size_t count_;
};

class WarningPressTest : public testing::Test {
protected:
    WarningPressTest() { begin({960, 540}); }
    void begin(Size size) {
        press.emplace(WarningPress::Parts{
            size,
            {25, 1},
            [] { return morning(0); },
            [this](std::shared_ptr<WarningShow const> show) { shows.push_back(std::move(show)); },
            silentLog(),
            findings,
            [this](media::WarningCard const& card, int width,
                   int height) -> Result<std::unique_ptr<media::WarningPages>> {
                if (card.headline == broken) {
                    return Error{Errc::invalid, "no such size"};
                }
                note(card, width, height);
                return std::unique_ptr<media::WarningPages>(
                    std::make_unique<ShadedPages>(width, height, pages));
            },
            [this](media::WarningCard const& card, int width, int height, int,
                   int) -> Result<std::unique_ptr<media::WarningBand>> {
                note(card, width, height);
                return std::unique_ptr<media::WarningBand>(
                    std::make_unique<ShadedBand>(width, height, 9));
            },
            mostBytes});
    }
    void note(media::WarningCard const& card, int width, int height) {
        cards.push_back(card);
        printed.push_back(card.headline + " " + std::to_string(width) + "x" +
                          std::to_string(height));
    }
    static std::shared_ptr<HeldWarning const> held(messages::Warning warning,
                                                   WarningLook look = WarningLook::takeover) {
        auto const payload =
            digestOf(warning.id + std::to_string(warning.revision) + warning.texts[0].headline);
        return std::make_shared<HeldWarning const>(
            HeldWarning{std::move(warning), {ScreenId("gate-led"), look, true, false}, payload});
    }
    static messages::Warning named(std::string const& id) {
        auto out = rainWarning();
        out.id = out.texts[0].headline = id;
        return out;
    }
    void take(HeldWarnings warnings) {
        press->take(std::move(warnings));
        while (press->work()) {
        }
    }
    using Names = std::vector<std::string>;

    Findings findings;
    std::vector<std::shared_ptr<WarningShow const>> shows;
    std::vector<media::WarningCard> cards;
    Names printed;
    std::string broken;
    std::size_t pages = 1;
    std::size_t mostBytes = WarningPress::kMostBytes;
    std::optional<WarningPress> press;
};

TEST_F(WarningPressTest, ACardSaysWhatTheWarningSays) {
    auto warning = rainWarning();
    warning.drill = true;
    take({held(warning)});
    ASSERT_EQ(cards.size(), 1U);
    auto const& card = cards[0];
    EXPECT_EQ(card.ground, media::warning_colours::orange);
    EXPECT_EQ(card.icon, "rain");
    EXPECT_EQ(card.banner, "【演练】");
    EXPECT_EQ(card.headline, "暴雨橙色预警");
    EXPECT_EQ(card.byline, "市气象台 08:00");
    EXPECT_EQ(card.paragraphs, (Names{"三小时内有暴雨。", "注意防范。", "减少外出。"}));
    auto const& shown = shows.back()->warnings.at(0);
    EXPECT_EQ(shown.standing.id, "w-rain");
    EXPECT_EQ(shown.standing.to, morning(60'000));
    EXPECT_TRUE(shown.sound);
    EXPECT_EQ(shown.prints.at(WarningLook::takeover).pages.size(), 1U);
}

TEST_F(WarningPressTest, LanguagesFollowEachOtherAndTheFirstIsPublishedAtOnce) {
    auto warning = rainWarning();
    warning.texts.push_back({"en", "Rainstorm", "", "Heavy rain.", ""});
    press->take({held(warning)});
    ASSERT_TRUE(press->work());
    ASSERT_TRUE(press->work());
    EXPECT_EQ(shows.back()->warnings.at(0).prints.at(WarningLook::takeover).pages.size(), 1U);
    EXPECT_EQ(shows.back()->warnings.at(0).prints.at(WarningLook::takeover).texts, 1U);
    while (press->work()) {
    }
    EXPECT_EQ(shows.back()->warnings.at(0).prints.at(WarningLook::takeover).pages.size(), 2U);
    EXPECT_EQ(cards.at(1).byline, "08:00");
}

TEST_F(WarningPressTest, AFirstPageWaitsForNoOtherPage) {
    pages = 3;
    press->take({held(named("a")), held(named("b"))});
    auto const printedPages = [&](std::size_t which) {
        return shows.back()->warnings.at(which).prints.at(WarningLook::takeover).pages.size();
    };
    for (int step = 0; step < 3; ++step) {
        ASSERT_TRUE(press->work());
    }
    EXPECT_EQ(printedPages(0), 1U);
    EXPECT_EQ(printedPages(1), 1U);
    while (press->work()) {
    }
    EXPECT_EQ(printedPages(0), 3U);
    EXPECT_EQ(printedPages(1), 3U);
}

TEST_F(WarningPressTest, WhatIsBegunGoesOnAfterAnotherListHasCome) {
    pages = 3;
    auto warning = named("a");
    warning.texts.push_back({"en", "second", "", "", ""});
    press->take({held(warning)});
    for (int step = 0; step < 3; ++step) {
        ASSERT_TRUE(press->work());
    }
    take({held(warning), held(named("b"))});
    auto const& prints = shows.back()->warnings;
    for (auto const& one : prints) {
        auto const& all = one.prints.at(WarningLook::takeover).pages;
        ASSERT_EQ(all.size(), one.standing.id == "a" ? 6U : 3U);
        for (std::size_t page = 0; page < all.size(); ++page) {
            EXPECT_EQ(shadeAt(*all[page].frame, 0, 0), static_cast<int>(page % 3) + 1);
        }
    }
}

TEST_F(WarningPressTest, ItTakesNoMoreMemoryThanItShould) {
    mostBytes = std::size_t{960} * 540 * 4 * 11;
    begin({960, 540});
    pages = 30;
    take({held(named("a")), held(named("b"))});
    std::size_t bytes = 0;
    for (auto const& one : shows.back()->warnings) {
        for (auto const& page : one.prints.at(WarningLook::takeover).pages) {
            bytes += page.frame->pixels.size();
        }
    }
    EXPECT_EQ(shows.back()->warnings.size(), 2U);
    EXPECT_EQ(bytes, mostBytes);
}

TEST_F(WarningPressTest, EachIsPrintedInItsLookAndInTheStrongerOnesOfOthers) {
    take({held(named("a"), WarningLook::ticker), held(named("b"), WarningLook::split)});
    EXPECT_EQ(printed, (Names{"a 960x270", "b 960x270", "a 960x90"}));
    take({held(named("a"), WarningLook::ticker), held(named("b"), WarningLook::split)});
    EXPECT_EQ(printed.size(), 3U) << "what is printed already is not printed again";
}

TEST_F(WarningPressTest, WhatIsSeenFirstIsPrintedFirst) {
    auto fire = named("fire");
    fire.emergency = true;
    auto red = named("red");
    red.level = playlists::WarningLevel::red;
    auto newer = named("newer");
    newer.issued = morning(10);
    take({held(named("a")), held(newer), held(red), held(fire)});
    EXPECT_EQ(printed, (Names{"fire 960x540", "red 960x540", "newer 960x540", "a 960x540"}));
}

TEST_F(WarningPressTest, AFormerRevisionStaysUntilTheNewOneIsPrinted) {
    auto second = named("a");
    second.revision = 2;
    take({held(named("a"))});
    press->take({held(second)});
    ASSERT_TRUE(press->work());
    EXPECT_EQ(shows.back()->warnings.at(0).revision, 1);
    ASSERT_TRUE(press->work());
    ASSERT_EQ(shows.back()->warnings.size(), 1U);
    EXPECT_EQ(shows.back()->warnings.at(0).revision, 2);
}

TEST_F(WarningPressTest, WhatIsGoneIsGoneAtOnce) {
    take({held(named("a")), held(named("b"))});
    press->take({held(named("b"))});
    ASSERT_TRUE(press->work());
    ASSERT_EQ(shows.back()->warnings.size(), 1U);
    EXPECT_EQ(shows.back()->warnings.at(0).standing.id, "b");
}

TEST_F(WarningPressTest, ASmallScreenShowsAllOfIt) {
    begin({192, 32});
    take({held(named("a"), WarningLook::ticker)});
    EXPECT_EQ(printed, Names{"a 192x32"});
    EXPECT_EQ(shows.back()->warnings.at(0).standing.look, WarningLook::takeover);
}

TEST_F(WarningPressTest, WhatCannotBeDrawnIsSaidAndDoesNotKeepTheOthersWaiting) {
    broken = "a";
    take({held(named("a")), held(named("b"))});
    ASSERT_EQ(shows.back()->warnings.size(), 1U);
    EXPECT_NE(findings.first(9).at(0).find("cannot be drawn"), std::string::npos);
    take({held(named("b"))});
    EXPECT_TRUE(findings.first(9).empty());
}

TEST_F(WarningPressTest, ItsThreadPrintsAsSoonAsThereIsSomething) {
    std::mutex mutex;
    std::condition_variable changed;
    bool there = false;
    press.reset();
    WarningPress threaded(
        WarningPress::Parts{{960, 540},
                            {25, 1},
                            [] { return morning(0); },
                            [&](std::shared_ptr<WarningShow const> const& show) {
                                std::lock_guard const lock(mutex);
                                there = !show->warnings.empty();
                                changed.notify_all();
                            },
                            silentLog(),
                            findings,
                            [](media::WarningCard const&, int width,
                               int height) -> Result<std::unique_ptr<media::WarningPages>> {
                                return std::unique_ptr<media::WarningPages>(
                                    std::make_unique<ShadedPages>(width, height, 1));
                            }});
    threaded.start();
    threaded.take({held(named("a"))});
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(20), [&] { return there; }));
}

TEST(TimeOfIssue, IsToldInTheWarningsZoneWithTheDateOfAnotherDay) {
    constexpr std::int64_t kDay = 86'400'000;
    EXPECT_EQ(timeOfIssue(morning(0), morning(0), "Asia/Shanghai", "zh-CN"), "08:00");
    EXPECT_EQ(timeOfIssue(morning(0), morning(kDay), "Asia/Shanghai", "zh-CN"), "6月1日 08:00");
    EXPECT_EQ(timeOfIssue(morning(0), morning(kDay), "Asia/Shanghai", "en"), "2026-06-01 08:00");
    EXPECT_EQ(timeOfIssue(morning(-60'000), morning(0), "Asia/Shanghai", "zh-CN"), "07:59")
        << "midnight in Greenwich is none there";
    EXPECT_EQ(timeOfIssue(morning(0), morning(0), "", "en"), "00:00 UTC");
    EXPECT_EQ(timeOfIssue(morning(0), morning(0), "Nowhere/Town", "en"), "00:00 UTC");
}

}  // namespace
}  // namespace tocsin::player
