// SPDX-License-Identifier: Apache-2.0
// What people say of activities and work, and last year's activity taken up again.
#include <gmock/gmock.h>

#include "activity_wish.hpp"
#include "reading.hpp"
#include "work_reading.hpp"

namespace tocsin::activities {
namespace {

using testing::HasSubstr;

Result<store::Activity> activityOf(std::string const& json) {
    return messages::readJson(json, readActivity);
}

std::string refusalOf(std::string const& json) {
    auto const read = activityOf(json);
    EXPECT_FALSE(read) << json;
    return read ? "" : read.error().message;
}

TEST(ActivityWishes, AreReadWithTheirDefaults) {
    auto const read =
        activityOf(R"({"title":" 安全生产月 ","from":"2026-06-01","to":"2026-06-30"})");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->title, "安全生产月");
    EXPECT_EQ(read->zone, "Asia/Shanghai");
    EXPECT_EQ(read->filing, store::FilingRules{});
    EXPECT_EQ(read->theme, "");
}

TEST(ActivityWishes, KeepKeyDatesByDay) {
    auto const read = activityOf(
        R"({"title":"月","from":"2026-06-01","to":"2026-06-30","key_dates":[{"day":"2026-06-16","title":"咨询日"},{"day":"2026-06-01","title":"启动仪式","note":"广场"}]})");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->keyDates, (std::vector<store::KeyDate>{{"2026-06-01", "启动仪式", "广场"},
                                                           {"2026-06-16", "咨询日", ""}}));
}

TEST(ActivityWishes, ThatMakeNoSenseAreRefusedInOneLine) {
    EXPECT_THAT(refusalOf(R"({"title":"月"})"), HasSubstr("a first and last day"));
    EXPECT_THAT(refusalOf(R"({"title":"月","from":"2026-06-30","to":"2026-06-01"})"),
                HasSubstr("the last day is before the first"));
    EXPECT_THAT(refusalOf(R"({"title":"月","from":"2026-06-31","to":"2026-07-01"})"),
                HasSubstr("from"));
    EXPECT_THAT(
        refusalOf(R"({"title":"月","from":"2026-06-01","to":"2026-06-30","zone":"Mars/One"})"),
        HasSubstr("zone"));
    EXPECT_THAT(
        refusalOf(R"({"title":"月","from":"2026-06-01","to":"2026-06-30","filing":{"weekday":8}})"),
        HasSubstr("weekday"));
    EXPECT_THAT(refusalOf(R"({"title":"a\nb","from":"2026-06-01","to":"2026-06-30"})"),
                HasSubstr("title: one line"));
    EXPECT_THAT(refusalOf(R"({"titel":"月"})"), HasSubstr("titel"));
}

TEST(ActivityClones, HaveTheirDatesShiftedAndTheirThemeLeftToBeSaid) {
    store::Activity old;
    old.handle = "month-2024";
    old.title = "2024年安全生产月";
    old.theme = "畅通生命通道";
    old.unit = "bureau";
    old.firstDay = "2024-02-29";
    old.lastDay = "2024-06-30";
    old.filing.finalDue = "2024-07-01";
    old.keyDates = {{"2024-06-16", "咨询日", ""}};
    old.campaigns = {CampaignId("fire")};
    old.parts = {{store::ActivityPart::plan, "x", {}, true}};
    old.revision = 7;
    auto const made = clonedActivity(old, "month-2025", 1);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->title, "2025年安全生产月");
    EXPECT_EQ(made->theme, "");
    EXPECT_EQ(made->firstDay, "2025-02-28");
    EXPECT_EQ(made->lastDay, "2025-06-30");
    EXPECT_EQ(made->filing.finalDue, "2025-07-01");
    EXPECT_EQ(made->filing.planDue, "") << "there was none";
    EXPECT_EQ(made->keyDates, (std::vector<store::KeyDate>{{"2025-06-16", "咨询日", ""}}));
    EXPECT_TRUE(made->campaigns.empty());
    EXPECT_TRUE(made->parts.empty());
    EXPECT_EQ(made->revision, 1);
    EXPECT_EQ(yearsLater("2024-02-29", 4).value(), "2028-02-29");
    EXPECT_FALSE(clonedActivity(old, "late", 976));
}

TEST(WorkWishes, GuessTheKindFromTheTitle) {
    EXPECT_EQ(kindIn("消防疏散演练"), store::WorkKind::drill);
    EXPECT_EQ(kindIn("培训会上观看警示教育片"), store::WorkKind::film);
    EXPECT_EQ(kindIn("安全宣传咨询日"), store::WorkKind::consultation);
    EXPECT_EQ(kindIn("安全督查"), store::WorkKind::inspection);
    EXPECT_EQ(kindIn("五进宣传"), store::WorkKind::talk);
    EXPECT_EQ(kindIn("fire drill"), store::WorkKind::other);
    EXPECT_EQ(kindNamed("集中观看"), store::WorkKind::film);
    EXPECT_EQ(kindNamed("talk"), store::WorkKind::talk);
    EXPECT_EQ(kindNamed("dance"), std::nullopt);
}

TEST(WorkWishes, ChangeOnlyWhatIsSaid) {
    store::WorkRecord record;
    record.number = 3;
    record.title = "演练";
    record.firstDay = record.lastDay = "2026-06-05";
    record.people = 86;
    record.sessions = 1;
    auto const read = messages::readJson(R"({"people":null,"from":"2026-06-06"})",
                                         [&](auto const& in) { return readWork(in, record); });
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->people, std::nullopt);
    EXPECT_EQ(read->sessions, 1);
    EXPECT_EQ(read->firstDay, "2026-06-06");
    EXPECT_EQ(read->lastDay, "2026-06-06") << "what was one day stays one day";
    EXPECT_EQ(read->title, "演练");
    EXPECT_FALSE(messages::readJson(R"({"people":-1})",
                                    [&](auto const& in) { return readWork(in, record); }));
}

TEST(ActivityHandles, AreOfFewCharacters) {
    EXPECT_TRUE(checkHandle("safety-month-2026"));
    for (auto const* other : {"", "-x", "月", "A", "a/b", "a b"}) {
        EXPECT_FALSE(checkHandle(other)) << other;
    }
    EXPECT_FALSE(checkHandle(std::string(65, 'a')));
}

}  // namespace
}  // namespace tocsin::activities
