// SPDX-License-Identifier: Apache-2.0
// The first sheet of a workbook: all of a document but its tables, which have their own sheets.
#pragma once

#include <string>
#include <vector>

#include "workbook_charts.hpp"
#include "workbook_context.hpp"

namespace tocsin::documents::spreadsheet {

class Overview {
public:
    /// `tableSheets` are the names of the sheets of the document's tables, in their order.
    Overview(WorkbookContext& context, std::string const& name, Charts& charts,
             std::vector<std::string> const& tableSheets);
    void write();

private:
    void writeTitle();
    void writeFacts();
    void write(Heading const& heading);
    void write(Paragraph const& paragraph);
    void write(Figures const& figures);
    void write(Chart const& chart);
    void write(Table const& table);
    void write(Pictures const& pictures);
    void write(PageBreak const&) {}
    /// Over the whole width, in as many rows as it needs.
    void writeLines(std::string const& text, Look const& look, double space);

    WorkbookContext& context_;
    lxw_worksheet& sheet_;
    Charts& charts_;
    std::vector<std::string> const& tableSheets_;
    std::size_t nextTable_ = 0;
    lxw_row_t row_ = 0;
};

}  // namespace tocsin::documents::spreadsheet
