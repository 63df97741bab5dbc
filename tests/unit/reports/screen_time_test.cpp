// SPDX-License-Identifier: Apache-2.0
// What a screen's opening hours went to.
#include "tocsin/reports/screen_time.hpp"

#include <gtest/gtest.h>

#include <random>

#include "slow_judge.hpp"

namespace tocsin::reports {

// So that a failed test says what it found.
void PrintTo(Stretch const& stretch, std::ostream* out) {
    *out << toMillis(stretch.when.begin) << "-" << toMillis(stretch.when.end) << " "
         << toString(stretch.what) << " " << stretch.reason;
}

namespace {

using messages::ClockState;
using messages::EvidenceTier;
using messages::PlayResult;
using enum TimeClass;

Interval span(std::int64_t begin, std::int64_t end) {
    return {fromMillis(begin), fromMillis(end)};
}

/// A delivered play of a plan that was shown for the whole of its slot.
PlayFact play(std::int64_t begin, std::int64_t end) {
    PlayFact out;
    out.shown = span(begin, end);
    out.shownMs = end - begin;
    out.slot = out.shown;
    out.tier = EvidenceTier::delivered;
    return out;
}
PlayFact ended(PlayFact play, PlayResult result, std::string reason) {
    play.result = result;
    play.reason = std::move(reason);
    return play;
}
/// A row of a play of which nothing was shown, noted at `at`.
PlayFact missed(Interval slot, PlayResult result, std::string reason) {
    PlayFact out;
    out.shown = {slot.begin, slot.begin};
    out.slot = slot;
    out.tier = EvidenceTier::scheduled;
    return ended(out, result, std::move(reason));
}

/// Open from 0 to 1,000 ms, in contact throughout, planned throughout.
ScreenFacts day(std::vector<PlayFact> plays = {}) {
    ScreenFacts out;
    out.open = out.contact = out.planned = {span(0, 1'000)};
    out.plays = std::move(plays);
    return out;
}

using Account = std::vector<Stretch>;

TEST(ScreenTime, WhatAnOutputTookIsProven) {
    EXPECT_EQ(accountFor(day({play(0, 400), play(400, 1'000)})),
              (Account{{span(0, 1'000), lit, ""}}));
}

TEST(ScreenTime, OnlyOpeningHoursCount) {
    auto facts = day({play(0, 1'000)});
    facts.open = {span(100, 200), span(600, 700)};
    EXPECT_EQ(accountFor(facts), (Account{{span(100, 200), lit, ""}, {span(600, 700), lit, ""}}));
    facts.open = {};
    EXPECT_EQ(accountFor(facts), Account{});
}

TEST(ScreenTime, WhatNobodyCanSeeIsProvenWithoutLight) {
    auto composed = play(0, 1'000);
    composed.tier = EvidenceTier::composed;
    EXPECT_EQ(accountFor(day({composed})), (Account{{span(0, 1'000), unverified, ""}}));
}

TEST(ScreenTime, APlayerThatSeesItsOutputProvesNothingWithoutIt) {
    auto composed = play(0, 500);
    composed.tier = EvidenceTier::composed;
    auto facts = day({composed, play(500, 1'000)});
    facts.observesLight = true;
    EXPECT_EQ(accountFor(facts),
              (Account{{span(0, 500), failed, "unlit"}, {span(500, 1'000), lit, ""}}));
}

TEST(ScreenTime, APulledCableProvesNothing) {
    auto row = ended(play(0, 1'000), PlayResult::partial, "unplugged");
    row.tier = EvidenceTier::composed;
    EXPECT_EQ(accountFor(day({row})), (Account{{span(0, 1'000), failed, "unplugged"}}));
}

TEST(ScreenTime, HoursWithoutPowerAreNeverProven) {
    auto facts = day({play(0, 1'000)});
    facts.unpowered = {span(300, 1'500)};
    EXPECT_EQ(accountFor(facts),
              (Account{{span(0, 300), lit, ""}, {span(300, 1'000), closed, "no-power"}}));
}

TEST(ScreenTime, BlackAndFrozenRowsFailAsAWhole) {
    EXPECT_EQ(accountFor(day({ended(play(0, 400), PlayResult::partial, "black"),
                              ended(play(400, 1'000), PlayResult::partial, "frozen")})),
              (Account{{span(0, 400), failed, "black"}, {span(400, 1'000), failed, "frozen"}}));
}

TEST(ScreenTime, WhatWasNotShownOfARowIsItsLastPart) {
    auto row = ended(play(0, 1'000), PlayResult::partial, "resumed");
    row.shownMs = 700;
    EXPECT_EQ(accountFor(day({row})),
              (Account{{span(0, 700), lit, ""}, {span(700, 1'000), failed, "resumed"}}));
}

TEST(ScreenTime, AFailureHoldsForTheRestOfItsSlot) {
    auto row = ended(play(0, 300), PlayResult::failed, "decode: no such stream");
    row.slot = span(0, 1'000);
    EXPECT_EQ(accountFor(day({row})),
              (Account{{span(0, 300), lit, ""}, {span(300, 1'000), failed, "decode"}}));
    EXPECT_EQ(accountFor(day({missed(span(0, 1'000), PlayResult::failed, "not-fetched")})),
              (Account{{span(0, 1'000), failed, "not-fetched"}}));
}

TEST(ScreenTime, ALateFirstPictureIsAFailureOfItsSlot) {
    auto row = play(100, 990);
    row.slot = span(0, 1'000);
    EXPECT_EQ(accountFor(day({row})), (Account{{span(0, 100), failed, "late"},
                                               {span(100, 990), lit, ""},
                                               {span(990, 1'000), failed, "late"}}));
}

TEST(ScreenTime, WhoJoinsLateWasNotThereBefore) {
    auto row = ended(play(400, 1'000), PlayResult::partial, "joined-late");
    row.slot = span(0, 1'000);
    auto facts = day({row});
    facts.contact = {span(350, 1'000)};
    EXPECT_EQ(accountFor(facts), (Account{{span(0, 350), offline, ""},
                                          {span(350, 400), unknown, "no-row"},
                                          {span(400, 1'000), lit, ""}}));
}

TEST(ScreenTime, AWarningHasWhatItCutAndWhatItKeptAway) {
    auto cut = ended(play(0, 200), PlayResult::preempted, "warning rain-1");
    cut.slot = span(0, 500);
    EXPECT_EQ(
        accountFor(day({cut, missed(span(500, 800), PlayResult::preempted, "warning rain-1"),
                        play(800, 1'000)})),
        (Account{
            {span(0, 200), lit, ""}, {span(200, 800), warning, ""}, {span(800, 1'000), lit, ""}}));
    auto idle = day();
    idle.planned = {};
    idle.dark = {span(0, 1'000)};
    idle.warnings = {span(300, 600)};
    EXPECT_EQ(accountFor(idle), (Account{{span(0, 300), closed, "plan"},
                                         {span(300, 600), warning, ""},
                                         {span(600, 1'000), closed, "plan"}}));
}

TEST(ScreenTime, WhatGoesOnBesideAWarningIsAPlay) {
    auto facts = day({play(0, 1'000)});
    facts.warnings = {span(0, 1'000)};
    EXPECT_EQ(accountFor(facts), (Account{{span(0, 1'000), lit, ""}}));
}

TEST(ScreenTime, BlackOnOrderIsPlanned) {
    auto cut = ended(play(0, 200), PlayResult::preempted, "blanked by order");
    cut.slot = span(0, 500);
    auto facts = day({cut});
    facts.blanked = {span(600, 1'200)};
    EXPECT_EQ(accountFor(facts), (Account{{span(0, 200), lit, ""},
                                          {span(200, 500), closed, "order"},
                                          {span(500, 600), unknown, "no-row"},
                                          {span(600, 1'000), closed, "order"}}));
}

TEST(ScreenTime, BlackOnOrderLastsUntilThePlayInWhichTheScreenWentOn) {
    auto cut = ended(play(0, 200), PlayResult::preempted, "blanked by order");
    cut.slot = span(0, 300);
    auto const between = missed(span(300, 500), PlayResult::preempted, "blanked by order");
    auto joined = ended(play(650, 800), PlayResult::partial, "joined-late");
    joined.slot = span(500, 800);
    auto later = ended(play(900, 1'000), PlayResult::partial, "joined-late");
    later.slot = span(800, 1'000);
    EXPECT_EQ(accountFor(day({cut, between, joined, later})),
              (Account{{span(0, 200), lit, ""},
                       {span(200, 650), closed, "order"},
                       {span(650, 800), lit, ""},
                       {span(800, 900), unknown, "no-row"},
                       {span(900, 1'000), lit, ""}}))
        << "what was joined late for another reason stays unknown";
}

TEST(ScreenTime, TheFallbackLoopIsNotWhatWasPlanned) {
    auto loop = play(0, 1'000);
    loop.fallback = true;
    loop.slot.reset();
    auto facts = day({loop, missed(span(200, 400), PlayResult::failed, "not-fetched")});
    facts.planned = {span(200, 700)};
    EXPECT_EQ(accountFor(facts), (Account{{span(0, 200), lit, ""},
                                          {span(200, 400), failed, "not-fetched"},
                                          {span(400, 700), failed, "fallback"},
                                          {span(700, 1'000), lit, ""}}));
}

TEST(ScreenTime, AGapIsUnknownAndNotOffline) {
    auto facts = day({play(0, 100), play(900, 1'000)});
    facts.lost = {span(50, 800)};
    facts.contact = {span(0, 100), span(900, 1'000)};
    EXPECT_EQ(accountFor(facts), (Account{{span(0, 100), lit, ""},
                                          {span(100, 800), unknown, "gap"},
                                          {span(800, 900), offline, ""},
                                          {span(900, 1'000), lit, ""}}));
}

TEST(ScreenTime, AnUnsetClockProvesNoTime) {
    auto row = play(0, 1'000);
    row.clock = ClockState::unset;
    EXPECT_EQ(accountFor(day({row})), (Account{{span(0, 1'000), unknown, "clock-unset"}}));
    EXPECT_EQ(accountFor(day({row, play(500, 1'000)})),
              (Account{{span(0, 500), unknown, "clock-unset"}, {span(500, 1'000), lit, ""}}));
}

TEST(ScreenTime, SumsAddUpByClassAndByReason) {
    TimeSums sums;
    for (auto const& stretch : accountFor(
             day({play(0, 300), missed(span(300, 500), PlayResult::failed, "not-fetched")}))) {
        sums.add(stretch);
    }
    EXPECT_EQ(sums.of(lit), 300);
    EXPECT_EQ(sums.of(failed), 200);
    EXPECT_EQ(sums.of(unknown), 500);
    EXPECT_EQ(sums.open(), 1'000);
    EXPECT_EQ((sums.reasons.at({failed, "not-fetched"})), 200);
    auto twice = sums;
    twice.add(sums);
    EXPECT_EQ(twice.open(), 2'000);
    EXPECT_EQ((twice.reasons.at({unknown, "no-row"})), 1'000);
}

/// Facts that contradict each other in every way.
class Muddle {
public:
    explicit Muddle(unsigned seed) : random_(seed) {}

    ScreenFacts facts() {
        ScreenFacts out;
        out.open = united(some(3));
        out.planned = united(some(3));
        out.dark = difference(united(some(3)), out.planned);
        out.contact = united(some(3));
        out.warnings = some(2);
        out.blanked = some(1);
        out.unpowered = some(1);
        out.lost = some(2);
        out.observesLight = up(1) == 1;
        for (auto n = up(8); n > 0; --n) {
            out.plays.push_back(row());
        }
        return out;
    }

private:
    std::int64_t up(std::int64_t most) {
        return std::uniform_int_distribution<std::int64_t>(0, most)(random_);
    }
    Interval any() {
        auto const begin = up(kEnd);
        return span(begin, begin + up(kEnd / 3));
    }
    std::vector<Interval> some(std::int64_t most) {
        std::vector<Interval> out;
        for (auto n = up(most); n > 0; --n) {
            out.push_back(any());
        }
        return out;
    }
    PlayFact row() {
        static constexpr char const* kReasons[] = {
            "",        "stalled",    "black",       "frozen",           "unplugged", "joined-late",
            "crash",   "resumed",    "decode: bad", "blanked by order", "warning w", "new-manifest",
            "stopped", "not-fetched"};
        PlayFact out;
        out.shown = any();
        out.shownMs = up(kEnd / 3);
        if (up(3) > 0) {
            out.slot = any();
        }
        out.fallback = up(4) == 0;
        out.result = static_cast<PlayResult>(up(4));
        out.reason = kReasons[static_cast<std::size_t>(up(std::size(kReasons) - 1))];
        out.tier = static_cast<EvidenceTier>(up(4));
        out.clock = up(7) == 0 ? ClockState::unset : ClockState::synced;
        return out;
    }

    static constexpr std::int64_t kEnd = 120;
    std::mt19937 random_;
};

TEST(ScreenTime, EveryMillisecondIsAsTheSlowJudgeSays) {
    for (unsigned seed = 1; seed <= 3'000; ++seed) {
        auto const facts = Muddle(seed).facts();
        auto const account = accountFor(facts);
        Intervals covered;
        for (auto const& stretch : account) {
            ASSERT_FALSE(stretch.when.empty()) << "seed " << seed;
            covered.push_back(stretch.when);
            for (auto t = stretch.when.begin; t < stretch.when.end; t += Milliseconds(1)) {
                ASSERT_EQ(std::pair(stretch.what, stretch.reason), test::judge(facts, t))
                    << "seed " << seed << " at " << toMillis(t);
            }
        }
        for (std::size_t i = 1; i < covered.size(); ++i) {
            ASSERT_LE(covered[i - 1].end, covered[i].begin) << "seed " << seed;
        }
        ASSERT_EQ(united(covered), facts.open) << "seed " << seed;
    }
}

}  // namespace
}  // namespace tocsin::reports
