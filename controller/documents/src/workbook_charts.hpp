// SPDX-License-Identifier: Apache-2.0
// Native charts of a workbook. Their titles and names are references to cells too: as texts,
// libxlsxwriter would take those that begin with "=" for formulas.
#pragma once

#include <string>
#include <vector>

#include "workbook_context.hpp"

namespace tocsin::documents::spreadsheet {

class Charts {
public:
    /// `sheet` is the name of the sheet that will hold the data.
    Charts(WorkbookContext& context, std::string sheet)
        : context_(context), sheet_(std::move(sheet)) {}

    /// Draws the chart at this row, so many pixels wide. `chart` lives until writeData().
    /// Returns the rows of usual height that it covers.
    lxw_row_t draw(lxw_worksheet& on, lxw_row_t row, Chart const& chart, double width);
    /// Adds the sheet that the charts take their data from, if any was drawn.
    void writeData();

private:
    struct Place {
        Chart const* chart;
        lxw_row_t row;  ///< of its title; then the series' names, then one a category
    };

    void addSeries(lxw_chart& drawn, Place const& place, std::size_t index);
    void writeData(lxw_worksheet& sheet, Place const& place);

    WorkbookContext& context_;
    std::string sheet_;
    std::vector<Place> places_;
    lxw_row_t nextRow_ = 0;
};

}  // namespace tocsin::documents::spreadsheet
