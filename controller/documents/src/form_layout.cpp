// SPDX-License-Identifier: Apache-2.0
#include "form_layout.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <sstream>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

using Visit = std::function<Result<>(pugi::xml_node)>;

Result<> forEachElement(pugi::xml_node top, Visit const& visit) {
    auto node = top;
    while (node) {
        if (node.type() == pugi::node_element) {
            if (auto const visited = visit(node); !visited) {
                return visited;
            }
        }
        // The cells have been moved already.
        if (auto const child = node.first_child(); child && localName(node) != "sheetData") {
            node = child;
            continue;
        }
        while (node && node != top && !node.next_sibling()) {
            node = node.parent();
        }
        node = node == top ? pugi::xml_node() : node.next_sibling();
    }
    return {};
}

bool isFormula(std::string_view name) {
    return name == "f" || name == "formula" || name == "formula1" || name == "formula2";
}

/// Merged cells within a row that is repeated are merged in each copy.
void repeatMerges(pugi::xml_node worksheet, RowMap const& map) {
    auto merges = childOf(worksheet, "mergeCells");
    unsigned count = 0;
    for (auto merge = childOf(merges, "mergeCell"); merge; merge = nextOf(merge, "mergeCell")) {
        auto range = parseRange(merge.attribute("ref").value());
        ++count;
        if (!range) {
            continue;
        }
        bool const oneRow = range->first.row == range->last.row;
        auto const times = oneRow ? map.times(range->first.row) : 1;
        if (!oneRow) {
            merge.attribute("ref").set_value(rangeText(map.moved(*range)).c_str());
            continue;
        }
        range->first.row = range->last.row = map.first(range->first.row);
        merge.attribute("ref").set_value(rangeText(*range).c_str());
        for (std::uint32_t copy = 1; copy < times; ++copy, ++count) {
            range->first.row = ++range->last.row;
            auto const again = merges.insert_copy_after(merge, merge);
            merge = again;
            merge.attribute("ref").set_value(rangeText(*range).c_str());
        }
    }
    if (auto counted = merges.attribute("count")) {
        counted.set_value(count);
    }
}

Result<> moveElement(pugi::xml_node node, RowMap const& map, RowMaps const& maps,
                     FormulaPlace const& place) {
    auto const name = localName(node);
    for (auto const* attribute : {"ref", "sqref"}) {
        if (auto found = node.attribute(attribute)) {
            found.set_value(map.moved(std::string_view(found.value())).c_str());
        }
    }
    for (auto const* attribute : {"activeCell", "topLeftCell"}) {
        auto found = node.attribute(attribute);
        if (auto const cell = parseCell(found.value())) {
            found.set_value(cellName({map.first(cell->row), cell->column}).c_str());
        }
    }
    if (name == "brk" && localName(node.parent()) == "rowBreaks") {
        node.attribute("id").set_value(map.last(node.attribute("id").as_uint()));
    } else if (name == "sqref") {
        node.text().set(map.moved(std::string_view(node.text().get())).c_str());
    } else if (isFormula(name)) {
        auto const moved = movedFormula(node.text().get(), maps, place);
        if (!moved) {
            return moved.error();
        }
        node.text().set(moved->c_str());
    } else if (auto location = node.attribute("location"); location && name == "hyperlink") {
        auto const moved = movedFormula(location.value(), maps, place);
        if (!moved) {
            return moved.error();
        }
        location.set_value(moved->c_str());
    }
    return {};
}

/// The row of a drawing's corner, which counts from 0.
std::uint32_t cornerRow(pugi::xml_node corner) {
    return childOf(corner, "row").text().as_uint() + 1;
}

void moveAnchor(pugi::xml_node anchor, RowMap const& map) {
    auto const from = childOf(anchor, "from");
    auto const to = childOf(anchor, "to");
    if (!from) {
        return;  // it stands at a place of the page
    }
    // Both by as much: a picture beside rows that are repeated keeps its size.
    auto const by = map.first(cornerRow(from)) - cornerRow(from);
    for (auto const& corner : {from, to}) {
        if (corner) {
            childOf(corner, "row").text().set(cornerRow(corner) - 1 + by);
        }
    }
}

}  // namespace

