// SPDX-License-Identifier: Apache-2.0
// Submitted reports and their addenda as tables.
#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

std::string named(Json const& row, char const* name, char const* id) {
    auto const found = text(row, name);
    return found.empty() ? shortName(text(row, id)) : found;
}

void addFigures(std::vector<std::string>& cells, Json const& row) {
    for (auto const* count : {"complete", "partial", "failed"}) {
        cells.push_back(std::to_string(integer(row, count)));
    }
    cells.push_back(clockText(integer(row, "shown_ms")));
}

}  // namespace

std::string renderSubmitted(Json const& list, Language language) {
    auto const word = [&](Text what) { return std::string(say(language, what)); };
    TextTable table({{word(Text::reportNumber), TextTable::Align::right},
                     {word(Text::revision), TextTable::Align::right},
                     {word(Text::reportKind)},
                     {word(Text::title)},
                     {word(Text::unit)},
                     {word(Text::from)},
                     {word(Text::to)},
                     {word(Text::dataAsOf)},
                     {word(Text::changedBy)},
                     {word(Text::remark)}});
    for (auto const& one : elements(list, "items")) {
        table.add({std::to_string(integer(one, "number")), std::to_string(integer(one, "revision")),
                   text(one, "report"), text(one, "title"), text(one, "unit"), text(one, "from"),
                   text(one, "to"), text(one, "as_of"), text(one, "who"), text(one, "reason")});
    }
    return table.empty() ? word(Text::nothingToList) + "\n" : table.str();
}

std::string renderAddendum(Json const& addendum, Language language) {
    auto const word = [&](Text what) { return std::string(say(language, what)); };
    TextTable table({{word(Text::screen)},
                     {word(Text::campaign)},
                     {word(Text::asset)},
                     {word(Text::complete), TextTable::Align::right},
                     {word(Text::partial), TextTable::Align::right},
                     {word(Text::failedPlays), TextTable::Align::right},
                     {word(Text::shown), TextTable::Align::right}});
    for (auto const& row : elements(addendum, "rows")) {
        std::vector<std::string> cells{named(row, "screen_name", "screen"),
                                       named(row, "campaign_title", "campaign"),
                                       named(row, "asset_name", "asset")};
        addFigures(cells, row);
        table.add(std::move(cells));
    }
    std::vector<std::string> total{word(Text::total), "", ""};
    addFigures(total, member(addendum, "total"));
    table.add(std::move(total));
    return table.str() + word(Text::lateRows) + '\n';
}

}  // namespace tocsin::cli
