// SPDX-License-Identifier: Apache-2.0
#include "workbook_overview.hpp"

#include <algorithm>

#include "spreadsheet_text.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

// Twelve columns: figures and facts stand side by side on them, in halves, thirds, quarters.
constexpr int kColumns = 12;
constexpr double kColumnWidth = 7.3;      // of digits of the workbook's own type, 11 points
constexpr double kWidth = kColumns * 56;  // pixels
constexpr lxw_col_t kLast = kColumns - 1;
constexpr double kTallest = 380;  // points of a row: spreadsheets show at most 409
constexpr std::uint32_t kFigureFill = 0xf3f7fb;
constexpr std::uint32_t kFigureColour = 0x1f5f99;

double lineHeight(int halfPoints) {
    return halfPoints * 0.72;
}

int mostLines(int halfPoints) {
    return static_cast<int>(kTallest / lineHeight(halfPoints));
}

/// Characters that stand on so many of the columns; a little less than there is room for, as the
/// types of machines differ.
double charactersOn(int columns, int halfPoints) {
    return columns * kColumnWidth * 22 / halfPoints * 0.93;
}

Look lookOf(ParagraphStyle style) {
    switch (style) {
        case ParagraphStyle::note:
            return {.halfPoints = 18, .colour = kFaint};
        case ParagraphStyle::lead:
            return {.halfPoints = 26, .strong = true};
        case ParagraphStyle::right:
            return {.align = Align::right};
        case ParagraphStyle::body:
        case ParagraphStyle::plain:
            break;
    }
    return {};
}

}  // namespace

Overview::Overview(WorkbookContext& context, std::string const& name, Charts& charts,
                   std::vector<std::string> const& tableSheets)
    : context_(context),
      sheet_(addSheet(context, name)),
      charts_(charts),
      tableSheets_(tableSheets) {
    worksheet_gridlines(&sheet_, LXW_HIDE_ALL_GRIDLINES);
    expectWritten(worksheet_set_column(&sheet_, 0, kLast, kColumnWidth, nullptr), "columns");
}

void Overview::write() {
    writeTitle();
    writeFacts();
    for (auto const& block : context_.document.blocks) {
        std::visit([this](auto const& one) { write(one); }, block);
    }
}

void Overview::writeTitle() {
    writeLines(context_.document.title,
               {.halfPoints = 36, .strong = true, .heading = true, .align = Align::centre}, 12);
    if (!context_.document.subtitle.empty()) {
        writeLines(context_.document.subtitle,
                   {.halfPoints = 24, .align = Align::centre, .colour = kFaint}, 6);
    }
}

void Overview::writeFacts() {
    // Two facts a row, a quarter of their room for the name.
    constexpr int kHalf = kColumns / 2, kName = 2;
    auto const& facts = context_.document.facts;
    auto* const name = context_.formats.of({.strong = true, .ruled = true, .fill = kHeadFill});
    auto* const value = context_.formats.of({.ruled = true});
    for (std::size_t i = 0; i < facts.size(); i += 2, ++row_) {
        int lines = 1;
        for (std::size_t side = 0; side < 2 && i + side < facts.size(); ++side) {
            auto const& fact = facts[i + side];
            auto const first = static_cast<lxw_col_t>(side * kHalf);
            // The last one has the row for itself if nothing stands beside it.
            bool const alone = side == 0 && i + 1 == facts.size();
            auto const last = static_cast<lxw_col_t>(alone ? kLast : first + kHalf - 1);
            writeText(sheet_, row_, first, first + kName - 1, fact.first, name);
            writeText(sheet_, row_, first + kName, last, fact.second, value);
            lines = std::max({lines, linesIn(fact.first, charactersOn(kName, 21)),
                              linesIn(fact.second, charactersOn(last - first + 1 - kName, 21))});
        }
        auto const height = 4 + lineHeight(21) * std::min(lines, mostLines(21));
        expectWritten(worksheet_set_row(&sheet_, row_, height, nullptr), "row");
    }
    ++row_;
}

