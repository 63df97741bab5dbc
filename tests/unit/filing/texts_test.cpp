// SPDX-License-Identifier: Apache-2.0
// Sentences from figures: exact, never rounded up, and nothing that nobody knows.
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "document_parts.hpp"
#include "filing_texts.hpp"

namespace tocsin::filing {
namespace {

using documents::Language;
using testing::HasSubstr;
using testing::Not;

boost::json::object week() {
    return boost::json::parse(R"({
        "format":"tocsin-filing/1","title":"2026年“安全生产月”","unit":"","unit_name":"",
        "kind":"week","issue":2,"from":"2026-06-08","to":"2026-06-14","zone":"Asia/Shanghai",
        "as_of":"2026-06-16T07:00:00.000Z","over":true,"counted_from":"2026-06-08",
        "counted_to":"2026-06-14","provisional":false,
        "figures":{"screens_ordered":37,"screens_covered":37,"screens_landed":36,"planned":130254,
          "complete":128430,"counted":128430,"unverified":100,"shown_ms":8337600000,"films":6,
          "slogans":24,"pictures":0,"warnings":3,"warning_screens":111,"warnings_in_time":110,
          "units":12},
        "seconds":{"failed_ms":3600000,"offline_ms":0},
        "screens":[{"name":"大门屏","planned":100,"counted":50,"covered":true,
                    "seconds":{"failed_ms":3600000,"offline_ms":0}},
                   {"name":"大厅屏","planned":100,"counted":100,"covered":true,"landed":true,
                    "seconds":{"failed_ms":0,"offline_ms":0}}],
        "faults":[{"screen":"gate","class":"failed","reason":"black","ms":3600000}],
        "unreported":[{"name":"大门屏","last":"2026-06-14T14:00:00.000Z"}],
        "late":[],"gaps":[],"manual":{"records":2,"sessions":12,"people":3500}})")
        .as_object();
}

TEST(FilingTexts, AWeekIsAParagraphOfExactFigures) {
    EXPECT_EQ(
        paragraphOf(week(), Length::weekly, Language::chinese),
        "第2周（2026年6月8日至2026年6月14日），截至2026年6月14日24时，全系统12家单位累计使用37"
        "块电子显示屏循环播放宣传视频6部、标语口号24条，累计完整播放128,430次、2,316."
        "00小时，屏幕覆盖率100.00%（37/37），落地率（按屏）97.29%（36/37），播放完成率98.59%"
        "（128,430/130,254）。其中100次为终端已播、屏体未核验。期间发布预警3条、111屏次，及时率"
        "99.09%（110/111）。期间1块屏有播出失败或离线，合计1.00小时。另有1块屏日志未回传（大门屏"
        "：记录至2026年6月14日22时00分），未计入。线下工作（人工填报，非屏幕统计）：2项、12场次、"
        "3,500人次。");
}

TEST(FilingTexts, ASumSaysThatItDoesNotKnowHowManyWarningsThereWere) {
    auto content = week();
    content["figures"].as_object().erase("warnings");
    EXPECT_THAT(paragraphOf(content, Length::weekly, Language::chinese),
                HasSubstr("条数未统计：部分单位未列明所计预警）111屏次"));
    EXPECT_THAT(paragraphOf(content, Length::weekly, Language::english),
                HasSubstr("Warnings: not counted, since members do not say which, on 111 screens"));
    content["figures"].as_object()["warning_screens"] = 0;
    EXPECT_THAT(paragraphOf(content, Length::weekly, Language::chinese), Not(HasSubstr("预警")));
}

TEST(FilingTexts, TheShortOneLeavesOutAndNeverRoundsUp) {
    auto const brief = paragraphOf(week(), Length::brief, Language::chinese);
    EXPECT_THAT(brief, Not(HasSubstr("余")));
    EXPECT_THAT(brief, Not(HasSubstr("人次")));
    EXPECT_THAT(brief, Not(HasSubstr("图片")));
    EXPECT_THAT(brief, HasSubstr("98.59%"));
    EXPECT_THAT(paragraphOf(week(), Length::summary, Language::english), HasSubstr("128,430"));
}

TEST(FilingTexts, WhatIsNotKnownIsSaidAndNotCalledZero) {
    auto content = week();
    content.erase("seconds");
    content["seconds_missing"] = "too many";
    EXPECT_THAT(paragraphOf(content, Length::weekly, Language::chinese),
                HasSubstr("异常时长未统计"));
    content["figures"] = boost::json::object{};
    EXPECT_THAT(paragraphOf(content, Length::weekly, Language::chinese),
                HasSubstr("无播放计划，也无播放记录"));
    content.erase("counted_from");
    EXPECT_THAT(paragraphOf(content, Length::weekly, Language::chinese), HasSubstr("尚未开始"));
}

TEST(FilingTexts, BothHighlightsAndShortcomingsAreDrafted) {
    auto const drafted = draftedTexts(week(), Language::chinese);
    EXPECT_THAT(drafted.highlights, HasSubstr("大厅屏（100.00%，100/100）"));
    EXPECT_THAT(drafted.shortcomings, HasSubstr("完成率最低：大门屏（50.00%，50/100）"));
    EXPECT_THAT(drafted.shortcomings, HasSubstr("黑屏 1.00小时"));
    EXPECT_THAT(drafted.shortcomings, HasSubstr("1,824次"));
    EXPECT_THAT(drafted.shortcomings, HasSubstr("未及时上屏1屏次"));
}

TEST(FilingTexts, SharesAreCutOff) {
    EXPECT_EQ(percentOf(99'999, 100'000), "99.99%");
    EXPECT_EQ(percentOf(1, 3), "33.33%");
    EXPECT_EQ(percentOf(0, 0), "—");
    EXPECT_EQ(percentOf(900'000'000'000'000, 900'000'000'000'001), "99.99%");
    EXPECT_EQ(hoursOf(3'599'999), "0.99");
    EXPECT_EQ(counted(1'234'567), "1,234,567");
    EXPECT_EQ(counted(-1'000), "-1,000");
    EXPECT_EQ(counted(999), "999");
}

TEST(FilingTexts, NumbersOfSpreadsheetsAreCutOffAsTheirTextsAre) {
    auto const hours = hoursCell(200'000);  // 0.0555… h
    EXPECT_EQ(hours.text, "0.05");
    EXPECT_EQ(hours.number->value, 0.05);
    auto const share = shareCell(11, 14);  // 0.785714…
    EXPECT_EQ(share.text, "78.57%");
    EXPECT_EQ(share.number->value, 0.7857);
    EXPECT_EQ(shareCell(99'999, 100'000).number->value, 0.9999);
    EXPECT_EQ(hoursCell(4'444 * 3'600'000LL).text, "4,444.00");
    EXPECT_EQ(hoursCell(4'444 * 3'600'000LL).number->value, 4'444);
    EXPECT_FALSE(shareCell(0, 0).number);
    EXPECT_FALSE(shareCell(-1, 2).number) << "a dash in the text";
}

}  // namespace
}  // namespace tocsin::filing
