// SPDX-License-Identifier: Apache-2.0
// Cells and columns as all tables of a filing have them.
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
    constexpr double kHour = 3'600'000;
    Cell out;
    out.text = hoursOf(ms);
    out.number = {static_cast<double>(ms) / kHour, NumberForm::hours};
    out.align = Align::right;
    return out;
}

Cell shareCell(std::int64_t part, std::int64_t whole) {
    Cell out;
    out.text = percentOf(part, whole);
    if (whole > 0) {
        out.number = {static_cast<double>(part) / static_cast<double>(whole), NumberForm::percent};
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
