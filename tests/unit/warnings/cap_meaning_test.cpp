// SPDX-License-Identifier: Apache-2.0
#include "tocsin/warnings/cap_meaning.hpp"

#include "meaning_samples.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::warnings {
namespace {

using namespace std::chrono_literals;
using playlists::WarningLevel;
using testing::HasSubstr;

TEST(CapMeaning, AnAlertIsShownAsItSays) {
    auto const meaning = meaningOf(CapText());
    EXPECT_EQ(meaning.use, CapUse::show);
    EXPECT_EQ(meaning.why, "");
    EXPECT_EQ(meaning.level, WarningLevel::red);
    EXPECT_EQ(meaning.levelFrom, "parameter severityColor");
    EXPECT_EQ(meaning.event, "暴雨");
    EXPECT_EQ(meaning.icon, "rain");
    EXPECT_EQ(meaning.published, at("2026-06-01T08:00:00+08:00"));
    EXPECT_EQ(meaning.from, at("2026-06-01T08:00:00+08:00"));
    EXPECT_EQ(meaning.expires, at("2026-06-01T20:00:00+08:00"));
    EXPECT_FALSE(meaning.lastsByDefault || meaning.cut);
    ASSERT_EQ(meaning.texts.size(), 1U);
    EXPECT_EQ(meaning.texts[0],
              (messages::WarningText{"zh-CN", "杭州市气象台发布暴雨红色预警信号", "杭州市气象台",
                                     "预计未来三小时有大暴雨。", "请勿外出。"}));
    ASSERT_EQ(meaning.areas.size(), 1U);
    EXPECT_EQ(meaning.areas[0].codes.at(0), "330100");
}

TEST(CapMeaning, WhatIsNotForThePublicIsNeverShown) {
    struct Case {
        std::string CapText::*part;
        std::string_view xml, why;
    };
    Case const cases[]{
        {&CapText::status, "<status>Draft</status>", "status Draft"},
        {&CapText::status, "<status>System</status>", "status System"},
        {&CapText::scope, "<scope>Restricted</scope><restriction>x</restriction>",
         "scope Restricted"},
        {&CapText::scope, "<scope>Private</scope>", "scope Private"},
        {&CapText::type, "<msgType>Ack</msgType>", "msgType Ack"},
        {&CapText::type, "<msgType>Error</msgType>", "msgType Error"},
        {&CapText::urgency, "<urgency>Past</urgency>", "urgency Past"},
    };
    for (auto const& one : cases) {
        CapText text;
        text.*one.part = one.xml;
        auto const meaning = meaningOf(text);
        EXPECT_EQ(meaning.use, CapUse::never) << one.xml;
        EXPECT_THAT(meaning.why, HasSubstr(one.why));
        EXPECT_FALSE(meaning.whyZh.empty());
    }
    CapText text;
    text.hasInfo = false;
    EXPECT_EQ(meaningOf(text).use, CapUse::never);
    EXPECT_THAT(meaningOf(text).why, HasSubstr("no info"));
}

TEST(CapMeaning, TestsAndExercisesAreDrills) {
    for (std::string const status : {"Test", "Exercise"}) {
        CapText text;
        text.status = "<status>" + status + "</status>";
        auto const meaning = meaningOf(text);
        EXPECT_EQ(meaning.use, CapUse::drill);
        EXPECT_THAT(meaning.why, HasSubstr("status " + status));
        text.scope = "<scope>Private</scope>";
        EXPECT_EQ(meaningOf(text).use, CapUse::never) << "a drill is no way around the scope";
    }
}

TEST(CapMeaning, ACancelAndAnAllClearShowNothing) {
    CapText text;
    text.type = "<msgType>Cancel</msgType>";
    EXPECT_EQ(meaningOf(text).use, CapUse::allClear);
    text = {};
    text.response = "<responseType>AllClear</responseType>";
    auto meaning = meaningOf(text);
    EXPECT_EQ(meaning.use, CapUse::allClear);
    EXPECT_THAT(meaning.why, HasSubstr("AllClear"));
    EXPECT_EQ(meaning.icon, "clear");
    text.urgency = "<urgency>Past</urgency>";
    EXPECT_EQ(meaningOf(text).use, CapUse::allClear);
    text = {};
    text.parameters = parameter("awareness_level", "1; green; Minor");
    meaning = meaningOf(text);
    EXPECT_EQ(meaning.use, CapUse::allClear);
    EXPECT_THAT(meaning.why, HasSubstr("green"));
}

TEST(CapMeaning, ATitleThatSaysLiftedIsAnAllClear) {
    auto const useOf = [](std::string const& headline) {
        CapText text;
        text.texts = "<headline>" + headline + "</headline>";
        return meaningOf(text).use;
    };
    EXPECT_EQ(useOf("杭州市气象台解除暴雨红色预警信号"), CapUse::allClear);
    EXPECT_EQ(useOf("暴雨红色预警已解除"), CapUse::allClear);
    EXPECT_EQ(useOf("杭州市气象台发布暴雨红色预警解除通知"), CapUse::allClear);
    EXPECT_EQ(useOf("暴雨红色预警尚未解除"), CapUse::show);
    EXPECT_EQ(useOf("暴雨红色预警，解除时间另行通知"), CapUse::show);
    EXPECT_EQ(useOf("解除暴雨黄色预警，发布暴雨橙色预警"), CapUse::show);
    EXPECT_EQ(useOf("暴雨黄色预警解除，升级为红色预警"), CapUse::show);
}

TEST(CapMeaning, AllClearInOneLanguageClearsItsTranslation) {
    CapText text;
    text.texts = "<headline>解除暴雨红色预警信号</headline>";
    text.infos = english().info();
    EXPECT_EQ(meaningOf(text).use, CapUse::allClear);
    // Another event in the same message stands on.
    text = {};
    text.response = "<responseType>AllClear</responseType>";
    CapText other;
    other.event = "<event>大风</event>";
    text.infos = other.info();
    auto const meaning = meaningOf(text);
    EXPECT_EQ(meaning.use, CapUse::show);
    EXPECT_EQ(meaning.event, "大风");
}

struct Colour {
    std::string parameters, headline, severity;
    WarningLevel level;
    std::string from;
};

TEST(CapMeaning, AColourIsAboveTheSeverity) {
    Colour const colours[]{
        {parameter("severityColor", "橙色"), "x", "Extreme", WarningLevel::orange,
         "parameter severityColor"},
        {parameter("severity_color", "YELLOW"), "x", "Extreme", WarningLevel::yellow,
         "parameter severity_color"},
        {parameter("颜色", "蓝"), "x", "Extreme", WarningLevel::blue, "parameter 颜色"},
        {parameter("预警级别", "特别重大（Ⅰ级）"), "x", "Minor", WarningLevel::red,
         "parameter 预警级别"},
        {parameter("预警等级", "III级/较重"), "x", "Extreme", WarningLevel::yellow,
         "parameter 预警等级"},
        {parameter("awareness_level", "3; orange; Severe"), "x", "Minor", WarningLevel::orange,
         "parameter awareness_level"},
        {parameter("awareness_level", "2"), "x", "Minor", WarningLevel::yellow,
         "parameter awareness_level"},
        {parameter("LEVELCODE", "01"), "x", "Extreme", WarningLevel::blue, "parameter LEVELCODE"},
        {parameter("LEVELCODE", "04"), "x", "Minor", WarningLevel::red, "parameter LEVELCODE"},
        {parameter("VehicleColor", "Red"), "x", "Minor", WarningLevel::blue, "severity"},
        {parameter("severityColor", ""), "大风蓝色预警", "Extreme", WarningLevel::blue, "headline"},
        {"", "发布暴雨橙色预警", "Unknown", WarningLevel::orange, "headline"},
        {"", "暴雨预警由橙色升级为红色", "Minor", WarningLevel::red, "headline"},
        {"", "Yellow warning of wind", "Extreme", WarningLevel::yellow, "headline"},
        {"", "Amber weather warning", "Extreme", WarningLevel::orange, "headline"},
        {"", "Code Orange Air Quality", "Minor", WarningLevel::orange, "headline"},
        {"", "Flood warning for Red River and Orange County", "Minor", WarningLevel::blue,
         "severity"},
        {"", "Amber Alert in Los Angeles", "Severe", WarningLevel::orange, "severity"},
        {"", "Red Flag Warning", "Minor", WarningLevel::blue, "severity"},
        {"", "x", "Red", WarningLevel::red, "severity"},
        {"", "x", "Extreme", WarningLevel::red, "severity"},
        {"", "x", "Severe", WarningLevel::orange, "severity"},
        {"", "x", "Moderate", WarningLevel::yellow, "severity"},
        {"", "x", "Minor", WarningLevel::blue, "severity"},
        {"", "x", "Unknown", WarningLevel::none, "severity"},
    };
    for (auto const& colour : colours) {
        CapText text;
        text.parameters = colour.parameters;
        text.texts = "<headline>" + colour.headline + "</headline>";
        text.severity = "<severity>" + colour.severity + "</severity>";
        auto const meaning = meaningOf(text);
        EXPECT_EQ(meaning.level, colour.level) << colour.parameters << colour.headline;
        EXPECT_EQ(meaning.levelFrom, colour.from) << colour.parameters << colour.headline;
    }
}

TEST(CapMeaning, AnEventCodeMayNameTheColour) {
    CapText text;
    text.parameters.clear();
    text.codes = "<eventCode><valueName>cma</valueName><value>暴雨橙色</value></eventCode>";
    EXPECT_EQ(meaningOf(text).level, WarningLevel::orange);
    EXPECT_EQ(meaningOf(text).levelFrom, "eventCode cma");
}

TEST(CapMeaning, LanguagesOfOneWarningAreOneWarningChineseFirst) {
    auto text = english();
    text.infos = CapText().info();
    auto const meaning = meaningOf(text);
    EXPECT_EQ(meaning.level, WarningLevel::red);
    EXPECT_EQ(meaning.levelFrom, "parameter severityColor") << "the English one names none";
    ASSERT_EQ(meaning.texts.size(), 2U);
    EXPECT_EQ(meaning.texts[0].language, "zh-CN");
    EXPECT_EQ(meaning.texts[1].language, "en-US");
    EXPECT_EQ(meaning.event, "暴雨");
    EXPECT_EQ(meaning.areas.size(), 1U) << "the same place, said twice";
}

TEST(CapMeaning, TheColourOfOneLanguageHoldsForAll) {
    CapText text;  // 橙色, though by its severity it would be red
    text.parameters = parameter("severityColor", "橙色");
    text.infos = english().info();
    auto const meaning = meaningOf(text);
    EXPECT_EQ(meaning.level, WarningLevel::orange);
    EXPECT_EQ(meaning.texts.size(), 2U);
}

TEST(CapMeaning, ChineseTextThatSaysNoLanguageIsChinese) {
    CapText text;
    text.language.clear();
    EXPECT_EQ(meaningOf(text).texts.at(0).language, "zh-CN");
    text.language = "<language>zh_Hans_CN</language>";
    EXPECT_EQ(meaningOf(text).texts.at(0).language, "zh-Hans-CN");
    text.language = "<language>中文</language>";
    EXPECT_EQ(meaningOf(text).texts.at(0).language, "zh-CN");
}

TEST(CapMeaning, WithoutAnEndALevelsTimeHolds) {
    Lasting lasting;
    lasting.byLevel[WarningLevel::red] = 3h;
    CapText text;
    text.times.clear();
    auto meaning = meaningOf(text, kNow, lasting);
    EXPECT_TRUE(meaning.lastsByDefault);
    EXPECT_FALSE(meaning.cut);
    EXPECT_EQ(meaning.expires, at("2026-06-01T11:00:00+08:00"));
    text.parameters = parameter("severityColor", "蓝色");
    EXPECT_EQ(meaningOf(text, kNow, lasting).expires, at("2026-06-01T14:00:00+08:00"));
    // A message that comes late does not begin anew.
    meaning = meaningOf(text, at("2026-06-02T08:00:00+08:00"), lasting);
    EXPECT_EQ(meaning.use, CapUse::never);
    EXPECT_THAT(meaning.why, HasSubstr("names no end"));
}

TEST(CapMeaning, AnEndBeyondTheCapIsCut) {
    CapText text;
    text.times = "<expires>2026-07-01T08:00:00+08:00</expires>";
    auto const meaning = meaningOf(text);
    EXPECT_TRUE(meaning.cut);
    EXPECT_EQ(meaning.expires, at("2026-06-02T08:00:00+08:00"));
    EXPECT_EQ(meaningOf(text, at("2026-06-02T08:00:00+08:00")).use, CapUse::never);
    EXPECT_EQ(meaningOf(text, at("2026-06-02T07:59:59.999+08:00")).use, CapUse::show);
}

TEST(CapMeaning, IsOverAtItsEnd) {
    CapText const text;
    EXPECT_EQ(meaningOf(text, at("2026-06-01T19:59:59.999+08:00")).use, CapUse::show);
    auto const over = meaningOf(text, at("2026-06-01T20:00:00+08:00"));
    EXPECT_EQ(over.use, CapUse::never);
    EXPECT_THAT(over.why, HasSubstr("its time was over"));
    EXPECT_EQ(over.texts.size(), 1U) << "whoever looks at it sees what it was";
}

TEST(CapMeaning, NeverBeginsAfterItsEnd) {
    CapText text;
    text.times =
        "<effective>2026-06-01T21:00:00+08:00</effective>"
        "<expires>2026-06-01T20:00:00+08:00</expires>";
    auto const meaning = meaningOf(text);
    EXPECT_LE(meaning.from, meaning.expires);
    text.times =
        "<effective>2026-06-01T10:00:00+08:00</effective>"
        "<onset>2026-06-01T12:00:00+08:00</onset>"
        "<expires>2026-06-01T20:00:00+08:00</expires>";
    EXPECT_EQ(meaningOf(text).from, at("2026-06-01T10:00:00+08:00")) << "not at the onset";
}

TEST(CapMeaning, WithoutAHeadlineEventAndLevelMakeOne) {
    auto const headlineOf = [](CapText const& text) {
        auto const meaning = meaningOf(text);
        return meaning.texts.empty() ? std::string() : meaning.texts[0].headline;
    };
    CapText text;
    text.texts.clear();
    EXPECT_EQ(headlineOf(text), "暴雨红色预警信号");
    text.event = "<event>暴雨预警</event>";
    EXPECT_EQ(headlineOf(text), "暴雨红色预警信号");
    auto other = english();
    other.texts.clear();
    EXPECT_EQ(headlineOf(other), "Rainstorm, red warning");
    other.event = "<event>Flash Flood Watch</event>";
    EXPECT_EQ(headlineOf(other), "Flash Flood Watch");
    text.event.clear();
    text.texts = "<description>请注意。\n防范</description>";
    EXPECT_EQ(headlineOf(text), "请注意。");
    text.texts.clear();
    EXPECT_EQ(meaningOf(text).use, CapUse::never);
    EXPECT_THAT(meaningOf(text).why, HasSubstr("no text"));
}

TEST(CapMeaning, TextsAreBoundedForTheWire) {
    std::string lines;
    for (int i = 0; i < 3'000; ++i) {
        lines += "暴雨&lt;br&gt;";
    }
    CapText text;
    text.event = "<event>" + lines + "</event>";
    text.texts = "<senderName>" + lines + "</senderName><headline>" + lines +
                 "</headline><description>" + lines + "</description><instruction>" + lines +
                 "</instruction>";
    auto const meaning = meaningOf(text);
    ASSERT_EQ(meaning.texts.size(), 1U);
    auto const& only = meaning.texts[0];
    EXPECT_LE(only.headline.size(), 200U);
    EXPECT_GT(only.headline.size(), 190U);
    EXPECT_LE(only.issuer.size(), 200U);
    EXPECT_LE(only.body.size(), 4'000U);
    EXPECT_LE(only.instruction.size(), 4'000U);
    EXPECT_LE(meaning.event.size(), 64U);
    for (auto const& part : {only.headline, only.issuer, only.body, only.instruction}) {
        EXPECT_TRUE(isUtf8(part));
        EXPECT_EQ(part.find('<'), std::string::npos);
    }
    EXPECT_EQ(only.headline.find('\n'), std::string::npos);
}

TEST(CapMeaning, MoreLanguagesThanTheWireTakesAreLeftOut) {
    CapText text;
    for (std::string const language : {"fr", "de", "es", "hr", "it", "pt", "nl", "sv", "fi"}) {
        auto other = english();
        other.language = "<language>" + language + "</language>";
        text.infos += other.info();
    }
    EXPECT_EQ(meaningOf(text).texts.size(), messages::Warning::kMostTexts);
}

struct Event {
    std::string_view event, icon;
};

TEST(CapMeaning, EventsHaveTheirPictures) {
    constexpr Event kEvents[]{
        {"暴雨", "rain"},
        {"高温", "heat"},
        {"雷电", "thunder"},
        {"雷雨大风", "thunder"},
        {"大风", "wind"},
        {"台风", "typhoon"},
        {"寒潮", "cold"},
        {"暴雪", "snow"},
        {"大雾", "fog"},
        {"冰雹", "hail"},
        {"干旱", "drought"},
        {"沙尘暴", "dust"},
        {"霜冻", "cold"},
        {"霾", "fog"},
        {"道路结冰", "cold"},
        {"地质灾害", "landslide"},
        {"森林火险", "fire"},
        {"地震", "quake"},
        {"海啸", "tsunami"},
        {"洪水", "flood"},
        {"山洪灾害", "flood"},
        {"食物中毒", "food"},
        {"突发公共卫生事件", "health"},
        {"停电", "power"},
        {"触电", "shock"},
        {"寻人启事", "person"},
        {"Strong Winds", "wind"},
        {"SEVERE THUNDERSTORM", "thunder"},
        {"Flash Flood Watch", "flood"},
        {"Tropical Cyclone", "typhoon"},
        {"Earthquake", "quake"},
        {"Child Abduction", "person"},
        {"Grassfire", "fire"},
        {"Extreme heat", "heat"},
        {"Air Quality Alert", "fog"},
        {"Train delays", "general"},
        {"其他", "general"},
    };
    for (auto const& event : kEvents) {
        CapText text;
        text.event = "<event>" + std::string(event.event) + "</event>";
        text.texts = "<headline>x</headline>";
        EXPECT_EQ(meaningOf(text).icon, event.icon) << event.event;
    }
    CapText text;
    text.event = "<event>Sturm</event>";
    text.texts = "<headline>x</headline>";
    text.parameters = parameter("awareness_type", "1; Wind");
    EXPECT_EQ(meaningOf(text).icon, "wind");
    text.parameters.clear();
    text.codes = "<eventCode><valueName>SAME</valueName><value>TOR</value></eventCode>";
    EXPECT_EQ(meaningOf(text).icon, "wind");
}

}  // namespace
}  // namespace tocsin::warnings
