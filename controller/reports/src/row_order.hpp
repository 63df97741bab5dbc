// SPDX-License-Identifier: Apache-2.0
// The order in which people look for rows: by what they read, not by ids and digests.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "tocsin/reports/report_json.hpp"

namespace tocsin::reports {

/// Places in `keys`, one after the other as they are to be read: column by column by name, numbers
/// in names as numbers (屏2 before 屏10); times and what has no name by itself.
[[nodiscard]] std::vector<std::size_t> readingOrder(ReportRequest const& request,
                                                    NameTables const& names,
                                                    std::vector<Key const*> const& keys);

/// The rows of a report in that order; they outlive the answer.
template <class Figures>
[[nodiscard]] std::vector<std::pair<Key const, Figures> const*> inReadingOrder(
    ReportRequest const& request, NameTables const& names, std::map<Key, Figures> const& rows) {
    std::vector<Key const*> keys;
    std::vector<std::pair<Key const, Figures> const*> all, out;
    for (auto const& row : rows) {
        keys.push_back(&row.first);
        all.push_back(&row);
    }
    for (auto const place : readingOrder(request, names, keys)) {
        out.push_back(all[place]);
    }
    return out;
}

}  // namespace tocsin::reports
