// SPDX-License-Identifier: Apache-2.0
// What all reports have in common as JSON and CSV: their head, and the columns of what they are
// grouped by.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <vector>

#include "tocsin/reports/freshness.hpp"
#include "tocsin/reports/grouping.hpp"

namespace tocsin::reports {

/// What people call the ids of a grouping.
using NameTables = std::map<By, std::map<std::string, std::string> const*>;

/// from, to, by, rule, as_of, unreported.
[[nodiscard]] boost::json::object headJson(ReportRequest const& request, Freshness const& freshness,
                                           std::string_view rule);
/// The key's values under their groupings' names, with what people call them.
[[nodiscard]] boost::json::object keyJson(ReportRequest const& request, NameTables const& names,
                                          Key const& key);
[[nodiscard]] std::vector<std::string> keyTitles(ReportRequest const& request);
[[nodiscard]] std::vector<std::string> keyCellsOf(ReportRequest const& request,
                                                  NameTables const& names, Key const& key);
/// What people call the id: its name, or else itself.
[[nodiscard]] std::string shownName(NameTables const& names, By by, std::string const& id);

}  // namespace tocsin::reports
