// SPDX-License-Identifier: Apache-2.0
// {{names}} in a workbook's texts, and what they stand for.
#pragma once

#include <map>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/documents/fill.hpp"

namespace tocsin::documents::spreadsheet {

/// A name with its braces, by its place in a text.
struct FormName {
    std::size_t begin = 0, end = 0;
    std::string name;  ///< without braces and the blanks inside of them
};

[[nodiscard]] std::vector<FormName> formNames(std::string_view text);

/// A row of a filling's table.
using FillingRow = std::map<std::string, Cell>;

/// Finds what names stand for, and notes which ones were found.
class FormValues {
public:
    explicit FormValues(Filling const& filling) : filling_(filling) {}

    /// The table that the name asks a row of, "screens" of "screens.name"; nothing if none.
    [[nodiscard]] std::optional<std::string> tableOf(std::string const& name) const;
    [[nodiscard]] std::size_t rowsOf(std::string const& table) const;
    /// Row of a table; nothing if it has none.
    [[nodiscard]] FillingRow const* row(std::string const& table, std::size_t index) const;

    /// Nothing for names that nobody knows. `row` is what the names of tables are taken from;
    /// without one they are empty.
    [[nodiscard]] Cell const* find(std::string const& name, FillingRow const* row);

    [[nodiscard]] std::vector<std::string> unknown() const;
    [[nodiscard]] std::vector<std::string> used() const;
    [[nodiscard]] bool anyUsed() const noexcept { return !used_.empty(); }

private:
    [[nodiscard]] Cell const* look(std::string const& name, FillingRow const* row) const;

    Filling const& filling_;
    std::set<std::string> unknown_, used_;
};

/// Puts values for the names in a text that stands in several <t> elements, each where its name
/// begins; names that nobody knows stay. Whether anything was changed.
bool fillTexts(std::vector<pugi::xml_node> const& texts, FormValues& values, FillingRow const* row);

}  // namespace tocsin::documents::spreadsheet
