// SPDX-License-Identifier: Apache-2.0
#include "docx_chart_data.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

#include "docx_styles.hpp"
#include "docx_text.hpp"
#include "tocsin/documents/archive.hpp"

namespace tocsin::documents {
namespace {

constexpr std::string_view kSheetSpace =
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kOffice =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006";
constexpr std::string_view kType = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

char letter(std::size_t column) {
    return static_cast<char>('A' + column);
}

std::string place(std::size_t column, std::size_t row) {
    return fmt::format("{}{}", letter(column), row + 1);
}

std::string textCell(std::size_t column, std::size_t row, std::string_view text) {
    return fmt::format("<c r=\"{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                       place(column, row), xmlText(text));
}

std::string sheetRow(std::size_t row, std::string_view cells) {
    return fmt::format("<row r=\"{}\">{}</row>", row + 1, cells);
}

std::string sheet(Chart const& chart) {
    std::string names = textCell(0, 0, "");
    for (std::size_t i = 0; i < chart.series.size(); ++i) {
        names += textCell(i + 1, 0, chart.series[i].name);
    }
    std::string rows = sheetRow(0, names);
    for (std::size_t i = 0; i < chart.categories.size(); ++i) {
        std::string cells = textCell(0, i + 1, chart.categories[i]);
        for (std::size_t s = 0; s < chart.series.size(); ++s) {
            if (auto const value = chart.series[s].values[i]; value && std::isfinite(*value)) {
                cells += fmt::format("<c r=\"{}\"><v>{}</v></c>", place(s + 1, i + 1), *value);
            }
        }
        rows += sheetRow(i + 1, cells);
    }
    return fmt::format("{}<worksheet xmlns=\"{}\"><sheetData>{}</sheetData></worksheet>", kXmlHead,
                       kSheetSpace, rows);
}

std::string contentTypes() {
    return fmt::format(
        "{0}<Types xmlns=\"{1}/content-types\"><Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default "
        "Extension=\"xml\" ContentType=\"application/xml\"/><Override "
        "PartName=\"/xl/workbook.xml\" ContentType=\"{2}sheet.main+xml\"/><Override "
        "PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{2}worksheet+xml\"/></Types>",
        kXmlHead, kPackage, kType);
}

std::string relation(std::string_view kind, std::string_view target) {
    return fmt::format(
        "{}<Relationships xmlns=\"{}/relationships\"><Relationship Id=\"rId1\" Type=\"{}/{}\" "
        "Target=\"{}\"/></Relationships>",
        kXmlHead, kPackage, kOffice, kind, target);
}

std::string workbook() {
    return fmt::format(
        "{}<workbook xmlns=\"{}\" xmlns:r=\"{}\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" "
        "r:id=\"rId1\"/></sheets></workbook>",
        kXmlHead, kSheetSpace, kOffice);
}

}  // namespace

std::string chartCell(std::size_t column, std::size_t row) {
    return fmt::format("Sheet1!${}${}", letter(column), row + 1);
}

std::string chartRange(std::size_t column, std::size_t count) {
    return fmt::format("Sheet1!${0}$2:${0}${1}", letter(column), count + 1);
}

std::string chartWorkbook(Chart const& chart) {
    return zipOf(
        {{"[Content_Types].xml", contentTypes(), true},
         {"_rels/.rels", relation("officeDocument", "xl/workbook.xml"), true},
         {"xl/workbook.xml", workbook(), true},
         {"xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml"), true},
         {"xl/worksheets/sheet1.xml", sheet(chart), true}});
}

}  // namespace tocsin::documents
