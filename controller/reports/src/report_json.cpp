// SPDX-License-Identifier: Apache-2.0
#include "tocsin/reports/report_json.hpp"

#include <boost/json.hpp>

namespace tocsin::reports {
namespace {

namespace json = boost::json;

std::string nameIn(NameTables const& names, By by, std::string const& id) {
    auto const table = names.find(by);
    if (table == names.end()) {
        return "";
    }
    auto const found = table->second->find(id);
    return found == table->second->end() ? "" : found->second;
}

}  // namespace

json::object headJson(ReportRequest const& request, Freshness const& freshness,
                      std::string_view rule) {
    json::object out;
    out["from"] = request.fromText();
    out["to"] = request.toText();
    json::array groupings;
    for (auto const grouping : request.by) {
        groupings.emplace_back(toString(grouping));
    }
    out["by"] = std::move(groupings);
    out["rule"] = rule;
    out["as_of"] = formatInstant(freshness.asOf);
    json::array unreported;
    for (auto const& one : freshness.unreported) {
        unreported.push_back(json::object{
            {"screen", one.screen},
            {"screen_name", one.name},
            {"last", one.last ? json::value(formatInstant(*one.last)) : json::value(nullptr)}});
    }
    out["unreported"] = std::move(unreported);
    return out;
}

json::object keyJson(ReportRequest const& request, NameTables const& names, Key const& key) {
    json::object out;
    for (std::size_t i = 0; i < request.by.size(); ++i) {
        out[toString(request.by[i])] = key[i];
        if (auto const* column = nameColumnOf(request.by[i]); column != nullptr) {
            out[column] = nameIn(names, request.by[i], key[i]);
        }
    }
    return out;
}

std::vector<std::string> keyTitles(ReportRequest const& request) {
    std::vector<std::string> out;
    for (auto const by : request.by) {
        out.emplace_back(toString(by));
        if (auto const* column = nameColumnOf(by); column != nullptr) {
            out.emplace_back(column);
        }
    }
    return out;
}

std::vector<std::string> keyCellsOf(ReportRequest const& request, NameTables const& names,
                                    Key const& key) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < request.by.size(); ++i) {
        out.push_back(key[i]);
        if (nameColumnOf(request.by[i]) != nullptr) {
            out.push_back(nameIn(names, request.by[i], key[i]));
        }
    }
    return out;
}

std::string shownName(NameTables const& names, By by, std::string const& id) {
    auto name = nameIn(names, by, id);
    return name.empty() ? id : name;
}

}  // namespace tocsin::reports
