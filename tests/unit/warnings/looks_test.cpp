// SPDX-License-Identifier: Apache-2.0
// How a warning looks on a screen: its asker's word, the site's rules, the house's rules.
#include "looks.hpp"

#include <gtest/gtest.h>

namespace tocsin::warnings {
namespace {

using enum playlists::WarningLevel;
using playlists::WarningLook;

store::Screen screenOf(int height, std::string unit = "east") {
    store::Screen out;
    out.id = ScreenId("wall");
    out.unit = std::move(unit);
    out.tags = {"lobby"};
    out.height = height;
    return out;
}

messages::WarningTarget lookFor(Wanted const& wanted, std::vector<LookRule> const& rules = {},
                                int height = 540) {
    access::UnitTree const tree(
        {store::Unit{"bureau", "", "", ""}, store::Unit{"east", "", "bureau", ""}});
    return lookOn(screenOf(height), wanted, rules, tree);
}

Wanted at(playlists::WarningLevel level, bool emergency = false) {
    Wanted out;
    out.level = level;
    out.emergency = emergency;
    return out;
}

TEST(Looks, OfTheHouseGoByTheLevel) {
    struct Row {
        playlists::WarningLevel level;
        WarningLook look;
        bool sound, always;
    };
    for (bool const emergency : {false, true}) {
        for (auto const& [level, look, sound, always] :
             {Row{red, WarningLook::takeover, true, true},
              Row{orange, WarningLook::takeover, true, true},
              Row{yellow, WarningLook::split, false, false},
              Row{blue, WarningLook::ticker, false, false},
              Row{none, WarningLook::ticker, false, false}}) {
            auto const target = lookFor(at(level, emergency));
            EXPECT_EQ(target.look, look) << playlists::toString(level);
            EXPECT_EQ(target.sound, sound) << playlists::toString(level);
            EXPECT_EQ(target.always, always) << playlists::toString(level);
        }
    }
}

TEST(Looks, HalfOfALowScreenIsTooLittle) {
    EXPECT_EQ(lookFor(at(yellow), {}, 64).look, WarningLook::split);
    EXPECT_EQ(lookFor(at(yellow), {}, 63).look, WarningLook::takeover);
    EXPECT_EQ(lookFor(at(blue), {}, 32).look, WarningLook::ticker);
    auto asked = at(blue);
    asked.look = WarningLook::split;
    EXPECT_EQ(lookFor(asked, {}, 32).look, WarningLook::takeover);
}

TEST(Looks, OfTheSiteComeFirstAndTheFirstThatFitsDecides) {
    std::vector<LookRule> rules{{{}, {"gate"}, {}, {}, WarningLook::ticker, false},
                                {{}, {}, {}, true, WarningLook::ticker, false},
                                {{"bureau"}, {"lobby"}, {red}, {}, WarningLook::split, false},
                                {{}, {}, {}, {}, WarningLook::takeover, true}};
    EXPECT_EQ(lookFor(at(red), rules).look, WarningLook::split) << "a unit means all below it";
    EXPECT_FALSE(lookFor(at(red), rules).sound);
    EXPECT_TRUE(lookFor(at(red), rules).always) << "which no rule takes away";
    EXPECT_EQ(lookFor(at(blue), rules).look, WarningLook::takeover);
    EXPECT_TRUE(lookFor(at(blue), rules).sound);
    EXPECT_FALSE(lookFor(at(blue), rules).always);
    EXPECT_EQ(lookFor(at(red, true), rules).look, WarningLook::ticker);
}

TEST(Looks, TheAskersWordCountsMost) {
    std::vector<LookRule> const rules{{{}, {}, {}, {}, WarningLook::takeover, true}};
    auto wanted = at(red);
    wanted.look = WarningLook::ticker;
    EXPECT_EQ(lookFor(wanted, rules).look, WarningLook::ticker);
    EXPECT_TRUE(lookFor(wanted, rules).sound);
    wanted.sound = false;
    EXPECT_FALSE(lookFor(wanted, rules).sound);
}

TEST(Looks, ATemplatesOwnIsOfTheHouse) {
    auto notice = at(none, true);
    notice.usualLook = WarningLook::split;
    EXPECT_EQ(lookFor(notice).look, WarningLook::split);
    EXPECT_EQ(lookFor(notice, {{{}, {}, {}, {}, WarningLook::ticker, false}}).look,
              WarningLook::ticker);
}

}  // namespace
}  // namespace tocsin::warnings
