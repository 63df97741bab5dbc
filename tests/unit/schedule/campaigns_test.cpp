// SPDX-License-Identifier: Apache-2.0
// Campaigns over the routes: states, revisions, findings.
#include "office.hpp"
#include "support/open_gate.hpp"

namespace tocsin::schedule {
namespace {

using testing::HasSubstr;

class Campaigns : public Office {
protected:
    Campaigns() {
        addScreen("gate", true);
        addAsset("film", Milliseconds(8'000));
        addAsset("poster", Milliseconds(10'000), playlists::AssetKind::picture);
    }
    std::string state(std::string const& id) {
        return json("GET", "/api/v1/campaigns/" + id).at("state").as_string().c_str();
    }
    Errc refused(std::string const& step) {
        auto const answer = call("POST", "/api/v1/campaigns/fire/" + step);
        EXPECT_FALSE(answer) << step;
        return answer ? Errc::internal : answer.error().code;
    }
    static bool hasFinding(boost::json::object const& answer, std::string_view code) {
        for (auto const& finding : answer.at("findings").as_array()) {
            if (finding.at("code").as_string() == code) {
                return true;
            }
        }
        return false;
    }
};

TEST_F(Campaigns, AnAppliedFileIsADraft) {
    auto const answer = call("PUT", "/api/v1/campaigns/fire", file("\"film\", \"poster\""));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 201);
    auto const campaign = boost::json::parse(answer->body).as_object();
    EXPECT_EQ(campaign.at("state"), "draft");
    EXPECT_EQ(campaign.at("revision"), 1);
    EXPECT_EQ(campaign.at("class"), "filler");
    EXPECT_EQ(campaign.at("items"), (boost::json::array{"film", "poster"}));
    EXPECT_EQ(json("GET", "/api/v1/campaigns/fire").at("file").as_string(),
              file("\"film\", \"poster\""));
    EXPECT_EQ(json("GET", "/api/v1/campaigns").at("items").as_array().size(), 1U);
    EXPECT_TRUE(released_.empty()) << "a draft is on no screen";
}

TEST_F(Campaigns, AllScreensOfAUnitsCampaignAreThoseOfTheUnitAndItIsSaid) {
    addScreen("lobby", true);
    change([&](store::Tx& tx) {
        store::Screen elsewhere;
        elsewhere.id = ScreenId("school");
        elsewhere.unit = "school-1";
        elsewhere.zone = "Asia/Shanghai";
        tx.screens().put(elsewhere);
    });
    auto const ofUnit =
        json("PUT", "/api/v1/campaigns/fire", file("\"film\""), {{"unit", "hospital-1"}});
    ASSERT_EQ(ofUnit.at("notes").as_array().size(), 1U) << boost::json::serialize(ofUnit);
    auto const& note = ofUnit.at("notes").at(0).as_object();
    EXPECT_EQ(note.at("code"), "all-of-unit");
    EXPECT_THAT(std::string(note.at("message").as_string()),
                HasSubstr("the 2 screens of unit hospital-1"));
    EXPECT_THAT(std::string(note.at("message_zh").as_string()), HasSubstr("hospital-1"));
    auto const named = json("PUT", "/api/v1/campaigns/gate",
                            file("\"film\"", "", "screens = [\"gate\"]"), {{"unit", "hospital-1"}});
    EXPECT_TRUE(named.at("notes").as_array().empty());
    auto const ofSite = json("PUT", "/api/v1/campaigns/site", file("\"film\""));
    EXPECT_TRUE(ofSite.at("notes").as_array().empty()) << "there all means all";
}

TEST_F(Campaigns, WhatIsApprovedSaysHowLongScreensKeepToTheirOldPlan) {
    EXPECT_FALSE(json("PUT", "/api/v1/campaigns/fire", file("\"film\"")).contains("lead_seconds"));
    EXPECT_FALSE(json("POST", "/api/v1/campaigns/fire/submit").contains("lead_seconds"));
    EXPECT_EQ(json("POST", "/api/v1/campaigns/fire/approve").at("lead_seconds"), 120);
    ScheduleSettings settings;
    settings.frozenHorizon = Milliseconds(30'000);
    restart(settings);
    EXPECT_EQ(json("PUT", "/api/v1/campaigns/fire", file("\"film\"")).at("lead_seconds"), 30)
        << "applied again and still approved";
}

TEST_F(Campaigns, TheStepsAreTakenInOrderAndOthersAreConflicts) {
    json("PUT", "/api/v1/campaigns/fire", file("\"film\""));
    json("POST", "/api/v1/campaigns/fire/submit");
    EXPECT_EQ(state("fire"), "submitted");
    EXPECT_EQ(refused("submit"), Errc::conflict);
    json("POST", "/api/v1/campaigns/fire/approve");
    EXPECT_EQ(state("fire"), "approved");
    EXPECT_EQ(refused("submit"), Errc::conflict);
    EXPECT_EQ(refused("approve"), Errc::conflict);
    json("POST", "/api/v1/campaigns/fire/retire");
    EXPECT_EQ(state("fire"), "retired");
    for (auto const* step : {"submit", "approve", "retire"}) {
        EXPECT_EQ(refused(step), Errc::conflict);
    }
    EXPECT_EQ(call("POST", "/api/v1/campaigns/none/approve").error().code, Errc::notFound);
}

TEST_F(Campaigns, TheSameContentChangesNothing) {
    approve("fire", file("\"film\""));
    auto const answer = json("PUT", "/api/v1/campaigns/fire", file("\"film\""));
    EXPECT_EQ(answer.at("state"), "approved");
    EXPECT_EQ(answer.at("revision"), 1);
    EXPECT_FALSE(hasFinding(answer, "no-longer-approved"));
}

TEST_F(Campaigns, OtherContentIsADraftAgainAndSaysThatItLeftTheScreens) {
    approve("fire", file("\"film\""));
    released_.clear();
    auto const answer = json("PUT", "/api/v1/campaigns/fire", file("\"poster\""));
    EXPECT_EQ(answer.at("state"), "draft");
    EXPECT_EQ(answer.at("revision"), 2);
    EXPECT_TRUE(hasFinding(answer, "no-longer-approved"));
    EXPECT_EQ(released_, std::vector<std::string>{"gate"});
}

TEST_F(Campaigns, AFileWithMistakesChangesNothing) {
    approve("fire", file("\"film\""));
    auto const answer =
        call("PUT", "/api/v1/campaigns/fire", file("\"flim\""), {{"file", "my.toml"}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::invalid);
    EXPECT_THAT(answer.error().message, HasSubstr("my.toml:5 items: asset \"flim\" is missing"));
    EXPECT_EQ(state("fire"), "approved");
}

TEST_F(Campaigns, WhatDoesNotFitIsFoundOnceAScreen) {
    auto const answer =
        json("PUT", "/api/v1/campaigns/fire",
             file("\"film\"", "class = \"key\"\n") + "[pacing]\nplays_per_hour = 1000\n");
    auto const& findings = answer.at("findings").as_array();
    auto overBooked = 0;
    for (auto const& finding : findings) {
        overBooked += finding.at("code") == "over-booked" ? 1 : 0;
        EXPECT_EQ(finding.at("screen"), "gate");
    }
    EXPECT_EQ(overBooked, 1) << answer.at("findings");
}

TEST_F(Campaigns, ACampaignThatIsOverIsAFinding) {
    now_ = at("2027-03-01T00:00:00Z");
    EXPECT_TRUE(
        hasFinding(json("PUT", "/api/v1/campaigns/fire", file("\"film\"")), "campaign-over"));
}

TEST_F(Campaigns, AnAssetThatMayNotBeShownOnADayIsAFindingThatNamesIt) {
    ASSERT_TRUE(library_->set(test::everyRight(), "film", {{}, {}, "2026-06-11"}));
    json("PUT", "/api/v1/campaigns/fire", file("\"film\", \"poster\""));
    json("POST", "/api/v1/campaigns/fire/submit");
    auto const approved = json("POST", "/api/v1/campaigns/fire/approve");
    ASSERT_TRUE(hasFinding(approved, "asset-expired"));
    EXPECT_THAT(std::string(approved.at("findings").at(0).at("message").as_string()),
                HasSubstr("has the item film, which may only be shown until 2026-06-11; it is left "
                          "out (on 2026-06-12 and 5 more days until 2026-06-17)"));
    EXPECT_FALSE(hasFinding(json("GET", "/api/v1/screens/gate/plan", "", {{"date", "2026-06-11"}}),
                            "asset-expired"));
    auto const plan = json("GET", "/api/v1/screens/gate/plan", "", {{"date", "2026-06-12"}});
    EXPECT_TRUE(hasFinding(plan, "asset-expired"));
    EXPECT_THAT(std::string(plan.at("findings").at(0).at("message").as_string()),
                HasSubstr("the item film,"));
}

TEST_F(Campaigns, ARetiredAssetIsNotApproved) {
    json("PUT", "/api/v1/campaigns/fire", file("\"film\""));
    json("POST", "/api/v1/campaigns/fire/submit");
    change([](store::Tx& tx) {
        auto asset = tx.assets().findByHandle("film").value();
        asset.retired = true;
        tx.assets().put(asset);
    });
    EXPECT_EQ(refused("approve"), Errc::conflict);
    EXPECT_EQ(state("fire"), "submitted");
}

TEST_F(Campaigns, ADraftIsNotApprovedBeforeItIsSubmitted) {
    json("PUT", "/api/v1/campaigns/fire", file("\"film\""));
    EXPECT_EQ(refused("approve"), Errc::conflict);
    EXPECT_EQ(state("fire"), "draft");
}

TEST_F(Campaigns, NobodyApprovesTheirOwnWork) {
    json("PUT", "/api/v1/campaigns/fire", file("\"film\""));
    json("POST", "/api/v1/campaigns/fire/submit");
    for (auto const& route : schedule_->routes()) {
        if (route.pattern != "/api/v1/campaigns/{id}/approve") {
            continue;
        }
        access::Request request{"POST", "", {{"id", "fire"}}, {}, {}, "", {}};
        auto const answer = route.handler(test::everyRight("local-operator"), request);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, Errc::permission);
        EXPECT_TRUE(route.secondFactor) << "releasing is confirmed";
    }
    EXPECT_EQ(state("fire"), "submitted");
}

TEST_F(Campaigns, EveryChangeIsInTheAuditTrail) {
    approve("fire", file("\"film\""));
    std::vector<std::string> actions;
    for (auto const& row : look([](store::Tx const& tx) { return tx.audit().newest(10); })) {
        actions.push_back(row.entry.action);
    }
    EXPECT_THAT(actions, testing::IsSupersetOf({"campaign.apply", "campaign.approve"}));
}

}  // namespace
}  // namespace tocsin::schedule
