// SPDX-License-Identifier: Apache-2.0
// Written part by part: of what ECMA-376 has, headings, widths and one list to choose from are
// enough, and the sheet to be filled in has to be the first.
#include "work_template.hpp"

#include <array>
#include <string_view>

#include "activity_json.hpp"
#include "tocsin/documents/archive.hpp"
#include "work_sheet.hpp"

namespace tocsin::activities {
namespace {

constexpr char kHead[] = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
#define TOCSIN_MAIN R"("http://schemas.openxmlformats.org/spreadsheetml/2006/main")"
#define TOCSIN_OFFICE R"("http://schemas.openxmlformats.org/officeDocument/2006/relationships)"
#define TOCSIN_PACKAGE R"("http://schemas.openxmlformats.org/package/2006/)"
#define TOCSIN_TYPE R"(application/vnd.openxmlformats-officedocument.spreadsheetml.)"

constexpr char kTypes[] =
    R"(<Types xmlns=)" TOCSIN_PACKAGE
    R"(content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType=")" TOCSIN_TYPE
    R"(sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType=")" TOCSIN_TYPE
    R"(worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType=")" TOCSIN_TYPE
    R"(worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType=")" TOCSIN_TYPE
    R"(styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType=")" TOCSIN_TYPE
    R"(sharedStrings+xml"/></Types>)";
constexpr char kRelations[] = R"(<Relationships xmlns=)" TOCSIN_PACKAGE
                              R"(relationships"><Relationship Id="rId1" Type=)" TOCSIN_OFFICE
                              R"(/officeDocument" Target="xl/workbook.xml"/></Relationships>)";
constexpr char kWorkbook[] =
    R"(<workbook xmlns=)" TOCSIN_MAIN R"( xmlns:r=)" TOCSIN_OFFICE
    R"("><sheets><sheet name="工作记录 work" sheetId="1" r:id="rId1"/><sheet name="说明 notes" sheetId="2" r:id="rId2"/></sheets></workbook>)";
constexpr char kWorkbookRelations[] =
    R"(<Relationships xmlns=)" TOCSIN_PACKAGE
    R"(relationships"><Relationship Id="rId1" Type=)" TOCSIN_OFFICE
    R"(/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type=)" TOCSIN_OFFICE
    R"(/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type=)" TOCSIN_OFFICE
    R"(/styles" Target="styles.xml"/><Relationship Id="rId4" Type=)" TOCSIN_OFFICE
    R"(/sharedStrings" Target="sharedStrings.xml"/></Relationships>)";
// 0: plain; 1: a heading; 2: text, so that a day stays as it was typed; 3: wrapped.
constexpr char kStyles[] =
    R"(<styleSheet xmlns=)" TOCSIN_MAIN
    R"(><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>)"
    R"(<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFDCE6F1"/></patternFill></fill></fills>)"
    R"(<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>)"
    R"(<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>)"
    R"(<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment horizontal="center" wrapText="1"/></xf><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>)";

/// A4 on its side, as wide as it is.
constexpr char kPage[] = R"(<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>)";

/// What stands on the sheet of notes, beside the names of the columns.
struct Note {
    std::string_view chinese, english;
};
constexpr std::array<Note, kSheetHeadings.size()> kNotes{
    {{"必填，如 2026-06-16", "required, like 2026-06-16"},
     {"多日活动填写，空白为同一天", "of work of several days; empty: the same day"},
     {"必填，从列表选择", "required, chosen from the list"},
     {"必填，一句话说明做了什么", "required, what was done in a few words"},
     {"", ""},
     {"整数，只填实际数", "a whole number, as counted"},
     {"整数，人工填报，只填实际数，不写“余”", "a whole number, as somebody counted; never about"},
     {"经过和成效", "what was done and what came of it"},
     {"电视、广播、短信、微信、公交等", "television, radio, SMS, WeChat, buses …"},
     {"", ""},
     {"", ""},
     {"", ""},
     {"单位代号或名称，空白为本单位", "handle or name; empty: one's own unit"}}};
constexpr std::array<int, kSheetHeadings.size()> kWidths{16, 14, 14, 30, 20, 16, 14,
                                                         40, 16, 20, 16, 20, 18};

