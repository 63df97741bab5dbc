// SPDX-License-Identifier: Apache-2.0
#include "docx_package.hpp"

#include <fmt/format.h>

#include <utility>

#include "docx_styles.hpp"
#include "docx_text.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::documents {
namespace {

constexpr std::string_view kOffice =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006";
constexpr std::string_view kWordType =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.";
constexpr std::string_view kChartType =
    "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
constexpr std::string_view kWorkbookType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

std::string relation(std::string_view id, std::string_view type, std::string_view target) {
    return fmt::format("<Relationship Id=\"{}\" Type=\"{}\" Target=\"{}\"/>", id, type, target);
}

std::string relations(std::string_view content) {
    return fmt::format("{}<Relationships xmlns=\"{}/relationships\">{}</Relationships>", kXmlHead,
                       kPackage, content);
}

std::string packageRelations() {
    return relations(
        relation("rId1", fmt::format("{}/officeDocument", kOffice), "word/document.xml") +
        relation("rId2", fmt::format("{}/relationships/metadata/core-properties", kPackage),
                 "docProps/core.xml") +
        relation("rId3", fmt::format("{}/extended-properties", kOffice), "docProps/app.xml"));
}

/// In UTC and whole seconds: Word refuses files whose time it cannot read, so an odd one is no
/// time.
std::string timeOf(std::string const& created) {
    auto const instant = parseInstant(created);
    if (!instant) {
        return {};
    }
    auto const time = formatInstant(*instant).substr(0, 19) + "Z";
    return fmt::format(
        "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{0}</dcterms:created>"
        "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">{0}</dcterms:modified>",
        time);
}

std::string coreProperties(Document const& document) {
    auto const author = xmlText(document.author);
    return fmt::format(
        "{}<cp:coreProperties xmlns:cp=\"{}/metadata/core-properties\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>"
        "<dc:creator>{}</dc:creator><cp:lastModifiedBy>{}</cp:lastModifiedBy>{}"
        "</cp:coreProperties>",
        kXmlHead, kPackage, xmlText(document.title), author, author, timeOf(document.created));
}

constexpr char kAppProperties[] =
    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "extended-properties\"><Application>Tocsin</Application></Properties>";

}  // namespace

DocxPackage::DocxPackage(Document const& document) {
    addXml("docProps/core.xml", coreProperties(document),
           "application/vnd.openxmlformats-package.core-properties+xml");
    addXml("docProps/app.xml", std::string(kXmlHead) + kAppProperties,
           "application/vnd.openxmlformats-officedocument.extended-properties+xml");
    addXml("word/styles.xml", docxStyles(document.language),
           fmt::format("{}styles+xml", kWordType));
    addXml("word/settings.xml", docxSettings(), fmt::format("{}settings+xml", kWordType));
    addXml("word/fontTable.xml", docxFonts(), fmt::format("{}fontTable+xml", kWordType));
    relate("styles", "styles.xml");
    relate("settings", "settings.xml");
    relate("fontTable", "fontTable.xml");
}

std::string DocxPackage::relate(std::string_view kind, std::string const& target) {
    auto id = fmt::format("rId{}", ++relationCount_);
    relations_ += relation(id, fmt::format("{}/{}", kOffice, kind), target);
    return id;
}

void DocxPackage::addXml(std::string name, std::string bytes, std::string_view contentType) {
    overrides_ += fmt::format("<Override PartName=\"/{}\" ContentType=\"{}\"/>", name, contentType);
    parts_.push_back({std::move(name), std::move(bytes), true});
}

std::string DocxPackage::addPicture(std::string bytes, PictureFormat format) {
    auto const target =
        fmt::format("media/image{}.{}", ++pictures_, format == PictureFormat::png ? "png" : "jpeg");
    parts_.push_back({"word/" + target, std::move(bytes), false});
    return relate("image", target);
}

std::string DocxPackage::addChart(std::string xml, std::string workbook) {
    auto const name = fmt::format("chart{}.xml", ++charts_);
    auto const data = fmt::format("embeddings/chart{}.xlsx", charts_);
    addXml("word/charts/" + name, std::move(xml), kChartType);
    parts_.push_back({"word/charts/_rels/" + name + ".rels",
                      relations(relation("rId1", fmt::format("{}/package", kOffice), "../" + data)),
                      true});
    parts_.push_back({"word/" + data, std::move(workbook), false});
    return relate("chart", "charts/" + name);
}

std::string DocxPackage::addFooter(std::string xml) {
    auto const name = fmt::format("footer{}.xml", ++footers_);
    addXml("word/" + name, std::move(xml), fmt::format("{}footer+xml", kWordType));
    return relate("footer", name);
}

std::string DocxPackage::contentTypes() const {
    return fmt::format(
        "{}<Types xmlns=\"{}/content-types\"><Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default "
        "Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"jpeg\" "
        "ContentType=\"image/jpeg\"/><Default Extension=\"png\" ContentType=\"image/png\"/>"
        "<Default Extension=\"xlsx\" ContentType=\"{}\"/><Override PartName=\"/word/document.xml\" "
        "ContentType=\"{}document.main+xml\"/>{}</Types>",
        kXmlHead, kPackage, kWorkbookType, kWordType, overrides_);
}

std::string DocxPackage::file(std::string const& documentXml) const {
    std::vector<ArchiveEntry> entries;
    entries.reserve(parts_.size() + 4);
    entries.push_back({"[Content_Types].xml", contentTypes(), true});
    entries.push_back({"_rels/.rels", packageRelations(), true});
    entries.push_back({"word/document.xml", documentXml, true});
    entries.push_back({"word/_rels/document.xml.rels", relations(relations_), true});
    entries.insert(entries.end(), parts_.begin(), parts_.end());
    return zipOf(entries);
}

}  // namespace tocsin::documents
