// SPDX-License-Identifier: Apache-2.0
// A sheet of a form while it is filled.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "form_names.hpp"
#include "number_formats.hpp"
#include "row_map.hpp"
#include "spreadsheet_package.hpp"

namespace tocsin::documents::spreadsheet {

/// What the sheets of a form share.
struct FormContext {
    Package const& package;
    CellStyles const& styles;
    std::vector<pugi::xml_node> const& strings;  ///< the workbook's shared texts, <si>
    FormValues& values;
};

class FormSheet {
public:
    FormSheet(FormContext& context, SheetPart part) : context_(context), part_(std::move(part)) {}

    /// Reads the sheet and finds the rows that are repeated. Errc::invalid.
    [[nodiscard]] Result<> read();
    /// Where its rows will go.
    [[nodiscard]] RowMap const& rows() const noexcept { return map_; }
    [[nodiscard]] bool hasFormulas() const noexcept { return hasFormulas_; }
    [[nodiscard]] SheetPart const& part() const noexcept { return part_; }

    /// Repeats rows and puts values for names. `maps` are of all sheets. Errc::invalid.
    [[nodiscard]] Result<> fill(RowMaps const& maps);
    /// Whether anything in it is not as it was.
    [[nodiscard]] bool changed() const noexcept { return changed_; }
    /// Formulas forget what they came to: nothing of it may be true any more.
    void forgetResults();
    [[nodiscard]] std::string text();

private:
    struct Row {
        pugi::xml_node node;
        std::uint32_t number;
        std::string table;  ///< empty: the row is not repeated
    };

    [[nodiscard]] Result<> readRow(pugi::xml_node node, std::uint32_t number);
    [[nodiscard]] Result<> expandSharedFormulas();
    [[nodiscard]] Result<> fillRow(Row const& row, RowMaps const& maps);
    [[nodiscard]] Result<> placeRow(pugi::xml_node node, FormulaPlace const& place,
                                    std::uint32_t number, RowMaps const& maps);
    void fillCells(pugi::xml_node row, FillingRow const* values);
    void fillCell(pugi::xml_node cell, FillingRow const* values);
    /// The text that a cell shows, as an element with <t> in it; none for other cells.
    [[nodiscard]] pugi::xml_node textOf(pugi::xml_node cell) const;
    [[nodiscard]] bool putNumber(pugi::xml_node cell, Cell const& value) const;
    [[nodiscard]] Result<> fillPageTexts();
    [[nodiscard]] std::string prefixed(char const* name) const;
    [[nodiscard]] Error at(std::uint32_t row, std::string const& what) const;

    FormContext& context_;
    SheetPart part_;
    pugi::xml_document document_;
    std::vector<Row> rows_;
    RowMap map_;
    bool hasFormulas_ = false;
    bool changed_ = false;
};

}  // namespace tocsin::documents::spreadsheet
