// SPDX-License-Identifier: Apache-2.0
#include "report_page.hpp"

#include <fmt/format.h>

#include "tocsin/playlists/compiler.hpp"
#include "tocsin/vocabulary/html.hpp"

namespace tocsin::reports {
namespace {

// Old office browsers read it too: no grid, no variables.
constexpr char kStyle[] = R"(<style>
@page { size: A4 landscape; margin: 14mm 12mm; }
body { margin: 1.5em; color: #111; background: #fff; font: 10.5pt/1.5 "Noto Serif CJK SC", "FangSong", "SimSun", serif; }
h1 { margin: 0 0 .6em; text-align: center; font: bold 18pt/1.3 "Noto Sans CJK SC", "SimHei", "Microsoft YaHei", sans-serif; }
h2 { margin: 1.2em 0 .4em; font: bold 12pt/1.3 "Noto Sans CJK SC", "SimHei", "Microsoft YaHei", sans-serif; }
table { border-collapse: collapse; width: calc(100% - 1px); }
th, td { border: 1px solid #888; padding: 2px 6px; vertical-align: top; text-align: left; overflow-wrap: anywhere; }
th { background: #eee; font-family: "Noto Sans CJK SC", "SimHei", "Microsoft YaHei", sans-serif; font-weight: bold; }
.number { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
td.number { white-space: nowrap; }
tbody td:not(.number) { min-width: 6em; overflow-wrap: break-word; }
thead { display: table-header-group; }
tr { page-break-inside: avoid; }
tr.total td { font-weight: bold; border-top: 2px solid #111; }
.facts { width: auto; margin: 0 0 .6em; }
.facts th { white-space: nowrap; }
.warning { margin: .4em 0; padding: 4px 8px; border: 1px solid #a00; color: #a00; font-weight: bold; }
.bar { width: 100%; height: 22px; display: block; }
.key { margin: .3em 0 0; padding: 0; }
.key span { margin-right: 1.4em; white-space: nowrap; }
.key i { display: inline-block; width: .9em; height: .9em; margin-right: .3em; border: 1px solid #555; vertical-align: -1px; }
.notes { font-size: 9pt; }
.notes li { margin: .15em 0; }
.sign { margin-top: 2em; }
.sign td { border: 0; padding: .6em 0; }
@media print { body { margin: 0; } * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
</style>
)";

bool isChinese(Page const& page) {
    return page.language == Language::chinese;
}

std::string factsHtml(Page const& page) {
    std::string out = "<table class=\"facts\">\n";
    for (auto const& [name, value] : page.facts) {
        out += "<tr><th>" + htmlEscaped(name) + "</th><td>" + htmlEscaped(value) + "</td></tr>\n";
    }
    return out + "</table>\n";
}

std::string lineHtml(std::vector<PageColumn> const& columns, std::vector<std::string> const& cells,
                     char const* open) {
    std::string out = open;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        bool const number = i < columns.size() && columns[i].number;
        out += number ? "<td class=\"number\">" : "<td>";
        out += htmlEscaped(cells[i]) + "</td>";
    }
    return out + "</tr>\n";
}

std::string tableHtml(PageTable const& table) {
    auto out = "<h2>" + htmlEscaped(table.title) + "</h2>\n<table>\n<thead><tr>";
    for (auto const& column : table.columns) {
        out += column.number ? "<th class=\"number\">" : "<th>";
        out += htmlEscaped(column.title) + "</th>";
    }
    out += "</tr></thead>\n<tbody>\n";
    for (auto const& row : table.rows) {
        out += lineHtml(table.columns, row, "<tr>");
    }
    if (!table.total.empty()) {
        out += lineHtml(table.columns, table.total, "<tr class=\"total\">");
    }
    return out + "</tbody>\n</table>\n";
}

std::string barHtml(Page const& page) {
    std::int64_t whole = 0;
    for (auto const& share : page.bar) {
        whole += share.part;
    }
    if (whole <= 0) {
        return "";
    }
    constexpr std::int64_t kWidth = 10'000;
    std::string out = fmt::format(
        "<svg class=\"bar\" viewBox=\"0 0 {} 220\" preserveAspectRatio=\"none\" role=\"img\" "
        "aria-label=\"{}\">\n",
        kWidth, htmlEscaped(page.title));
    std::string key = "<p class=\"key\">";
    std::int64_t before = 0;
    // Multiplied as a fraction: a fleet's month in milliseconds times the width would not fit.
    auto const scaled = [&](std::int64_t part) {
        return static_cast<std::int64_t>(static_cast<double>(part) / static_cast<double>(whole) *
                                         static_cast<double>(kWidth));
    };
    for (auto const& share : page.bar) {
        auto const from = scaled(before);
        before += share.part;
        out += fmt::format("<rect x=\"{}\" y=\"0\" width=\"{}\" height=\"220\" fill=\"{}\"/>\n",
                           from, scaled(before) - from, share.colour);
        key += fmt::format("<span><i style=\"background:{}\"></i>{} {}</span> ", share.colour,
                           htmlEscaped(share.title), htmlEscaped(share.figure));
    }
    return out + "</svg>\n" + key + "</p>\n";
}

std::string notesHtml(Page const& page) {
    auto out = std::string("<h2>") + (isChinese(page) ? "数据说明" : "What the figures mean") +
               "</h2>\n<ul class=\"notes\">\n";
    for (auto const& note : page.notes) {
        out += "<li>" + htmlEscaped(note) + "</li>\n";
    }
    return out + "</ul>\n";
}

std::string signHtml(Page const& page) {
    return isChinese(page)
               ? "<table class=\"sign\"><tr><td>填报人：</td><td>审核人：</td><td>签发人："
                 "</td><td>日期：</td><td>（盖章）</td></tr></table>\n"
               : "<table class=\"sign\"><tr><td>Prepared by:</td><td>Checked by:</td>"
                 "<td>Released by:</td><td>Date:</td><td>(seal)</td></tr></table>\n";
}

}  // namespace

std::string toHtml(Page const& page) {
    auto out = std::string("<!DOCTYPE html>\n<html lang=\"") + (isChinese(page) ? "zh-CN" : "en") +
               "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
               "content=\"width=device-width\">\n<title>" +
               htmlEscaped(page.title) + "</title>\n" + kStyle + "</head>\n<body>\n<h1>" +
               htmlEscaped(page.title) + "</h1>\n" + factsHtml(page);
    for (auto const& warning : page.warnings) {
        out += "<p class=\"warning\">" + htmlEscaped(warning) + "</p>\n";
    }
    out += barHtml(page);
    for (auto const& table : page.tables) {
        out += tableHtml(table);
    }
    return out + notesHtml(page) + signHtml(page) + "</body>\n</html>\n";
}

std::string hoursText(std::int64_t ms) {
    auto const seconds = ms / 1'000;
    auto hours = std::to_string(seconds / 3'600);
    for (auto at = hours.size(); at > 3; at -= 3) {
        hours.insert(at - 3, 1, ',');
    }
    return fmt::format("{}:{:02}:{:02}", hours, seconds / 60 % 60, seconds % 60);
}

std::string readableInstant(Instant t, std::string const& zone) {
    auto const offset = playlists::offsetAt(zone, t);
    auto const text = formatInstant(t, offset ? *offset : std::chrono::seconds(0));
    auto const mark = text.size() > 23 ? text.substr(23) : "";
    return text.substr(0, 10) + " " + text.substr(11, 8) + " " +
           (mark == "Z" ? "UTC" : "UTC" + mark);
}

}  // namespace tocsin::reports
