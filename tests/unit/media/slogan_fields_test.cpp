// SPDX-License-Identifier: Apache-2.0
// Live fields: what they say at a local moment, and what is refused.
#include "slogan_fields.hpp"

#include <gtest/gtest.h>

namespace tocsin::media::detail {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr LocalSeconds kTuesday = local_days(2026y / June / 16) + 9h + 5min + 7s;

std::string said(std::string_view text, LocalSeconds now = kTuesday) {
    auto const read = LiveText::read(text);
    return read ? read->at(now) : "refused: " + read.error().message;
}

TEST(LiveText, TellsTheTimeInChineseWhereNothingElseIsAsked) {
    EXPECT_EQ(said("{time}"), "09:05");
    EXPECT_EQ(said("{date}"), "2026年6月16日");
    EXPECT_EQ(said("{weekday}"), "星期二");
    EXPECT_EQ(said("现在{time}，{weekday}"), "现在09:05，星期二");
}

TEST(LiveText, FollowsPatterns) {
    EXPECT_EQ(said("{time:H:mm:ss}"), "9:05:07");
    EXPECT_EQ(said("{time:ap h:mm}"), "上午 9:05");
    EXPECT_EQ(said("{time:hh.mm AP}", kTuesday + 12h), "09.05 PM");
    EXPECT_EQ(said("{time:h AP}", local_days(2026y / June / 16)), "12 AM");
    EXPECT_EQ(said("{time:h AP}", local_days(2026y / June / 16) + 12h), "12 PM");
    EXPECT_EQ(said("{date:YYYY-MM-DD}"), "2026-06-16");
    EXPECT_EQ(said("{date:WWWW, D MMMM YYYY}"), "Tuesday, 16 June 2026");
    EXPECT_EQ(said("{date:WWW D MMM}"), "Tue 16 Jun");
    EXPECT_EQ(said("{weekday:周W}"), "周二");
    EXPECT_EQ(said("{weekday:周W}", local_days(2026y / June / 21)), "周日");
}

TEST(LiveText, CountsDaysByTheCalendarAndNeverBelowNothing) {
    auto const on = [](auto day) { return local_days(day); };
    EXPECT_EQ(said("{days-since:2026-06-16}", on(2026y / June / 16) + 23h), "0");
    EXPECT_EQ(said("{days-since:2026-06-16}", on(2026y / June / 17)), "1");
    EXPECT_EQ(said("{days-since:2026-06-16}", on(2026y / June / 1)), "0");
    EXPECT_EQ(said("第 {day-count:2026-06-16} 天", on(2026y / June / 16)), "第 1 天");
    EXPECT_EQ(said("{day-count:2026-06-16}", on(2026y / June / 15)), "0");
    EXPECT_EQ(said("{days-until:2026-06-30}", on(2026y / June / 16) + 23h), "14");
    EXPECT_EQ(said("{days-until:2026-06-30}", on(2026y / July / 3)), "0");
    EXPECT_EQ(said("{days-since:2023-05-01}", on(2026y / May / 1)), "1096");
}

TEST(LiveText, ReadsDoubledBracesAsBraces) {
    EXPECT_EQ(said("{{time}} {time}"), "{time} 09:05");
    EXPECT_EQ(said("a}}b{{"), "a}b{");
    EXPECT_EQ(withoutFields("{a}"), "{{a}}");
    EXPECT_EQ(wordsOnly("{{a}}"), "{a}");
    EXPECT_EQ(wordsOnly("{time}"), std::nullopt);
}

TEST(LiveText, SaysWhatIsWrongWithAField) {
    for (auto const* const bad :
         {"{", "{time", "a}b", "{time\n}", "{clock}", "{}", "{time:}", "{time:HHH}",
          "{time:HH:mm x}", "{days-until}", "{days-until:30.6.2026}", "{days-until:2026-02-30}",
          "{days-since:2026-6-1}", "{time}{time}{time}{time}{time}{time}{time}{time}{time}"}) {
        auto const message = said(bad);
        EXPECT_EQ(message.substr(0, 15), "refused: text: ") << bad << " said " << message;
    }
    EXPECT_NE(said("{clock}").find("days-until"), std::string::npos);
    EXPECT_NE(said("{time:HH:MIN}").find("\"I\""), std::string::npos);
}

TEST(LiveText, HasRoomForEverythingItMaySay) {
    auto const text =
        LiveText::read("{time:h:mm AP} {date:D MMMM} {days-since:2023-05-01}").value();
    auto const room = text.widest(kTuesday).text.size();
    for (auto now = kTuesday; now < kTuesday + days(366); now += 7h + 13min) {
        ASSERT_LE(text.at(now).size(), room);
    }
    // Three digits at least, four if a year brings them.
    auto const widthOf = [](std::string_view field) {
        return LiveText::read(field).value().widest(kTuesday).text.size();
    };
    EXPECT_EQ(widthOf("{days-since:2026-06-15}"), 3U);
    EXPECT_EQ(widthOf("{days-since:2024-01-01}"), 4U);
    EXPECT_EQ(widthOf("{days-until:2026-06-30}"), 3U);
}

TEST(LiveText, IsCutWithItsFieldsWhole) {
    auto const text = LiveText::read("安全{date}生产").value();
    auto const widest = text.widest(kTuesday);
    auto const at = std::string("安全").size();
    EXPECT_TRUE(widest.mayBreak(at));
    EXPECT_FALSE(widest.mayBreak(at + 1));
    EXPECT_EQ(text.cut(widest, 0, at).at(kTuesday), "安全");
    EXPECT_EQ(text.cut(widest, at, widest.text.size()).at(kTuesday), "2026年6月16日生产");
}

TEST(LiveText, KnowsEveryCharacterItMayShow) {
    auto const text = LiveText::read("第{weekday}{time:ap}").value();
    for (auto const* const character : {"第", "星", "六", "日", "上", "下", "午"}) {
        EXPECT_NE(text.everyCharacter().find(character), std::string::npos) << character;
    }
    EXPECT_EQ(text.everyCharacter().find("5"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::media::detail
