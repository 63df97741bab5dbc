// SPDX-License-Identifier: Apache-2.0
// The forms of a document. The same document gives the same bytes. All are thread-safe and hold
// the whole file in memory. A document that breaks document.hpp's bounds is a mistake of ours
// (std::invalid_argument); texts may be anything, control characters are left out.
#pragma once

#include <string>

#include "tocsin/documents/document.hpp"
#include "tocsin/media/print_document.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::documents {

/// A DOCX file (ECMA-376): styles, tables whose heads repeat, native charts, pictures; no macro and
/// nothing that is fetched from elsewhere. Tables that are ledgers are left out.
[[nodiscard]] std::string toDocx(Document const& document);

/// An XLSX workbook by libxlsxwriter: one sheet with figures, facts, paragraphs and charts, then
/// one a table; texts are never formulas and never links. Errc::exhausted (disk of the temporary
/// files).
[[nodiscard]] Result<std::string> toXlsx(Document const& document);

/// One HTML page that needs nothing else, to be read and printed on A4; charts as SVG, pictures
/// inside. Ledgers are left out. Needs the policy of reports: no script, style inline, pictures as
/// data.
[[nodiscard]] std::string toHtml(Document const& document);

/// What tocsin-media-worker lays out as a PDF file. Ledgers are left out.
[[nodiscard]] media::PrintDocument toPrint(Document const& document);

}  // namespace tocsin::documents
