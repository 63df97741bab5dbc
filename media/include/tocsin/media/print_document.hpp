// SPDX-License-Identifier: Apache-2.0
// A document for people to print and sign, described before it is laid out: forms and reports.
// Values only, for programs that must not link what draws; tocsin-media-worker lays it out.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::media {

inline constexpr std::size_t kMostPrintBlocks = 200;
inline constexpr std::size_t kMostPrintRows = 4'000;  ///< of a table
inline constexpr std::size_t kMostPrintCells = 12;    ///< of a row
inline constexpr std::size_t kMostPrintPictures = 200;
inline constexpr std::size_t kMostPrintText = 8'192;  ///< bytes of one text

enum class PrintAlign { left, centre, right };
inline constexpr std::array<std::string_view, 3> kPrintAlignNames{"left", "centre", "right"};

/// A cell of a table. Its picture stands over its text.
struct PrintCell {
    std::string text;     ///< lines too; more than half a page of it is cut with an ellipsis
    bool strong = false;  ///< bold, and grey behind it: a heading of its row or column
    bool small = false;
    PrintAlign align = PrintAlign::left;
    int columns = 1;   ///< so many of the table's columns wide
    int picture = -1;  ///< place in PrintDocument::pictures; -1: none
    bool operator==(PrintCell const&) const = default;
};

struct PrintRow {
    std::vector<PrintCell> cells;
    int leastMm = 0;  ///< height that is kept free at least, 0 to 100: for what a hand writes
    bool operator==(PrintRow const&) const = default;
};

enum class PrintKind {
    heading,
    paragraph,
    table,
    code  ///< a large QR code in the middle of the page, to be read from afar
};
inline constexpr std::array<std::string_view, 4> kPrintKindNames{"heading", "paragraph", "table",
                                                                 "code"};

struct PrintBlock {
    PrintKind kind = PrintKind::paragraph;
    std::string text{};            ///< heading, paragraph, code
    std::vector<int> widths{};     ///< table: shares of the page's width, 1 to 1,000 each
    int headRows = 0;              ///< table: rows that are repeated on each page
    std::vector<PrintRow> rows{};  ///< table: the cells' columns add up to those of `widths`
    bool operator==(PrintBlock const&) const = default;
};

/// A4, upright, black on white.
struct PrintDocument {
    std::string title;            ///< at the head of the first page, and of the file
    std::string code{};           ///< at the right of the title as a QR code; empty: none
    std::string codeCaption{};    ///< below it
    std::string language = "zh";  ///< of the text: zh or en
    std::string footer{};         ///< at the left of each page's foot
    std::string pageNumber{};     ///< at its right; {page} and {pages} are filled in
    std::string created{};        ///< RFC 3339, for the file's properties; empty: not said
    std::vector<PrintBlock> blocks{};
    std::vector<std::string> pictures{};  ///< the bytes of JPEG and PNG files
    bool operator==(PrintDocument const&) const = default;
};

}  // namespace tocsin::media
