// SPDX-License-Identifier: Apache-2.0
#include "workbook_context.hpp"

#include <stdexcept>

#include "spreadsheet_text.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

constexpr std::uint8_t kA4 = 9;

std::string footerOf(Document const& document) {
    // The blank ends the code of the size, were the text to begin with a digit.
    constexpr std::string_view kLeft = "&L&9 ", kRight = "&R&9 &P / &N";
    return std::string(kLeft) +
           pageText(document.footer, kMostPageUnits - kLeft.size() - kRight.size()) +
           std::string(kRight);
}

}  // namespace

lxw_worksheet& addSheet(WorkbookContext& context, std::string const& name) {
    auto* const sheet = workbook_add_worksheet(&context.workbook, name.c_str());
    if (sheet == nullptr) {
        throw std::logic_error("a workbook refuses its sheet's name: " + name);
    }
    worksheet_set_paper(sheet, kA4);
    worksheet_set_margins(sheet, 0.6, 0.6, 0.7, 0.7);
    worksheet_center_horizontally(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    expectWritten(worksheet_set_footer(sheet, footerOf(context.document).c_str()), "footer");
    return *sheet;
}

void writeText(lxw_worksheet& sheet, lxw_row_t row, lxw_col_t first, lxw_col_t last,
               std::string_view text, lxw_format* format) {
    auto const stored = cellText(text);
    if (last > first) {
        expectWritten(worksheet_merge_range(&sheet, row, first, row, last, stored.c_str(), format),
                      "merged cells");
    } else if (stored.empty()) {
        expectWritten(worksheet_write_blank(&sheet, row, first, format), "empty cell");
    } else {
        expectWritten(worksheet_write_string(&sheet, row, first, stored.c_str(), format), "text");
    }
}

void expectWritten(lxw_error error, char const* what) {
    if (error != LXW_NO_ERROR) {
        throw std::logic_error(std::string("a workbook refuses its ") + what + ": " +
                               lxw_strerror(error));
    }
}

}  // namespace tocsin::documents::spreadsheet
