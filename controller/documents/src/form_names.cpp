// SPDX-License-Identifier: Apache-2.0
#include "form_names.hpp"

#include <algorithm>

#include "spreadsheet_text.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

constexpr std::size_t kLongestName = 200;  // bytes

std::string_view withoutBlanks(std::string_view text) {
    auto const from = text.find_first_not_of(" \t\n");
    if (from == std::string_view::npos) {
        return {};
    }
    return text.substr(from, text.find_last_not_of(" \t\n") - from + 1);
}

void setText(pugi::xml_node node, std::string const& text) {
    node.text().set(text.c_str());
    bool const edges = !text.empty() && withoutBlanks(text).size() != text.size();
    if (edges && !node.attribute("xml:space")) {
        node.append_attribute("xml:space").set_value("preserve");
    }
}

}  // namespace

std::vector<FormName> formNames(std::string_view text) {
    std::vector<FormName> out;
    std::size_t at = 0;
    while ((at = text.find("{{", at)) != std::string_view::npos) {
        auto const end = text.find("}}", at);
        if (end == std::string_view::npos) {
            break;
        }
        auto const inside = text.substr(at + 2, end - at - 2);
        auto const name = withoutBlanks(inside);
        if (name.empty() || name.size() > kLongestName ||
            inside.find_first_of("{}") != std::string_view::npos) {
            ++at;
            continue;
        }
        out.push_back({at, end + 2, std::string(name)});
        at = end + 2;
    }
    return out;
}

std::optional<std::string> FormValues::tableOf(std::string const& name) const {
    auto const table = name.substr(0, name.find('.'));
    bool const asked = table.size() < name.size() && !filling_.values.contains(name) &&
                       filling_.tables.contains(table);
    return asked ? std::optional(table) : std::nullopt;
}

std::size_t FormValues::rowsOf(std::string const& table) const {
    return filling_.tables.at(table).size();
}

FillingRow const* FormValues::row(std::string const& table, std::size_t index) const {
    auto const& rows = filling_.tables.at(table);
    return index < rows.size() ? &rows[index] : nullptr;
}

Cell const* FormValues::find(std::string const& name, FillingRow const* row) {
    auto const* const found = look(name, row);
    (found == nullptr ? unknown_ : used_).insert(name);
    return found;
}

Cell const* FormValues::look(std::string const& name, FillingRow const* row) const {
    static Cell const empty{};
    auto const table = tableOf(name);
    if (!table) {
        auto const value = filling_.values.find(name);
        return value == filling_.values.end() ? nullptr : &value->second;
    }
    auto const column = name.substr(table->size() + 1);
    if (row != nullptr) {
        if (auto const value = row->find(column); value != row->end()) {
            return &value->second;
        }
    }
    // Rows may leave columns out; a column that no row has is not known.
    auto const& rows = filling_.tables.at(*table);
    bool const known =
        rows.empty() || std::any_of(rows.begin(), rows.end(),
                                    [&column](auto const& one) { return one.contains(column); });
    return known ? &empty : nullptr;
}

std::vector<std::string> FormValues::unknown() const {
    return {unknown_.begin(), unknown_.end()};
}

std::vector<std::string> FormValues::used() const {
    return {used_.begin(), used_.end()};
}

bool fillTexts(std::vector<pugi::xml_node> const& texts, FormValues& values,
               FillingRow const* row) {
    std::string whole;
    std::vector<std::size_t> begins;
    for (auto const& text : texts) {
        begins.push_back(whole.size());
        whole += text.text().get();
    }
    auto const names = formNames(whole);
    bool changed = false;
    std::vector<std::string> parts(texts.size());
    std::size_t at = 0;
    auto const partOf = [&begins](std::size_t place) {
        auto const after = std::upper_bound(begins.begin(), begins.end(), place);
        return static_cast<std::size_t>(after - begins.begin()) - 1;
    };
    auto const keep = [&](std::size_t until) {
        for (; at < until; ++at) {
            parts[partOf(at)] += whole[at];
        }
    };
    for (auto const& name : names) {
        if (auto const* const value = values.find(name.name, row)) {
            keep(name.begin);
            parts[partOf(name.begin)] += cellText(value->text);
            at = name.end;
            changed = true;
        }
    }
    keep(whole.size());
    for (std::size_t i = 0; changed && i < texts.size(); ++i) {
        setText(texts[i], parts[i]);
    }
    return changed;
}

}  // namespace tocsin::documents::spreadsheet
