// SPDX-License-Identifier: Apache-2.0
// How a cell's text stands in its column.
#pragma once

#include <cstddef>

#include "tocsin/documents/document.hpp"

namespace tocsin::documents {

/// The cell's own way, else its column's; numbers at the right unless somebody says otherwise.
/// `column`: the first that the cell takes.
[[nodiscard]] inline Align alignIn(Table const& table, std::size_t column, Cell const& cell) {
    if (cell.align != Align::left) {
        return cell.align;
    }
    if (cell.columns == 1 && table.columns[column].align != Align::left) {
        return table.columns[column].align;
    }
    return cell.number ? Align::right : Align::left;
}

}  // namespace tocsin::documents
