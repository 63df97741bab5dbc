// SPDX-License-Identifier: Apache-2.0
// The document: its parts in their order, tables that add up, names that lead nowhere.
#include "tocsin/filing/filing_document.hpp"

#include <numeric>

#include "filing_fixture.hpp"

namespace tocsin::filing {
namespace {

using documents::Language;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class FilingDocument : public FilingTest {
protected:
    template <class Block>
    static std::vector<Block> blocksOf(documents::Document const& document) {
        std::vector<Block> out;
        for (auto const& block : document.blocks) {
            if (auto const* found = std::get_if<Block>(&block)) {
                out.push_back(*found);
            }
        }
        return out;
    }
    static std::vector<std::string> headings(documents::Document const& document) {
        std::vector<std::string> out;
        for (auto const& heading : blocksOf<documents::Heading>(document)) {
            if (heading.level == 1) {
                out.push_back(heading.text);
            }
        }
        return out;
    }
    static void expectRowsFit(documents::Table const& table) {
        for (auto const* rows : {&table.rows, &table.totals}) {
            for (auto const& row : *rows) {
                auto const wide = std::accumulate(
                    row.begin(), row.end(), 0,
                    [](int sum, documents::Cell const& cell) { return sum + cell.columns; });
                EXPECT_EQ(wide, static_cast<int>(table.columns.size())) << table.title;
            }
        }
    }
};

TEST_F(FilingDocument, SaysHowManyFaultsItDoesNotListAndHowLongTheyWere) {
    auto content = counted(week(1));
    content["faults_left_out"] = 1'234;
    content["faults_left_out_ms"] = 5'400'000;
    auto const linesOf = [&](Language language) {
        std::string out;
        for (auto const& one :
             blocksOf<documents::Paragraph>(documentOf(content, {}, {}, language))) {
            out += one.text + "\n";
        }
        return out;
    };
    EXPECT_THAT(linesOf(Language::chinese),
                HasSubstr("以上按时长由长到短列出，另有1,234行未列、合计1.50小时，各项合计含之。"));
    EXPECT_THAT(linesOf(Language::english),
                HasSubstr("1,234 more rows are not listed, 1.50 h in all."));
    content.erase("faults_left_out_ms");
    EXPECT_THAT(linesOf(Language::chinese), HasSubstr("另有1,234行未列，各项合计含之。"))
        << "frozen before that time was kept";
    content["faults_left_out"] = 0;
    EXPECT_THAT(linesOf(Language::chinese), Not(HasSubstr("行未列")));
}

TEST_F(FilingDocument, HasThePartsOfTheReportInTheirOrder) {
    deliver({row(0), row(1)});
    auto const content = counted(week(1));
    Stamp const stamp{7, 2, "补录", messages::sha256("content"), "test"};
    auto const document = documentOf(content, stamp, {}, Language::chinese);
    EXPECT_EQ(document.title, "2026年“安全生产月”电子屏播放情况报告");
    EXPECT_EQ(document.subtitle, "第1周");
    EXPECT_THAT(headings(document),
                ElementsAre("一、总体情况", "二、播放统计", "三、内容明细", "四、逐日情况",
                            "五、佐证材料", "六、异常及处置", "七、亮点与不足",
                            "八、线下工作（人工填报）", "九、数据说明"));
    auto const lead = blocksOf<documents::Paragraph>(document).front();
    EXPECT_EQ(lead.style, documents::ParagraphStyle::lead);
    EXPECT_THAT(lead.text, HasSubstr("计划内未完成 8 次")) << "what failed is said first";
    EXPECT_THAT(document.footer, HasSubstr("7-2"));
    EXPECT_EQ(documentOf(content, stamp, {}, Language::chinese), document);
}

TEST_F(FilingDocument, HasTablesWhoseRowsFitInBothLanguages) {
    deliver({row(0), row(1), row(3, messages::PlayResult::failed)});
    freeze(week(1));
    deliver({row(4)});
    now_ = reports::at("2026-07-02T00:00:00Z");
    auto plan = whole();
    plan.period.kind = store::FilingKind::plan;
    for (auto const& content : {counted(week(1)), counted(whole()), counted(plan)}) {
        for (auto const language : {Language::chinese, Language::english}) {
            for (auto const& table :
                 blocksOf<documents::Table>(documentOf(content, {}, {}, language))) {
                expectRowsFit(table);
            }
        }
    }
}

TEST_F(FilingDocument, IsMadeOfAContentThatSaysNothing) {
    EXPECT_FALSE(documentOf({}, {}, {}, Language::chinese).blocks.empty());
    EXPECT_FALSE(documentOf({{"kind", 7}, {"screens", "none"}, {"figures", boost::json::array()}},
                            {}, {}, Language::english)
                     .blocks.empty());
}

TEST_F(FilingDocument, SaysWhichPicturesAreNotInIt) {
    auto content = counted(week(1));
    content["pictures"] = boost::json::array{
        boost::json::object{{"digest", "aa"}, {"screen", "gate"}, {"name", "大门屏"}},
        boost::json::object{{"digest", "bb"}, {"screen", "gate"}, {"name", "大门屏"}}};
    auto const document = documentOf(content, {}, {{"aa", "JPEG"}}, Language::chinese);
    auto const pictures = blocksOf<documents::Pictures>(document);
    ASSERT_EQ(pictures.size(), 1U);
    ASSERT_EQ(pictures[0].pictures.size(), 1U);
    EXPECT_EQ(pictures[0].pictures[0].bytes, "JPEG");
    std::string notes;
    for (auto const& paragraph : blocksOf<documents::Paragraph>(document)) {
        notes += paragraph.text + "\n";
    }
    EXPECT_THAT(notes, HasSubstr("另有1张图片未收入本文"));
}

TEST(FilingNames, SayUnitActivityWeekAndDay) {
    boost::json::object content{{"unit_name", "区医院"},
                                {"title", "安全生产月"},
                                {"kind", "week"},
                                {"issue", 2},
                                {"to", "2026-06-14"}};
    EXPECT_EQ(fileNameOf(content, Language::chinese), "区医院_安全生产月_第2周_截至2026-06-14");
    EXPECT_EQ(fileNameOf(content, Language::english), "区医院_安全生产月_week2_to-2026-06-14");
}

TEST(FilingNames, LeadNowhere) {
    boost::json::object content{{"unit_name", "../../etc\n"},
                                {"title", std::string(500, 'x') + "\\..\\C:|<>*?\""},
                                {"kind", "final"},
                                {"to", "2026-06-30"}};
    auto const name = fileNameOf(content, Language::chinese);
    EXPECT_THAT(name, Not(HasSubstr("/")));
    EXPECT_THAT(name, Not(HasSubstr("\\")));
    EXPECT_THAT(name, Not(HasSubstr("\n")));
    EXPECT_NE(name.front(), '.');
    EXPECT_LT(name.size(), 220U);
    std::string chinese;
    for (int i = 0; i < 100; ++i) {
        chinese += "安";
    }
    content["title"] = chinese;
    EXPECT_THAT(fileNameOf(content, Language::chinese), HasSubstr("安_总结"));
}

TEST(FilingPlaceholders, HaveNamesInBothLanguages) {
    boost::json::object const content{
        {"unit_name", "区医院"},
        {"figures", boost::json::object{{"complete", 128'430}, {"planned", 130'254}}},
        {"screens", boost::json::array{boost::json::object{{"name", "大门屏"}}}}};
    auto const filling = fillingOf(content, {});
    EXPECT_EQ(filling.values.at("实播次数").text, "128,430");
    EXPECT_EQ(filling.values.at("plays"), filling.values.at("实播次数"));
    EXPECT_EQ(filling.values.at("编号").text, "草稿");
    EXPECT_EQ(filling.tables.at("屏幕")[0].at("名称").text, "大门屏");
    EXPECT_EQ(filling.tables.at("screens")[0].at("name").text, "大门屏");
}

TEST(FilingCheckCode, IsTheBeginningOfTheDigest) {
    auto const digest = messages::sha256("content");
    auto const code = checkCode(digest);
    EXPECT_EQ(code.size(), 19U);
    EXPECT_EQ(code[4], '-');
}

}  // namespace
}  // namespace tocsin::filing
