// SPDX-License-Identifier: Apache-2.0
#include "workbook_samples.hpp"

#include <gtest/gtest.h>

namespace tocsin::test {
namespace {

std::string const kHead = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
std::string const kMain = R"( xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
std::string const kRelations =
    R"( xmlns="http://schemas.openxmlformats.org/package/2006/relationships")";
std::string const kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string relation(std::string const& id, std::string const& type, std::string const& target) {
    return R"(<Relationship Id=")" + id + R"(" Type=")" + kOffice + "/" + type + R"(" Target=")" +
           target + R"("/>)";
}

}  // namespace

std::string workbookFile(SampleWorkbook const& sample) {
    std::string const types =
        kHead + R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)" +
        R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)" +
        R"(<Default Extension="xml" ContentType="application/xml"/>)" +
        R"(<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>)";
    std::string overrides, sheets;
    std::string relations = relation("rIdS", "sharedStrings", "/xl/sharedStrings.xml") +
                            relation("rIdT", "styles", "styles.xml");
    std::vector<documents::ArchiveEntry> entries{{"[Content_Types].xml", ""}};
    for (std::size_t i = 0; i < sample.sheets.size(); ++i) {
        auto const number = std::to_string(i + 1);
        auto const& sheet = sample.sheets[i];
        overrides +=
            R"(<Override PartName="/xl/worksheets/sheet)" + number +
            R"(.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>)";
        sheets += R"(<sheet name=")" + sheet.name + R"(" sheetId=")" + number + R"(" state=")" +
                  sheet.state + R"(" r:id="rId)" + number + R"("/>)";
        relations += relation("rId" + number, "worksheet", "worksheets/sheet" + number + ".xml");
        entries.push_back({"xl/worksheets/sheet" + number + ".xml",
                           kHead + "<worksheet" + kMain + R"( xmlns:r=")" + kOffice + R"(">)" +
                               sheet.inside + "</worksheet>"});
    }
    overrides +=
        R"(<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>)"
        R"(<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>)";
    entries[0].bytes = types + overrides + "</Types>";
    entries.push_back({"_rels/.rels", kHead + "<Relationships" + kRelations + ">" +
                                          relation("rId1", "officeDocument", "xl/workbook.xml") +
                                          "</Relationships>"});
    entries.push_back({"xl/workbook.xml", kHead + "<workbook" + kMain + R"( xmlns:r=")" + kOffice +
                                              R"("><workbookPr )" + sample.properties +
                                              "/><sheets>" + sheets + "</sheets>" +
                                              sample.workbook + "</workbook>"});
    entries.push_back({"xl/_rels/workbook.xml.rels", kHead + "<Relationships" + kRelations + ">" +
                                                         relations + "</Relationships>"});
    entries.push_back(
        {"xl/sharedStrings.xml", kHead + "<sst" + kMain + ">" + sample.strings + "</sst>"});
    entries.push_back(
        {"xl/styles.xml",
         kHead + "<styleSheet" + kMain + "><numFmts>" + sample.formats + "</numFmts>" +
             "<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>"
             "<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>" +
             sample.styles + "</cellXfs></styleSheet>"});
    entries.insert(entries.end(), sample.parts.begin(), sample.parts.end());
    return documents::zipOf(entries);
}

std::string workbookPart(std::string_view workbook, std::string const& name) {
    auto const entries = documents::unzip(workbook);
    EXPECT_TRUE(entries) << entries.error().message;
    for (auto const& entry : entries ? *entries : std::vector<documents::ArchiveEntry>{}) {
        if (entry.name == name) {
            return entry.bytes;
        }
    }
    ADD_FAILURE() << "there is no " << name;
    return {};
}

}  // namespace tocsin::test
