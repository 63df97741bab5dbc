// SPDX-License-Identifier: Apache-2.0
// What the office asks about its plan: why, what if, and as a calendar.
#include "office.hpp"

namespace tocsin::schedule {
namespace {

using testing::HasSubstr;
using testing::Not;

class Asking : public Office {
protected:
    Asking() {
        addScreen("gate", true);
        addScreen("lobby", true);
        addAsset("film", Milliseconds(30'000));
        addAsset("poster", Milliseconds(10'000), playlists::AssetKind::picture);
        addAsset("theme", Milliseconds(10'000), playlists::AssetKind::picture);
    }
    static std::string evening(std::string const& head = "class = \"normal\"\n",
                               std::string const& targets = "all = true") {
        return file("\"film\"", head, targets) +
               "[pacing]\nplays_per_hour = 20\n[[daypart]]\nfrom = \"19:00\"\nto = \"21:30\"\n";
    }
    static std::string all(boost::json::array const& steps) {
        std::string out;
        for (auto const& step : steps) {
            out += std::string(step.at("message").as_string()) + "\n";
        }
        return out;
    }
};

TEST_F(Asking, AReleasedPlayIsExplainedInTheNamesOfTheOffice) {
    approve("fill", file("\"poster\", \"theme\""));
    approve("evening", evening());
    auto const out =
        json("GET", "/api/v1/screens/gate/explain", "", {{"at", "2026-06-11T19:00:00"}});
    EXPECT_EQ(out.at("asset"), "film");
    EXPECT_EQ(out.at("campaign"), "evening");
    EXPECT_EQ(out.at("start"), "2026-06-11T19:00:00.000+08:00");
    EXPECT_EQ(out.at("released"), true);
    EXPECT_TRUE(out.at("shown_instead").is_null());
    EXPECT_THAT(all(out.at("because").as_array()), HasSubstr("20 plays an hour"));
    ASSERT_EQ(out.at("others").as_array().size(), 1U);
    EXPECT_EQ(out.at("others").as_array()[0].at("campaign"), "fill");
    auto const noon =
        json("GET", "/api/v1/screens/gate/explain", "", {{"at", "2026-06-11T12:00:00+08:00"}});
    EXPECT_EQ(noon.at("campaign"), "fill");
    EXPECT_EQ(noon.at("others").as_array()[0].at("next"), "2026-06-11T19:00:00.000+08:00");
}

TEST_F(Asking, WhatIsExplainedIsWhatIsReleasedAlsoAfterAChangeInTheDay) {
    approve("fill", file("\"poster\", \"theme\""));
    now_ += std::chrono::hours(3);
    approve("film", file("\"film\"", "class = \"normal\"\n") + "[pacing]\nplays_per_hour = 12\n");
    auto const day = json("GET", "/api/v1/screens/gate/plan", "", {{"date", "2026-06-10"}});
    std::size_t compared = 0;
    for (auto const& play : day.at("plays").as_array()) {
        auto const start = parseInstant(play.at("start").as_string().c_str()).value();
        if (start > now_ + std::chrono::minutes(3) && compared < 40) {
            ++compared;
            auto const out =
                json("GET", "/api/v1/screens/gate/explain", "", {{"at", formatInstant(start)}});
            EXPECT_EQ(out.at("asset"), play.at("asset"));
            EXPECT_EQ(out.at("start"), play.at("start"));
            EXPECT_EQ(out.at("reason"), play.at("reason"));
            EXPECT_TRUE(out.at("shown_instead").is_null());
        }
    }
    EXPECT_EQ(compared, 40U);
}

TEST_F(Asking, AWrongMomentOrScreenGetsOneClearLine) {
    auto const wrong = call("GET", "/api/v1/screens/gate/explain", "", {{"at", "nine"}});
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().message, HasSubstr("at: \"nine\" is not an instant"));
    EXPECT_EQ(call("GET", "/api/v1/screens/gaet/explain").error().code, Errc::notFound);
}

TEST_F(Asking, ADiffSaysWhoGainsAndLosesOnWhichScreens) {
    approve("fill", file("\"poster\", \"theme\""));
    json("PUT", "/api/v1/campaigns/evening",
         evening("class = \"normal\"\n", "screens = [\"gate\"]"));
    auto const out = json("GET", "/api/v1/campaigns/evening/diff", "", {{"days", "2"}});
    EXPECT_EQ(out.at("state"), "draft");
    ASSERT_EQ(out.at("screens").as_array().size(), 1U) << "the lobby stays as it is";
    auto const& gate = out.at("screens").as_array()[0].as_object();
    EXPECT_EQ(gate.at("screen"), "gate");
    auto const& changes = gate.at("changes").as_array();
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].at("campaign"), "evening");
    EXPECT_EQ(changes[0].at("before"), 0);
    EXPECT_EQ(changes[0].at("gained"), 100);
    EXPECT_EQ(changes[1].at("campaign"), "fill");
    EXPECT_EQ(changes[1].at("gained"), 0);
    EXPECT_EQ(changes[1].at("lost"), 300) << "three pictures for each film";
    EXPECT_TRUE(gate.at("findings").as_array().empty());
    EXPECT_FALSE(manifest("gate")->assets.size() > 2) << "nothing was released";
}

TEST_F(Asking, ADiffOfWhatIsReleasedAlreadySaysNothing) {
    approve("evening", evening());
    EXPECT_TRUE(json("GET", "/api/v1/campaigns/evening/diff").at("screens").as_array().empty());
    EXPECT_EQ(call("GET", "/api/v1/campaigns/evning/diff").error().code, Errc::notFound);
    EXPECT_FALSE(call("GET", "/api/v1/campaigns/evening/diff", "", {{"days", "0"}}));
}

TEST_F(Asking, ADiffNamesWhatWouldNoLongerFit) {
    approve("evening", evening());
    json("PUT", "/api/v1/campaigns/full",
         file("\"poster\"", "class = \"key\"\n") +
             "[pacing]\nshare = 1.0\n[[daypart]]\nfrom = \"19:00\"\nto = \"20:00\"\n");
    auto const out = json("GET", "/api/v1/campaigns/full/diff", "", {{"days", "1"}});
    ASSERT_EQ(out.at("screens").as_array().size(), 2U);
    auto const& findings = out.at("screens").as_array()[0].at("findings").as_array();
    EXPECT_TRUE(std::all_of(findings.begin(), findings.end(), [](auto const& finding) {
        return finding.at("screen").as_string() == "gate";
    }));
}

TEST_F(Asking, ADiffTellsWhatIsWrongOnManyDaysOnce) {
    approve("evening", evening());
    json("PUT", "/api/v1/campaigns/full",
         file("\"poster\"", "class = \"key\"\n") +
             "[pacing]\nshare = 1.0\n[[daypart]]\nfrom = \"19:00\"\nto = \"21:30\"\n");
    auto const out = json("GET", "/api/v1/campaigns/full/diff", "", {{"days", "3"}});
    int told = 0;
    for (auto const& finding : out.at("screens").as_array()[0].at("findings").as_array()) {
        if (finding.at("code") == "over-booked") {
            ++told;
            EXPECT_THAT(std::string(finding.at("message").as_string()),
                        HasSubstr("and 2 more days until"));
            EXPECT_EQ(finding.at("missing_plays"), 150);
        }
    }
    EXPECT_EQ(told, 1);
}

TEST_F(Asking, DarkThatOnePlanTakesOverFromAnotherIsOneRow) {
    approve("late", file("\"film\"", "class = \"normal\"\n") +
                        "[pacing]\nplays_per_hour = 20\n[[daypart]]\nfrom = \"22:00\"\nto = "
                        "\"23:00\"\n");
    now_ += std::chrono::hours(1);
    approve("evening", evening());
    auto const day = json("GET", "/api/v1/screens/gate/plan", "", {{"date", "2026-06-10"}});
    auto const& plays = day.at("plays").as_array();
    ASSERT_GT(plays.size(), 2U);
    for (std::size_t i = 1; i < plays.size(); ++i) {
        EXPECT_EQ(plays[i].at("start"), plays[i - 1].at("end"));
    }
    EXPECT_EQ(plays[0].at("reason"), "idle");
    EXPECT_EQ(plays[0].at("end"), "2026-06-10T19:00:00.000+08:00");
}

TEST_F(Asking, AScreensCampaignsAreEventsOfACalendar) {
    approve("fill", file("\"poster\""));
    approve("evening", evening() + "[[fixed]]\nitem = \"film\"\nat = [\"2026-06-16T09:00:00\"]\n");
    auto const answer = call("GET", "/api/v1/screens/gate/calendar.ics", "",
                             {{"from", "2026-06-16"}, {"to", "2026-06-16"}});
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->contentType, "text/calendar; charset=utf-8");
    EXPECT_THAT(answer->body, HasSubstr("BEGIN:VCALENDAR\r\n"));
    EXPECT_THAT(answer->body, HasSubstr("DTSTART:20260616T110000Z\r\n"));
    EXPECT_THAT(answer->body, HasSubstr("DTEND:20260616T133000Z\r\n"));
    EXPECT_THAT(answer->body, HasSubstr("DTSTART:20260616T010000Z\r\n")) << "the ceremony";
    EXPECT_THAT(answer->body, HasSubstr("UID:evening-2026-06-16-1@gate\r\n"));
    std::size_t events = 0;
    for (auto at = answer->body.find("BEGIN:VEVENT"); at != std::string::npos;
         at = answer->body.find("BEGIN:VEVENT", at + 1)) {
        ++events;
    }
    EXPECT_EQ(events, 3U);
    EXPECT_FALSE(call("GET", "/api/v1/screens/gate/calendar.ics", "",
                      {{"from", "2026-06-16"}, {"to", "2026-06-15"}}));
    EXPECT_FALSE(call("GET", "/api/v1/screens/gate/calendar.ics", "",
                      {{"from", "2026-06-16"}, {"to", "2036-06-15"}}));
}

}  // namespace
}  // namespace tocsin::schedule
