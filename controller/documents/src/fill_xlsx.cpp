// SPDX-License-Identifier: Apache-2.0
// XLSX forms of other offices, filled.
#include <memory>

#include "form_layout.hpp"
#include "form_sheet.hpp"
#include "tocsin/documents/fill.hpp"

namespace tocsin::documents {
namespace {

using namespace spreadsheet;

/// Programs that open the file work its formulas out anew.
void recalculate(pugi::xml_node workbook) {
    auto calculation = childOf(workbook, "calcPr");
    if (!calculation) {
        auto before = childOf(workbook, "sheets");
        for (auto const* name : {"functionGroups", "externalReferences", "definedNames"}) {
            if (auto const later = childOf(workbook, name)) {
                before = later;
            }
        }
        std::string const sheets = childOf(workbook, "sheets").name();
        auto const prefix = sheets.substr(0, sheets.size() - std::string_view("sheets").size());
        calculation = workbook.insert_child_after((prefix + "calcPr").c_str(), before);
    }
    calculation.remove_attribute("fullCalcOnLoad");
    calculation.append_attribute("fullCalcOnLoad").set_value("1");
}

class Form {
public:
    Form(Package package, CellStyles styles, Filling const& filling)
        : package_(std::move(package)), styles_(std::move(styles)), values_(filling) {}

    [[nodiscard]] Result<Filled> fill() {
        for (auto const step : {&Form::read, &Form::fillSheets, &Form::finish}) {
            if (auto const done = (this->*step)(); !done) {
                return done.error();
            }
        }
        return Filled{zipOf(package_.entries()), values_.unknown(), values_.used()};
    }

private:
    [[nodiscard]] Result<> read() {
        if (!package_.sharedStrings().empty()) {
            if (auto const parsed = package_.parse(package_.sharedStrings(), texts_); !parsed) {
                return parsed;
            }
        }
        auto const root = texts_.document_element();
        for (auto node = childOf(root, "si"); node; node = nextOf(node, "si")) {
            strings_.push_back(node);
        }
        for (auto const& part : package_.sheets()) {
            auto sheet = std::make_unique<FormSheet>(context_, part);
            if (auto const read = sheet->read(); !read) {
                return read;
            }
            maps_[part.name] = sheet->rows();
            formulas_ = formulas_ || sheet->hasFormulas();
            moves_ = moves_ || sheet->rows().moves();
            sheets_.push_back(std::move(sheet));
        }
        return {};
    }

    [[nodiscard]] Result<> fillSheets() {
        bool changed = false;
        for (auto const& sheet : sheets_) {
            if (auto const filled = sheet->fill(maps_); !filled) {
                return filled;
            }
            changed = changed || sheet->changed();
        }
        for (auto const& sheet : sheets_) {
            if (changed) {
                sheet->forgetResults();
            }
            if (sheet->changed()) {
                package_.replace(sheet->part().part, sheet->text());
            }
            if (!sheet->rows().moves()) {
                continue;
            }
            if (auto const moved = moveDrawings(package_, sheet->part(), sheet->rows()); !moved) {
                return moved;
            }
        }
        return moves_ ? moveChartData(package_, maps_) : Result<>();
    }

    [[nodiscard]] Result<> finish() {
        if (!values_.anyUsed() || (!formulas_ && !moves_)) {
            return {};
        }
        pugi::xml_document workbook;
        if (auto const parsed = package_.parse(package_.workbook(), workbook); !parsed) {
            return parsed;
        }
        if (auto const moved = moveNames(workbook.document_element(), maps_); !moved) {
            return moved;
        }
        recalculate(workbook.document_element());
        package_.replace(package_.workbook(), xmlText(workbook));
        return moves_ ? forgetOrder() : Result<>();
    }

    /// The order in which formulas were worked out names their cells; it is made anew.
    [[nodiscard]] Result<> forgetOrder() {
        auto const name = relationsPart(package_.workbook());
        auto const relations = package_.relations(package_.workbook());
        pugi::xml_document file, types;
        auto const parsed = package_.parse(name, file);
        auto const typed = package_.parse("[Content_Types].xml", types);
        if (!relations || !parsed || !typed) {
            return !relations ? relations.error() : !parsed ? parsed.error() : typed.error();
        }
        for (auto const& [id, relation] : *relations) {
            if (relation.type != "calcChain") {
                continue;
            }
            auto root = file.document_element();
            root.remove_child(root.find_child_by_attribute("Id", id.c_str()));
            auto known = types.document_element();
            known.remove_child(
                known.find_child_by_attribute("PartName", ("/" + relation.target).c_str()));
            package_.remove(relation.target);
            package_.replace(name, xmlText(file));
            package_.replace("[Content_Types].xml", xmlText(types));
        }
        return {};
    }

    Package package_;
    CellStyles styles_;
    FormValues values_;
    pugi::xml_document texts_;
    std::vector<pugi::xml_node> strings_;
    FormContext context_{package_, styles_, strings_, values_};
    std::vector<std::unique_ptr<FormSheet>> sheets_;
    RowMaps maps_;
    bool formulas_ = false;
    bool moves_ = false;
};

}  // namespace

Result<Filled> fillXlsx(std::string_view form, Filling const& filling) {
    auto package = Package::open(form);
    if (!package) {
        return package.error();
    }
    auto styles = CellStyles::of(*package);
    if (!styles) {
        return styles.error();
    }
    return Form(std::move(*package), std::move(*styles), filling).fill();
}

}  // namespace tocsin::documents
