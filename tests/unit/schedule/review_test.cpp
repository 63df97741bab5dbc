// SPDX-License-Identifier: Apache-2.0
// Review: levels, other persons, envelopes, returns, lent rights, and a database that is changed by
// hand.
#include <gmock/gmock.h>

#include "office.hpp"
#include "tocsin/store/approvals.hpp"

namespace tocsin::schedule {
namespace {

using testing::HasSubstr;

class Review : public Office {
protected:
    Review() {
        addScreen("gate", true);
        addAsset("film", Milliseconds(10'000));
        addAsset("poster", Milliseconds(10'000), playlists::AssetKind::picture);
    }
    Result<access::Response> as(access::Principal const& who, std::string const& method,
                                std::string const& path, std::string const& body = "") {
        for (auto const& route : schedule_->routes()) {
            if (auto const parameters = access::match(route.pattern, path);
                parameters && route.method == method) {
                return route.handler(who, {method, path, *parameters, {}, {}, body, {}});
            }
        }
        return Error{Errc::notFound, "no route"};
    }
    static access::Principal reviewer(std::string const& name) { return test::everyRight(name); }
    void apply(std::string const& text) { json("PUT", "/api/v1/campaigns/fire", text); }
    void submit() { json("POST", "/api/v1/campaigns/fire/submit"); }
    void write(std::string const& text) {
        apply(text);
        submit();
    }
    Result<access::Response> approveAs(access::Principal const& who) {
        return as(who, "POST", "/api/v1/campaigns/fire/approve");
    }
    std::string state() {
        return std::string(json("GET", "/api/v1/campaigns/fire").at("state").as_string());
    }
    boost::json::object approvals() { return json("GET", "/api/v1/campaigns/fire/approvals"); }
    bool plays() {
        auto const now = manifest("gate");
        return now && !now->assets.empty();
    }
    void useLevels(int levels, std::map<std::string, int> categories = {}) {
        ScheduleSettings settings;
        settings.review = {levels, std::move(categories)};
        restart(settings);
    }
};

TEST_F(Review, OneReviewerIsEnoughByDefaultAndItsRecordIsSigned) {
    write(file("\"film\""));
    ASSERT_TRUE(approveAs(reviewer("rui")));
    EXPECT_EQ(state(), "approved");
    EXPECT_TRUE(plays());
    auto const told = approvals();
    EXPECT_EQ(told.at("granted"), 1);
    EXPECT_EQ(told.at("levels"), 1);
    EXPECT_EQ(told.at("items").at(0).at("by"), "rui");
    EXPECT_EQ(told.at("content").at("items").at(0).at("handle"), "film");
}

TEST_F(Review, EachLevelIsAnotherPersons) {
    useLevels(3);
    write(file("\"film\""));
    ASSERT_TRUE(approveAs(reviewer("rui")));
    EXPECT_EQ(state(), "submitted");
    EXPECT_FALSE(plays());
    EXPECT_EQ(approveAs(reviewer("rui")).error().code, Errc::permission);
    ASSERT_TRUE(approveAs(reviewer("sun")));
    EXPECT_EQ(approveAs(reviewer("local-operator")).error().code, Errc::permission)
        << "the author is nobody's second reviewer";
    ASSERT_TRUE(approveAs(reviewer("tan")));
    EXPECT_EQ(state(), "approved");
    EXPECT_TRUE(plays());
}

TEST_F(Review, ACategoryCanTakeMoreLevels) {
    useLevels(1, {{"policy", 2}});
    change([](store::Tx& tx) {
        auto asset = tx.assets().findByHandle("poster").value();
        asset.category = "policy";
        tx.assets().put(asset);
    });
    write(file("\"film\", \"poster\""));
    ASSERT_TRUE(approveAs(reviewer("rui")));
    EXPECT_EQ(state(), "submitted");
    ASSERT_TRUE(approveAs(reviewer("sun")));
    EXPECT_EQ(state(), "approved");
}

TEST_F(Review, TimesAndPacingInsideTheApprovedDaysVoidNothing) {
    write(file("\"film\""));
    ASSERT_TRUE(approveAs(reviewer("rui")));
    apply(file("\"film\"", "class = \"filler\"\ndays = [\"mon\", \"tue\"]\n"));
    EXPECT_EQ(state(), "approved");
    EXPECT_TRUE(plays());
}

TEST_F(Review, NewContentOrDaysOrReachVoidTheApprovalAndItLeavesTheScreens) {
    for (auto const& changed :
         {file("\"film\", \"poster\""),
          std::string(
              "title = \"t\"\nclass = \"filler\"\nfrom = 2026-06-01\nto = 2027-12-31\nitems "
              "= [\"film\"]\n[targets]\nall = true\n"),
          std::string("title = \"another theme\"\nclass = \"filler\"\nfrom = 2026-06-01\nto = "
                      "2026-12-31\nitems = [\"film\"]\n[targets]\nall = true\n")}) {
        write(file("\"film\""));
        ASSERT_TRUE(approveAs(reviewer("rui")));
        apply(changed);
        EXPECT_EQ(state(), "draft") << changed;
        EXPECT_FALSE(approvals().at("items").as_array().back().at("voided").is_null());
    }
    write(file("\"film\"", "", "screens = [\"gate\"]"));
    ASSERT_TRUE(approveAs(reviewer("rui")));
    apply(file("\"film\""));
    EXPECT_EQ(state(), "draft") << "it reaches more screens than were approved";
}

TEST_F(Review, AnotherMasterOfTheSameFilmIsNotWhatWasApproved) {
    write(file("\"film\""));
    ASSERT_TRUE(approveAs(reviewer("rui")));
    ASSERT_TRUE(plays());
    change([](store::Tx& tx) {
        auto asset = tx.assets().findByHandle("film").value();
        asset.content.master = asset.content.rendition = messages::sha256("another");
        tx.assets().put(asset);
    });
    now_ += std::chrono::hours(1);
    (void)schedule_->replan();
    auto const shown = manifest("gate")->assets;
    EXPECT_TRUE(std::none_of(shown.begin(), shown.end(), [](auto const& asset) {
        return asset.content.master == messages::sha256("another");
    })) << "no manifest is signed with what nobody approved";
}

TEST_F(Review, AStateThatWasSetByHandReleasesNothing) {
    apply(file("\"film\""));
    change([](store::Tx& tx) {
        auto campaign = tx.campaigns().find(CampaignId("fire")).value();
        campaign.state = store::CampaignState::approved;
        tx.campaigns().put(campaign);
    });
    auto const planned = schedule_->replan();
    EXPECT_FALSE(plays());
    ASSERT_FALSE(planned);
    EXPECT_THAT(planned.error().message, HasSubstr("no signed approval covers"));
}

TEST_F(Review, ARecordThatWasWrittenByHandOrCopiedFromAnotherCampaignReleasesNothing) {
    write(file("\"film\""));
    ASSERT_TRUE(approveAs(reviewer("rui")));
    json("PUT", "/api/v1/campaigns/other", file("\"poster\""));
    change([](store::Tx& tx) {
        auto row = tx.approvals().of(CampaignId("fire")).front();
        row.campaign = CampaignId("other");
        tx.approvals().add(row);
        row.record.replace(row.record.find("fire") == std::string::npos ? 10 : 0, 1, "x");
        tx.approvals().add(row);
        auto campaign = tx.campaigns().find(CampaignId("other")).value();
        campaign.state = store::CampaignState::approved;
        tx.campaigns().put(campaign);
    });
    EXPECT_FALSE(schedule_->replan());
    auto const shown = manifest("gate")->assets;
    EXPECT_TRUE(std::none_of(shown.begin(), shown.end(),
                             [](auto const& asset) { return asset.name == "poster"; }));
}

TEST_F(Review, OneOfTwoLevelsReleasesNothingWhateverTheRowsSay) {
    useLevels(2);
    write(file("\"film\""));
    ASSERT_TRUE(approveAs(reviewer("rui")));
    auto const setApproved = [&](std::optional<store::Approval> const& more) {
        change([&](store::Tx& tx) {
            if (more) {
                tx.approvals().add(*more);
            }
            auto campaign = tx.campaigns().find(CampaignId("fire")).value();
            campaign.state = store::CampaignState::approved;
            tx.campaigns().put(campaign);
        });
        return schedule_->replan().has_value() || plays();
    };
    auto row =
        look([](store::Tx const& tx) { return tx.approvals().of(CampaignId("fire")).front(); });
    EXPECT_FALSE(setApproved(std::nullopt));
    EXPECT_FALSE(setApproved(row)) << "the same person's, twice";
    row.level = 2;
    EXPECT_FALSE(setApproved(row)) << "the record says another level";
    row.by = store::AccountId("sun");
    EXPECT_FALSE(setApproved(row)) << "and another person";
    row.level = 1;
    EXPECT_FALSE(setApproved(row));
}

TEST_F(Review, AReturnSaysWhyAndTakesAnApprovedCampaignOffTheScreens) {
    write(file("\"film\""));
    EXPECT_EQ(as(reviewer("rui"), "POST", "/api/v1/campaigns/fire/return", R"({"reason":" "})")
                  .error()
                  .code,
              Errc::invalid);
    ASSERT_TRUE(as(reviewer("rui"), "POST", "/api/v1/campaigns/fire/return",
                   R"({"reason":"第二句有错字"})"));
    EXPECT_EQ(state(), "draft");
    EXPECT_EQ(approvals().at("items").at(0).at("reason"), "第二句有错字");
    submit();
    ASSERT_TRUE(approveAs(reviewer("rui"))) << "it may be approved after it was mended";
    EXPECT_EQ(state(), "approved");
    ASSERT_TRUE(
        as(reviewer("rui"), "POST", "/api/v1/campaigns/fire/return", R"({"reason":"停播"})"));
    EXPECT_EQ(state(), "draft");
}

TEST_F(Review, WhatWasReturnedIsNotHalfApproved) {
    useLevels(2);
    write(file("\"film\""));
    ASSERT_TRUE(approveAs(reviewer("rui")));
    ASSERT_TRUE(
        as(reviewer("sun"), "POST", "/api/v1/campaigns/fire/return", R"({"reason":"错字"})"));
    submit();
    EXPECT_EQ(approvals().at("granted"), 0);
    ASSERT_TRUE(approveAs(reviewer("sun")));
    EXPECT_EQ(state(), "submitted");
    EXPECT_FALSE(plays());
}

TEST_F(Review, WhatWasHalfApprovedBeginsAnewWhenItIsSubmittedAgain) {
    useLevels(2);
    write(file("\"film\""));
    ASSERT_TRUE(approveAs(reviewer("rui")));
    apply(file("\"film\", \"poster\""));
    submit();
    EXPECT_EQ(approvals().at("granted"), 0);
    ASSERT_TRUE(approveAs(reviewer("rui")));
    EXPECT_EQ(state(), "submitted");
}

TEST_F(Review, ALentRightIsNamedAndIsNotItsAuthorsOwn) {
    write(file("\"film\""));
    auto stand = reviewer("sun");
    stand.ownReviews = {};
    stand.lentReviews["local-operator"] = access::UnitSet::all();
    EXPECT_EQ(approveAs(stand).error().code, Errc::permission)
        << "the author's own right in another's hands is the author's";
    stand.lentReviews["rui"] = access::UnitSet::all();
    ASSERT_TRUE(approveAs(stand));
    EXPECT_EQ(approvals().at("items").at(0).at("behalf"), "rui");
}

TEST_F(Review, AReviewerSeesWhatWaitsAndWhatIsTheirOwnWork) {
    write(file("\"film\""));
    auto const waiting = [&](std::string const& who) {
        auto const answer = as(reviewer(who), "GET", "/api/v1/reviews");
        return boost::json::parse(answer->body).at("items").at(0).at("mine");
    };
    EXPECT_EQ(waiting("rui"), true);
    EXPECT_EQ(waiting("local-operator"), false);
}

}  // namespace
}  // namespace tocsin::schedule
