// SPDX-License-Identifier: Apache-2.0
// A person reads why something is on, and why something is not.
#include "tocsin/playlists/explain.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "programmes.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists {
namespace {

auto const kDay = day("2026-06-16");

Programme someProgramme() {
    auto programme = emptyProgramme();
    programme.screen.opening = {{Weekdays{}, part("06:00", "22:00")}};
    programme.assets = {film("a", 30'000), film("b", 20'000), picture("p", 10'000),
                        picture("q", 10'000)};
    programme.campaigns = {campaign("fill", CampaignClass::filler, {"p", "q"}),
                           hourly("evening", 20, {"a"}), hourly("july", 5, {"b"})};
    programme.campaigns[1].dayparts = {part("19:00", "21:30")};
    programme.campaigns[2].from = day("2026-07-01");
    programme.campaigns[2].to = day("2026-07-31");
    return programme;
}

Explanation explained(Programme const& programme, std::string const& time) {
    auto const out = explain(programme, kDay, at("2026-06-16T" + time + "+08:00"));
    EXPECT_TRUE(out) << out.error().message;
    return out ? *out : Explanation{};
}

std::string said(Explanation const& explanation, std::string const& rule) {
    auto const found = std::find_if(explanation.because.begin(), explanation.because.end(),
                                    [&](Because const& because) { return because.rule == rule; });
    return found == explanation.because.end() ? "nothing" : found->message;
}

Otherwise other(Explanation const& explanation, std::string const& campaign) {
    auto const found =
        std::find_if(explanation.others.begin(), explanation.others.end(),
                     [&](Otherwise const& o) { return o.campaign.str() == campaign; });
    return found == explanation.others.end() ? Otherwise{} : *found;
}

TEST(Explain, ABookedPlayIsDerivedFromTheCampaignsRules) {
    auto const out = explained(someProgramme(), "19:00:00");
    EXPECT_EQ(out.campaign.str(), "evening");
    EXPECT_EQ(out.asset.str(), "a");
    EXPECT_EQ(out.start, at("2026-06-16T19:00:00+08:00"));
    EXPECT_EQ(said(out, "opening"), "the screen is open 06:00-22:00");
    EXPECT_EQ(said(out, "window"), "it may play in 19:00-21:30");
    EXPECT_EQ(said(out, "pacing"),
              "its pacing asks for 20 plays an hour: 50 plays in this timeline; this is number 1");
    EXPECT_EQ(said(out, "place"),
              "spread evenly, it belongs between 19:00 and 19:03; it begins at 19:00");
    EXPECT_EQ(other(out, "fill").rule, "waits");
    EXPECT_EQ(other(out, "july").message, "it begins on 2026-07-01");
}

TEST(Explain, AFillerSaysWhatComesNext) {
    auto const out = explained(someProgramme(), "12:00:00");
    EXPECT_EQ(out.campaign.str(), "fill");
    EXPECT_NE(said(out, "filler").find("the next booked play is of campaign evening at 19:00"),
              std::string::npos)
        << said(out, "filler");
    EXPECT_EQ(other(out, "evening").message,
              "it may not play now; its windows on this day are 19:00-21:30");
    EXPECT_EQ(other(out, "evening").next, at("2026-06-16T19:00:00+08:00"));
    EXPECT_FALSE(other(out, "evening").last);
}

TEST(Explain, AClosedScreenSaysWhenItIsOpen) {
    auto const out = explained(someProgramme(), "23:00:00");
    EXPECT_EQ(out.asset.str(), "");
    EXPECT_EQ(said(out, "closed"), "the screen is closed; it is open 06:00-22:00");
}

TEST(Explain, AnEmptyScreenSaysWhatToDo) {
    auto programme = someProgramme();
    programme.campaigns.erase(programme.campaigns.begin());
    EXPECT_NE(said(explained(programme, "12:00:00"), "idle").find("add a filler campaign"),
              std::string::npos);
}

TEST(Explain, AFixedEventIsItsOwnReason) {
    auto programme = someProgramme();
    programme.fixed = {
        {CampaignId("evening"), AssetId("b"), {at("2026-06-16T09:00:00+08:00")}, false}};
    auto const out = explained(programme, "09:00:10");
    EXPECT_EQ(
        said(out, "fixed"),
        "campaign evening (normal) has a fixed event at 09:00; nothing but a warning moves it");
}

TEST(Explain, EachRuleThatKeepsACampaignOffTheDayIsNamed) {
    auto programme = someProgramme();
    auto& c = programme.campaigns[1];
    auto const why = [&] { return other(explained(programme, "12:00:00"), "evening").message; };
    c.days = parseWeekdays({"mon"}).value();
    EXPECT_EQ(why(), "it runs on mon only; 2026-06-16 is a Tuesday");
    c.days = {};
    c.monthDays = {1};
    EXPECT_EQ(why(), "2026-06-16 is not one of its days of the month");
    c.monthDays = {};
    c.dayKind = DayKind::holidays;
    EXPECT_EQ(why(), "it runs on holidays only; 2026-06-16 is a working day");
    c.dayKind = DayKind::any;
    c.except = {kDay};
    EXPECT_EQ(why(), "2026-06-16 is one of its exceptions");
    c.except.clear();
    c.recurrence = "FREQ=WEEKLY;BYDAY=MO";
    EXPECT_EQ(why(), "its recurrence FREQ=WEEKLY;BYDAY=MO leaves 2026-06-16 out");
}

TEST(Explain, AnOverBookedCampaignSaysHowMuchFits) {
    auto programme = someProgramme();
    programme.campaigns[1].pacing->amount = 200;
    auto const out = explained(programme, "19:00:00");
    EXPECT_EQ(out.campaign.str(), "evening");
    programme.campaigns.push_back(hourly("more", 10, {"b"}));
    programme.campaigns.back().dayparts = {part("19:00", "21:30")};
    programme.campaigns.back().priority = CampaignClass::key;
    programme.campaigns[1].priority = CampaignClass::mandatory;
    EXPECT_EQ(other(explained(programme, "19:00:00"), "more").rule, "over-booked");
}

TEST(Explain, WhatTheTimelineShowsIsWhatIsExplained) {
    for (int round = 0; round < 40; ++round) {
        Dice dice(static_cast<std::uint64_t>(round) + 9000);
        auto const programme = randomProgramme(dice, round % 2 == 0);
        auto const made = compile(programme, kDay).value();
        for (int i = 0; i < 5; ++i) {
            auto const t = made.timeline.begin + Milliseconds(dice.roll(0, 86'399'999));
            auto const index = indexAt(made.timeline, t);
            ASSERT_TRUE(index);
            auto const slot = slotOf(made.timeline, *index);
            auto const out = explain(programme, kDay, t).value();
            EXPECT_EQ(out.start, slot.start);
            EXPECT_EQ(out.end, slot.end);
            EXPECT_EQ(out.asset, slot.asset);
            EXPECT_EQ(out.campaign, slot.campaign);
            EXPECT_EQ(out.reason, slot.reason);
            EXPECT_FALSE(out.because.empty());
            EXPECT_EQ(out.others.size(), programme.campaigns.size() - (slot.dark ? 0 : 1));
        }
    }
}

TEST(Explain, AMomentOutsideTheDayIsRefused) {
    EXPECT_FALSE(explain(someProgramme(), kDay, at("2026-06-17T00:00:00+08:00")));
}

}  // namespace
}  // namespace tocsin::playlists
