// SPDX-License-Identifier: Apache-2.0
// Forms of other offices, filled: only what the placeholders cover is changed.
#include <gmock/gmock.h>

#include "tocsin/documents/archive.hpp"
#include "tocsin/documents/fill.hpp"

namespace tocsin::documents {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kTypes[] = "<?xml version=\"1.0\"?><Types/>";

std::string form(std::string const& body) {
    return zipOf({{"[Content_Types].xml", kTypes, true},
                  {"word/document.xml",
                   "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>" + body +
                       "</w:body></w:document>",
                   true},
                  {"word/header1.xml",
                   "<w:hdr xmlns:w=\"w\"><w:p><w:r><w:t>{{单位}}</w:t></w:r>"
                   "</w:p></w:hdr>",
                   true},
                  {"word/media/image1.png", "picture", false}});
}

std::string paragraph(std::vector<std::string> const& runs) {
    std::string out = "<w:p>";
    for (auto const& run : runs) {
        out += "<w:r><w:t>" + run + "</w:t></w:r>";
    }
    return out + "</w:p>";
}

Filling values() {
    Filling out;
    out.values = {{"单位", {"区医疗集团"}}, {"plays", {"128,430"}}, {"多行", {"甲\n<乙>&"}}};
    out.tables["screens"] = {{{"name", {"大门屏"}}}, {{"name", {"大厅屏"}}}};
    out.tables["none"] = {};
    return out;
}

std::string filledBody(std::string const& body, Filled& filled) {
    auto done = fillDocx(form(body), values());
    EXPECT_TRUE(done) << done.error().message;
    filled = *done;
    auto const entries = unzip(filled.bytes);
    EXPECT_TRUE(entries);
    return (*entries)[1].bytes;
}

TEST(FillDocx, PlaceholdersAreFilledOverRunsThatWordHasCut) {
    Filled filled;
    auto const xml = filledBody(paragraph({"实播{", "{ pl", "ays }", "}次"}), filled);
    EXPECT_THAT(xml, HasSubstr("<w:t xml:space=\"preserve\">实播128,430</w:t>"));
    EXPECT_THAT(xml, HasSubstr(">次</w:t>"));
    EXPECT_THAT(filled.used, ElementsAre("plays", "单位"));
}

TEST(FillDocx, RunsBesideThePlaceholderStayAsTheyAre) {
    Filled filled;
    EXPECT_THAT(filledBody(paragraph({"前", "{{plays}}", "后"}), filled),
                HasSubstr("<w:r><w:t>前</w:t></w:r><w:r><w:t xml:space=\"preserve\">128,430</w:t>"
                          "</w:r><w:r><w:t>后</w:t></w:r>"));
}

TEST(FillDocx, LinesAreBreaksAndTextsAreNeverXml) {
    Filled filled;
    EXPECT_THAT(filledBody(paragraph({"{{多行}}"}), filled),
                HasSubstr("甲</w:t><w:br/><w:t xml:space=\"preserve\">&lt;乙&gt;&amp;</w:t>"));
}

TEST(FillDocx, UnknownNamesStayAndAreReported) {
    Filled filled;
    EXPECT_THAT(filledBody(paragraph({"{{谁}}{{plays"}), filled), HasSubstr("{{谁}}{{plays"));
    EXPECT_THAT(filled.unknown, ElementsAre("谁"));
}

TEST(FillDocx, RowsAreRepeatedForEachRowOfTheTable) {
    Filled filled;
    auto const row = "<w:tr><w:tc>" + paragraph({"{{screens.na", "me}}"}) + "</w:tc></w:tr>";
    auto const xml = filledBody("<w:tbl>" + row + "</w:tbl>", filled);
    EXPECT_LT(xml.find("大门屏"), xml.find("大厅屏"));
    EXPECT_EQ(xml.find("{{"), std::string::npos);
    auto const empty = filledBody(
        "<w:tbl><w:tr><w:tc>" + paragraph({"{{none.name}}"}) + "</w:tc></w:tr></w:tbl>", filled);
    EXPECT_THAT(empty, HasSubstr("<w:tr>"));
    EXPECT_EQ(empty.find("{{"), std::string::npos);
}

TEST(FillDocx, TextBoxesAndHeadersAreFilledAndTheRestIsCopied) {
    Filled filled;
    auto const box = "<w:p><w:r><w:pict><w:txbxContent>" + paragraph({"{{plays}}"}) +
                     "</w:txbxContent></w:pict></w:r></w:p>";
    EXPECT_THAT(filledBody(box, filled), HasSubstr("128,430"));
    auto const entries = unzip(filled.bytes);
    ASSERT_TRUE(entries);
    EXPECT_EQ((*entries)[0].bytes, kTypes);
    EXPECT_THAT((*entries)[2].bytes, HasSubstr("区医疗集团"));
    EXPECT_EQ((*entries)[3].bytes, "picture");
}

TEST(FillDocx, MacrosDoctypesAndDamageAreRefused) {
    auto const refused = [](std::vector<ArchiveEntry> entries, char const* why) {
        auto const done = fillDocx(zipOf(entries), values());
        ASSERT_FALSE(done) << why;
        EXPECT_EQ(done.error().code, Errc::invalid);
        EXPECT_THAT(done.error().message, HasSubstr(why));
    };
    ArchiveEntry const types{"[Content_Types].xml", kTypes, true};
    ArchiveEntry const text{"word/document.xml", "<a/>", true};
    refused({types, text, {"word/vbaProject.bin", "x", true}}, "macros");
    refused({{"[Content_Types].xml", "<T c='x.macroEnabled.main+xml'/>", true}, text}, "macros");
    refused({types, {"word/document.xml", "<!DOCTYPE a><a/>", true}}, "DOCTYPE");
    refused({types, {"word/document.xml", "<a><b></a>", true}}, "not well-formed");
    refused({types}, "no word/document.xml");
    std::string deep;
    for (int i = 0; i < 5'000; ++i) {
        deep += "<a>";
    }
    for (int i = 0; i < 5'000; ++i) {
        deep += "</a>";
    }
    refused({types, {"word/document.xml", deep, true}}, "nested");
    EXPECT_FALSE(fillDocx("not a file", values()));
}

}  // namespace
}  // namespace tocsin::documents
