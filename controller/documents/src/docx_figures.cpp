// SPDX-License-Identifier: Apache-2.0
#include "docx_figures.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "docx_page.hpp"
#include "docx_paragraph.hpp"
#include "docx_text.hpp"

namespace tocsin::documents {
namespace {

constexpr int kFactMargin = 80;
constexpr int kHalfWidthOfFact = 130;  // of 小四, with room
constexpr std::uint32_t kFigureColour = 0x1f4e79;

std::string whole(std::string_view cells) {
    return fmt::format("<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>", cells);
}

std::string column(int width) {
    return fmt::format("<w:gridCol w:w=\"{}\"/>", width);
}

/// As wide as the widest name needs, up to a third of the page.
int nameWidth(std::vector<std::pair<std::string, std::string>> const& facts) {
    int widest = 0;
    for (auto const& fact : facts) {
        widest = std::max(widest, halfWidths(fact.first));
    }
    return std::min(widest * kHalfWidthOfFact + 2 * kFactMargin, kTextWidth / 3);
}

/// Half points, so that the widest value stays on one line: 24 pt down to 11 pt.
int valueSize(Figures const& figures, int width) {
    int widest = 1;
    for (auto const& figure : figures.figures) {
        widest = std::max(widest, halfWidths(figure.value));
    }
    // Twentieths of a point a half width, whose letters are a little over half as wide as high.
    int const fitting = (width - 2 * kFactMargin) / widest * 2 / 11;
    return std::clamp(fitting, 22, 48);
}

}  // namespace

std::string docxFacts(std::vector<std::pair<std::string, std::string>> const& facts) {
    if (facts.empty()) {
        return {};
    }
    int const names = nameWidth(facts);
    std::string rows;
    for (auto const& fact : facts) {
        bool const last = &fact == &facts.back();
        rows += whole(
            docxCell({names, 1, {}, last}, docxParagraph("FactName", fact.first)) +
            docxCell({kTextWidth - names, 1, {}, last}, docxParagraph("FactText", fact.second)));
    }
    return docxTable("PlainTable", column(names) + column(kTextWidth - names), kTextWidth,
                     kFactMargin, rows) +
           docxSpacer();
}

std::string docxFigures(Figures const& figures) {
    if (figures.figures.empty()) {
        return {};
    }
    int const width = kTextWidth / static_cast<int>(figures.figures.size());
    ParagraphLook value;
    value.halfPoints = valueSize(figures, width);
    value.colour = kFigureColour;
    std::string cells, grid;
    for (auto const& figure : figures.figures) {
        auto const note =
            figure.note.empty() ? std::string() : docxParagraph("FigureNote", figure.note);
        cells += docxCell({width, 1, {}, false, true},
                          docxParagraph("FigureValue", figure.value, value) +
                              docxParagraph("FigureName", figure.name) + note);
        grid += column(width);
    }
    return docxSpacer() +
           docxTable("PlainTable", grid, width * static_cast<int>(figures.figures.size()),
                     kFactMargin, whole(cells)) +
           docxSpacer();
}

}  // namespace tocsin::documents