void Overview::write(Heading const& heading) {
    auto const size = heading.level == 1 ? 28 : heading.level == 2 ? 24 : 22;
    writeLines(heading.text, {.halfPoints = size, .strong = true, .heading = true}, 8);
}

void Overview::write(Paragraph const& paragraph) {
    bool const indented =
        paragraph.style == ParagraphStyle::body && context_.document.language == Language::chinese;
    writeLines((indented ? "\u3000\u3000" : "") + paragraph.text, lookOf(paragraph.style), 3);
}

void Overview::write(Figures const& figures) {
    auto const count = static_cast<int>(figures.figures.size());
    Look const base{.align = Align::centre, .fill = kFigureFill};
    auto value = base, name = base, note = base;
    value.halfPoints = 40;
    value.strong = true;
    value.colour = kFigureColour;
    note.halfPoints = 17;
    note.colour = kFaint;
    int valueLines = 1, nameLines = 1, noteLines = 1;
    for (int i = 0; i < count; ++i) {
        auto const& figure = figures.figures[static_cast<std::size_t>(i)];
        auto const first = static_cast<lxw_col_t>(i * kColumns / count);
        auto const last = static_cast<lxw_col_t>((i + 1) * kColumns / count - 1);
        int const columns = last - first + 1;
        writeText(sheet_, row_, first, last, figure.value, context_.formats.of(value));
        writeText(sheet_, row_ + 1, first, last, figure.name, context_.formats.of(name));
        writeText(sheet_, row_ + 2, first, last, figure.note, context_.formats.of(note));
        valueLines = std::max(valueLines, linesIn(figure.value, charactersOn(columns, 40)));
        nameLines = std::max(nameLines, linesIn(figure.name, charactersOn(columns, 21)));
        noteLines = std::max(noteLines, linesIn(figure.note, charactersOn(columns, 17)));
    }
    if (count > 0) {
        auto const height = [this](lxw_row_t row, int halfPoints, int lines) {
            auto const points = 6 + lineHeight(halfPoints) * std::min(lines, 10);
            expectWritten(worksheet_set_row(&sheet_, row, points, nullptr), "row");
        };
        height(row_, 40, valueLines);
        height(row_ + 1, 21, nameLines);
        height(row_ + 2, 17, noteLines);
        row_ += 4;
    }
}

void Overview::write(Chart const& chart) {
    if (chart.categories.empty() || chart.series.empty()) {
        writeLines(chart.title + context_.words("：无数据", ": no data"),
                   lookOf(ParagraphStyle::note), 3);
        return;
    }
    row_ += 1 + charts_.draw(sheet_, row_, chart, kWidth);
}

void Overview::write(Table const& table) {
    auto const& sheet = tableSheets_.at(nextTable_++);
    auto const& title = table.title.empty() ? table.sheet : table.title;
    std::string const named = title.empty() ? context_.words("表格", "Table") : title;
    writeLines(named + context_.words("：见工作表“", ": see the sheet “") + sheet + "”",
               lookOf(ParagraphStyle::note), 3);
}

void Overview::write(Pictures const& pictures) {
    auto const count = std::to_string(pictures.pictures.size());
    writeLines(context_.document.language == Language::chinese
                   ? "图片" + count + "张：见本文件的文档形式"
                   : "Pictures: " + count + ", in the document form of this file",
               lookOf(ParagraphStyle::note), 3);
}

void Overview::writeLines(std::string const& text, Look const& look, double space) {
    auto const characters = charactersOn(kColumns, look.halfPoints);
    auto const most = mostLines(look.halfPoints);
    for (auto const& piece : piecesOf(cleanText(text), characters, most)) {
        writeText(sheet_, row_, 0, kLast, piece, context_.formats.of(look));
        auto const height = space + lineHeight(look.halfPoints) * linesIn(piece, characters);
        expectWritten(worksheet_set_row(&sheet_, row_, height, nullptr), "row");
        ++row_;
    }
}

}  // namespace tocsin::documents::spreadsheet
