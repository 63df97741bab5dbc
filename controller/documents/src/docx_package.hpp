// SPDX-License-Identifier: Apache-2.0
// The parts of a DOCX file beside its text, collected while the text is written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "picture_size.hpp"
#include "tocsin/documents/archive.hpp"
#include "tocsin/documents/document.hpp"

namespace tocsin::documents {

/// One file; ids of relations are "rId1" and on, in the order of calls.
class DocxPackage {
public:
    explicit DocxPackage(Document const& document);

    /// Each returns the id by which word/document.xml names the part.
    std::string addPicture(std::string bytes, PictureFormat format);
    std::string addChart(std::string xml, std::string workbook);
    std::string addFooter(std::string xml);

    /// Number of the next drawing, from 1: Word wants each to be another.
    int nextDrawing() { return ++drawings_; }

    /// The file, with this word/document.xml.
    [[nodiscard]] std::string file(std::string const& documentXml) const;

private:
    std::string relate(std::string_view kind, std::string const& target);
    void addXml(std::string name, std::string bytes, std::string_view contentType);
    [[nodiscard]] std::string contentTypes() const;

    std::vector<ArchiveEntry> parts_;
    std::string overrides_;
    std::string relations_;
    int relationCount_ = 0, pictures_ = 0, charts_ = 0, footers_ = 0, drawings_ = 0;
};

}  // namespace tocsin::documents
