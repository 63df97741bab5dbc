// SPDX-License-Identifier: Apache-2.0
#include "row_map.hpp"

#include <fmt/format.h>

#include <utility>

namespace tocsin::documents::spreadsheet {
namespace {

/// Moves one end of a reference in a repeated row, if it points into that row itself; whether it
/// did.
Result<bool> movedWithCopy(ReferencePoint& point, RowMap const& map, FormulaPlace const& place) {
    if (place.repeatedRow == 0 || point.row == 0 || point.rowFixed) {
        return false;
    }
    if (point.row != place.repeatedRow) {
        return Error{
            Errc::invalid,
            fmt::format("row {} is repeated, and its formula refers to row {} without \"$\"",
                        place.repeatedRow, point.row)};
    }
    point.row = map.first(point.row) + place.copy;
    return true;
}

}  // namespace

void RowMap::repeat(std::uint32_t row, std::uint32_t times) {
    if (times > 1) {
        times_[row] = times;
        added_ += times - 1;
    }
}

std::uint32_t RowMap::times(std::uint32_t row) const {
    auto const found = times_.find(row);
    return found == times_.end() ? 1 : found->second;
}

std::uint32_t RowMap::first(std::uint32_t row) const {
    auto place = row;
    for (auto it = times_.begin(); it != times_.end() && it->first < row; ++it) {
        place += it->second - 1;
    }
    return place;
}

std::uint32_t RowMap::last(std::uint32_t row) const {
    return first(row) + times(row) - 1;
}

CellRange RowMap::moved(CellRange range) const {
    range.first.row = first(range.first.row);
    range.last.row = last(range.last.row);
    return range;
}

std::string RowMap::moved(std::string_view ranges) const {
    std::string out;
    while (!ranges.empty()) {
        auto const end = ranges.find(' ');
        auto const one = ranges.substr(0, end);
        auto const range = parseRange(one);
        out += (out.empty() ? "" : " ") + (range ? rangeText(moved(*range)) : std::string(one));
        ranges.remove_prefix(end == std::string_view::npos ? ranges.size() : end + 1);
    }
    return out;
}

Result<std::string> movedFormula(std::string_view formula, RowMaps const& maps,
                                 FormulaPlace const& place) {
    return withReferences(formula, [&](Reference& reference) -> Result<> {
        bool const own = !reference.sheet || *reference.sheet == place.sheet;
        auto const found = maps.find(own ? place.sheet : *reference.sheet);
        if (found == maps.end()) {
            return {};
        }
        auto const& map = found->second;
        auto& first = reference.first;
        auto& last = reference.last;
        auto const before =
            last ? std::pair(first.row, last->row) : std::pair(first.row, first.row);
        auto const firstDone = own ? movedWithCopy(first, map, place) : false;
        auto const lastDone = own && last ? movedWithCopy(*last, map, place) : false;
        if (!firstDone || !lastDone) {
            return firstDone ? lastDone.error() : firstDone.error();
        }
        // A range may be written from below to above.
        bool const downwards = before.first <= before.second;
        auto const moved = [&map](std::uint32_t row, bool upper) {
            return row == 0 ? 0 : upper ? map.first(row) : map.last(row);
        };
        first.row = *firstDone ? first.row : moved(first.row, downwards);
        if (last) {
            last->row = *lastDone ? last->row : moved(last->row, !downwards);
        }
        return {};
    });
}

Result<std::string> formulaElsewhere(std::string_view formula, int rows, int columns) {
    auto const step = [](std::uint32_t& at, bool fixed, int by, std::uint32_t end) {
        if (at > 0 && !fixed) {
            // References that leave the sheet come in again at its other side.
            auto const size = static_cast<std::int64_t>(end);
            at = static_cast<std::uint32_t>((at - 1 + by % size + size) % size + 1);
        }
    };
    return withReferences(formula, [&](Reference& reference) -> Result<> {
        for (auto* point : {&reference.first, reference.last ? &*reference.last : nullptr}) {
            if (point != nullptr) {
                step(point->row, point->rowFixed, rows, kLastRow);
                step(point->column, point->columnFixed, columns, kLastColumn);
            }
        }
        return {};
    });
}

}  // namespace tocsin::documents::spreadsheet
