// SPDX-License-Identifier: Apache-2.0
// Which warnings one message makes.
#include "meaning_samples.hpp"

namespace tocsin::warnings {
namespace {

using playlists::WarningLevel;

TEST(CapParts, OfSeveralEventsTheGravestIsShown) {
    CapText text;
    text.parameters = parameter("severityColor", "黄色");
    CapText other;
    other.event = "<event>大风</event>";
    other.texts = "<headline>大风红色预警</headline>";
    other.area =
        "<area><areaDesc>宁波</areaDesc><geocode><valueName>GB/T 2260</valueName>"
        "<value>330200</value></geocode></area>";
    text.infos = other.info();
    auto const meaning = meaningOf(text);
    EXPECT_EQ(meaning.level, WarningLevel::red);
    EXPECT_EQ(meaning.event, "大风");
    ASSERT_EQ(meaning.areas.size(), 1U);
    EXPECT_EQ(meaning.areas[0].description, "宁波");
}

TEST(CapParts, AnEventThatHasEndedDoesNotHideOneThatStands) {
    CapText text;
    text.times = "<expires>2026-06-01T08:01:00+08:00</expires>";
    CapText other;
    other.event = "<event>大风</event>";
    other.parameters = parameter("severityColor", "蓝色");
    text.infos = other.info();
    auto const meaning = meaningOf(text);
    EXPECT_EQ(meaning.use, CapUse::show);
    EXPECT_EQ(meaning.event, "大风");
    EXPECT_EQ(meaning.level, WarningLevel::blue);
}

TEST(CapParts, InfosOfOneEventAreOneWarningIfTheyAreForOnePlaceOrSayTheSame) {
    CapText text;
    CapText other;
    other.area =
        "<area><areaDesc>宁波</areaDesc><geocode><valueName>GB/T 2260</valueName>"
        "<value>330200</value></geocode></area>";
    other.texts =
        "<headline>宁波市发布暴雨红色预警信号</headline><description>宁波有大暴雨。"
        "</description>";
    text.infos = other.info();
    auto meaning = meaningOf(text);
    ASSERT_EQ(meaning.parts.size(), 2U) << "each place has its own words";
    EXPECT_EQ(meaning.parts[0].texts[0].body, "预计未来三小时有大暴雨。");
    EXPECT_EQ(meaning.parts[1].texts[0].headline, "宁波市发布暴雨红色预警信号");
    EXPECT_EQ(meaning.parts[1].areas.at(0).description, "宁波");
    EXPECT_TRUE(meaning.parts[1].except.empty()) << "none is above the other";
    // The same words for two places are one warning.
    other.texts = text.texts;
    text.infos = other.info();
    meaning = meaningOf(text);
    ASSERT_EQ(meaning.parts.size(), 1U);
    EXPECT_EQ(meaning.areas.size(), 2U);
    // And what is said twice of one place.
    other = {};
    other.texts = "<headline>再次提醒</headline>";
    text.infos = other.info();
    meaning = meaningOf(text);
    ASSERT_EQ(meaning.parts.size(), 1U);
    EXPECT_EQ(meaning.texts.at(0).body, "预计未来三小时有大暴雨。\n再次提醒");
}

std::string inNingbo() {
    return "<area><areaDesc>宁波</areaDesc><geocode><valueName>GB/T 2260</valueName>"
           "<value>330200</value></geocode></area>";
}

/// Each part as "event level languages areas, except areas".
std::vector<std::string> partsOf(CapText const& text) {
    std::vector<std::string> out;
    for (auto const& part : meaningOf(text).parts) {
        auto line = part.event + " " + std::string(playlists::toString(part.level));
        for (auto const& one : part.texts) {
            line += " " + one.language;
        }
        for (auto const& area : part.areas) {
            line += " " + area.description;
        }
        for (auto const& area : part.except) {
            line += " -" + area.description;
        }
        out.push_back(line);
    }
    return out;
}

TEST(CapParts, LevelsOfOneEventAreAPartEachInAllTheirLanguages) {
    CapText text;  // red in Hangzhou
    CapText yellow;
    yellow.parameters = parameter("severityColor", "黄色");
    yellow.severity = "<severity>Moderate</severity>";
    yellow.area = inNingbo();
    auto red = english();
    auto calmer = english();
    calmer.severity = yellow.severity;
    calmer.area = yellow.area;
    text.codes = yellow.codes = red.codes = calmer.codes =
        "<eventCode><valueName>cma</valueName><value>11B03</value></eventCode>";
    for (auto const& infos :
         {yellow.info() + red.info() + calmer.info(), calmer.info() + red.info() + yellow.info()}) {
        text.infos = infos;
        EXPECT_THAT(partsOf(text), testing::ElementsAre("暴雨 red zh-CN en-US 杭州市",
                                                        "暴雨 yellow zh-CN en-US 宁波 -杭州市"));
    }
    EXPECT_EQ(meaningOf(text).parts[0].name, "");
    EXPECT_EQ(meaningOf(text).parts[1].name, "1");
}

TEST(CapParts, TranslationsThatDrawTheirAreasOtherwiseOrNotAtAllStayTranslations) {
    CapText text;
    auto drawn = english();
    drawn.area =
        "<area><areaDesc>Hangzhou</areaDesc><polygon>30,120 30,121 31,121 30,120</polygon></area>";
    text.infos = drawn.info();
    EXPECT_THAT(partsOf(text), testing::ElementsAre("暴雨 red zh-CN en-US 杭州市 Hangzhou"));
    CapText ningbo;
    ningbo.area = inNingbo();
    ningbo.texts = "<headline>宁波暴雨红色预警</headline>";
    auto placeless = english();
    placeless.area.clear();
    text.infos = ningbo.info() + placeless.info();
    EXPECT_THAT(partsOf(text),
                testing::ElementsAre("暴雨 red zh-CN en-US 杭州市", "暴雨 red zh-CN en-US 宁波"));
}

TEST(CapParts, TwoEventsInTwoLanguagesFindTheirTranslations) {
    CapText text;  // 暴雨
    CapText wind;
    wind.event = "<event>大风</event>";
    wind.texts = "<headline>大风红色预警</headline>";
    auto strong = english();
    strong.event = "<event>Strong wind</event>";
    strong.texts = "<headline>Red wind</headline>";
    for (auto const& infos : {wind.info() + english().info() + strong.info(),
                              wind.info() + strong.info() + english().info()}) {
        text.infos = infos;
        auto const meaning = meaningOf(text);
        ASSERT_EQ(meaning.parts.size(), 2U);
        EXPECT_EQ(meaning.parts[0].texts.at(1).headline, "Red rainstorm");
        EXPECT_EQ(meaning.parts[1].texts.at(1).headline, "Red wind");
    }
}

TEST(CapParts, ALowerLevelThatLastsLongerIsNotLeftToTheHigher) {
    CapText text;
    CapText yellow;
    yellow.parameters = parameter("severityColor", "黄色");
    text.infos = yellow.info();
    EXPECT_THAT(partsOf(text),
                testing::ElementsAre("暴雨 red zh-CN 杭州市", "暴雨 yellow zh-CN 杭州市 -杭州市"));
    yellow.times = "<expires>2026-06-01T23:00:00+08:00</expires>";
    text.infos = yellow.info();
    EXPECT_THAT(partsOf(text),
                testing::ElementsAre("暴雨 red zh-CN 杭州市", "暴雨 yellow zh-CN 杭州市"));
}

TEST(CapParts, APartKeepsItsNameWhenOthersHaveEnded) {
    CapText text;
    text.times = "<expires>2026-06-01T09:00:00+08:00</expires>";
    CapText other;
    other.event = "<event>大风</event>";
    text.infos = other.info();
    ASSERT_EQ(meaningOf(text).parts.size(), 2U);
    auto const later = meaningOf(text, at("2026-06-01T10:00:00+08:00"));
    ASSERT_EQ(later.parts.size(), 1U);
    EXPECT_EQ(later.event, "大风");
    EXPECT_EQ(later.parts[0].name, meaningOf(text).parts[1].name);
    EXPECT_NE(later.parts[0].name, "");
}

TEST(CapParts, WhatIsNotShownHasNoParts) {
    CapText text;
    text.type = "<msgType>Cancel</msgType>";
    EXPECT_TRUE(meaningOf(text).parts.empty());
    text = {};
    text.scope = "<scope>Private</scope>";
    EXPECT_TRUE(meaningOf(text).parts.empty());
}

TEST(CapParts, OneEventThatIsOverInTwoLanguagesLeavesTheOtherInBoth) {
    CapText text;
    text.response = "<responseType>AllClear</responseType>";
    auto over = english();
    over.response = text.response;
    CapText wind;
    wind.event = "<event>大风</event>";
    auto strong = english();
    strong.event = "<event>Strong wind</event>";
    text.infos = over.info() + wind.info() + strong.info();
    EXPECT_THAT(partsOf(text), testing::ElementsAre("大风 red zh-CN en-US 杭州市"));
}

}  // namespace
}  // namespace tocsin::warnings
