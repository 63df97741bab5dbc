// SPDX-License-Identifier: Apache-2.0
// Which warning is seen at an instant.
#include "tocsin/playlists/warning_scene.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <string>

#include "programmes.hpp"

namespace tocsin::playlists {
namespace {

/// Forwarded, without a grade, over all of the screen, from the second of its issue to second 1000.
StandingWarning warning(std::string id, int issued = 0) {
    StandingWarning out;
    out.id = std::move(id);
    out.issued = out.from = fromMillis(std::int64_t{1000} * issued);
    out.to = fromMillis(1'000'000);
    return out;
}
StandingWarning graded(std::string id, WarningLevel level, int issued = 0) {
    auto out = warning(std::move(id), issued);
    out.level = level;
    return out;
}
StandingWarning emergency(std::string id, int issued = 0) {
    auto out = warning(std::move(id), issued);
    out.emergency = true;
    return out;
}

using Warnings = std::vector<StandingWarning>;

std::string seconds(std::int64_t ms) {
    if (ms == toMillis(Instant::max())) {
        return "ever";
    }
    auto const fraction = std::to_string(1000 + ms % 1000).substr(1);
    return std::to_string(ms / 1000) + "." + fraction;
}
/// "b at 3.000 of a b c, takeover until 8.000", or "nothing until 8.000".
std::string seenAt(Warnings const& warnings, std::int64_t ms) {
    Instant until;
    auto const scene = warningSceneAt(warnings, fromMillis(ms), &until);
    if (!scene) {
        return "nothing until " + seconds(toMillis(until));
    }
    EXPECT_EQ(until, scene->until);
    auto out = warnings[scene->shown].id + " at " + seconds(scene->position.count()) + " of";
    for (auto const i : scene->round) {
        out += " " + warnings[i].id;
    }
    return out + ", " + std::string(toString(scene->look)) + " until " + seconds(toMillis(until));
}

TEST(WarningScene, AWarningIsSeenFromItsBeginningToItsEnd) {
    auto one = warning("a");
    one.from = fromMillis(2000);
    EXPECT_EQ(seenAt({one}, 1999), "nothing until 2.000");
    EXPECT_EQ(seenAt({one}, 2000), "a at 0.000 of a, takeover until 1000.000");
    EXPECT_EQ(seenAt({one}, 999'999), "a at 5.999 of a, takeover until 1000.000");
    EXPECT_EQ(seenAt({one}, 1'000'000), "nothing until ever");
    EXPECT_EQ(seenAt({}, 0), "nothing until ever");
}

TEST(WarningScene, OneWithoutAnEndIsSeenForGood) {
    auto one = warning("a");
    one.to = Instant::max();
    EXPECT_EQ(seenAt({one}, 5000), "a at 5.000 of a, takeover until ever");
}

TEST(WarningScene, SeveralTakeTurnsTheHigherLevelAndThenTheNewerFirst) {
    Warnings const warnings{graded("blue", WarningLevel::blue, 3), graded("red", WarningLevel::red),
                            graded("old yellow", WarningLevel::yellow, 1),
                            graded("new yellow", WarningLevel::yellow, 2),
                            graded("newest", WarningLevel::none, 4)};
    EXPECT_EQ(seenAt(warnings, 4000),
              "newest at 0.000 of newest red new yellow old yellow blue, takeover until 12.000");
    EXPECT_EQ(seenAt(warnings, 12'000),
              "red at 0.000 of newest red new yellow old yellow blue, takeover until 20.000");
    EXPECT_EQ(seenAt(warnings, 43'999),
              "blue at 7.999 of newest red new yellow old yellow blue, takeover until 44.000");
    EXPECT_EQ(seenAt(warnings, 44'000),
              "newest at 0.000 of newest red new yellow old yellow blue, takeover until 52.000");
}

TEST(WarningScene, OfOneLevelAndIssueTheIdDecides) {
    EXPECT_EQ(seenAt({warning("b"), warning("a"), warning("c")}, 0),
              "a at 0.000 of a b c, takeover until 8.000");
}

TEST(WarningScene, EachHasItsTurnForAsLongAsItTakesToSeeAllOfIt) {
    auto longer = warning("b");
    longer.turn = Milliseconds(20'500);
    Warnings const warnings{warning("a"), longer};
    EXPECT_EQ(seenAt(warnings, 8000), "b at 0.000 of a b, takeover until 28.500");
    EXPECT_EQ(seenAt(warnings, 28'499), "b at 20.499 of a b, takeover until 28.500");
    EXPECT_EQ(seenAt(warnings, 28'500), "a at 0.000 of a b, takeover until 36.500");
}

TEST(WarningScene, ANewOneIsSeenAtOnceWhateverItsLevel) {
    Warnings const warnings{graded("red", WarningLevel::red),
                            graded("blue", WarningLevel::blue, 3)};
    EXPECT_EQ(seenAt(warnings, 2999), "red at 2.999 of red, takeover until 3.000");
    EXPECT_EQ(seenAt(warnings, 3000), "blue at 0.000 of blue red, takeover until 11.000");
}

TEST(WarningScene, AChangedOneIsNewsAgain) {
    auto changed = graded("a", WarningLevel::blue);
    changed.issued = fromMillis(5000);  // its second revision; in force all the time
    Warnings const warnings{changed, graded("b", WarningLevel::red, 1)};
    EXPECT_EQ(seenAt(warnings, 5000), "a at 0.000 of a b, takeover until 13.000");
}

TEST(WarningScene, OneThatBeginsLaterThanItWasIssuedIsNewsWhenItBegins) {
    auto planned = warning("planned");
    planned.from = fromMillis(11'000);
    Warnings const warnings{planned, warning("a", 5)};
    EXPECT_EQ(seenAt(warnings, 10'000), "a at 5.000 of a, takeover until 11.000");
    EXPECT_EQ(seenAt(warnings, 11'000), "planned at 0.000 of planned a, takeover until 19.000");
}

TEST(WarningScene, AnIssueThatIsStillToComeCountsOnlyFromThenOn) {
    auto ahead = warning("ahead");
    ahead.issued = fromMillis(9000);  // its controller's clock was set back since
    Warnings const warnings{ahead, warning("a", 1)};
    EXPECT_EQ(seenAt(warnings, 1000), "a at 0.000 of a ahead, takeover until 9.000");
    EXPECT_EQ(seenAt(warnings, 9000), "ahead at 0.000 of ahead a, takeover until 17.000");
}

TEST(WarningScene, AnEmergencyShutsOutForwardedWarnings) {
    auto fire = emergency("fire", 3);
    fire.to = fromMillis(6000);
    auto soon = graded("soon", WarningLevel::red, 4);
    Warnings const warnings{graded("red", WarningLevel::red), fire, soon};
    EXPECT_EQ(seenAt(warnings, 2000), "red at 2.000 of red, takeover until 3.000");
    EXPECT_EQ(seenAt(warnings, 3000), "fire at 0.000 of fire, takeover until 6.000")
        << "that a forwarded one begins meanwhile changes nothing";
    EXPECT_EQ(seenAt(warnings, 6000), "soon at 2.000 of soon red, takeover until 12.000");
}

TEST(WarningScene, EmergenciesTakeTurnsAmongThemselves) {
    Warnings const warnings{emergency("fire", 1), graded("red", WarningLevel::red, 9),
                            emergency("lift", 2)};
    EXPECT_EQ(seenAt(warnings, 10'000), "fire at 0.000 of lift fire, takeover until 18.000");
}

TEST(WarningScene, TheStrongestLookIsTheLookOfAll) {
    auto ticker = warning("a");
    ticker.look = WarningLook::ticker;
    auto split = warning("b");
    split.look = WarningLook::split;
    split.to = fromMillis(5000);
    EXPECT_EQ(seenAt({ticker, split}, 0), "a at 0.000 of a b, split until 5.000");
    EXPECT_EQ(seenAt({ticker, split}, 5000), "a at 5.000 of a, ticker until 1000.000");
}

TEST(WarningScene, OneThatIsOffOnThisScreenIsNotThere) {
    auto off = emergency("off", 1);
    off.look = WarningLook::off;
    EXPECT_EQ(seenAt({off}, 2000), "nothing until ever");
    EXPECT_EQ(seenAt({off, warning("a")}, 500), "a at 0.500 of a, takeover until 1000.000");
    EXPECT_EQ(seenAt({off, warning("a")}, 2000), "a at 2.000 of a, takeover until 1000.000");
}

TEST(WarningScene, OneThatEndsBeforeItBeginsIsNotThere) {
    auto never = emergency("never", 5);
    never.to = fromMillis(5000);
    EXPECT_EQ(seenAt({never}, 0), "nothing until ever");
    EXPECT_EQ(seenAt({never, warning("a")}, 1000), "a at 1.000 of a, takeover until 1000.000");
}

TEST(WarningScene, WhatStaysGoesOnByTheNewestOfThoseThatAreLeft) {
    auto brief = warning("brief", 20);
    brief.to = fromMillis(29'000);
    Warnings const warnings{warning("a", 1), warning("b"), brief};
    EXPECT_EQ(seenAt(warnings, 28'999), "a at 0.999 of brief a b, takeover until 29.000");
    EXPECT_EQ(seenAt(warnings, 29'000), "b at 4.000 of a b, takeover until 33.000");
    EXPECT_EQ(seenAt({warnings[0], warnings[1]}, 29'000), seenAt(warnings, 29'000))
        << "a screen that never had the one that ended shows the same";
}

TEST(WarningScene, InstantsAndTurnsOfAnySizeAreFine) {
    auto a = warning("a");
    a.issued = a.from = Instant::min();
    a.to = Instant::max();
    auto b = a;
    b.id = "b";
    a.turn = Milliseconds(std::numeric_limits<std::int64_t>::max());
    b.turn = Milliseconds(0);
    for (auto const t : {Instant::min(), fromMillis(0), Instant::max() - Milliseconds(1)}) {
        auto const scene = warningSceneAt({a, b}, t);
        ASSERT_TRUE(scene);
        EXPECT_LT(t, scene->until);
        EXPECT_GE(scene->position.count(), 0);
    }
    EXPECT_FALSE(warningSceneAt({a, b}, Instant::max()));
}

TEST(WarningScene, WordsComeBack) {
    for (auto const* word : {"none", "blue", "yellow", "orange", "red"}) {
        ASSERT_TRUE(warningLevelFrom(word)) << word;
        EXPECT_EQ(toString(*warningLevelFrom(word)), word);
    }
    for (auto const* word : {"off", "ticker", "split", "takeover"}) {
        ASSERT_TRUE(warningLookFrom(word)) << word;
        EXPECT_EQ(toString(*warningLookFrom(word)), word);
    }
    EXPECT_EQ(warningLevelFrom("red"), WarningLevel::red);
    EXPECT_EQ(warningLookFrom("off"), WarningLook::off);
    for (auto const* word : {"", "Red", "red ", "green", "full"}) {
        EXPECT_FALSE(warningLevelFrom(word)) << word;
        EXPECT_FALSE(warningLookFrom(word)) << word;
    }
}

constexpr std::int64_t kWindow = 300;

/// Up to six warnings that come and go within the window, with turns of a few milliseconds.
Warnings randomWarnings(Dice& dice) {
    Warnings out;
    for (auto i = dice.roll(0, 6); i > 0; --i) {
        StandingWarning one;
        one.id = "w" + std::to_string(i);
        one.emergency = dice.roll(0, 3) == 0;
        one.level = static_cast<WarningLevel>(dice.roll(0, 4));
        one.look = static_cast<WarningLook>(dice.roll(0, 3));
        one.issued = fromMillis(dice.roll(-40, 250));
        one.from = dice.roll(0, 1) == 0 ? one.issued : fromMillis(dice.roll(-40, 250));
        one.to = one.from + Milliseconds(dice.roll(-5, 200));
        one.turn = Milliseconds(dice.roll(1, 25));
        out.push_back(one);
    }
    return out;
}

/// What does not depend on where in the list a warning stands.
struct Seen {
    StandingWarning shown;
    Milliseconds position{0};
    WarningLook look = WarningLook::off;
    Instant until;
    Warnings round;
    bool operator==(Seen const&) const = default;
};
std::optional<Seen> seenBy(Warnings const& warnings, Instant t, Instant* until = nullptr) {
    auto const scene = warningSceneAt(warnings, t, until);
    if (!scene) {
        return std::nullopt;
    }
    Seen out{warnings[scene->shown], scene->position, scene->look, scene->until, {}};
    for (auto const i : scene->round) {
        out.round.push_back(warnings[i]);
    }
    return out;
}

TEST(WarningSceneProperty, TheListsOrderMakesNoDifference) {
    Dice dice(1);
    for (int round = 0; round < 400; ++round) {
        auto warnings = randomWarnings(dice);
        auto shuffled = warnings;
        if (shuffled.size() > 1 && dice.roll(0, 3) == 0) {
            shuffled[0].id = shuffled[1].id;  // must not be, and must not matter
            warnings = shuffled;
        }
        dice.shuffle(shuffled);
        for (std::int64_t ms = 0; ms < kWindow; ms += 3) {
            Instant a, b;
            ASSERT_EQ(seenBy(warnings, fromMillis(ms), &a), seenBy(shuffled, fromMillis(ms), &b));
            ASSERT_EQ(a, b);
        }
    }
}

TEST(WarningSceneProperty, FromOneUntilToTheNextNothingChanges) {
    Dice dice(2);
    for (int round = 0; round < 400; ++round) {
        auto const warnings = randomWarnings(dice);
        Instant until = fromMillis(0);
        std::optional<Seen> held;
        for (std::int64_t ms = 0; ms < kWindow; ++ms) {
            auto const t = fromMillis(ms);
            Instant next;
            auto const now = seenBy(warnings, t, &next);
            ASSERT_GT(next, t);
            if (t == until) {
                held = now;
                until = next;
                continue;
            }
            ASSERT_EQ(next, until) << "round " << round << " at " << ms;
            ASSERT_EQ(now.has_value(), held.has_value()) << "round " << round << " at " << ms;
            if (now) {
                ASSERT_EQ(now->shown, held->shown) << "round " << round << " at " << ms;
                ASSERT_EQ(now->look, held->look);
                ASSERT_EQ(now->round, held->round);
            }
        }
    }
}

TEST(WarningSceneProperty, OnlyWhatIsInForceAndOfTheClassIsSeen) {
    Dice dice(3);
    for (int round = 0; round < 400; ++round) {
        auto const warnings = randomWarnings(dice);
        for (std::int64_t ms = 0; ms < kWindow; ms += 3) {
            auto const t = fromMillis(ms);
            Warnings inForce;
            std::copy_if(warnings.begin(), warnings.end(), std::back_inserter(inForce),
                         [&](StandingWarning const& one) {
                             return one.look != WarningLook::off && one.from <= t && t < one.to;
                         });
            bool const emergency = std::any_of(inForce.begin(), inForce.end(),
                                               [](auto const& w) { return w.emergency; });
            std::erase_if(inForce, [&](auto const& w) { return w.emergency != emergency; });
            auto const seen = seenBy(warnings, t);
            ASSERT_EQ(seen.has_value(), !inForce.empty());
            if (!seen) {
                continue;
            }
            ASSERT_TRUE(std::is_permutation(seen->round.begin(), seen->round.end(), inForce.begin(),
                                            inForce.end()));
            ASSERT_LT(seen->position, seen->shown.turn);
            ASSERT_GE(seen->position, Milliseconds(0));
            ASSERT_NE(seen->look, WarningLook::off);
            // Those that are over, and those that are shut out, might as well not be in the list.
            auto const alone = seenBy(inForce, t);
            ASSERT_EQ(alone->shown, seen->shown);
            ASSERT_EQ(alone->position, seen->position);
        }
    }
}

TEST(WarningSceneProperty, EachGetsOnForItsWholeTurnWithinOneRound) {
    Dice dice(4);
    int rounds = 0;
    for (int round = 0; round < 400; ++round) {
        auto warnings = randomWarnings(dice);
        for (auto& one : warnings) {
            one.to = fromMillis(10'000);  // from 250 on, nothing begins or ends
        }
        auto const first = seenBy(warnings, fromMillis(kWindow));
        if (!first) {
            continue;
        }
        std::map<std::string, std::int64_t> onFor;
        Milliseconds whole{0};
        for (auto const& one : first->round) {
            whole += one.turn;
        }
        for (std::int64_t ms = 0; ms < whole.count(); ++ms) {
            ++onFor[seenBy(warnings, fromMillis(kWindow + ms))->shown.id];
        }
        for (auto const& one : first->round) {
            ASSERT_EQ(onFor[one.id], one.turn.count()) << one.id;
        }
        ++rounds;
    }
    EXPECT_GT(rounds, 200);
}

TEST(WarningSceneProperty, WhatIsNewsIsSeenAtOnceFromItsBeginning) {
    Dice dice(5);
    int news = 0;
    for (int round = 0; round < 400; ++round) {
        auto const warnings = randomWarnings(dice);
        for (auto const& one : warnings) {
            auto const since = std::max(one.issued, one.from);
            auto const seen = seenBy(warnings, since);
            if (!seen ||
                std::find(seen->round.begin(), seen->round.end(), one) == seen->round.end()) {
                continue;
            }
            // Or another one that is news at the same instant.
            ASSERT_TRUE(seen->shown.issued == since || seen->shown.from == since);
            ASSERT_EQ(seen->position, Milliseconds(0));
            ++news;
        }
    }
    EXPECT_GT(news, 200);
}

}  // namespace
}  // namespace tocsin::playlists
