// SPDX-License-Identifier: Apache-2.0
// The play report as JSON and CSV.
#include <boost/json.hpp>

#include "play_report.hpp"

namespace tocsin::reports {
namespace {

namespace json = boost::json;

std::string nameIn(std::map<std::string, std::string> const& names, std::string const& id) {
    auto const found = names.find(id);
    return found == names.end() ? std::string() : found->second;
}

/// The column that names what the grouping's id stands for, if it has one.
struct NameColumn {
    char const* title = nullptr;
    std::map<std::string, std::string> const* names = nullptr;
};

NameColumn nameColumn(PlayReport const& report, By by) {
    switch (by) {
        case By::screen:
            return {"screen_name", &report.screenNames};
        case By::campaign:
            return {"campaign_title", &report.campaignTitles};
        case By::asset:
            return {"asset_name", &report.assetNames};
        case By::unit:
        case By::hour:
            break;
    }
    return {};
}

json::value instantOrNull(std::optional<Instant> const& t) {
    return t ? json::value(formatInstant(*t)) : json::value(nullptr);
}

void addFigures(json::object& out, PlayFigures const& figures) {
    out["planned"] = figures.planned;
    out["complete"] = figures.complete;
    out["partial"] = figures.partial;
    out["failed"] = figures.failed;
    out["preempted"] = figures.preempted;
    out["cut"] = figures.cut;
    out["other"] = figures.other ? json::value(*figures.other) : json::value(nullptr);
    out["shown_ms"] = figures.shownMs;
    out["first"] = instantOrNull(figures.first);
    out["last"] = instantOrNull(figures.last);
    out["make_good"] = figures.makeGood;
    out["completion"] = figures.completion();
}

/// A cell that no spreadsheet program takes for a formula, quoted where RFC 4180 asks for it.
std::string cell(std::string const& text) {
    constexpr char kFormulaStarts[] = "=+-@\t\r";
    auto out = text;
    if (!text.empty() && std::string_view(kFormulaStarts).find(text.front()) != std::string::npos) {
        out.insert(0, 1, '\'');
    }
    if (out.find_first_of(",\"\r\n") == std::string::npos) {
        return out;
    }
    std::string quoted = "\"";
    for (auto const c : out) {
        quoted += c;
        if (c == '"') {
            quoted += c;
        }
    }
    return quoted + "\"";
}

std::string line(std::vector<std::string> const& cells) {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        out += (i == 0 ? "" : ",") + cell(cells[i]);
    }
    return out + "\r\n";
}

void addFigures(std::vector<std::string>& cells, PlayFigures const& figures) {
    for (auto const value : {figures.planned, figures.complete, figures.partial, figures.failed,
                             figures.preempted, figures.cut}) {
        cells.push_back(std::to_string(value));
    }
    cells.push_back(figures.other ? std::to_string(*figures.other) : "");
    cells.push_back(std::to_string(figures.shownMs));
    cells.push_back(figures.first ? formatInstant(*figures.first) : "");
    cells.push_back(figures.last ? formatInstant(*figures.last) : "");
    cells.push_back(figures.completion());
    cells.push_back(std::to_string(figures.makeGood));
}

}  // namespace

std::string toJson(PlayReport const& report) {
    auto const& by = report.request.by;
    json::object out;
    out["from"] = report.request.fromText();
    out["to"] = report.request.toText();
    json::array groupings;
    for (auto const grouping : by) {
        groupings.emplace_back(toString(grouping));
    }
    out["by"] = std::move(groupings);
    json::array rows;
    for (auto const& [key, figures] : report.rows) {
        json::object row;
        for (std::size_t i = 0; i < by.size(); ++i) {
            row[toString(by[i])] = key[i];
            if (auto const column = nameColumn(report, by[i]); column.title != nullptr) {
                row[column.title] = nameIn(*column.names, key[i]);
            }
        }
        addFigures(row, figures);
        rows.emplace_back(std::move(row));
    }
    out["rows"] = std::move(rows);
    json::object total;
    addFigures(total, report.total);
    out["total"] = std::move(total);
    return json::serialize(out);
}

std::string toCsv(PlayReport const& report) {
    auto const& by = report.request.by;
    std::vector<std::string> head;
    for (auto const grouping : by) {
        head.emplace_back(toString(grouping));
        if (auto const column = nameColumn(report, grouping); column.title != nullptr) {
            head.emplace_back(column.title);
        }
    }
    auto const groupingCells = head.size();
    for (auto const* title : {"planned", "complete", "partial", "failed", "preempted", "cut",
                              "other", "shown_ms", "first", "last", "completion", "make_good"}) {
        head.emplace_back(title);
    }
    std::string out = "\xEF\xBB\xBF" + line(head);
    for (auto const& [key, figures] : report.rows) {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < by.size(); ++i) {
            cells.push_back(key[i]);
            if (auto const column = nameColumn(report, by[i]); column.title != nullptr) {
                cells.push_back(nameIn(*column.names, key[i]));
            }
        }
        addFigures(cells, figures);
        out += line(cells);
    }
    std::vector<std::string> total(groupingCells);
    total.front() = "total";
    addFigures(total, report.total);
    return out + line(total);
}

}  // namespace tocsin::reports
