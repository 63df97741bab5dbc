// SPDX-License-Identifier: Apache-2.0
// 五有: which parts are there, by what, and what the others lack.
#include "tocsin/activities/completeness.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

namespace tocsin::activities {
namespace {

using store::Activity;
using store::ActivityPart;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<bool> thereOf(Activity const& activity, CompletenessFacts const& facts) {
    std::vector<bool> out;
    for (auto const& part : completenessOf(activity, facts).parts) {
        out.push_back(part.there);
    }
    return out;
}

TEST(Completeness, OfAnActivityWithoutAnythingSaysWhatEachPartLacks) {
    auto const made = completenessOf({}, {});
    EXPECT_EQ(made.there(), 0);
    EXPECT_EQ(made.sentence.chinese,
              "五有：方案✗（缺方案文字、附件或已批准的播放任务） 部署✗（缺部署文字或附件） "
              "检查✗（缺检查记录、巡查日报、文字或附件） "
              "成果✗（缺工作记录、照片、播出记录、文字或附件） "
              "总结✗（缺已定稿总结、文字或附件）");
    EXPECT_THAT(made.sentence.english, HasSubstr("deployment ✗ (lacks a text or a file)"));
}

TEST(Completeness, TakesTextsFilesAndMarksOfEachPart) {
    Activity activity;
    activity.parts = {{ActivityPart::plan, "方案", {}, false},
                      {ActivityPart::deployment, "", {{Digest{}, "通知.pdf", 3}}, false},
                      {ActivityPart::inspection, "", {}, true},
                      {ActivityPart::summary, "", {}, false}};
    EXPECT_THAT(thereOf(activity, {}), ElementsAre(true, true, true, false, false));
    auto const parts = completenessOf(activity, {}).parts;
    EXPECT_EQ(parts[1].by, (std::vector<playlists::Words>{{"1 file", "附件 1 份"}}));
    EXPECT_EQ(parts[1].lacks, playlists::Words{});
}

TEST(Completeness, TakesWhatStandsElsewhere) {
    CompletenessFacts facts;
    facts.approvedCampaigns = 2;
    facts.inspections = 1;
    facts.plays = true;
    EXPECT_THAT(thereOf({}, facts), ElementsAre(true, false, true, true, false));
    facts = {};
    facts.filed = {3, true};
    EXPECT_THAT(thereOf({}, facts), ElementsAre(false, false, true, false, true));
    facts = {};
    facts.pictures = 4;
    auto const made = completenessOf({}, facts);
    EXPECT_EQ(made.parts[3].by, (std::vector<playlists::Words>{{"4 pictures", "照片 4 张"}}));
}

TEST(Completeness, IsGivenOutAsNumbersListsAndOneSentence) {
    Activity activity;
    for (auto const part : store::kActivityParts) {
        activity.parts.push_back({part, "", {}, true});
    }
    auto const shown = toJson(completenessOf(activity, {}));
    EXPECT_EQ(shown.at("complete"), true);
    EXPECT_EQ(shown.at("there"), 5);
    EXPECT_EQ(shown.at("of"), 5);
    EXPECT_EQ(shown.at("zh"), "五有：方案✓ 部署✓ 检查✓ 成果✓ 总结✓");
    EXPECT_EQ(shown.at("en"), "five parts: plan ✓ deployment ✓ inspection ✓ result ✓ summary ✓");
    auto const& part = shown.at("parts").at(4);
    EXPECT_EQ(part.at("part"), "summary");
    EXPECT_EQ(part.at("name_zh"), "总结");
    EXPECT_EQ(part.at("by_zh").at(0), "已标记完成");
}

}  // namespace
}  // namespace tocsin::activities
