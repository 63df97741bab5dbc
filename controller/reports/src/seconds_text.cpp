// SPDX-License-Identifier: Apache-2.0
// The report of seconds as JSON and CSV.
#include <boost/json.hpp>

#include "row_order.hpp"
#include "tocsin/reports/csv.hpp"
#include "tocsin/reports/report_json.hpp"
#include "tocsin/reports/seconds_report.hpp"
#include "tocsin/reports/seconds_words.hpp"

namespace tocsin::reports {
namespace {

namespace json = boost::json;

json::object figuresJson(SecondsFigures const& figures) {
    json::object out;
    out["screens"] = figures.screens.size();
    out["open_ms"] = figures.sums.open();
    json::object reasons;
    for (auto const what : kAllTimeClasses) {
        out[std::string(toString(what)) + "_ms"] = figures.sums.of(what);
        json::object words;
        for (auto const& [reason, ms] : figures.sums.reasons) {
            if (reason.first == what) {
                words[reason.second] = ms;
            }
        }
        if (!words.empty()) {
            reasons[toString(what)] = std::move(words);
        }
    }
    out["reasons"] = std::move(reasons);
    return out;
}

void addCells(std::vector<std::string>& cells, SecondsFigures const& figures) {
    cells.push_back(std::to_string(figures.screens.size()));
    cells.push_back(std::to_string(figures.sums.open()));
    for (auto const what : kAllTimeClasses) {
        cells.push_back(std::to_string(figures.sums.of(what)));
    }
}

}  // namespace

std::string toJson(SecondsReport const& report) {
    auto out = headJson(report.request, report.freshness, kTimeRule);
    json::array classes;
    for (auto const what : kAllTimeClasses) {
        auto const words = wordsOf(what);
        classes.push_back(json::object{{"class", toString(what)},
                                       {"name", words.name.english},
                                       {"name_zh", words.name.chinese},
                                       {"meaning", words.meaning.english},
                                       {"meaning_zh", words.meaning.chinese}});
    }
    out["classes"] = std::move(classes);
    out["formula"] = kSumFormula.english;
    out["formula_zh"] = kSumFormula.chinese;
    auto const names = report.names();
    json::array rows;
    for (auto const* at : inReadingOrder(report.request, names, report.rows)) {
        auto const& [key, figures] = *at;
        auto row = keyJson(report.request, names, key);
        for (auto const& [name, value] : figuresJson(figures)) {
            row[name] = value;
        }
        rows.emplace_back(std::move(row));
    }
    out["rows"] = std::move(rows);
    out["total"] = figuresJson(report.total);
    return json::serialize(out);
}

std::string toCsv(SecondsReport const& report) {
    auto const names = report.names();
    auto head = keyTitles(report.request);
    auto const keyCells = head.size();
    head.emplace_back("screens");
    head.emplace_back("open_ms");
    for (auto const what : kAllTimeClasses) {
        head.push_back(std::string(toString(what)) + "_ms");
    }
    auto out = kByteOrderMark + csvLine(head);
    for (auto const* row : inReadingOrder(report.request, names, report.rows)) {
        auto const& [key, figures] = *row;
        auto cells = keyCellsOf(report.request, names, key);
        addCells(cells, figures);
        out += csvLine(cells);
    }
    std::vector<std::string> total(keyCells);
    total.front() = "total";
    addCells(total, report.total);
    return out + csvLine(total);
}

}  // namespace tocsin::reports
