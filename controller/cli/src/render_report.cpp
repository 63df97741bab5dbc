// SPDX-License-Identifier: Apache-2.0
// The play report as a table.
#include <fmt/format.h>

#include <algorithm>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

struct Grouping {
    std::string_view by;    ///< the id's member
    std::string_view name;  ///< the member with the name people know, if there is one
    Text heading;
};
constexpr Grouping kGroupings[] = {
    {"unit", "unit_name", Text::unit},
    {"screen", "screen_name", Text::screen},
    {"campaign", "campaign_title", Text::campaign},
    {"asset", "asset_name", Text::asset},
    {"category", "", Text::category},
    {"tree", "tree_name", Text::unitTree},
    {"daypart", "", Text::daypart},
    {"day", "", Text::day},
    {"hour", "", Text::hour},
};

Grouping const* groupingOf(std::string_view by) {
    auto const* found = std::find_if(std::begin(kGroupings), std::end(kGroupings),
                                     [&](Grouping const& g) { return g.by == by; });
    return found == std::end(kGroupings) ? nullptr : found;
}

std::vector<Grouping> groupingsOf(Json const& report) {
    std::vector<Grouping> out;
    for (auto const& by : elements(report, "by")) {
        auto const* name = by.if_string();
        if (auto const* grouping = name != nullptr ? groupingOf(*name) : nullptr) {
            out.push_back(*grouping);
        }
    }
    return out;
}

std::string groupText(Json const& row, Grouping const& grouping, Language language) {
    if (grouping.by == "campaign" && text(row, "campaign").empty()) {
        return std::string(say(language, Text::fallback));
    }
    auto const name = grouping.name.empty() ? "" : text(row, grouping.name);
    auto const id = shortName(text(row, grouping.by));
    return name.empty() ? id : name;
}

/// "from: …, to: …".
std::string intervalLine(Json const& report, Language language) {
    return fmt::format("{}: {}, {}: {}\n", say(language, Text::from),
                       printable(text(report, "from")), say(language, Text::to),
                       printable(text(report, "to")));
}

/// How complete the data are; nothing from a controller that does not say.
std::string stateLine(Json const& report, Language language) {
    auto const asOf = text(report, "as_of");
    return asOf.empty() ? ""
                        : fmt::format(fmt::runtime(say(language, Text::reportState)),
                                      printable(asOf), elements(report, "unreported").size()) +
                              "\n";
}

/// Whether anything was planned on top, to repay earlier losses.
bool makesGood(Json const& report) {
    return integer(member(report, "total"), "make_good") > 0;
}

void addCounts(std::vector<std::string>& cells, Json const& row, bool withMakeGood) {
    for (auto const* count : {"planned", "complete", "partial", "cut", "other"}) {
        // Null is what nobody has looked for, which is not 0.
        cells.push_back(member(row, count).is_null() ? "—" : std::to_string(integer(row, count)));
    }
    cells.push_back(clockText(integer(row, "shown_ms")));
    cells.push_back(percentText(text(row, "completion")));
    if (withMakeGood) {
        cells.push_back(std::to_string(integer(row, "make_good")));
    }
}

}  // namespace

std::string percentText(std::string const& ratio) {
    auto const point = ratio.find('.');
    bool const isDecimal = point != std::string::npos && point > 0 && ratio.size() == point + 5 &&
                           std::all_of(ratio.begin(), ratio.end(),
                                       [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
    if (!isDecimal) {
        return ratio;
    }
    std::string digits = ratio.substr(0, point) + ratio.substr(point + 1, 2);
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return digits + '.' + ratio.substr(point + 3) + " %";
}

std::string renderReport(Json const& report, Language language) {
    auto const word = [&](Text text) { return std::string(say(language, text)); };
    auto const groupings = groupingsOf(report);
    std::vector<TextTable::Column> columns;
    for (auto const& grouping : groupings) {
        columns.push_back({word(grouping.heading)});
    }
    for (auto const heading : {Text::planned, Text::complete, Text::partial, Text::cut, Text::other,
                               Text::shown, Text::completion}) {
        columns.push_back({word(heading), TextTable::Align::right});
    }
    bool const withMakeGood = makesGood(report);
    if (withMakeGood) {
        columns.push_back({word(Text::makeGood), TextTable::Align::right});
    }
    if (groupings.empty()) {
        columns.insert(columns.begin(), {""});
    }
    TextTable table(columns);
    for (auto const& row : elements(report, "rows")) {
        std::vector<std::string> cells(groupings.empty() ? 1 : 0);
        for (auto const& grouping : groupings) {
            cells.push_back(groupText(row, grouping, language));
        }
        addCounts(cells, row, withMakeGood);
        table.add(std::move(cells));
    }
    std::vector<std::string> total(std::max<std::size_t>(groupings.size(), 1));
    total.front() = word(Text::total);
    addCounts(total, member(report, "total"), withMakeGood);
    table.add(std::move(total));
    return intervalLine(report, language) + table.str() + stateLine(report, language) +
           mismatchLines(report, language) + word(Text::reportNote) + '\n';
}

std::string renderSeconds(Json const& report, Language language) {
    auto const groupings = groupingsOf(report);
    auto const classes = elements(report, "classes");
    std::vector<TextTable::Column> columns;
    for (auto const& grouping : groupings) {
        columns.push_back({std::string(say(language, grouping.heading))});
    }
    if (groupings.empty()) {
        columns.push_back({""});
    }
    columns.push_back({std::string(say(language, Text::openHours)), TextTable::Align::right});
    for (auto const& one : classes) {
        columns.push_back({printable(text(one, language == Language::chinese ? "name_zh" : "name")),
                           TextTable::Align::right});
    }
    TextTable table(columns);
    auto const add = [&](std::vector<std::string> cells, Json const& row) {
        cells.push_back(clockText(integer(row, "open_ms")));
        for (auto const& one : classes) {
            cells.push_back(clockText(integer(row, text(one, "class") + "_ms")));
        }
        table.add(std::move(cells));
    };
    for (auto const& row : elements(report, "rows")) {
        std::vector<std::string> cells(groupings.empty() ? 1 : 0);
        for (auto const& grouping : groupings) {
            cells.push_back(groupText(row, grouping, language));
        }
        add(std::move(cells), row);
    }
    std::vector<std::string> total(std::max<std::size_t>(groupings.size(), 1));
    total.front() = say(language, Text::total);
    add(std::move(total), member(report, "total"));
    return intervalLine(report, language) + table.str() + stateLine(report, language) +
           printable(text(report, language == Language::chinese ? "formula_zh" : "formula")) + '\n';
}

}  // namespace tocsin::cli
