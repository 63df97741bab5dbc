// SPDX-License-Identifier: Apache-2.0
// The parts of a filing's document.
#pragma once

#include <string>
#include <vector>

#include "filing_texts.hpp"
#include "json_values.hpp"
#include "tocsin/filing/filing_document.hpp"

namespace tocsin::filing {

/// Says things in the document's language.
struct Speech {
    documents::Language language = documents::Language::chinese;
    [[nodiscard]] bool isChinese() const { return language == documents::Language::chinese; }
    [[nodiscard]] std::string operator()(std::string chinese, std::string english) const {
        return isChinese() ? std::move(chinese) : std::move(english);
    }
};

using Blocks = std::vector<documents::Block>;

[[nodiscard]] documents::Cell textCell(std::string text);
[[nodiscard]] documents::Cell countCell(std::int64_t count);
/// Of milliseconds, in hours.
[[nodiscard]] documents::Cell hoursCell(std::int64_t ms);
[[nodiscard]] documents::Cell shareCell(std::int64_t part, std::int64_t whole);
[[nodiscard]] documents::Column column(std::string title, int width,
                                       documents::Align align = documents::Align::left);

/// The table of screens with sums of each unit and of all.
[[nodiscard]] documents::Table screensTable(boost::json::object const& content, Speech const& say);
[[nodiscard]] documents::Table assetsTable(boost::json::object const& content, Speech const& say);
/// Screens by days, coloured by completion.
[[nodiscard]] documents::Table heatTable(boost::json::object const& content, Speech const& say);
[[nodiscard]] documents::Chart daysChart(boost::json::object const& content, Speech const& say);
[[nodiscard]] documents::Table planTable(boost::json::object const& content, Speech const& say);
[[nodiscard]] documents::Table faultsTable(boost::json::object const& content, Speech const& say);
[[nodiscard]] documents::Table workTable(boost::json::object const& content, Speech const& say);
[[nodiscard]] documents::Table lateTable(boost::json::object const& content, Speech const& say);
[[nodiscard]] documents::Table weeksTable(boost::json::object const& content, Speech const& say);
[[nodiscard]] documents::Table membersTable(boost::json::object const& content, Speech const& say);
/// 数据说明: definitions, completeness, the ledger's head, reconciliation.
void addNotes(Blocks& out, boost::json::object const& content, Stamp const& stamp,
              Speech const& say);

}  // namespace tocsin::filing
