// SPDX-License-Identifier: Apache-2.0
// A document that the controller gives out: the weekly report, the final summary, the plan, a
// patrol record. Described once, and written as DOCX, PDF, XLSX and HTML from the same values, so
// that no form says what another does not. Values only, free to copy between threads. Texts are
// UTF-8 as people typed them: every form escapes for itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tocsin::documents {

enum class Language { chinese, english };
enum class Align { left, centre, right };

/// How a number stands in a spreadsheet. Documents show the cell's text. Spreadsheets round to what
/// they show, so a value that was cut off in the text is cut off as well.
enum class NumberForm {
    count,    ///< whole, "128430"
    percent,  ///< two decimals of a share: 0.986 is 98.60 %
    hours     ///< two decimals
};

struct Number {
    double value = 0;
    NumberForm form = NumberForm::count;
    bool operator==(Number const&) const = default;
};

struct Cell {
    std::string text;                ///< what is read; lines too
    std::optional<Number> number{};  ///< what it is in a spreadsheet; nothing: the text
    Align align = Align::left;
    bool strong = false;                  ///< a heading of its row, a sum
    int columns = 1;                      ///< so many of the table's columns wide
    std::optional<std::uint32_t> fill{};  ///< 0xRRGGBB behind it: a heat map is a table
    bool operator==(Cell const&) const = default;
};

struct Column {
    std::string title;  ///< with its unit, "累计时长（h）"
    int width = 10;     ///< share of the page's width, 1 to 1,000
    Align align = Align::left;
    bool operator==(Column const&) const = default;
};

/// A table; its head is repeated on every page. Rows' cells add up to its columns.
struct Table {
    std::string title;  ///< above it; empty: none
    std::string sheet;  ///< name of its sheet in a workbook; empty: the title
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
    std::vector<std::vector<Cell>> totals{};  ///< 小计 and 合计, below the rows
    bool wide = false;                        ///< on pages that lie on their side
    bool ledger = false;                      ///< belongs in the workbook alone: too long for paper
    bool operator==(Table const&) const = default;
};

enum class ChartKind { bars, lines };

struct Series {
    std::string name;
    std::uint32_t colour = 0x1f5f99;            ///< 0xRRGGBB
    std::vector<std::optional<double>> values;  ///< one a category; nothing: not known, not zero
    bool operator==(Series const&) const = default;
};

/// Bars side by side, or lines, over the same categories.
struct Chart {
    ChartKind kind = ChartKind::bars;
    std::string title;
    std::string valueTitle;               ///< of the upright axis, "次"
    std::vector<std::string> categories;  ///< at most 400
    std::vector<Series> series;           ///< at most 8
    bool operator==(Chart const&) const = default;
};

/// 1: 一、 2: （一） 3: 1. The number is part of the text.
struct Heading {
    int level = 1;
    std::string text;
    bool operator==(Heading const&) const = default;
};

enum class ParagraphStyle {
    body,   ///< first line indented by two characters
    plain,  ///< not indented
    note,   ///< small
    lead,   ///< larger and bold: what nobody may miss
    right   ///< 落款
};

struct Paragraph {
    std::string text;
    ParagraphStyle style = ParagraphStyle::body;
    bool operator==(Paragraph const&) const = default;
};

/// A picture with what stands below it.
struct Picture {
    std::string bytes;  ///< a JPEG or PNG file
    std::string name;   ///< of its file in a package, "图1_大门屏.jpg"
    std::vector<std::string> caption;
    bool operator==(Picture const&) const = default;
};

/// Pictures in rows, two a row and six a page.
struct Pictures {
    std::vector<Picture> pictures;
    bool operator==(Pictures const&) const = default;
};

struct PageBreak {
    bool operator==(PageBreak const&) const = default;
};

/// The figures that are seen first, side by side, one to six.
struct Figures {
    struct Figure {
        std::string value, name, note;
        bool operator==(Figure const&) const = default;
    };
    std::vector<Figure> figures;
    bool operator==(Figures const&) const = default;
};

using Block = std::variant<Heading, Paragraph, Table, Chart, Pictures, Figures, PageBreak>;

struct Document {
    Language language = Language::chinese;
    std::string title;
    std::string subtitle{};                                    ///< below it; empty: none
    std::vector<std::pair<std::string, std::string>> facts{};  ///< 版头: 单位, 统计区间, 编号 …
    std::vector<Block> blocks{};
    std::string footer{};   ///< at the left of each page's foot: number, revision
    std::string created{};  ///< RFC 3339; all the time that the file's properties say
    std::string author{};   ///< of the file's properties: the unit
    std::string code{};     ///< QR code beside the title in print; empty: none
    bool operator==(Document const&) const = default;
};

}  // namespace tocsin::documents
