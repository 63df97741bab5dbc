// SPDX-License-Identifier: Apache-2.0
// A member's workbook: the template filled in, imported whole or not at all, and never twice.
#include "activity_fixtures.hpp"
#include "tocsin/documents/archive.hpp"
#include "tocsin/documents/sheet.hpp"
#include "work_sheet.hpp"
#include "work_template.hpp"

namespace tocsin::activities {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

using Rows = std::vector<std::vector<std::string>>;

/// The template with these rows below its headings.
std::string filled(Rows const& rows) {
    auto parts = documents::unzip(workTemplate()).value();
    std::string cells;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const number = std::to_string(i + 2);
        cells += "<row r=\"" + number + "\">";
        for (std::size_t c = 0; c < rows[i].size(); ++c) {
            cells += "<c r=\"" + std::string(1, static_cast<char>('A' + c)) + number +
                     "\" t=\"inlineStr\"><is><t>" + rows[i][c] + "</t></is></c>";
        }
        cells += "</row>";
    }
    for (auto& part : parts) {
        if (part.name == "xl/worksheets/sheet1.xml") {
            part.bytes.insert(part.bytes.find("</sheetData>"), cells);
        }
    }
    return documents::zipOf(parts);
}

class Imports : public BookFixture {
protected:
    Imports() { addMonth(); }
    access::Response import_(Rows const& rows, Names query = {{"name", "六月.xlsx"}}) {
        return upload("/api/v1/work/import", filled(rows), std::move(query));
    }
    std::size_t records() {
        return look([](store::Tx const& tx) { return tx.workRecords().of("month").size(); });
    }
};

Rows const kJune{
    {"2026-06-05", "", "演练", "消防疏散演练", "门诊楼", "1", "86", "", "", "张", "", "", "东院"},
    {"2026-06-12", "2026-06-14", "警示片观看", "观看警示教育片", "", "12", "1000", "", "", "", "",
     "", "west"},
    {"2026-06-15", "", "其他", "公众号推送", "", "", "", "", "微信"}};

TEST_F(Imports, TheTemplateHasItsHeadingsOnTheFirstSheet) {
    auto const sheet = documents::readSheet(workTemplate());
    ASSERT_TRUE(sheet) << sheet.error().message;
    ASSERT_THAT(sheet->rows, SizeIs(1));
    ASSERT_THAT(sheet->rows[0], SizeIs(kSheetHeadings.size()));
    EXPECT_EQ(sheet->rows[0][0], "开始日期 from");
    EXPECT_EQ(sheet->rows[0][12], "单位 unit");
    auto const given = call("GET", "/api/v1/work-template.xlsx");
    EXPECT_EQ(given.body, workTemplate());
    EXPECT_THAT(given.headers.at("Content-Disposition"), HasSubstr("attachment"));
}

TEST_F(Imports, EveryRowBecomesARecordOfItsUnit) {
    auto const answer = import_(kJune);
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const added = objectOf(answer).at("added").as_array();
    ASSERT_THAT(added, SizeIs(3));
    EXPECT_EQ(added[0].at("unit"), "east") << "by its name";
    EXPECT_EQ(added[1].at("unit"), "west") << "by its handle";
    EXPECT_EQ(added[2].at("unit"), "bureau") << "who imports it";
    EXPECT_EQ(added[1].at("to"), "2026-06-14");
    EXPECT_EQ(added[2].at("people"), nullptr);
    EXPECT_EQ(added[2].at("channel"), "微信");
    EXPECT_EQ(added[0].at("imported"), "六月.xlsx");
    EXPECT_EQ(added[0].at("row"), 2);
}

TEST_F(Imports, TheSameFileAgainSaysWhichRowsAreThereAlready) {
    ASSERT_EQ(import_(kJune).status, 200);
    EXPECT_EQ(call("PATCH", "/api/v1/work/1", R"({"people":87})").status, 200);
    auto more = kJune;
    more.push_back({"2026-06-16", "", "培训", "应急培训"});
    auto const answer = objectOf(import_(more));
    ASSERT_THAT(answer.at("already").as_array(), SizeIs(3));
    EXPECT_EQ(answer.at("already").at(0).at("number"), 1);
    EXPECT_EQ(answer.at("already").at(0).at("differs"), true) << "somebody corrected it";
    EXPECT_EQ(answer.at("already").at(1).at("differs"), false);
    ASSERT_THAT(answer.at("added").as_array(), SizeIs(1));
    EXPECT_EQ(records(), 4U);
}

TEST_F(Imports, AllOfItIsRefusedForOneWrongCell) {
    auto rows = kJune;
    rows[1][6] = "约1000";
    rows[2].resize(13);
    rows[2][12] = "南院";
    rows.push_back(rows[0]);
    auto const answer = import_(rows);
    EXPECT_EQ(answer.status, 422);
    auto const errors = objectOf(answer).at("errors").as_array();
    ASSERT_THAT(errors, SizeIs(3));
    EXPECT_EQ(errors[0].at("row"), 3);
    EXPECT_EQ(errors[0].at("column"), "G");
    EXPECT_EQ(errors[0].at("key"), "people");
    EXPECT_EQ(errors[1].at("column"), "M");
    EXPECT_THAT(std::string(errors[2].at("message").as_string()), HasSubstr("the same as row 2"));
    EXPECT_THAT(detailOf(answer), HasSubstr("row 3, column G (people): \"约1000\""));
    EXPECT_THAT(std::string(objectOf(answer).at("detail_zh").as_string()),
                HasSubstr("第 3 行 G 列（人次）：“约1000”不是整数"));
    EXPECT_EQ(records(), 0U);
}

TEST_F(Imports, AMemberEntersItsOwnWorkOnly) {
    become("li", "east", {"east"});
    auto const answer = import_(kJune);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(detailOf(answer), HasSubstr("row 3, column M (unit): you may not enter work"));
    EXPECT_EQ(import_({kJune[0], kJune[2]}).status, 200);
    EXPECT_EQ(records(), 2U);
}

TEST_F(Imports, AFileThatIsNoWorkbookIsRefused) {
    EXPECT_EQ(upload("/api/v1/work/import", "not a workbook").status, 422);
    EXPECT_EQ(import_({}).status, 422);
    EXPECT_EQ(import_(kJune, {{"activity", "none"}}).status, 404);
}

}  // namespace
}  // namespace tocsin::activities