/// Texts that cells refer to by number.
class Strings {
public:
    [[nodiscard]] std::string cell(std::string const& place, std::string_view text, int style) {
        texts_ += "<si><t xml:space=\"preserve\">" + escaped(text) + "</t></si>";
        return "<c r=\"" + place + "\" s=\"" + std::to_string(style) + "\" t=\"s\"><v>" +
               std::to_string(number_++) + "</v></c>";
    }
    [[nodiscard]] std::string part() const {
        auto const count = std::to_string(number_);
        return std::string("<sst xmlns=") + TOCSIN_MAIN + " count=\"" + count +
               "\" uniqueCount=\"" + count + "\">" + texts_ + "</sst>";
    }

private:
    static std::string escaped(std::string_view text) {
        std::string out;
        for (char const c : text) {
            out += c == '&'   ? std::string("&amp;")
                   : c == '<' ? std::string("&lt;")
                              : std::string(1, c);
        }
        return out;
    }

    std::string texts_;
    int number_ = 0;
};

std::string letter(std::size_t index) {
    return std::string(1, static_cast<char>('A' + index));
}

std::string kindList() {
    std::string out;
    for (auto const kind : store::kWorkKinds) {
        out += (out.empty() ? "" : ",") + kindWords(kind).chinese;
    }
    return out;
}

std::string firstSheet(Strings& strings) {
    std::string columns, cells;
    for (std::size_t i = 0; i < kSheetHeadings.size(); ++i) {
        auto const number = std::to_string(i + 1);
        bool const isDay = i < 2;
        columns += "<col min=\"" + number + "\" max=\"" + number + "\" width=\"" +
                   std::to_string(kWidths[i]) + "\" style=\"" + (isDay ? "2" : "0") +
                   "\" customWidth=\"1\"/>";
        cells += strings.cell(
            letter(i) + "1",
            std::string(kSheetHeadings[i].chinese) + " " + std::string(kSheetHeadings[i].key), 1);
    }
    auto const kinds = letter(static_cast<std::size_t>(SheetColumn::kind));
    return std::string("<worksheet xmlns=") + TOCSIN_MAIN +
           R"(><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>)" +
           columns + R"(</cols><sheetData><row r="1">)" + cells +
           R"(</row></sheetData><dataValidations count="1"><dataValidation type="list" allowBlank="1" sqref=")" +
           kinds + "2:" + kinds + std::to_string(kMostSheetRows + 1) + "\"><formula1>\"" +
           kindList() + "\"</formula1></dataValidation></dataValidations>" + kPage + "</worksheet>";
}

std::string notesSheet(Strings& strings) {
    std::string rows;
    for (std::size_t i = 0; i < kSheetHeadings.size(); ++i) {
        auto const number = std::to_string(i + 1);
        rows += "<row r=\"" + number + "\">" +
                strings.cell("A" + number, kSheetHeadings[i].chinese, 3) +
                strings.cell("B" + number, kNotes[i].chinese, 3) +
                strings.cell("C" + number, kSheetHeadings[i].key, 3) +
                strings.cell("D" + number, kNotes[i].english, 3) + "</row>";
    }
    return std::string("<worksheet xmlns=") + TOCSIN_MAIN +
           R"(><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><cols><col min="1" max="1" width="12" customWidth="1"/><col min="2" max="2" width="40" customWidth="1"/><col min="3" max="3" width="14" customWidth="1"/><col min="4" max="4" width="48" customWidth="1"/></cols><sheetData>)" +
           rows + "</sheetData>" + kPage + "</worksheet>";
}

}  // namespace

std::string workTemplate() {
    Strings strings;
    auto const first = firstSheet(strings);
    auto const notes = notesSheet(strings);
    return documents::zipOf(
        {{"[Content_Types].xml", std::string(kHead) + kTypes},
         {"_rels/.rels", std::string(kHead) + kRelations},
         {"xl/workbook.xml", std::string(kHead) + kWorkbook},
         {"xl/_rels/workbook.xml.rels", std::string(kHead) + kWorkbookRelations},
         {"xl/worksheets/sheet1.xml", kHead + first},
         {"xl/worksheets/sheet2.xml", kHead + notes},
         {"xl/styles.xml", std::string(kHead) + kStyles},
         {"xl/sharedStrings.xml", kHead + strings.part()}});
}

}  // namespace tocsin::activities
