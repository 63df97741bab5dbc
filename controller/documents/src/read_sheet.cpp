// SPDX-License-Identifier: Apache-2.0
// Sheets of workbooks as text.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "number_formats.hpp"
#include "spreadsheet_cells.hpp"
#include "spreadsheet_package.hpp"
#include "spreadsheet_text.hpp"
#include "tocsin/documents/sheet.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::documents {
namespace {

using namespace spreadsheet;

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

Result<std::vector<std::string>> sharedStringsOf(Package const& package) {
    std::vector<std::string> strings;
    if (package.sharedStrings().empty()) {
        return strings;
    }
    pugi::xml_document document;
    if (auto const parsed = package.parse(package.sharedStrings(), document); !parsed) {
        return parsed.error();
    }
    auto const root = document.document_element();
    for (auto node = childOf(root, "si"); node; node = nextOf(node, "si")) {
        strings.push_back(richText(node));
    }
    return strings;
}

/// "2026-06-16T09:00:00" of a cell that holds a date as text, as numbers are read out.
std::string isoText(std::string text) {
    auto const middle = text.find('T');
    if (middle == std::string::npos) {
        return text;
    }
    auto const time = text.substr(middle + 1, 5);
    return text.substr(0, middle) + (time == "00:00" ? "" : " " + time);
}

class SheetReader {
public:
    SheetReader(Package const& package, CellStyles styles, std::vector<std::string> strings,
                SheetLimits const& limits)
        : package_(package),
          styles_(std::move(styles)),
          strings_(std::move(strings)),
          limits_(limits) {}

    [[nodiscard]] Result<Sheet> read(SheetPart const& part);

private:
    [[nodiscard]] Result<> readRow(pugi::xml_node row);
    [[nodiscard]] Result<> put(CellName at, std::string text);
    [[nodiscard]] Result<std::string> textOf(pugi::xml_node cell, CellName at) const;
    [[nodiscard]] Result<std::string> sharedText(std::string_view index, CellName at) const;
    [[nodiscard]] std::string valueText(std::string const& value, unsigned style) const;

    Package const& package_;
    CellStyles styles_;
    std::vector<std::string> strings_;
    SheetLimits const& limits_;
    Sheet sheet_;
    std::uint32_t row_ = 0;  ///< the last one that was read
};

Result<Sheet> SheetReader::read(SheetPart const& part) {
    pugi::xml_document document;
    if (auto const parsed = package_.parse(part.part, document); !parsed) {
        return parsed.error();
    }
    sheet_.name = cleanText(part.name);
    auto const data = childOf(document.document_element(), "sheetData");
    for (auto row = childOf(data, "row"); row; row = nextOf(row, "row")) {
        if (auto const read = readRow(row); !read) {
            return read.error();
        }
    }
    return std::move(sheet_);
}

Result<> SheetReader::readRow(pugi::xml_node row) {
    auto const given = row.attribute("r").as_ullong(row_ + 1ULL);
    if (given <= row_ || given > kLastRow) {
        return invalid(fmt::format("after row {} of the sheet stands a row {}", row_, given));
    }
    row_ = static_cast<std::uint32_t>(given);
    CellName at{row_, 0};
    for (auto cell = childOf(row, "c"); cell; cell = nextOf(cell, "c")) {
        auto const before = at;
        ++at.column;
        if (auto const name = cell.attribute("r")) {
            auto const parsed = parseCell(name.value());
            if (!parsed || parsed->row != row_ || parsed->column <= before.column) {
                return invalid(fmt::format("row {} of the sheet has no place for a cell \"{}\"",
                                           row_, shownAsUtf8(name.value())));
            }
            at = *parsed;
        }
        auto text = textOf(cell, at);
        if (!text) {
            return text.error();
        }
        if (auto const kept = put(at, std::move(*text)); !kept) {
            return kept.error();
        }
    }
    return {};
}

Result<> SheetReader::put(CellName at, std::string text) {
    if (text.empty()) {
        return {};
    }
    if (at.row > limits_.rows) {
        return invalid(fmt::format("the sheet goes on in row {}; at most {} rows are read", at.row,
                                   limits_.rows));
    }
    if (at.column > limits_.columns) {
        return invalid(fmt::format("cell {} stands beyond the {} columns that are read",
                                   cellName(at), limits_.columns));
    }
    if (text.size() > limits_.cellBytes) {
        return invalid(fmt::format("cell {} has {} bytes; at most {} are read", cellName(at),
                                   text.size(), limits_.cellBytes));
    }
    sheet_.rows.resize(std::max<std::size_t>(sheet_.rows.size(), at.row));
    auto& row = sheet_.rows[at.row - 1];
    row.resize(at.column);
    row.back() = std::move(text);
    return {};
}

Result<std::string> SheetReader::textOf(pugi::xml_node cell, CellName at) const {
    std::string_view const kind = cell.attribute("t").value();
    if (kind == "inlineStr") {
        return richText(childOf(cell, "is"));
    }
    std::string const value = childOf(cell, "v").text().get();
    if (kind == "s") {
        return value.empty() ? Result<std::string>("") : sharedText(value, at);
    }
    if (kind == "str" || kind == "e") {
        return fromCellText(value);
    }
    if (kind == "b") {
        return std::string(value.empty() ? "" : value == "1" || value == "true" ? "TRUE" : "FALSE");
    }
    if (kind == "d") {
        return isoText(cleanText(value));
    }
    return valueText(value, cell.attribute("s").as_uint());
}

Result<std::string> SheetReader::sharedText(std::string_view index, CellName at) const {
    std::size_t number = 0;
    auto const* const end = index.data() + index.size();
    auto const [stopped, error] = std::from_chars(index.data(), end, number);
    if (error != std::errc() || stopped != end || number >= strings_.size()) {
        return invalid(fmt::format("cell {} names a text that the workbook has not", cellName(at)));
    }
    return strings_[number];
}

std::string SheetReader::valueText(std::string const& value, unsigned style) const {
    double number = 0;
    auto const* const end = value.data() + value.size();
    auto const [stopped, error] = std::from_chars(value.data(), end, number);
    if (error != std::errc() || stopped != end) {
        return cleanText(value);
    }
    return numberText(number, styles_.meaning(style), package_.from1904());
}

}  // namespace

Result<Sheet> readSheet(std::string_view workbook, SheetLimits const& limits) {
    auto const package = Package::open(workbook);
    if (!package) {
        return package.error();
    }
    auto styles = CellStyles::of(*package);
    if (!styles) {
        return styles.error();
    }
    auto strings = sharedStringsOf(*package);
    if (!strings) {
        return strings.error();
    }
    for (auto const& part : package->sheets()) {
        if (!part.hidden) {
            return SheetReader(*package, std::move(*styles), std::move(*strings), limits)
                .read(part);
        }
    }
    return invalid("the workbook has no sheet that is not hidden");
}

}  // namespace tocsin::documents
