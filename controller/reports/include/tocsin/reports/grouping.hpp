// SPDX-License-Identifier: Apache-2.0
// Under what a figure is counted.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tocsin/reports/report_request.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::reports {

/// Where and when something was, or should have been.
struct Place {
    std::string screen, unit, campaign, asset, category, day, hour;
    std::vector<std::string> dayparts;  ///< in which it lies; none: in no named one
    bool operator==(Place const&) const = default;
};

/// The values of a row, in the order of ReportRequest::by.
using Key = std::vector<std::string>;

class Grouping {
public:
    Grouping(ReportRequest const& request, std::vector<store::Unit> const& units);

    /// The rows that the place counts in: several where the request groups by tree, or by dayparts
    /// that overlap.
    [[nodiscard]] std::vector<Key> keysOf(Place const& place) const;

private:
    [[nodiscard]] std::vector<std::string> valuesOf(By by, Place const& place) const;

    std::vector<By> by_;
    std::map<std::string, std::vector<std::string>> above_;  ///< with the unit itself, within reach
};

/// The column that says what people call the grouping's id; nullptr: it is a name already.
[[nodiscard]] char const* nameColumnOf(By by);
/// What rows that are in none of what they are grouped by are called: "—".
inline constexpr char kNone[] = "—";
/// The hour and the daypart of what nobody knows the time of (时间未证实).
inline constexpr char kUnprovenTime[] = "unproven";

}  // namespace tocsin::reports
