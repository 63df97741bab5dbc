// SPDX-License-Identifier: Apache-2.0
#include "form_sheet.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "form_layout.hpp"
#include "spreadsheet_text.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

constexpr std::uint64_t kMostRows = 100'000;  // that a form may grow by

std::string rawText(pugi::xml_node node) {
    std::string out;
    for (auto const& text : textNodes(node)) {
        out += text.text().get();
    }
    return out;
}

}  // namespace

Result<> FormSheet::read() {
    if (auto const parsed = context_.package.parse(part_.part, document_); !parsed) {
        return parsed;
    }
    auto const data = childOf(document_.document_element(), "sheetData");
    std::uint32_t last = 0;
    for (auto node = childOf(data, "row"); node; node = nextOf(node, "row")) {
        auto const number = node.attribute("r").as_ullong(last + 1ULL);
        if (number <= last || number > kLastRow) {
            return at(last, fmt::format("after it stands a row {}", number));
        }
        last = static_cast<std::uint32_t>(number);
        if (auto const read = readRow(node, last); !read) {
            return read;
        }
    }
    if (map_.added() > kMostRows || last + map_.added() > kLastRow) {
        return at(last, "the form would have too many rows");
    }
    return map_.moves() ? expectMovable(context_.package, part_, document_.document_element())
                        : Result<>();
}

Result<> FormSheet::readRow(pugi::xml_node node, std::uint32_t number) {
    Row row{node, number, {}};
    for (auto cell = childOf(node, "c"); cell; cell = nextOf(cell, "c")) {
        hasFormulas_ = hasFormulas_ || childOf(cell, "f");
        for (auto const& name : formNames(rawText(textOf(cell)))) {
            auto const table = context_.values.tableOf(name.name);
            if (table && !row.table.empty() && row.table != *table) {
                return at(number, fmt::format("it asks for rows of two tables, {} and {}",
                                              shownAsUtf8(row.table), shownAsUtf8(*table)));
            }
            row.table = table.value_or(row.table);
        }
    }
    if (!row.table.empty()) {
        auto const times = context_.values.rowsOf(row.table);
        map_.repeat(number, static_cast<std::uint32_t>(std::min<std::size_t>(times, kLastRow)));
    }
    rows_.push_back(std::move(row));
    return {};
}

pugi::xml_node FormSheet::textOf(pugi::xml_node cell) const {
    std::string_view const kind = cell.attribute("t").value();
    if (childOf(cell, "f")) {
        return {};
    }
    if (kind == "inlineStr") {
        return childOf(cell, "is");
    }
    if (kind != "s") {
        return {};
    }
    auto const index = childOf(cell, "v").text().as_ullong(context_.strings.size());
    return index < context_.strings.size() ? context_.strings[index] : pugi::xml_node();
}

Result<> FormSheet::fill(RowMaps const& maps) {
    bool moves = false;
    for (auto const& [name, map] : maps) {
        moves = moves || map.moves();
    }
    if (moves) {
        changed_ = true;
        if (auto const expanded = expandSharedFormulas(); !expanded) {
            return expanded;
        }
    }
    for (auto const& row : rows_) {
        if (auto const filled = fillRow(row, maps); !filled) {
            return filled;
        }
    }
    if (auto const filled = fillPageTexts(); !filled) {
        return filled;
    }
    return moves ? moveLayout(document_.document_element(), part_.name, maps) : Result<>();
}

Result<> FormSheet::fillRow(Row const& row, RowMaps const& maps) {
    auto const times = map_.times(row.number);
    std::vector<pugi::xml_node> copies{row.node};
    while (copies.size() < times) {
        auto parent = row.node.parent();
        copies.push_back(parent.insert_copy_after(row.node, copies.back()));
    }
    FormulaPlace place{part_.name, times > 1 ? row.number : 0, 0};
    for (auto const& copy : copies) {
        fillCells(copy, row.table.empty() ? nullptr : context_.values.row(row.table, place.copy));
        if (auto const placed = placeRow(copy, place, map_.first(row.number) + place.copy, maps);
            !placed) {
            return placed;
        }
        ++place.copy;
    }
    return {};
}

