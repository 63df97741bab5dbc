// SPDX-License-Identifier: Apache-2.0
// A report as one HTML page that needs nothing else: to be read, printed on A4 and kept. The same
// report gives the same bytes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tocsin/reports/report_request.hpp"

namespace tocsin::reports {

struct PageColumn {
    std::string title;
    bool number = false;  ///< stands to the right
};

struct PageTable {
    std::string title;
    std::vector<PageColumn> columns;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> total;  ///< the last line; empty: there is none
};

/// A part of a bar: how long, and what it stands for.
struct PageShare {
    std::string title, figure, colour;
    std::int64_t part = 0;
};

struct Page {
    Language language = Language::chinese;
    std::string title;
    std::vector<std::pair<std::string, std::string>> facts;  ///< above the tables
    std::vector<std::string> warnings;                       ///< what no reader may miss
    std::vector<PageShare> bar;                              ///< parts of a whole; may be empty
    std::vector<PageTable> tables;
    std::vector<std::string> notes;  ///< definitions and formulas
};

/// Content-Security-Policy of a page: it needs nothing from anywhere, and runs nothing.
inline constexpr char kPagePolicy[] = "default-src 'none'; style-src 'unsafe-inline'";

/// All texts as they are: they are escaped here.
[[nodiscard]] std::string toHtml(Page const& page);

/// "1,234:05:09": hours, minutes, seconds, cut off.
[[nodiscard]] std::string hoursText(std::int64_t ms);
/// "2026-06-30 24:00:00 UTC+08:00"-like: an instant as a reader in that zone writes it.
[[nodiscard]] std::string readableInstant(Instant t, std::string const& zone);

}  // namespace tocsin::reports
