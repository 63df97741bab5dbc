// SPDX-License-Identifier: Apache-2.0
// TOML tables with places, over toml++.
#include "tocsin/config/toml_reader.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <sstream>

namespace tocsin::config {
namespace {

std::string quoted(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

std::string kindOf(toml::node const& node) {
    switch (node.type()) {
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "a list";
        case toml::node_type::string:
            return "a text";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number with a point";
        case toml::node_type::boolean:
            return "true or false";
        case toml::node_type::date:
            return "a date";
        case toml::node_type::time:
            return "a time";
        case toml::node_type::date_time:
            return "a date with a time";
        case toml::node_type::none:
            break;
    }
    return "nothing";
}

std::optional<std::chrono::year_month_day> dateFrom(std::string_view text) {
    int year = 0;
    unsigned month = 0, day = 0;
    auto const number = [&](std::size_t at, std::size_t length, auto& out) {
        char const* const first = text.data() + at;
        auto const [end, ec] = std::from_chars(first, first + length, out);
        return ec == std::errc{} && end == first + length && *first != '-';
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !number(0, 4, year) ||
        !number(5, 2, month) || !number(8, 2, day)) {
        return std::nullopt;
    }
    std::chrono::year_month_day const date{std::chrono::year{year}, std::chrono::month{month},
                                           std::chrono::day{day}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

}  // namespace

struct TomlTable::Node {
    std::shared_ptr<toml::table const> document;  // keeps `table` alive
    toml::table const* table = nullptr;
    std::string name;  // of the file
    std::string path;  // "plan." inside [plan], empty at the top
    Problems* problems = nullptr;

    [[nodiscard]] toml::node const* find(std::string_view key) const { return table->get(key); }
    [[nodiscard]] std::string place(toml::source_region const& source) const {
        return name + ":" + std::to_string(source.begin.line);
    }
    void wrongKind(std::string_view key, toml::node const& node, std::string const& wanted) const {
        problems->add(place(node.source()) + " " + path + std::string(key) + ": must be " + wanted +
                      ", not " + kindOf(node));
    }
    /// The items of the list at `key`; none, with a problem, if something else is there.
    [[nodiscard]] std::vector<toml::node const*> list(std::string_view key,
                                                      std::string const& wanted) const {
        std::vector<toml::node const*> out;
        auto const* const node = find(key);
        if (node == nullptr) {
            return out;
        }
        if (auto const* const items = node->as_array()) {
            for (auto const& item : *items) {
                out.push_back(&item);
            }
        } else {
            wrongKind(key, *node, wanted);
        }
        return out;
    }
    [[nodiscard]] std::optional<std::chrono::year_month_day> dateAt(std::string_view key,
                                                                    toml::node const& node) const {
        if (auto const* const date = node.as_date()) {
            auto const& d = date->get();
            return std::chrono::year_month_day{
                std::chrono::year{d.year}, std::chrono::month{d.month}, std::chrono::day{d.day}};
        }
        auto const* const text = node.as_string();
        if (text == nullptr) {
            wrongKind(key, node, "a date like 2026-06-01");
            return std::nullopt;
        }
        auto const date = dateFrom(text->get());
        if (!date) {
            problems->add(place(node.source()) + " " + path + std::string(key) + ": " +
                          quoted(text->get()) +
                          " is not a date of the calendar; write it 2026-06-01");
        }
        return date;
    }
};

Error Problems::error() const {
    std::string all;
    for (auto const& line : lines_) {
        all += (all.empty() ? "" : "\n") + line;
    }
    return Error{Errc::invalid, all};
}

Result<TomlTable> TomlTable::parse(std::string_view text, std::string const& name,
                                   Problems& problems) {
    try {
        auto document = std::make_shared<toml::table const>(toml::parse(text));
        auto node = std::make_shared<Node>();
        node->table = document.get();
        node->document = std::move(document);
        node->name = name;
        node->problems = &problems;
        return TomlTable(std::move(node));
    } catch (toml::parse_error const& error) {
        auto const& at = error.source().begin;
        return Error{Errc::invalid, name + ":" + std::to_string(at.line) + ":" +
                                        std::to_string(at.column) +
                                        ": not TOML: " + std::string(error.description())};
    }
}

bool TomlTable::has(std::string_view key) const {
    return node_->find(key) != nullptr;
}

std::optional<std::string> TomlTable::string(std::string_view key) const {
    auto const* const node = node_->find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    if (auto const* const text = node->as_string()) {
        return text->get();
    }
    node_->wrongKind(key, *node, "a text in quotes");
    return std::nullopt;
}

std::optional<std::string> TomlTable::textOrInteger(std::string_view key) const {
    auto const* const node = node_->find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    if (auto const* const text = node->as_string()) {
        return text->get();
    }
    if (auto const* const number = node->as_integer()) {
        return std::to_string(number->get());
    }
    node_->wrongKind(key, *node, "a whole number or a text in quotes");
    return std::nullopt;
}

std::optional<std::int64_t> TomlTable::integer(std::string_view key, std::int64_t least,
                                               std::int64_t most) const {
    auto const* const node = node_->find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    std::string const range = std::to_string(least) + " to " + std::to_string(most);
    auto const* const number = node->as_integer();
    if (number == nullptr) {
        node_->wrongKind(key, *node, "a whole number, " + range);
        return std::nullopt;
    }
    if (number->get() < least || number->get() > most) {
        problem(key, "must be " + range + ", not " + std::to_string(number->get()));
        return std::nullopt;
    }
    return number->get();
}

std::optional<std::int64_t> TomlTable::bytes(std::string_view key) const {
    auto const text = string(key);
    if (!text) {
        return std::nullopt;
    }
    constexpr std::string_view kUnits = "MGT";
    constexpr std::int64_t kMost = 1'000'000;  // 10^18 bytes in T
    auto const unit = text->empty() ? std::string_view::npos : kUnits.find(text->back());
    auto const* const last = text->data() + text->size() - (text->empty() ? 0 : 1);
    std::int64_t amount = -1;
    auto const [end, ec] = std::from_chars(text->data(), last, amount);
    if (unit == std::string_view::npos || ec != std::errc{} || end != last || amount < 0 ||
        amount > kMost) {
        problem(key,
                "must be an amount like \"500G\": a whole number up to 1000000 with M, G or T");
        return std::nullopt;
    }
    for (std::size_t i = 0; i < unit + 2; ++i) {
        amount *= 1000;
    }
    return amount;
}

std::vector<std::string> TomlTable::keys() const {
    std::vector<std::string> out;
    for (auto const& [key, value] : *node_->table) {
        out.emplace_back(key.str());
    }
    return out;
}

std::optional<bool> TomlTable::boolean(std::string_view key) const {
    auto const* const node = node_->find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    if (auto const* const flag = node->as_boolean()) {
        return flag->get();
    }
    node_->wrongKind(key, *node, "true or false");
    return std::nullopt;
}

std::optional<double> TomlTable::number(std::string_view key, double least, double most) const {
    auto const* const node = node_->find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    auto const value = node->value<double>();
    if (!value) {
        node_->wrongKind(key, *node, "a number like 0.25");
        return std::nullopt;
    }
    if (!(*value >= least && *value <= most)) {
        std::ostringstream range;
        range << "must be " << least << " to " << most << ", not " << *value;
        problem(key, range.str());
        return std::nullopt;
    }
    return value;
}

std::optional<std::chrono::minutes> TomlTable::timeOfDay(std::string_view key) const {
    auto const* const node = node_->find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    using std::chrono::hours;
    using std::chrono::minutes;
    if (auto const* const time = node->as_time()) {
        return hours(time->get().hour) + minutes(time->get().minute);
    }
    auto const text = node->value<std::string>().value_or("");
    int hour = 0, minute = 0, length = 0;
    bool const read = text.size() == 5 &&
                      std::sscanf(text.c_str(), "%2d:%2d%n", &hour, &minute, &length) == 2 &&
                      length == 5;
    if (!read || hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60) {
        problem(key, "must be a time of day like \"19:30\", 00:00 to 24:00");
        return std::nullopt;
    }
    return hours(hour) + minutes(minute);
}

std::optional<std::chrono::year_month_day> TomlTable::date(std::string_view key) const {
    auto const* const node = node_->find(key);
    return node == nullptr ? std::nullopt : node_->dateAt(key, *node);
}

std::vector<std::chrono::year_month_day> TomlTable::dates(std::string_view key) const {
    std::vector<std::chrono::year_month_day> out;
    for (auto const* const item : node_->list(key, "a list of dates like [2026-10-01]")) {
        if (auto const date = node_->dateAt(key, *item)) {
            out.push_back(*date);
        }
    }
    return out;
}

std::vector<std::int64_t> TomlTable::integers(std::string_view key, std::int64_t least,
                                              std::int64_t most) const {
    std::vector<std::int64_t> out;
    auto const range = std::to_string(least) + " to " + std::to_string(most);
    for (auto const* const item : node_->list(key, "a list of whole numbers like [1, 15]")) {
        auto const* const number = item->as_integer();
        if (number == nullptr) {
            node_->wrongKind(key, *item, "a list of whole numbers from " + range);
        } else if (number->get() < least || number->get() > most) {
            problem(key, std::to_string(number->get()) + " is not in " + range);
        } else {
            out.push_back(number->get());
        }
    }
    return out;
}

std::vector<std::string> TomlTable::strings(std::string_view key) const {
    std::vector<std::string> out;
    for (auto const* const item : node_->list(key, "a list of texts like [\"a\", \"b\"]")) {
        if (auto const* const text = item->as_string()) {
            out.push_back(text->get());
        } else {
            node_->wrongKind(key, *item, "a list of texts");
        }
    }
    return out;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) const {
    auto const* const node = node_->find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    auto const* const inner = node->as_table();
    if (inner == nullptr) {
        node_->wrongKind(key, *node, "a table [" + node_->path + std::string(key) + "]");
        return std::nullopt;
    }
    auto child = std::make_shared<Node>(*node_);
    child->table = inner;
    child->path += std::string(key) + ".";
    return TomlTable(std::move(child));
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) const {
    std::vector<TomlTable> out;
    auto const* const node = node_->find(key);
    if (node == nullptr) {
        return out;
    }
    auto const* const list = node->as_array();
    if (list == nullptr) {
        node_->wrongKind(key, *node, "[[" + node_->path + std::string(key) + "]]");
        return out;
    }
    for (auto const& item : *list) {
        auto const* const inner = item.as_table();
        if (inner == nullptr) {
            node_->wrongKind(key, item, "[[" + node_->path + std::string(key) + "]]");
            continue;
        }
        auto child = std::make_shared<Node>(*node_);
        child->table = inner;
        child->path += std::string(key) + ".";
        out.push_back(TomlTable(std::move(child)));
    }
    return out;
}

void TomlTable::onlyKeys(std::initializer_list<std::string_view> allowed) const {
    std::vector<std::string_view> const candidates(allowed);
    // toml++ keeps keys sorted; problems come out in the order of the file.
    std::vector<toml::key const*> unknown;
    for (auto&& [key, value] : *node_->table) {
        if (std::find(candidates.begin(), candidates.end(), key.str()) == candidates.end()) {
            unknown.push_back(&key);
        }
    }
    std::sort(unknown.begin(), unknown.end(), [](auto const* a, auto const* b) {
        return a->source().begin.line < b->source().begin.line;
    });
    for (auto const* const key : unknown) {
        std::string what = "unknown key; ";
        if (auto const meant = nearest(key->str(), candidates)) {
            what += "did you mean " + quoted(*meant) + "?";
        } else {
            what += "known are";
            for (auto const candidate : candidates) {
                what += " " + std::string(candidate);
            }
        }
        problem(key->str(), what);
    }
}

void TomlTable::problem(std::string_view key, std::string const& what) const {
    auto const found = node_->table->find(key);
    auto const& source =
        found != node_->table->end() ? found->first.source() : node_->table->source();
    node_->problems->add(node_->place(source) + " " + node_->path + std::string(key) + ": " + what);
}

}  // namespace tocsin::config