Result<> FormSheet::placeRow(pugi::xml_node node, FormulaPlace const& place, std::uint32_t number,
                             RowMaps const& maps) {
    if (node.attribute("r")) {
        node.attribute("r").set_value(number);
    } else if (map_.moves()) {
        node.prepend_attribute("r").set_value(number);
    }
    for (auto cell = childOf(node, "c"); cell; cell = nextOf(cell, "c")) {
        if (auto const named = parseCell(cell.attribute("r").value())) {
            cell.attribute("r").set_value(cellName({number, named->column}).c_str());
        }
        auto formula = childOf(cell, "f");
        if (!formula) {
            continue;
        }
        std::string_view const kind = formula.attribute("t").value();
        bool const several = kind == "array" || kind == "dataTable";
        if (several && (place.repeatedRow > 0 || (kind == "dataTable" && map_.moves()))) {
            return at(place.repeatedRow,
                      "a formula over several cells cannot be repeated or moved");
        }
        auto moved = movedFormula(formula.text().get(), maps, place);
        if (!moved) {
            return at(number, moved.error().message);
        }
        formula.text().set(moved->c_str());
        if (auto area = formula.attribute("ref")) {
            area.set_value(map_.moved(std::string_view(area.value())).c_str());
        }
    }
    return {};
}

Result<> FormSheet::expandSharedFormulas() {
    struct Master {
        CellName at;
        std::string formula;
    };
    std::map<std::string, Master> masters;
    for (auto const& row : rows_) {
        CellName place{row.number, 0};
        for (auto cell = childOf(row.node, "c"); cell; cell = nextOf(cell, "c")) {
            ++place.column;
            place = parseCell(cell.attribute("r").value()).value_or(place);
            auto formula = childOf(cell, "f");
            if (std::string_view(formula.attribute("t").value()) != "shared") {
                continue;
            }
            std::string const key = formula.attribute("si").value();
            std::string const own = formula.text().get();
            if (!own.empty()) {
                masters[key] = {place, own};
            }
            auto const master = masters.find(key);
            if (master == masters.end()) {
                return at(row.number, "a formula that is shared is written nowhere");
            }
            auto const text = formulaElsewhere(
                master->second.formula,
                static_cast<int>(place.row) - static_cast<int>(master->second.at.row),
                static_cast<int>(place.column) - static_cast<int>(master->second.at.column));
            if (!text) {
                return at(row.number, text.error().message);
            }
            formula.remove_attributes();
            formula.text().set(text->c_str());
        }
    }
    return {};
}

void FormSheet::fillCells(pugi::xml_node row, FillingRow const* values) {
    for (auto cell = childOf(row, "c"); cell; cell = nextOf(cell, "c")) {
        fillCell(cell, values);
    }
}

void FormSheet::fillCell(pugi::xml_node cell, FillingRow const* values) {
    auto const source = textOf(cell);
    auto const text = rawText(source);
    auto const names = formNames(text);
    if (names.empty()) {
        return;
    }
    bool const alone = names.size() == 1 && text.find_first_not_of(" \t\n") == names[0].begin &&
                       text.find_first_not_of(" \t\n", names[0].end) == std::string::npos;
    if (alone) {
        auto const* const value = context_.values.find(names[0].name, values);
        if (value != nullptr && putNumber(cell, *value)) {
            changed_ = true;
            return;
        }
    }
    // The shared text stays for the cells that others have it in; this one gets its own.
    pugi::xml_document own;
    auto filled = own.append_copy(source);
    if (!fillTexts(textNodes(filled), context_.values, values)) {
        return;
    }
    auto const runs = textNodes(filled);
    bool const samePrefix = !runs.empty() && prefixed("t") == runs.front().name();
    auto const whole = rawText(filled);
    cell.remove_child(childOf(cell, "v"));
    cell.remove_child(childOf(cell, "is"));
    cell.remove_attribute("t");
    cell.append_attribute("t").set_value("inlineStr");
    auto shown = cell.prepend_child(prefixed("is").c_str());
    for (auto const& child : filled.children()) {
        bool const spoken = localName(child) == "rPh" || localName(child) == "phoneticPr";
        if (samePrefix && !spoken) {
            shown.append_copy(child);
        }
    }
    if (!samePrefix) {
        auto plain = shown.append_child(prefixed("t").c_str());
        plain.append_attribute("xml:space").set_value("preserve");
        plain.text().set(whole.c_str());
    }
    changed_ = true;
}

