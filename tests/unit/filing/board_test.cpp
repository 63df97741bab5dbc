// SPDX-License-Identifier: Apache-2.0
// Who has filed, who has not, and what is said to them.
#include "board.hpp"

#include <gmock/gmock.h>

#include "board_duplicates.hpp"
#include "filing_values.hpp"
#include "filings_in_memory.hpp"

namespace tocsin::filing {
namespace {

using store::FilingStep;
using testing::HasSubstr;

class FilingBoard : public testing::Test {
protected:
    Board at(int hours) const {
        Board out;
        out.activity = "safety";
        out.title = "2026年“安全生产月”";
        out.zone = "Asia/Shanghai";
        out.at = hour(hours);
        out.periods = {{store::FilingKind::week, 2, "2026-06-08", "2026-06-14", hour(34)},
                       {store::FilingKind::final, 0, "2026-06-01", "2026-06-30", hour(400)}};
        out.units = {{"clinic", "门诊部"}, {"hospital", "区医院"}};
        return filled(std::move(out), filings_);
    }
    void step(std::int64_t number, FilingStep what, int hours, std::string const& reason = "") {
        filings_.record({number, 1, what, hour(hours), hour(hours), "li", "", "", reason});
    }

    FilingsInMemory filings_;
};

TEST_F(FilingBoard, HasACellForEachUnitAndPeriod) {
    auto const number = filings_.add(weekOf("clinic")).number;
    step(number, FilingStep::submitted, 20);
    auto const board = at(36);
    EXPECT_EQ(board.cells[0][0].state, FilingState::submitted);
    EXPECT_EQ(board.cells[0][1].state, FilingState::none);
    EXPECT_EQ(board.cells[1][0].state, FilingState::overdue);
    auto const json = toJson(board);
    EXPECT_EQ(json.at("counts").at("submitted"), 1);
    EXPECT_EQ(json.at("overdue").at(0).at("unit"), "hospital");
    EXPECT_EQ(json.at("units").at(0).at("filings").at(0).at("number"), number);
}

TEST_F(FilingBoard, TellsTheListOfTheDeadlineAlsoLater) {
    step(filings_.add(weekOf("clinic")).number, FilingStep::submitted, 50);
    EXPECT_EQ(overdueOn(at(35)).size(), 2U);
    EXPECT_EQ(overdueOn(at(60)).size(), 1U);
    EXPECT_TRUE(at(60).cells[0][0].late);
}

TEST_F(FilingBoard, SaysToAUnitWhatItHasToFile) {
    auto const number = filings_.add(weekOf("clinic")).number;
    step(number, FilingStep::submitted, 20);
    step(number, FilingStep::returned, 22, "少一块屏");
    auto const returned = reminderOf(at(24), 0).value();
    EXPECT_EQ(
        returned.chinese,
        "门诊部：2026年“安全生产月”报送情况提醒，截至2026-06-16 08:00，周报第2周（2026-06-08至"
        "2026-06-14）被退回，原因：少一块屏，请修改后重新报送。");
    EXPECT_THAT(reminderOf(at(24), 1).value().english, HasSubstr("is due 2026-06-16 18:00"));
    EXPECT_THAT(reminderOf(at(36), 1).value().chinese, HasSubstr("已逾期"));
    step(number, FilingStep::submitted, 30);
}

TEST_F(FilingBoard, SaysNothingToAUnitThatHasFiled) {
    step(filings_.add(weekOf("clinic")).number, FilingStep::submitted, 20);
    EXPECT_EQ(reminderOf(at(36), 0).value().chinese, "");
}

TEST(DuplicateScreens, AreFoundByIdAndBySerial) {
    auto const a =
        contentOfWeek("a", {{"gate", "a", 1, 1}, {"hall", "a", 1, 1, 0, true, true, "SN"}});
    auto const b =
        contentOfWeek("b", {{"gate", "b", 1, 1}, {"roof", "b", 1, 1, 0, true, true, "SN"}});
    auto const found = duplicatesIn(weekHead("bureau"), {memberOf("a", 1, a), memberOf("b", 2, b)});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_TRUE(found[0].sameId);
    EXPECT_EQ(found[0].what, "gate");
    EXPECT_EQ(found[0].places[1].unit, "b");
    EXPECT_FALSE(found[1].sameId);
    EXPECT_EQ(found[1].what, "SN");
}

TEST(DuplicateScreens, AreNoneInAFilingThatWasSummedFromTheOther) {
    auto const clinic = memberOf("clinic", 1, contentOfWeek("clinic", {{"gate", "clinic", 1, 1}}));
    auto const hospital =
        memberOf("hospital", 2, rollUp(weekHead("hospital"), {clinic}, {}).value());
    EXPECT_TRUE(duplicatesIn(weekHead("bureau"), {clinic, hospital}).empty());
}

}  // namespace
}  // namespace tocsin::filing
