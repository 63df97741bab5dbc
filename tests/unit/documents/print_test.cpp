// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <limits>

#include "sample_document.hpp"
#include "tocsin/documents/write.hpp"

namespace tocsin::documents {
namespace {

using media::PrintKind;
using media::PrintShapeKind;

long shapes(media::PrintDocument const& document, PrintShapeKind kind) {
    return std::ranges::count(document.blocks.at(0).drawing.shapes, kind, &media::PrintShape::kind);
}

bool says(media::PrintDocument const& document, std::string const& text) {
    return std::ranges::count(document.blocks.at(0).drawing.shapes, text,
                              &media::PrintShape::text) > 0;
}

TEST(ToPrint, KeepsHostileNamesWithinTheBoundsOfPrinting) {
    for (auto const& name : kHostileNames) {
        auto const made = toPrint(documentNaming(name));
        EXPECT_LE(made.title.size(), media::kMostPrintText);
        EXPECT_EQ(made.style, media::PrintStyle::official);
        for (auto const& block : made.blocks) {
            EXPECT_LE(block.text.size(), media::kMostPrintText);
            EXPECT_EQ(block.text.find("\xe2\x80\xae"), std::string::npos);
        }
    }
}

TEST(ToPrint, ALongParagraphGoesOnAndLosesNothing) {
    std::string text;
    for (int i = 0; i < 9'000; ++i) {
        text += "安";
    }
    Document document;
    document.blocks = {Paragraph{text, ParagraphStyle::body}};
    auto const made = toPrint(document);
    std::string joined;
    for (auto const& block : made.blocks) {
        joined += block.text;
    }
    EXPECT_EQ(joined, text);
    EXPECT_EQ(made.blocks[0].paragraph, media::PrintParagraph::body);
    EXPECT_EQ(made.blocks[1].paragraph, media::PrintParagraph::plain);
}

TEST(ToPrint, ATableHasItsHeadItsNumbersAtTheRightAndItsTotalsStrong) {
    Document document;
    Table table{"表1", "", {{"屏幕"}, {"次数"}}, {{{"大门屏"}, {"12", Number{12}}}}};
    table.totals = {{{"合计"}, {"12", Number{12}}}};
    document.blocks = {table};
    auto const made = toPrint(document);
    auto const& block = made.blocks.at(0);
    EXPECT_EQ(block.headRows, 1);
    ASSERT_EQ(block.rows.size(), 3U);
    EXPECT_TRUE(block.rows[0].cells[0].strong);
    EXPECT_EQ(block.rows[1].cells[1].align, media::PrintAlign::right);
    EXPECT_FALSE(block.rows[1].cells[1].strong);
    EXPECT_TRUE(block.rows[2].cells[0].strong);
}

TEST(ToPrint, AnEmptyTableSaysSoAndALedgerStaysInTheWorkbook) {
    Document document;
    Table ledger{"流水", "", {{"次"}}, {{{"1"}}}};
    ledger.ledger = true;
    document.blocks = {Table{"异常", "", {{"时间"}, {"处置"}}, {}}, ledger};
    auto const made = toPrint(document);
    ASSERT_EQ(made.blocks.size(), 1U);
    EXPECT_EQ(made.blocks[0].rows[1].cells[0].text, "（无）");
    EXPECT_EQ(made.blocks[0].rows[1].cells[0].columns, 2);
}

TEST(ToPrint, WhatIsNotKnownLeavesAGapInAChart) {
    Document document;
    Chart chart{ChartKind::lines, "", "次", {"1", "2", "3", "4", "5"}, {}};
    chart.series = {{"实播", 0x1f5f99, {1.0, 2.0, std::nullopt, 4.0, 5.0}}};
    document.blocks = {chart};
    auto const whole = [&] {
        auto copy = chart;
        copy.series[0].values[2] = 3.0;
        Document other;
        other.blocks = {copy};
        return toPrint(other);
    }();
    auto const made = toPrint(document);
    EXPECT_EQ(shapes(made, PrintShapeKind::line), shapes(whole, PrintShapeKind::line) + 1);
    EXPECT_TRUE(says(made, "空缺处为未知，不是零"));
    EXPECT_FALSE(says(whole, "空缺处为未知，不是零"));
}

TEST(ToPrint, TicksAreRoundNumbers) {
    Document document;
    Chart chart{ChartKind::bars, "", "次", {"1"}, {{"实播", 0, {18'734.0}}}};
    document.blocks = {chart};
    auto const made = toPrint(document);
    for (auto const* const tick : {"0", "5,000", "10,000", "15,000", "20,000"}) {
        EXPECT_TRUE(says(made, tick)) << tick;
    }
}

TEST(ToPrint, NoValueTakesAChartOutOfItsBounds) {
    for (double const value :
         {0.0, -5.0, 1e300, -1e300, 1e-300, std::numeric_limits<double>::infinity(),
          std::numeric_limits<double>::quiet_NaN()}) {
        Document document;
        Chart chart{ChartKind::bars, "", "", {"1", "2"}, {{"s", 0, {value, 1.0}}}};
        document.blocks = {chart};
        auto const made = toPrint(document);
        auto const& drawing = made.blocks.at(0).drawing;
        EXPECT_LT(drawing.shapes.size(), 100U) << value;
        for (auto const& shape : drawing.shapes) {
            for (auto const& [x, y] : shape.points) {
                EXPECT_TRUE(x >= -1 && x <= drawing.width + 1 && y >= -1 && y <= drawing.height + 1)
                    << value << " at " << x << ", " << y;
            }
        }
    }
}

TEST(ToPrint, AChartOf400CategoriesAnd8SeriesFitsADrawing) {
    Document document;
    Chart chart;
    chart.categories.assign(400, "2026-06-01");
    chart.series.assign(8, {"s", 0, std::vector<std::optional<double>>(400, 7.0)});
    document.blocks = {chart};
    EXPECT_LE(toPrint(document).blocks.at(0).drawing.shapes.size(), media::kMostPrintShapes);
    std::get<Chart>(document.blocks[0]).kind = ChartKind::lines;
    auto const made = toPrint(document);
    for (auto const& shape : made.blocks.at(0).drawing.shapes) {
        EXPECT_LE(shape.points.size(), media::kMostPrintPoints);
    }
}

}  // namespace
}  // namespace tocsin::documents
