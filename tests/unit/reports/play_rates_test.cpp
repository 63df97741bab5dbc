// SPDX-License-Identifier: Apache-2.0
// What counts in the rates of a play report, and what does not.
#include "report_fixture.hpp"

namespace tocsin::reports {
namespace {

using messages::EvidenceTier;
using testing::HasSubstr;
using testing::Not;

class PlayRates : public ReportTest {
protected:
    boost::json::object june1(char const* by) {
        return made("plays", {{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", by}});
    }
    std::string page() {
        return call("plays", {{"from", "2026-06-01"},
                              {"to", "2026-06-01"},
                              {"by", "campaign"},
                              {"format", "html"}})
            .value()
            .body;
    }
    /// A play of the fallback loop, at the time of planned play `i`.
    [[nodiscard]] messages::PlayRecord fallback(int i) const {
        auto out = row(i);
        out.timeline = {};
        out.index = -1;
        out.playId = {};
        out.campaign = CampaignId();
        return out;
    }
    /// Twelve plays of "fire", the last two of them make good, and ten of "water".
    Digest releaseTwoCampaigns(char const* screen) {
        auto plan = dayPlan(kBegin, kFirst, 22);
        plan.campaigns.emplace_back("water");
        plan.reasons.emplace_back("key,make-good");
        plan.entries[11].reason = plan.entries[12].reason = 2;
        for (std::size_t i = 13; i < 23; ++i) {
            plan.entries[i].campaign = 1;
        }
        return release(screen, plan, 2);
    }
    [[nodiscard]] messages::PlayRecord of(Digest const& plan, int i, EvidenceTier tier) const {
        auto out = row(i);
        out.timeline = plan;
        out.playId = messages::plannedPlayId(plan, out.index);
        out.campaign = CampaignId(i < 12 ? "fire" : "water");
        out.tier = tier;
        return out;
    }
};

TEST_F(PlayRates, TheFallbackLoopIsNoOrderedPlay) {
    auto lit = fallback(4);
    lit.tier = EvidenceTier::delivered;
    ingest("gate", {fallback(0), fallback(1), fallback(2), fallback(3), lit, fallback(5),
                    fallback(6), fallback(7)});
    auto const out = june1("campaign");
    auto const& total = out.at("total").as_object();
    EXPECT_EQ(total.at("complete"), 8) << "they are plays all the same";
    EXPECT_EQ(total.at("fallback"), 8);
    EXPECT_EQ(total.at("completion"), "0.0000");
    EXPECT_EQ(total.at("completion_lit"), "0.0000");
    EXPECT_EQ(total.at("coverage").at("numerator"), 0);
    EXPECT_EQ(total.at("landing").at("numerator"), 0);
    EXPECT_EQ(total.at("screens_played"), 0);
    EXPECT_EQ(rowOf(out, "campaign", "").at("complete"), 8);
    EXPECT_EQ(rowOf(out, "campaign", "fire").at("completion"), "0.0000");
    EXPECT_THAT(page(), HasSubstr("备播（次）"));
}

TEST_F(PlayRates, WhatMakesGoodEarlierDaysCountsInNoRateOfThisOne) {
    auto const plan = releaseTwoCampaigns("gate");
    std::vector<messages::PlayRecord> rows;
    for (int i = 0; i < 17; ++i) {  // all of fire, and half of water, of which nobody saw the light
        rows.push_back(of(plan, i, i < 12 ? EvidenceTier::delivered : EvidenceTier::composed));
    }
    ingest("gate", rows);
    auto const out = june1("screen");
    auto const& total = out.at("total").as_object();
    EXPECT_EQ(total.at("planned"), 20);
    EXPECT_EQ(total.at("complete"), 17);
    EXPECT_EQ(total.at("completion"), "0.7500");
    EXPECT_EQ(total.at("completion_lit"), "0.5000");
    EXPECT_EQ(total.at("landing").at("numerator"), 0) << "as completion has it";
    EXPECT_EQ(rowOf(out, "screen", "gate").at("landing").at("numerator"), 0);
    EXPECT_THAT(page(), HasSubstr("补播（次）"));
    EXPECT_THAT(page(), Not(HasSubstr("截断（次）")));
}

TEST_F(PlayRates, AScreenThatOnlyRepaysWasNotOrdered) {
    auto plan = dayPlan(kBegin, kFirst, 2);
    plan.reasons.emplace_back("key,make-good");
    plan.entries[1].reason = plan.entries[2].reason = 2;
    auto const digest = release("hall", plan, 1);
    ingest("hall", {of(digest, 0, EvidenceTier::delivered)});
    auto const hall = rowOf(june1("screen"), "screen", "hall");
    EXPECT_EQ(hall.at("screens_ordered"), 0);
    EXPECT_EQ(hall.at("coverage").at("value"), "—");
}

TEST_F(PlayRates, PlaysOfUnprovenTimeTakeNothingFromTheHour) {
    auto const plan = releaseTwoCampaigns("gate");
    std::vector<messages::PlayRecord> rows;
    for (int i = 0; i < 12; ++i) {
        rows.push_back(of(plan, i, EvidenceTier::delivered));
        rows.back().clock = messages::ClockState::unset;
    }
    ingest("gate", rows);
    using std::chrono::hours;
    dayparts_ = {{"上午", {hours(6), hours(12)}}};
    for (auto const* by : {"hour", "daypart"}) {
        auto const out = june1(by);
        for (auto const& one : out.at("rows").as_array()) {
            EXPECT_GE(one.at("completion_of").at("numerator").as_int64(), 0) << one;
        }
        EXPECT_EQ(rowOf(out, by, "unproven").at("complete"), 12);
        EXPECT_EQ(out.at("total").at("completion"), "0.5000");
    }
}

TEST_F(PlayRates, PlaysOfUnprovenTimeLeaveTheirDaypartAsAWhole) {
    using std::chrono::hours;
    dayparts_ = {{"上午", {hours(6), hours(12)}}};
    auto early = row(0);
    early.clock = messages::ClockState::unset;
    auto late = row(2);
    late.clock = messages::ClockState::unset;
    ingest("gate", {early, row(1), late});
    ingest("hall", {early, late});
    auto const out = june1("daypart");
    auto const morning = rowOf(out, "daypart", "上午");
    EXPECT_EQ(morning.at("complete"), 1);
    EXPECT_EQ(morning.at("first"), "2026-06-01T00:59:40.000Z");
    EXPECT_EQ(morning.at("last"), "2026-06-01T00:59:40.000Z");
    EXPECT_EQ(morning.at("screens_played"), 1);
    auto const unproven = rowOf(out, "daypart", "unproven");
    EXPECT_EQ(unproven.at("complete"), 4);
    EXPECT_EQ(unproven.at("first"), "2026-06-01T00:59:30.000Z");
    EXPECT_EQ(unproven.at("screens_played"), 2);
    EXPECT_EQ(out.at("total").at("complete"), 5);
}

TEST_F(PlayRates, ARowOfAnUnsetClockSaysNothingOfHowNewTheDataAre) {
    auto ahead = row(1);
    ahead.clock = messages::ClockState::unset;
    ahead.start += std::chrono::hours(40);
    ahead.end += std::chrono::hours(40);
    ingest("gate", {row(0), ahead});
    auto const unreported = june1("screen").at("unreported").as_array();
    ASSERT_EQ(unreported.size(), 1U);
    EXPECT_EQ(unreported[0].at("last"), "2026-06-01T00:59:40.000Z");
}

TEST_F(PlayRates, AReportOfTooManyRowsIsRefused) {
    using std::chrono::hours;
    constexpr int kParts = 401, kCampaigns = 500;
    for (int i = 0; i < kParts; ++i) {
        dayparts_.emplace("时段" + std::to_string(i), playlists::Daypart{hours(6), hours(12)});
    }
    std::vector<messages::PlayRecord> rows;
    for (int i = 0; i < kCampaigns; ++i) {
        rows.push_back(row(0));
        rows.back().campaign = CampaignId("c" + std::to_string(i));
    }
    ingest("hall", rows);
    EXPECT_THAT(
        whyNot("plays", {{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "daypart,campaign"}}),
        HasSubstr("ask for less"));
}

}  // namespace
}  // namespace tocsin::reports
