// SPDX-License-Identifier: Apache-2.0
#include "docx_paragraph.hpp"

#include <fmt/format.h>

#include "docx_text.hpp"

namespace tocsin::documents {
namespace {

std::string paragraphProperties(std::string_view style, ParagraphLook const& look) {
    auto out = fmt::format("<w:pPr><w:pStyle w:val=\"{}\"/>", style);
    if (look.keepNext) {
        out += "<w:keepNext/>";
    }
    if (look.breakBefore) {
        out += "<w:pageBreakBefore/>";
    }
    if (!look.justified.empty()) {
        out += fmt::format("<w:jc w:val=\"{}\"/>", look.justified);
    }
    return out + "</w:pPr>";
}

std::string runProperties(std::string_view text, ParagraphLook const& look) {
    std::string out;
    if (hasChinese(text)) {
        out += "<w:rFonts w:hint=\"eastAsia\"/>";
    }
    if (look.bold) {
        out += "<w:b/><w:bCs/>";
    }
    if (look.colour) {
        out += fmt::format("<w:color w:val=\"{}\"/>", docxColour(*look.colour));
    }
    if (look.halfPoints > 0) {
        out += fmt::format("<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", look.halfPoints);
    }
    return out.empty() ? out : "<w:rPr>" + out + "</w:rPr>";
}

}  // namespace

std::string docxColour(std::uint32_t colour) {
    return fmt::format("{:06X}", colour & 0xffffffU);
}

std::string docxParagraphOf(std::string_view style, std::string_view runs,
                            ParagraphLook const& look) {
    return fmt::format("<w:p>{}{}</w:p>", paragraphProperties(style, look), runs);
}

std::string docxParagraph(std::string_view style, std::string_view text,
                          ParagraphLook const& look) {
    if (text.empty()) {
        return docxParagraphOf(style, "", look);
    }
    return docxParagraphOf(
        style, fmt::format("<w:r>{}{}</w:r>", runProperties(text, look), runText(text)), look);
}

std::string docxSpacer(bool breakBefore) {
    ParagraphLook look;
    look.breakBefore = breakBefore;
    return docxParagraphOf("Spacer", "", look);
}

std::string docxCell(CellLook const& look, std::string_view paragraphs) {
    auto out = fmt::format("<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>", look.width);
    if (look.columns > 1) {
        out += fmt::format("<w:gridSpan w:val=\"{}\"/>", look.columns);
    }
    if (look.lineBelow) {
        out +=
            "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" "
            "w:color=\"000000\"/></w:tcBorders>";
    }
    if (look.fill) {
        out += fmt::format("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>",
                           docxColour(*look.fill));
    }
    out += look.top ? "</w:tcPr>" : "<w:vAlign w:val=\"center\"/></w:tcPr>";
    out += paragraphs;
    return out + "</w:tc>";
}

std::string docxTable(std::string_view style, std::string_view grid, int width, int sideMargin,
                      std::string_view rows) {
    return fmt::format(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"{}\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc "
        "w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"{}\" "
        "w:type=\"dxa\"/><w:right w:w=\"{}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
        "<w:tblGrid>{}</w:tblGrid>{}</w:tbl>",
        style, width, sideMargin, sideMargin, grid, rows);
}

}  // namespace tocsin::documents
