// SPDX-License-Identifier: Apache-2.0
// A document for people to print and sign, described before it is laid out: forms and reports.
// Values only, for programs that must not link what draws; tocsin-media-worker lays it out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::media {

inline constexpr std::size_t kMostPrintBlocks = 2'000;
inline constexpr std::size_t kMostPrintRows = 4'000;  ///< of a table
inline constexpr std::size_t kMostPrintCells = 64;    ///< of a row
inline constexpr std::size_t kMostPrintPictures = 600;
inline constexpr std::size_t kMostPrintText = 8'192;  ///< bytes of one text
inline constexpr std::size_t kMostPrintFacts = 40;
inline constexpr std::size_t kMostPrintFigures = 6;      ///< side by side
inline constexpr std::size_t kMostPrintCaption = 8;      ///< texts below a picture
inline constexpr std::size_t kMostPrintShapes = 10'000;  ///< of a drawing
inline constexpr std::size_t kMostPrintPoints = 1'000;   ///< of a shape
inline constexpr double kMostPrintSide = 2'000;          ///< of a drawing, points

enum class PrintAlign { left, centre, right };
inline constexpr std::array<std::string_view, 3> kPrintAlignNames{"left", "centre", "right"};

/// Whether white can be read on a colour (0xRRGGBB) better than black.
[[nodiscard]] constexpr bool isDark(std::uint32_t colour) noexcept {
    return 299 * (colour >> 16 & 0xff) + 587 * (colour >> 8 & 0xff) + 114 * (colour & 0xff) <
           128 * 1'000;
}

/// A cell of a table. Its picture stands over its text.
struct PrintCell {
    std::string text;     ///< lines too; more than half a page of it is cut with an ellipsis
    bool strong = false;  ///< bold, and grey behind it: a heading of its row or column
    bool small = false;
    PrintAlign align = PrintAlign::left;
    int columns = 1;                      ///< so many of the table's columns wide
    int picture = -1;                     ///< place in PrintDocument::pictures; -1: none
    std::optional<std::uint32_t> fill{};  ///< 0xRRGGBB behind it, also if it is strong; its text
                                          ///< is white on what is dark
    bool operator==(PrintCell const&) const = default;
};

struct PrintRow {
    std::vector<PrintCell> cells;
    int leastMm = 0;  ///< height that is kept free at least, 0 to 100: for what a hand writes
    bool operator==(PrintRow const&) const = default;
};

/// A picture that stands by itself, kept together with what stands below it.
struct PrintPicture {
    int picture = -1;  ///< place in PrintDocument::pictures; -1: its place stays empty
    std::vector<std::string> caption{};  ///< each at most two lines, then cut with an ellipsis
    bool operator==(PrintPicture const&) const = default;
};

/// A figure that is seen first.
struct PrintFigure {
    std::string value, name, note;
    bool operator==(PrintFigure const&) const = default;
};

enum class PrintShapeKind {
    line,  ///< through all its points
    box,   ///< filled, between two corners
    text   ///< one line, its middle in height at its point; `align` says which end of it is there
};
inline constexpr std::array<std::string_view, 3> kPrintShapeNames{"line", "box", "text"};

struct PrintPoint {
    double x = 0, y = 0;  ///< from the drawing's top left, to the right and down
    bool operator==(PrintPoint const&) const = default;
};

struct PrintShape {
    PrintShapeKind kind = PrintShapeKind::line;
    std::vector<PrintPoint> points{};
    std::uint32_t colour = 0;  ///< 0xRRGGBB
    double size = 1;           ///< line: its width; text: the em
    std::string text{};
    PrintAlign align = PrintAlign::left;
    bool operator==(PrintShape const&) const = default;
};

/// Lines, boxes and texts in points, laid out by whoever describes the document: a chart.
struct PrintDrawing {
    double width = 0, height = 0;  ///< made smaller if it is wider than the page's text
    std::vector<PrintShape> shapes{};
    bool operator==(PrintDrawing const&) const = default;
};

enum class PrintKind {
    heading,
    paragraph,
    table,
    code,  ///< a large QR code in the middle of the page, to be read from afar
    figures,
    pictures,  ///< two a row, six a page
    drawing,
    pageBreak  ///< what follows begins a page; nothing at the top of one
};
inline constexpr std::array<std::string_view, 8> kPrintKindNames{
    "heading", "paragraph", "table", "code", "figures", "pictures", "drawing", "page-break"};

enum class PrintParagraph {
    plain,
    body,  ///< its first lines are indented by two characters
    note,  ///< small
    lead,  ///< larger and bold
    right  ///< a signature's lines
};
inline constexpr std::array<std::string_view, 5> kPrintParagraphNames{"plain", "body", "note",
                                                                      "lead", "right"};

struct PrintBlock {
    PrintKind kind = PrintKind::paragraph;
    std::string text{};            ///< heading, paragraph, code; above a table or a drawing
    std::vector<int> widths{};     ///< table: shares of the page's width, 1 to 1,000 each
    int headRows = 0;              ///< table: rows that are repeated on each page
    std::vector<PrintRow> rows{};  ///< table: the cells' columns add up to those of `widths`
    int level = 1;                 ///< heading: 1 to 3
    PrintParagraph paragraph = PrintParagraph::plain;
    bool wide = false;  ///< table: on pages that lie on their side, with the headings before it
    std::vector<PrintFigure> figures{};
    std::vector<PrintPicture> pictures{};
    PrintDrawing drawing{};
    bool operator==(PrintBlock const&) const = default;
};

enum class PrintStyle {
    form,     ///< narrow margins, small type: to be filled in and glued
    official  ///< GB/T 9704: 156 by 225 mm of text, 22 lines of 28 characters, page number "— 1 —"
};
inline constexpr std::array<std::string_view, 2> kPrintStyleNames{"form", "official"};

/// A4, black on white.
struct PrintDocument {
    std::string title;            ///< at the head of the first page, and of the file
    std::string code{};           ///< at the right of the title as a QR code; empty: none
    std::string codeCaption{};    ///< below it
    std::string language = "zh";  ///< of the text: zh or en
    std::string footer{};         ///< at the left of each page's foot
    std::string pageNumber{};     ///< at the foot too; {page} and {pages} are filled in
    std::string created{};        ///< RFC 3339, for the file's properties; empty: not said
    std::vector<PrintBlock> blocks{};
    std::vector<std::string> pictures{};  ///< the bytes of JPEG and PNG files
    PrintStyle style = PrintStyle::form;
    std::string subtitle{};                                    ///< below the title; empty: none
    std::vector<std::pair<std::string, std::string>> facts{};  ///< below that: names and values
    std::string author{};                                      ///< for the file's properties
    bool operator==(PrintDocument const&) const = default;
};

}  // namespace tocsin::media
