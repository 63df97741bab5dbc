// SPDX-License-Identifier: Apache-2.0
// A document as what tocsin-media-worker lays out.
#include <algorithm>
#include <span>

#include "chart_drawing.hpp"
#include "document_bounds.hpp"
#include "shown_text.hpp"
#include "table_align.hpp"
#include "tocsin/documents/write.hpp"

namespace tocsin::documents {
namespace {

using media::PrintBlock;
using media::PrintCell;
using media::PrintDocument;
using media::PrintKind;
using media::PrintParagraph;

std::string fitting(std::string_view text) {
    return cutToBytes(shownText(text), media::kMostPrintText);
}

media::PrintAlign alignOf(Align align) {
    return align == Align::left     ? media::PrintAlign::left
           : align == Align::centre ? media::PrintAlign::centre
                                    : media::PrintAlign::right;
}

PrintParagraph styleOf(ParagraphStyle style) {
    switch (style) {
        case ParagraphStyle::body:
            return PrintParagraph::body;
        case ParagraphStyle::note:
            return PrintParagraph::note;
        case ParagraphStyle::lead:
            return PrintParagraph::lead;
        case ParagraphStyle::right:
            return PrintParagraph::right;
        case ParagraphStyle::plain:
            break;
    }
    return PrintParagraph::plain;
}

media::PrintRow rowOf(Table const& table, std::vector<Cell> const& cells, bool total) {
    media::PrintRow out;
    std::size_t column = 0;
    for (auto const& cell : cells) {
        auto const align = alignIn(table, column, cell);
        PrintCell made{fitting(cell.text), cell.strong || total, false, alignOf(align),
                       cell.columns};
        made.fill = cell.fill;
        out.cells.push_back(std::move(made));
        column += static_cast<std::size_t>(cell.columns);
    }
    return out;
}

class Blocks {
public:
    Blocks(Document const& document, PrintDocument& out) : document_(document), out_(out) {}

    void operator()(Heading const& heading) {
        auto& block = add(PrintKind::heading, heading.text);
        block.level = heading.level;
    }
    void operator()(Paragraph const& paragraph);
    void operator()(Table const& table);
    void operator()(Chart const& chart) {
        auto& block = add(PrintKind::drawing, chart.title);
        block.drawing = chartDrawing(chart, document_.language);
    }
    void operator()(Pictures const& pictures);
    void operator()(Figures const& figures) {
        auto& block = add(PrintKind::figures, "");
        for (auto const& [value, name, note] : figures.figures) {
            block.figures.push_back({fitting(value), fitting(name), fitting(note)});
        }
    }
    void operator()(PageBreak const&) { add(PrintKind::pageBreak, ""); }

private:
    PrintBlock& add(PrintKind kind, std::string_view text) {
        auto& block = out_.blocks.emplace_back();
        block.kind = kind;
        block.text = fitting(text);
        return block;
    }

    Document const& document_;
    PrintDocument& out_;
};

/// What is longer than a text may be goes on in the next.
void Blocks::operator()(Paragraph const& paragraph) {
    auto const text = shownText(paragraph.text);
    auto style = styleOf(paragraph.style);
    std::string_view rest = text;
    do {
        std::size_t length = 0;
        while (length < rest.size()) {
            auto const next = characterLength(rest.substr(length));
            if (length + next > media::kMostPrintText) {
                break;
            }
            length += next;
        }
        add(PrintKind::paragraph, rest.substr(0, length)).paragraph = style;
        rest.remove_prefix(length);
        style = style == PrintParagraph::body ? PrintParagraph::plain : style;
    } while (!rest.empty());
}

void Blocks::operator()(Table const& table) {
    if (table.ledger) {
        return;
    }
    media::PrintRow head;
    std::vector<int> widths;
    for (auto const& column : table.columns) {
        PrintCell cell{fitting(column.title), true, false, media::PrintAlign::centre};
        head.cells.push_back(std::move(cell));
        widths.push_back(column.width);
    }
    std::vector<media::PrintRow> rows;
    for (auto const& row : table.rows) {
        rows.push_back(rowOf(table, row, false));
    }
    for (auto const& row : table.totals) {
        rows.push_back(rowOf(table, row, true));
    }
    if (rows.empty()) {
        PrintCell none{document_.language == Language::chinese ? "（无）" : "(none)", false, false,
                       media::PrintAlign::centre, static_cast<int>(table.columns.size())};
        rows.push_back({{std::move(none)}});
    }
    constexpr std::size_t kAtOnce = media::kMostPrintRows - 1;
    for (std::size_t from = 0; from < rows.size(); from += kAtOnce) {
        auto& block = add(PrintKind::table, from == 0 ? table.title : "");
        block.widths = widths;
        block.headRows = 1;
        block.wide = table.wide;
        block.rows.push_back(head);
        auto const part = std::span(rows).subspan(from, std::min(kAtOnce, rows.size() - from));
        std::ranges::move(part, std::back_inserter(block.rows));
    }
}

void Blocks::operator()(Pictures const& pictures) {
    auto& block = add(PrintKind::pictures, "");
    for (auto const& picture : pictures.pictures) {
        auto& placed = block.pictures.emplace_back();
        placed.picture = static_cast<int>(out_.pictures.size());
        out_.pictures.push_back(picture.bytes);
        for (auto const& line : picture.caption) {
            if (placed.caption.size() < media::kMostPrintCaption) {
                placed.caption.push_back(fitting(line));
            }
        }
    }
}

}  // namespace

PrintDocument toPrint(Document const& document) {
    checkBounds(document);
    constexpr std::size_t kReadable = 64;  ///< bytes of a code that somebody may type
    PrintDocument out;
    out.style = media::PrintStyle::official;
    out.title = fitting(document.title);
    out.subtitle = fitting(document.subtitle);
    out.code = fitting(document.code);
    out.codeCaption = out.code.size() <= kReadable ? out.code : "";
    out.language = document.language == Language::chinese ? "zh" : "en";
    out.footer = fitting(document.footer);
    out.pageNumber = "— {page} —";
    out.created = document.created;
    out.author = fitting(document.author);
    for (auto const& [name, value] : document.facts) {
        if (out.facts.size() < media::kMostPrintFacts) {
            out.facts.emplace_back(fitting(name), fitting(value));
        }
    }
    Blocks blocks(document, out);
    for (auto const& block : document.blocks) {
        std::visit(blocks, block);
    }
    return out;
}

}  // namespace tocsin::documents
