// SPDX-License-Identifier: Apache-2.0
// Cells and columns as all tables of a filing have them. A spreadsheet gets the numbers that are
// read, cut off as the texts are: what it rounds up to would say more than there was.
#include "document_parts.hpp"

namespace tocsin::filing {

using documents::Align;
using documents::Cell;
using documents::NumberForm;

Cell textCell(std::string text) {
    Cell out;
    out.text = std::move(text);
    return out;
}

Cell countCell(std::int64_t count) {
    Cell out;
    out.text = counted(count);
    out.number = {static_cast<double>(count), NumberForm::count};
    out.align = Align::right;
    return out;
}

Cell hoursCell(std::int64_t ms) {
    Cell out;
    out.text = hoursOf(ms);
    out.number = {static_cast<double>(hundredthsOfHours(ms)) / 100, NumberForm::hours};
    out.align = Align::right;
    return out;
}

Cell shareCell(std::int64_t part, std::int64_t whole) {
    Cell out;
    out.text = percentOf(part, whole);
    if (whole > 0 && part >= 0) {
        out.number = {static_cast<double>(hundredthsOfPercents(part, whole)) / 10'000,
                      NumberForm::percent};
    }
    out.align = Align::right;
    return out;
}

documents::Column column(std::string title, int width, Align align) {
    documents::Column out;
    out.title = std::move(title);
    out.width = width;
    out.align = align;
    return out;
}

}  // namespace tocsin::filing
