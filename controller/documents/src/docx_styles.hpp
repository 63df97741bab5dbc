// SPDX-License-Identifier: Apache-2.0
// The parts of a DOCX file that are the same in each: styles, fonts, settings.
#pragma once

#include <string>

#include "tocsin/documents/document.hpp"

namespace tocsin::documents {

inline constexpr char kXmlHead[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
inline constexpr char kWordSpace[] = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// word/styles.xml. The styles' ids: Title, Subtitle, Heading1 to Heading3, Body, Plain, Note,
/// Lead, Closing, FactName, FactText, TableTitle, TableHead, TableText, FigureValue, FigureName,
/// FigureNote, Caption, Drawing, Spacer, Footer; the table styles PlainTable (no lines) and
/// GridTable.
[[nodiscard]] std::string docxStyles(Language language);

/// word/fontTable.xml: what stands in for fonts that a computer does not have.
[[nodiscard]] std::string docxFonts();

/// word/settings.xml
[[nodiscard]] std::string docxSettings();

}  // namespace tocsin::documents