Result<> expectMovable(Package const& package, SheetPart const& part, pugi::xml_node worksheet) {
    auto const refuse = [&part](std::string_view what) -> Result<> {
        return Error{Errc::invalid,
                     fmt::format("sheet \"{}\" has rows to repeat and {}; take these out of it",
                                 shownAsUtf8(part.name), what)};
    };
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kElements{{
        {"tableParts", "tables that are objects"},
        {"legacyDrawing", "comments or controls"},
        {"oleObjects", "embedded objects"},
        {"controls", "controls"},
        {"scenarios", "scenarios"},
    }};
    for (auto const& [element, what] : kElements) {
        if (childOf(worksheet, element)) {
            return refuse(what);
        }
    }
    auto const relations = package.relations(part.part);
    if (!relations) {
        return relations.error();
    }
    for (auto const& [id, relation] : *relations) {
        if (relation.type == "pivotTable" || relation.type == "table") {
            return refuse("tables that are objects");
        }
    }
    return {};
}

Result<> moveLayout(pugi::xml_node worksheet, std::string const& sheet, RowMaps const& maps) {
    auto const& map = maps.at(sheet);
    repeatMerges(worksheet, map);
    FormulaPlace const place{sheet, 0, 0};
    return forEachElement(worksheet, [&](pugi::xml_node node) -> Result<> {
        if (localName(node) == "mergeCell") {
            return {};
        }
        auto const moved = moveElement(node, map, maps, place);
        return moved ? moved
                     : Result<>(
                           Error{Errc::invalid, fmt::format("sheet \"{}\": {}", shownAsUtf8(sheet),
                                                            moved.error().message)});
    });
}

Result<> moveDrawings(Package& package, SheetPart const& part, RowMap const& map) {
    auto const relations = package.relations(part.part);
    if (!relations) {
        return relations.error();
    }
    for (auto const& [id, relation] : *relations) {
        if (relation.type != "drawing") {
            continue;
        }
        pugi::xml_document drawing;
        if (auto const parsed = package.parse(relation.target, drawing); !parsed) {
            return parsed;
        }
        for (auto const& anchor : drawing.document_element().children()) {
            moveAnchor(anchor, map);
        }
        package.replace(relation.target, xmlText(drawing));
    }
    return {};
}

Result<> moveChartData(Package& package, RowMaps const& maps) {
    std::vector<std::string> charts;
    for (auto const& entry : package.entries()) {
        if (entry.name.find("/charts/chart") != std::string::npos && entry.name.ends_with(".xml")) {
            charts.push_back(entry.name);
        }
    }
    for (auto const& part : charts) {
        pugi::xml_document chart;
        if (auto const parsed = package.parse(part, chart); !parsed) {
            return parsed;
        }
        auto const moved =
            forEachElement(chart.document_element(), [&maps](pugi::xml_node node) -> Result<> {
                if (localName(node) != "f") {
                    return {};
                }
                auto const formula = movedFormula(node.text().get(), maps, {});
                if (!formula) {
                    return formula.error();
                }
                node.text().set(formula->c_str());
                // What it was when the form was made is shown by nobody's figures.
                auto parent = node.parent();
                parent.remove_child(childOf(parent, "numCache"));
                return {};
            });
        if (!moved) {
            return moved;
        }
        package.replace(part, xmlText(chart));
    }
    return {};
}

Result<> moveNames(pugi::xml_node workbook, RowMaps const& maps) {
    auto const names = childOf(workbook, "definedNames");
    for (auto name = childOf(names, "definedName"); name; name = nextOf(name, "definedName")) {
        auto const moved = movedFormula(name.text().get(), maps, {});
        if (!moved) {
            return moved.error();
        }
        name.text().set(moved->c_str());
    }
    return {};
}

std::string xmlText(pugi::xml_document& document) {
    for (auto const& node : document.children()) {
        if (node.type() == pugi::node_declaration && node.attribute("encoding")) {
            node.attribute("encoding").set_value("UTF-8");
        }
    }
    std::ostringstream out;
    document.save(out, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
    return out.str();
}

}  // namespace tocsin::documents::spreadsheet