bool FormSheet::putNumber(pugi::xml_node cell, Cell const& value) const {
    if (!value.number || !std::isfinite(value.number->value)) {
        return false;
    }
    auto const& meaning = context_.styles.meaning(cell.attribute("s").as_uint());
    auto number = value.number->value;
    if (meaning.general) {
        // Nothing in the form makes "98.6 %" of 0.986 or cuts the digits of hours.
        if (value.number->form == NumberForm::percent) {
            return false;
        }
        number = value.number->form == NumberForm::hours ? std::round(number * 100) / 100 : number;
    }
    cell.remove_child(childOf(cell, "v"));
    cell.remove_child(childOf(cell, "is"));
    cell.remove_attribute("t");
    char digits[32];
    auto const [end, error] = std::to_chars(digits, digits + sizeof digits - 1, number);
    *end = '\0';
    cell.prepend_child(prefixed("v").c_str()).text().set(digits);
    return error == std::errc();
}

Result<> FormSheet::fillPageTexts() {
    auto const texts = childOf(document_.document_element(), "headerFooter");
    for (auto text = texts.first_child(); text; text = text.next_sibling()) {
        std::string const before = text.text().get();
        std::string out;
        std::size_t at = 0;
        for (auto const& name : formNames(before)) {
            auto const* const value = context_.values.find(name.name, nullptr);
            if (value == nullptr) {
                continue;
            }
            out += before.substr(at, name.begin - at);
            at = name.end;
            auto const shown = pageText(value->text, kMostPageUnits);
            // "&8" and "2026" would make a size of it.
            bool const size =
                !out.empty() && std::isdigit(static_cast<unsigned char>(out.back())) &&
                !shown.empty() && std::isdigit(static_cast<unsigned char>(shown.front()));
            out += (size ? " " : "") + shown;
        }
        if (at == 0) {
            continue;
        }
        out += before.substr(at);
        if (unitsOf(out) > kMostPageUnits) {
            return Error{Errc::invalid,
                         fmt::format("sheet \"{}\": its header or footer would be longer than {} "
                                     "characters",
                                     shownAsUtf8(part_.name), kMostPageUnits)};
        }
        text.text().set(out.c_str());
        changed_ = true;
    }
    return {};
}

void FormSheet::forgetResults() {
    for (auto row = childOf(childOf(document_.document_element(), "sheetData"), "row"); row;
         row = nextOf(row, "row")) {
        for (auto cell = childOf(row, "c"); cell; cell = nextOf(cell, "c")) {
            if (childOf(cell, "f")) {
                cell.remove_child(childOf(cell, "v"));
                cell.remove_attribute("t");
                changed_ = true;
            }
        }
    }
}

std::string FormSheet::text() {
    return xmlText(document_);
}

std::string FormSheet::prefixed(char const* name) const {
    std::string_view const root = document_.document_element().name();
    auto const colon = root.find(':');
    return std::string(colon == std::string_view::npos ? "" : root.substr(0, colon + 1)) + name;
}

Error FormSheet::at(std::uint32_t row, std::string const& what) const {
    return {Errc::invalid,
            fmt::format("sheet \"{}\", row {}: {}", shownAsUtf8(part_.name), row, what)};
}

}  // namespace tocsin::documents::spreadsheet
