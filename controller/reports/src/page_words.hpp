// SPDX-License-Identifier: Apache-2.0
// What all report pages say: interval, data as of, which screens have not reported.
#pragma once

#include <string>
#include <vector>

#include "report_page.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/reports/report_json.hpp"

namespace tocsin::reports {

/// Says what is written in two languages in the reader's.
struct Speech {
    Language language = Language::chinese;
    [[nodiscard]] std::string operator()(playlists::Words const& words) const {
        return language == Language::chinese ? words.chinese : words.english;
    }
};

/// 统计区间, 数据截至 …, 未回传屏 n 块, 统计口径.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> factsOf(ReportRequest const& request,
                                                                       Freshness const& freshness,
                                                                       std::string_view rule,
                                                                       Speech const& say);
/// The table of screens that have not reported, if there are any.
void addUnreported(Page& page, Freshness const& freshness, Speech const& say);
/// One column a grouping.
[[nodiscard]] std::vector<PageColumn> keyColumns(ReportRequest const& request, Speech const& say);
/// Hours as the clocks of `zone` show them.
[[nodiscard]] std::vector<std::string> shownKey(ReportRequest const& request,
                                                NameTables const& names, Key const& key,
                                                std::string const& zone);

}  // namespace tocsin::reports
