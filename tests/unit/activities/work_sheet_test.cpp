// SPDX-License-Identifier: Apache-2.0
// Work records of a member's workbook: what is taken, and what is wrong in which cell.
#include "work_sheet.hpp"

#include <gmock/gmock.h>

namespace tocsin::activities {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using Rows = std::vector<std::vector<std::string>>;

WorkSheet read(Rows rows, std::string const& today = "2026-06-16") {
    return readWorkSheet({"工作记录", std::move(rows)}, today);
}

std::vector<std::string> faultsOf(WorkSheet const& sheet) {
    std::vector<std::string> out;
    for (auto const& fault : sheet.faults) {
        out.push_back(fault.column + std::to_string(fault.row) + " " + fault.key + ": " +
                      fault.message.english);
    }
    return out;
}

TEST(WorkSheets, AreReadByTheirHeadingsInEitherLanguageAndAnyOrder) {
    auto const sheet =
        read({{"2026年6月工作台账"},
              {"人次 people", "标题", "KIND", "开始日期", "单位", "责任人", "电话"},
              {"86", " 消防疏散演练 ", "演练", "2026年6月5日", "东院", "张", "057100"},
              {"", "", ""},
              {"", "观看警示教育片", "film", "2026/6/12 09:00", "", "", ""}});
    EXPECT_THAT(faultsOf(sheet), IsEmpty());
    EXPECT_EQ(sheet.unitColumn, "E");
    ASSERT_THAT(sheet.rows, SizeIs(2));
    auto const& first = sheet.rows[0].facts;
    EXPECT_EQ(sheet.rows[0].row, 3U);
    EXPECT_EQ(first.title, "消防疏散演练");
    EXPECT_EQ(first.kind, store::WorkKind::drill);
    EXPECT_EQ(first.firstDay, "2026-06-05");
    EXPECT_EQ(first.lastDay, "2026-06-05");
    EXPECT_EQ(first.people, 86);
    EXPECT_EQ(first.sessions, std::nullopt) << "nobody counted is not nought";
    EXPECT_EQ(first.unit, "东院");
    EXPECT_EQ(first.responsible, (store::Responsible{"张", "057100", ""}));
    EXPECT_EQ(sheet.rows[1].row, 5U);
    EXPECT_EQ(sheet.rows[1].facts.firstDay, "2026-06-12");
}

TEST(WorkSheets, NameEachWrongCell) {
    auto const sheet = read({{"开始日期", "结束日期", "类别", "标题", "场次", "人次"},
                             {"6月5日", "", "演习", "", "两", "3500余"},
                             {"2026-06-17", "2026-06-16", "其他", "明天", "1", "1"}});
    EXPECT_THAT(faultsOf(sheet), ElementsAre(HasSubstr("D2 title: it is empty"),
                                             HasSubstr("C2 kind: \"演习\" is no kind"),
                                             HasSubstr("A2 from: \"6月5日\" is not a date"),
                                             HasSubstr("E2 sessions: \"两\" is no whole number"),
                                             HasSubstr("F2 people: \"3500余\" is no whole number"),
                                             HasSubstr("A3 from: 2026-06-17 is not yet"),
                                             HasSubstr("B3 to: the last day is before the first")));
    EXPECT_THAT(sheet.faults[4].message.chinese, HasSubstr("不写“余”"));
}

TEST(WorkSheets, WithoutTheHeadingsOfTheTemplateAreRefused) {
    EXPECT_THAT(faultsOf(read({{"a", "b"}, {"1", "2"}})),
                ElementsAre(HasSubstr("there is no row of headings")));
    EXPECT_THAT(faultsOf(read({})), SizeIs(1));
    EXPECT_THAT(faultsOf(read({{"标题", "类别", "人数", "标题"}})),
                ElementsAre(HasSubstr("C1 : \"人数\" is no heading"),
                            HasSubstr("D1 title: \"标题\" stands there twice"),
                            HasSubstr("from: the column 开始日期 from is missing")));
    EXPECT_THAT(faultsOf(read({{"标题", "类别", "开始日期"}})),
                ElementsAre(HasSubstr("no row below the headings")));
}

TEST(WorkSheets, HaveAtMostAThousandRows) {
    Rows rows{{"标题", "类别", "开始日期"}};
    rows.resize(kMostSheetRows + 1, {"演练", "演练", "2026-06-01"});
    EXPECT_THAT(faultsOf(read(rows)), IsEmpty());
    rows.push_back(rows.back());
    EXPECT_THAT(faultsOf(read(rows)), ElementsAre(HasSubstr("1001 rows")));
}

TEST(WorkSheets, UnderstandTheDatesThatPeopleWriteAndNoOthers) {
    for (auto const* day : {"2026-06-05", "2026-6-5", "2026/6/5", "2026.06.05", "2026年6月5日",
                            "2026-06-05 09:00", "2026-06-05T09:00"}) {
        EXPECT_EQ(sheetDay(day), "2026-06-05") << day;
    }
    for (auto const* other : {"2026-02-30", "26-06-05", "6月5日", "2026-06-05x", "45823", "",
                              "2026-06-05 noon", "0026-06-05"}) {
        EXPECT_EQ(sheetDay(other), "") << other;
    }
}

}  // namespace
}  // namespace tocsin::activities
