// SPDX-License-Identifier: Apache-2.0
// Words and local times of campaign files.
#include "tocsin/playlists/words.hpp"

#include <gtest/gtest.h>

namespace tocsin::playlists {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Words, ReadsTimesOfDayFromMidnightToMidnight) {
    EXPECT_EQ(*parseTimeOfDay("00:00"), TimeOfDay(0));
    EXPECT_EQ(*parseTimeOfDay("19:30"), hours(19) + minutes(30));
    EXPECT_EQ(*parseTimeOfDay("19:30:05"), hours(19) + minutes(30) + seconds(5));
    EXPECT_EQ(*parseTimeOfDay("24:00"), hours(24));
    for (auto const* text : {"", "7:00", "19.00", "24:01", "25:00", "12:60", "12:00:60", "-1:00",
                             "12:0a", "12:00 ", "12:00:0"}) {
        auto const got = parseTimeOfDay(text);
        ASSERT_FALSE(got) << text;
        EXPECT_NE(got.error().message.find("00:00 to 24:00"), std::string::npos);
    }
}

TEST(Words, DaypartsMayCrossMidnightButNotBeNothing) {
    EXPECT_EQ(*parseDaypart("22:00", "02:00"), (Daypart{hours(22), hours(2)}));
    EXPECT_EQ(*parseDaypart("00:00", "24:00"), (Daypart{hours(0), hours(24)}));
    EXPECT_NE(parseDaypart("10:00", "10:00").error().message.find("no time at all"),
              std::string::npos);
    EXPECT_FALSE(parseDaypart("24:00", "02:00"));
    EXPECT_EQ(parseDaypart("x", "02:00").error().message.substr(0, 5), "from:");
    EXPECT_EQ(parseDaypart("01:00", "x").error().message.substr(0, 3), "to:");
}

TEST(Words, ReadsRealDatesOnly) {
    EXPECT_EQ(toString(*parseDate("2024-02-29")), "2024-02-29");
    for (auto const* text : {"2026-02-29", "2026-6-1", "01.06.2026", "2026-13-01", "2026-00-10",
                             "1969-12-31", "2026-06-01T00:00", ""}) {
        EXPECT_FALSE(parseDate(text)) << text;
    }
}

TEST(Words, ReadsWeekdaysInAnyOrderEachOnce) {
    auto const days = parseWeekdays({"sun", "mon"});
    ASSERT_TRUE(days);
    EXPECT_TRUE(days->contains(std::chrono::Monday));
    EXPECT_TRUE(days->contains(std::chrono::Sunday));
    EXPECT_FALSE(days->contains(std::chrono::Tuesday));
    EXPECT_EQ(toNames(*days), (std::vector<std::string>{"mon", "sun"}));
    EXPECT_FALSE(parseWeekdays({}));
    EXPECT_FALSE(parseWeekdays({"mon", "mon"}));
    EXPECT_NE(parseWeekdays({"Monday"}).error().message.find("mon, tue"), std::string::npos);
}

TEST(Words, EveryWordComesBack) {
    for (auto const* word : {"mandatory", "key", "normal", "filler"}) {
        EXPECT_EQ(toString(*parseClass(word)), word);
    }
    for (auto const* word : {"sequence", "rotate", "weighted"}) {
        EXPECT_EQ(toString(*parseOrder(word)), word);
    }
    for (auto const* word : {"item", "list"}) {
        EXPECT_EQ(toString(*parseTurn(word)), word);
    }
    for (auto const* word : {"film", "picture", "slogan", "stream"}) {
        EXPECT_EQ(toString(*parseKind(word)), word);
    }
    EXPECT_FALSE(parseClass("urgent"));
    EXPECT_FALSE(parseKind("opera"));
    EXPECT_FALSE(parseOrder("random"));
    EXPECT_FALSE(parseTurn("twice"));
}

TEST(Words, WritesTimesShortly) {
    EXPECT_EQ(toString(TimeOfDay(hours(9))), "09:00");
    EXPECT_EQ(toString(TimeOfDay(hours(24))), "24:00");
    EXPECT_EQ(toString(TimeOfDay(hours(8) + seconds(7))), "08:00:07");
    EXPECT_EQ(toString(TimeOfDay(hours(8) + Milliseconds(7))), "08:00:00.007");
    EXPECT_EQ(toString(TimeOfDay(Milliseconds(1'500))), "00:00:01.500");
    EXPECT_EQ(toString(Daypart{hours(22), hours(2)}), "22:00-02:00");
}

TEST(Words, SaysDurationsAsAPersonWould) {
    struct Row {
        std::int64_t ms;
        char const* english;
        char const* chinese;
    };
    for (auto const& row :
         {Row{0, "0 s", "0 秒"}, Row{1, "0.001 s", "0.001 秒"}, Row{200, "0.2 s", "0.2 秒"},
          Row{45'000, "45 s", "45 秒"}, Row{60'000, "1 min", "1 分"},
          Row{90'050, "1 min 30.05 s", "1 分 30.05 秒"},
          Row{3'600'500, "1 h 0.5 s", "1 小时 0.5 秒"}, Row{7'500'000, "2 h 5 min", "2 小时 5 分"},
          Row{90'000'000, "25 h", "25 小时"}, Row{-1'500, "-1.5 s", "-1.5 秒"}}) {
        EXPECT_EQ(durationWords(Milliseconds(row.ms)), (Words{row.english, row.chinese}));
    }
}

}  // namespace
}  // namespace tocsin::playlists
