// SPDX-License-Identifier: Apache-2.0
// Make-good: from what the ledger misses to plays on top on later days.
#include "debts.hpp"

#include "played_office.hpp"

namespace tocsin::schedule {
namespace {

using Debts = PlayedOffice;

TEST(OwedAfter, IsWhatIsLostAndNotPlannedAgain) {
    EXPECT_EQ(owedAfter({}), 0);
    EXPECT_EQ(owedAfter({{100, 100, 0, 0}}), 0);
    EXPECT_EQ(owedAfter({{100, 88, 0, 0}}), 12);
    EXPECT_EQ(owedAfter({{100, 88, 0, 0}, {112, 112, 12, 12}}), 0) << "repaid";
    EXPECT_EQ(owedAfter({{100, 88, 0, 0}, {105, 105, 5, 12}}), 7) << "five of twelve found room";
    EXPECT_EQ(owedAfter({{100, 88, 0, 0}, {112, 102, 12, 12}}), 10) << "repaid, and lost again";
    EXPECT_EQ(owedAfter({{100, 88, 0, 0}, {150, 150, 0, 12}}), 12)
        << "a plan that was raised repays nothing";
    EXPECT_EQ(owedAfter({{100, 120, 0, 0}, {100, 95, 0, 0}}), 5)
        << "what is shown too often pays for nothing";
    EXPECT_EQ(owedAfter({{112, 112, 12, 12}, {100, 95, 0, 0}}), 5)
        << "what it repaid is too long ago to be known";
}

TEST_F(Debts, WhatAnOutageTookIsShownOnTopOnTheNextDay) {
    release();
    EXPECT_EQ(plannedOn(10), 100U);
    auto const lost = rowsComeIn(dayBegin(10), dayBegin(11), at("2026-06-10T12:00:00+08:00"),
                                 at("2026-06-10T15:00:00+08:00"));
    EXPECT_GE(lost, 12);
    replanAt("2026-06-11T00:05:00+08:00");
    EXPECT_EQ(plannedOn(11), 100U + static_cast<std::size_t>(lost));
    EXPECT_EQ(plannedOn(12), 100U) << "it is owed once";
    auto const today = planned(dayBegin(11), dayBegin(12));
    EXPECT_EQ(std::count_if(today.begin(), today.end(),
                            [](auto const& play) { return playlists::makesGood(play.second); }),
              lost);
    auto const released = spans("gate");
    auto const first = std::find_if(released.begin(), released.end(),
                                    [&](auto const& span) { return span.from >= dayBegin(11); });
    ASSERT_NE(first, released.end());
    EXPECT_GE(first->to, now_ + Milliseconds(120'000)) << "it waits for the frozen horizon";
    auto const plan = json("GET", "/api/v1/screens/gate/plan", "", {{"date", "2026-06-11"}});
    EXPECT_EQ(plan.at("plays").as_array().size() / 2, 100U + static_cast<std::size_t>(lost))
        << "each film and the dark after it";
}

TEST_F(Debts, NothingIsOwedWithoutTheWish) {
    release("");
    rowsComeIn(dayBegin(10), dayBegin(11), dayBegin(10), dayBegin(10) + std::chrono::hours(12));
    replanAt("2026-06-11T00:05:00+08:00");
    EXPECT_EQ(plannedOn(11), 100U);
    EXPECT_TRUE(look([](store::Tx const& tx) { return tx.debts().recent(); }).empty());
}

TEST_F(Debts, APlayerThatIsAwayOwesNothingUntilItTells) {
    release();
    auto const gone = at("2026-06-10T14:00:00+08:00");
    rowsComeIn(dayBegin(10), gone);
    replanAt("2026-06-11T00:05:00+08:00");
    EXPECT_EQ(plannedOn(11), 100U) << "it may have shown all of it";
    auto const lost = rowsComeIn(gone, dayBegin(11), gone, gone + std::chrono::hours(2));
    EXPECT_GE(lost, 8);
    replanAt("2026-06-11T09:00:00+08:00");
    EXPECT_EQ(owed("2026-06-11"), lost);
    auto const today = plannedOn(11);
    EXPECT_GT(today, 100U) << "what is left of the day takes its part";
    rowsComeIn(dayBegin(11), dayBegin(12));
    replanAt("2026-06-12T00:05:00+08:00");
    EXPECT_EQ(today + plannedOn(12), 200U + static_cast<std::size_t>(lost))
        << "and the next the rest";
}

TEST_F(Debts, APlayerThatIsBackShowsThatTheRestIsLost) {
    release();
    auto const gone = at("2026-06-10T20:00:00+08:00");
    rowsComeIn(dayBegin(10), gone);
    auto const lost = planned(gone, dayBegin(11)).size();
    replanAt("2026-06-11T09:00:00+08:00");
    EXPECT_EQ(owed("2026-06-11"), 0);
    rowsComeIn(now_ - std::chrono::hours(1), now_);
    replanAt("2026-06-11T09:01:00+08:00");
    EXPECT_EQ(owed("2026-06-11"), static_cast<std::int64_t>(lost));
    EXPECT_GT(plannedOn(11), 100U);
}

TEST_F(Debts, TheDebtsOfADayStayWhatTheyWereWhenTheyWereTaken) {
    release();
    auto const gone = at("2026-06-10T20:00:00+08:00");
    rowsComeIn(dayBegin(10), gone);
    rowsComeIn(dayBegin(11), dayBegin(11) + std::chrono::hours(1));
    replanAt("2026-06-11T02:00:00+08:00");
    auto const before = spans("gate");
    ASSERT_GT(plannedOn(11), 100U);
    rowsComeIn(gone, dayBegin(11));  // another player had them
    rowsComeIn(dayBegin(11) + std::chrono::hours(3), dayBegin(11) + std::chrono::hours(5));
    replanAt("2026-06-11T05:00:00+08:00");
    EXPECT_EQ(spans("gate"), before);
    restart();
    replanAt("2026-06-11T05:01:00+08:00");
    EXPECT_EQ(spans("gate"), before) << "also when nothing is remembered";
}

TEST_F(Debts, WhatWasMadeGoodIsOwedNoMore) {
    release();
    auto const lost =
        rowsComeIn(dayBegin(10), dayBegin(11), dayBegin(10), dayBegin(10) + std::chrono::hours(3));
    replanAt("2026-06-11T00:05:00+08:00");
    ASSERT_EQ(plannedOn(11), 100U + static_cast<std::size_t>(lost));
    rowsComeIn(dayBegin(11), dayBegin(12));
    replanAt("2026-06-12T00:05:00+08:00");
    EXPECT_EQ(plannedOn(12), 100U);
}

TEST_F(Debts, ACapSpreadsThemOverDays) {
    release("make_good = \"flight\"\nmake_good_max_per_day = 5\n");
    auto const lost = static_cast<std::size_t>(rowsComeIn(
        dayBegin(10), dayBegin(11), dayBegin(10), dayBegin(10) + std::chrono::minutes(190)));
    ASSERT_GT(lost, 10U);
    ASSERT_LT(lost, 15U);
    std::size_t repaid = 0;
    for (int day = 11; day <= 14; ++day) {
        now_ = dayBegin(day) + std::chrono::minutes(5);
        ASSERT_TRUE(schedule_->replan());
        auto const onTop = std::min<std::size_t>(5, lost - repaid);
        EXPECT_EQ(plannedOn(day), 100U + onTop) << day;
        repaid += onTop;
        rowsComeIn(dayBegin(day), dayBegin(day + 1));
    }
    EXPECT_EQ(repaid, lost);
}

TEST_F(Debts, AreForgottenAfterAWeek) {
    release("make_good = \"flight\"\nmake_good_max_per_day = 1\n");
    rowsComeIn(dayBegin(10), dayBegin(11), dayBegin(10), dayBegin(10) + std::chrono::hours(12));
    for (int day = 11; day <= 18; ++day) {
        now_ = dayBegin(day) + std::chrono::minutes(5);
        ASSERT_TRUE(schedule_->replan());
        EXPECT_EQ(plannedOn(day), day == 18 ? 100U : 101U) << day;
        rowsComeIn(dayBegin(day), dayBegin(day + 1));
    }
}

TEST_F(Debts, AreEachScreensOwn) {
    addScreen("hall", true);
    release();
    rowsComeIn(dayBegin(10), dayBegin(11), dayBegin(10), dayBegin(10) + std::chrono::hours(3));
    replanAt("2026-06-11T00:05:00+08:00");
    EXPECT_GT(plannedOn(11), 100U);
    auto const hall = json("GET", "/api/v1/screens/hall/plan", "", {{"date", "2026-06-11"}});
    EXPECT_EQ(hall.at("plays").as_array().size() / 2, 100U) << "it has sent nothing yet";
}

}  // namespace
}  // namespace tocsin::schedule
