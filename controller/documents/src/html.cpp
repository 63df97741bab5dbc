// SPDX-License-Identifier: Apache-2.0
// A document as one HTML page.
#include <fmt/format.h>

#include "chart_drawing.hpp"
#include "document_bounds.hpp"
#include "html_drawing.hpp"
#include "shown_text.hpp"
#include "table_align.hpp"
#include "tocsin/documents/write.hpp"
#include "tocsin/vocabulary/html.hpp"

namespace tocsin::documents {
namespace {

// Old office browsers read it too: no grid, no variables.
constexpr char kStyle[] = R"(<style>
@page { size: A4; margin: 20mm 20mm 18mm; }
@page side { size: A4 landscape; margin: 15mm; }
body { margin: 1.5em auto; padding: 0 1em; max-width: 52em; color: #111; background: #fff; font: 12pt/1.7 "FangSong_GB2312", "FangSong", "Noto Serif CJK SC", "SimSun", serif; }
h1 { margin: 0 0 .3em; text-align: center; font: bold 22pt/1.4 "Noto Serif CJK SC", "SimSun", serif; }
h2, h3, h4 { margin: .9em 0 .3em; page-break-after: avoid; break-after: avoid; }
h2 { font: bold 14pt/1.5 "SimHei", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
h3 { font: bold 12.5pt/1.5 "KaiTi", "Noto Serif CJK SC", serif; }
h4 { font: bold 12pt/1.5 "FangSong", "Noto Serif CJK SC", serif; }
h1, h2, h3, h4, p, td, th, figcaption { overflow-wrap: anywhere; white-space: pre-line; }
p { margin: 0 0 .3em; }
.subtitle { text-align: center; }
.body:lang(zh) { text-indent: 2em; }
.note { font-size: 9.5pt; line-height: 1.5; color: #333; }
.lead { font: bold 14pt/1.5 "SimHei", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
.right { text-align: right; margin-right: 2em; }
table { border-collapse: collapse; width: calc(100% - 1px); margin: .3em 0 .8em; font: 10.5pt/1.4 "Noto Serif CJK SC", "SimSun", serif; }
caption { padding: .3em 0; font: bold 10.5pt/1.4 "SimHei", "Noto Sans CJK SC", sans-serif; }
th, td { border: 1px solid #888; padding: 2px 5px; text-align: left; }
thead th { background: #eee; text-align: center; font-family: "SimHei", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
th.strong, td.strong { font-weight: bold; background: #f2f2f2; }
.centre { text-align: center; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
thead { display: table-header-group; }
tr { page-break-inside: avoid; break-inside: avoid; }
tr.first-total td { border-top: 2px solid #111; }
.narrow { font-size: 6.5pt; } .narrow th, .narrow td { padding: 1px 0; overflow-wrap: normal; }
.facts { width: 100%; margin-bottom: 1em; border-bottom: 1.5px solid #111; }
.facts th, .facts td { border: 0; vertical-align: top; }
.facts th { white-space: nowrap; width: 1%; }
.figures { table-layout: fixed; text-align: center; }
.figures td { text-align: center; vertical-align: top; padding: 6px 4px; }
.figures b { display: block; font: bold 20pt/1.3 "SimHei", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
.figures small { display: block; color: #444; }
figure { margin: .5em 0 1em; page-break-inside: avoid; break-inside: avoid; }
figcaption { text-align: center; font-size: 9pt; line-height: 1.4; }
.chart figcaption { font: bold 10.5pt/1.4 "SimHei", "Noto Sans CJK SC", sans-serif; }
svg { display: block; width: 100%; max-width: 48em; margin: 0 auto; font-family: "Noto Sans CJK SC", "SimHei", "Microsoft YaHei", sans-serif; }
.pictures { text-align: center; }
.pictures figure { display: inline-block; width: 48%; margin: .3em .5%; vertical-align: top; }
.pictures img { max-width: 100%; max-height: 46mm; }
.missing { display: block; height: 30mm; border: 1px solid #999; }
.break { page-break-before: always; break-before: page; }
.side { page: side; overflow-x: auto; }
footer { margin-top: 2em; font-size: 9pt; color: #333; }
@media print { body { margin: 0; padding: 0; max-width: none; } * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
</style>
)";

/// In an element or a quoted attribute.
std::string escaped(std::string_view text) {
    return htmlEscaped(shownText(text));
}

std::string cellHtml(Table const& table, std::size_t column, Cell const& cell) {
    auto const align = alignIn(table, column, cell);
    std::string style = align == Align::right ? "number" : align == Align::centre ? "centre" : "";
    style += cell.strong ? " strong" : "";
    auto out = "<td" + (style.empty() ? "" : " class=\"" + style + "\"");
    if (cell.columns > 1) {
        out += fmt::format(" colspan=\"{}\"", cell.columns);
    }
    if (cell.fill) {
        out += fmt::format(" style=\"background:#{:06x};color:{}\"", *cell.fill,
                           media::isDark(*cell.fill) ? "#fff" : "#000");
    }
    return out + ">" + escaped(cell.text) + "</td>";
}

std::string rowsHtml(Table const& table, std::vector<std::vector<Cell>> const& rows, bool totals) {
    std::string out;
    for (auto const& row : rows) {
        out += totals && out.empty() ? "<tr class=\"first-total\">" : "<tr>";
        std::size_t column = 0;
        for (auto cell : row) {
            cell.strong = cell.strong || totals;
            out += cellHtml(table, column, cell);
            column += static_cast<std::size_t>(cell.columns);
        }
        out += "</tr>\n";
    }
    return out;
}

class Blocks {
public:
    explicit Blocks(Language language) : language_(language) {}

    std::string operator()(Heading const& heading) const {
        return fmt::format("<h{0}>{1}</h{0}>\n", heading.level + 1, escaped(heading.text));
    }
    std::string operator()(Paragraph const& paragraph) const {
        constexpr char const* kClasses[]{"body", "plain", "note", "lead", "right"};
        return fmt::format("<p class=\"{}\">{}</p>\n", kClasses[static_cast<int>(paragraph.style)],
                           escaped(paragraph.text));
    }
    std::string operator()(Table const& table) const;
    std::string operator()(Chart const& chart) const {
        auto const drawing = svgOf(chartDrawing(chart, language_), chart.title);
        return "<figure class=\"chart\">\n<figcaption>" + escaped(chart.title) + "</figcaption>\n" +
               drawing + "</figure>\n";
    }
    std::string operator()(Pictures const& pictures) const;
    std::string operator()(Figures const& figures) const {
        std::string out = "<table class=\"figures\"><tr>\n";
        for (auto const& [value, name, note] : figures.figures) {
            out += "<td><b>" + escaped(value) + "</b>" + escaped(name) + "<small>" + escaped(note) +
                   "</small></td>\n";
        }
        return out + "</tr></table>\n";
    }
    std::string operator()(PageBreak const&) const { return "<div class=\"break\"></div>\n"; }

private:
    Language language_;
};

std::string Blocks::operator()(Table const& table) const {
    if (table.ledger) {
        return "";
    }
    constexpr std::size_t kMany = 18;
    int shares = 0;
    for (auto const& column : table.columns) {
        shares += column.width;
    }
    std::string out = table.columns.size() >= kMany ? "<table class=\"narrow\">\n" : "<table>\n";
    if (!table.title.empty()) {
        out += "<caption>" + escaped(table.title) + "</caption>\n";
    }
    std::string head;
    out += "<colgroup>";
    for (auto const& column : table.columns) {
        out += fmt::format("<col style=\"width:{:.2f}%\">", 100.0 * column.width / shares);
        head += "<th>" + escaped(column.title) + "</th>";
    }
    out += "</colgroup>\n<thead><tr>" + head + "</tr></thead>\n<tbody>\n";
    if (table.rows.empty() && table.totals.empty()) {
        out +=
            fmt::format("<tr><td class=\"centre\" colspan=\"{}\">{}</td></tr>\n",
                        table.columns.size(), language_ == Language::chinese ? "（无）" : "(none)");
    }
    out += rowsHtml(table, table.rows, false) + rowsHtml(table, table.totals, true);
    return out + "</tbody>\n</table>\n";
}

std::string Blocks::operator()(Pictures const& pictures) const {
    std::string out = "<div class=\"pictures\">\n";
    for (auto const& picture : pictures.pictures) {
        auto const uri = dataUri(picture.bytes);
        out += "<figure>";
        out += uri.empty() ? "<span class=\"missing\"></span>"
                           : "<img src=\"" + uri + "\" alt=\"" + escaped(picture.name) + "\">";
        out += "<figcaption>";
        for (std::size_t i = 0; i < picture.caption.size(); ++i) {
            out += (i > 0 ? "<br>" : "") + escaped(picture.caption[i]);
        }
        out += "</figcaption></figure>\n";
    }
    return out + "</div>\n";
}

std::string headOf(Document const& document) {
    auto out = std::string("<!DOCTYPE html>\n<html lang=\"") +
               (document.language == Language::chinese ? "zh-CN" : "en") +
               "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
               "content=\"width=device-width\">\n<title>" +
               escaped(document.title) + "</title>\n" + kStyle + "</head>\n<body>\n<h1>" +
               escaped(document.title) + "</h1>\n";
    if (!document.subtitle.empty()) {
        out += "<p class=\"subtitle\">" + escaped(document.subtitle) + "</p>\n";
    }
    if (!document.facts.empty()) {
        out += "<table class=\"facts\">\n";
        for (auto const& [name, value] : document.facts) {
            out += "<tr><th>" + escaped(name) + "</th><td>" + escaped(value) + "</td></tr>\n";
        }
        out += "</table>\n";
    }
    return out;
}

bool isNote(Block const& block) {
    auto const* const paragraph = std::get_if<Paragraph>(&block);
    return paragraph != nullptr && paragraph->style == ParagraphStyle::note;
}

/// A wide table takes the headings before it and the notes below it to its pages.
bool liesOnItsSide(std::vector<Block> const& blocks, std::size_t at) {
    while (at < blocks.size() && std::holds_alternative<Heading>(blocks[at])) {
        ++at;
    }
    while (at > 0 && at < blocks.size() && isNote(blocks[at])) {
        --at;
    }
    auto const* const table = at < blocks.size() ? std::get_if<Table>(&blocks[at]) : nullptr;
    return table != nullptr && table->wide && !table->ledger;
}

}  // namespace

std::string toHtml(Document const& document) {
    checkBounds(document);
    auto out = headOf(document);
    Blocks const blocks(document.language);
    bool sideways = false;
    for (std::size_t i = 0; i < document.blocks.size(); ++i) {
        if (liesOnItsSide(document.blocks, i) != sideways) {
            sideways = !sideways;
            out += sideways ? "<div class=\"side\">\n" : "</div>\n";
        }
        out += std::visit(blocks, document.blocks[i]);
    }
    out += sideways ? "</div>\n" : "";
    if (!document.footer.empty()) {
        out += "<footer>" + escaped(document.footer) + "</footer>\n";
    }
    return out + "</body>\n</html>\n";
}

}  // namespace tocsin::documents
