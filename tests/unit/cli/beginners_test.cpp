// SPDX-License-Identifier: Apache-2.0
// What somebody meets who has never used the client: a file to begin with, slips of the hand, what
// comes next, refusals in their language.
#include "campaign_example.hpp"
#include "campaign_file.hpp"
#include "render.hpp"
#include "signed_in.hpp"

namespace tocsin::cli::test {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using namespace std::chrono_literals;

class Beginners : public SignedIn {};

TEST(CampaignExample, IsReadByTheControllerWithoutAProblemInBothLanguages) {
    for (auto const language : {Language::english, Language::chinese}) {
        auto const toml = exampleCampaign(language, 2027y / 1 / 31);
        auto const file =
            schedule::readCampaignFile(toml, "fire.toml", CampaignId("fire"), {}, nullptr);
        ASSERT_TRUE(file) << file.error().message;
        EXPECT_EQ(file->rules.from, 2027y / 2 / 1);
        EXPECT_EQ(file->rules.to, 2027y / 2 / 28);
        EXPECT_EQ(file->rules.dayparts.size(), 2U);
        EXPECT_TRUE(file->rules.pacing);
        EXPECT_EQ(file->targets.screens, std::vector<std::string>{"gate-led"});
        ASSERT_EQ(file->items.size(), 1U);
        EXPECT_TRUE(file->sloganNamed(file->items[0])) << "it can be tried before a film is there";
    }
}

TEST(CampaignExample, OfAScreenThatIsNotThereItSaysSoAndNothingElse) {
    auto const toml = exampleCampaign(Language::english, 2026y / 12 / 5);
    schedule::Known known;
    auto const file = schedule::readCampaignFile(toml, "fire.toml", CampaignId("fire"), {}, &known);
    ASSERT_FALSE(file);
    EXPECT_THAT(file.error().message, HasSubstr("there is no screen \"gate-led\""));
    EXPECT_THAT(file.error().message, Not(HasSubstr("\n"))) << "the only problem";
    EXPECT_THAT(toml, HasSubstr("from = 2027-01-01"));
}

TEST_F(Beginners, AreGivenACampaignFileInTheirLanguage) {
    EXPECT_EQ(tocsin({"campaign", "example"}), 0) << err;
    EXPECT_THAT(out, AllOf(StartsWith("# A campaign"), HasSubstr("[targets]")));
    EXPECT_EQ(tocsin({"campaign", "example"}, Language::chinese), 0);
    EXPECT_THAT(out, StartsWith("# 播放任务"));
    EXPECT_EQ(tocsin({"campaign", "example", "--lang", "en"}, Language::chinese), 0);
    EXPECT_THAT(out, StartsWith("# A campaign"));
    EXPECT_EQ(tocsin({"campaign", "example", "--json"}), 0);
    EXPECT_THAT(std::string(boost::json::parse(out).at("toml").as_string()),
                StartsWith("# A campaign"));
    EXPECT_TRUE(controller.asked().empty()) << "it needs no controller";
}

TEST_F(Beginners, AFileThatIsThereIsNotWrittenOver) {
    auto const path = (directory / "fire.toml").string();
    ASSERT_EQ(tocsin({"campaign", "example", "--out", path}), 0) << err;
    EXPECT_THAT(out, HasSubstr("tocsin campaign apply " + path));
    EXPECT_THAT(read(path), HasSubstr("format = \"tocsin-campaign/1\""));
    file("fire.toml", "mine");
    EXPECT_EQ(tocsin({"campaign", "example", "--out", path}), 5);
    EXPECT_THAT(err, HasSubstr("exists already"));
    EXPECT_EQ(read(path), "mine");
}

TEST_F(Beginners, WithoutAFileTheyAreShownWhereToBegin) {
    EXPECT_EQ(tocsin({"campaign", "--help"}), 0);
    EXPECT_THAT(out, HasSubstr("tocsin campaign example --out"));
    EXPECT_EQ(tocsin({"campaign", "apply", "--help"}), 0);
    EXPECT_THAT(out, HasSubstr("tocsin campaign example --out"));
    EXPECT_EQ(tocsin({"campaign", "apply"}), 2);
    EXPECT_THAT(err, EndsWith("; see tocsin campaign apply --help\n"));
    EXPECT_EQ(tocsin({"campaign", "apply", (directory / "none.toml").string()}), 1);
    EXPECT_THAT(err, AllOf(HasSubstr("there is no file"), HasSubstr("tocsin campaign example")));
    EXPECT_EQ(tocsin({"campaign", "apply", file("empty.toml", " \n\n")}), 1);
    EXPECT_THAT(err, AllOf(HasSubstr("is empty"), HasSubstr("tocsin campaign example")));
    EXPECT_EQ(tocsin({"campaign", "apply", file("empty.toml", "")}, Language::chinese), 1);
    EXPECT_THAT(err, HasSubstr("是空文件"));
    EXPECT_TRUE(controller.asked().empty());
}

TEST_F(Beginners, AVerbThatIsNearlyRightOrOfOtherProgramsIsGuessed) {
    struct Slip {
        std::vector<std::string> typed;
        std::string meant, help;
    };
    for (auto const& [typed, meant, help] :
         {Slip{{"campaign", "add", "x.toml"}, "apply", "tocsin campaign"},
          Slip{{"campaign", "create", "x.toml"}, "apply", "tocsin campaign"},
          Slip{{"campaign", "new"}, "apply", "tocsin campaign"},
          Slip{{"campaign", "sumbit", "fire"}, "submit", "tocsin campaign"},
          Slip{{"campaign", "delete", "fire"}, "retire", "tocsin campaign"},
          Slip{{"media", "lsit"}, "list", "tocsin media"},
          Slip{{"campain", "list"}, "campaign", "tocsin"}}) {
        EXPECT_EQ(tocsin(typed), 2);
        EXPECT_THAT(err, EndsWith("; did you mean \"" + meant + "\"? See " + help + " --help\n"));
    }
    EXPECT_EQ(tocsin({"campaign", "dance"}), 2);
    EXPECT_EQ(err, "tocsin: there is no command or option \"dance\"; see tocsin campaign --help\n");
}

TEST_F(Beginners, TheAuthorIsToldThatAnotherPersonApproves) {
    controller.answer("POST /api/v1/campaigns/fire/submit", 200,
                      R"({"id":"fire","state":"submitted","findings":[]})");
    EXPECT_EQ(tocsin({"campaign", "submit", "fire"}), 0) << err;
    EXPECT_THAT(out, AllOf(StartsWith("fire: submitted; next: another person"),
                           HasSubstr("tocsin review show fire"),
                           HasSubstr("tocsin campaign approve fire")));
    EXPECT_EQ(tocsin({"campaign", "submit", "fire"}, Language::chinese), 0);
    EXPECT_THAT(out, HasSubstr("另一位"));
}

TEST_F(Beginners, AnApprovalSaysHowLongScreensKeepToTheirOldPlan) {
    auto const approved = [&](std::string const& more) {
        controller.answer("POST /api/v1/campaigns/fire/approve", 200,
                          R"({"id":"fire","state":"approved","findings":[])" + more + "}");
        EXPECT_EQ(tocsin({"campaign", "approve", "fire"}), 0) << err;
        return out;
    };
    EXPECT_THAT(approved(R"(,"lead_seconds":120)"), HasSubstr("for the next 120 s"));
    EXPECT_THAT(approved(R"(,"lead_seconds":0)"), Not(HasSubstr(" s and")));
    EXPECT_THAT(approved(""), HasSubstr("what they play now ends first"));
}

TEST_F(Beginners, WhatTheControllerNotesOfAFileIsSaidAndIsNoFinding) {
    controller.answer(
        "PUT /api/v1/campaigns/fire?file=fire.toml", 201,
        R"({"id":"fire","state":"draft","findings":[],"notes":[{"code":"all-of-unit",)"
        R"("message":"all = true means the 3 screens of unit bureau","message_zh":"指 3 块屏幕"}]})");
    auto const path = file("fire.toml", "title = \"x\"\n");
    EXPECT_EQ(tocsin({"campaign", "apply", path}), 0);
    EXPECT_EQ(err, "tocsin: note: all = true means the 3 screens of unit bureau\n");
    EXPECT_EQ(tocsin({"campaign", "apply", path}, Language::chinese), 0);
    EXPECT_EQ(err, "tocsin: 说明: 指 3 块屏幕\n");
}

TEST_F(Beginners, ARefusalIsChineseWhereTheControllerHasIt) {
    controller.answer("POST /api/v1/campaigns/nix/submit", 404,
                      R"({"detail":"there is no campaign","detail_zh":"没有播放任务"})");
    EXPECT_EQ(tocsin({"campaign", "submit", "nix"}, Language::chinese), 3);
    EXPECT_EQ(err, "tocsin: 没有播放任务\n");
    EXPECT_EQ(tocsin({"campaign", "submit", "nix"}), 3);
    EXPECT_EQ(err, "tocsin: there is no campaign\n");
}

}  // namespace
}  // namespace tocsin::cli::test
