// SPDX-License-Identifier: Apache-2.0
// Reading TOML that people write: every value knows its file and line, all problems are collected,
// unknown keys name the nearest valid key. Knows nothing of what the values mean.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::config {

/// Collects "file:line key: what is wrong and what is allowed".
class Problems {
public:
    void add(std::string line) { lines_.push_back(std::move(line)); }
    [[nodiscard]] bool empty() const noexcept { return lines_.empty(); }
    /// All lines joined; Errc::invalid.
    [[nodiscard]] Error error() const;

private:
    std::vector<std::string> lines_;
};

/// One table of a document. Copies share the document. A getter that finds a wrong type or a value
/// out of range adds a problem and returns nothing (or the given default), so that reading goes on
/// and all problems come out together.
class TomlTable {
public:
    /// Errc::invalid with file:line:column for a syntax error. `name` stands in messages for the
    /// file.
    [[nodiscard]] static Result<TomlTable> parse(std::string_view text, std::string const& name,
                                                 Problems& problems);

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::optional<std::string> string(std::string_view key) const;
    /// A text, or a whole number as text: for values that may have a unit (120 or "15%").
    [[nodiscard]] std::optional<std::string> textOrInteger(std::string_view key) const;
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key, std::int64_t least,
                                                      std::int64_t most) const;
    /// An amount like "500G", in thousands: a whole number from 0 with M, G or T.
    [[nodiscard]] std::optional<std::int64_t> bytes(std::string_view key) const;
    /// A whole number or one with decimals.
    [[nodiscard]] std::optional<double> number(std::string_view key, double least,
                                               double most) const;
    /// A text "19:30", or a TOML local time; 00:00 to 24:00.
    [[nodiscard]] std::optional<std::chrono::minutes> timeOfDay(std::string_view key) const;
    [[nodiscard]] std::optional<bool> boolean(std::string_view key) const;
    /// A TOML local date, or a string "2026-06-01".
    [[nodiscard]] std::optional<std::chrono::year_month_day> date(std::string_view key) const;
    [[nodiscard]] std::vector<std::string> strings(std::string_view key) const;
    [[nodiscard]] std::vector<std::int64_t> integers(std::string_view key, std::int64_t least,
                                                     std::int64_t most) const;
    /// A list of what date() reads.
    [[nodiscard]] std::vector<std::chrono::year_month_day> dates(std::string_view key) const;
    [[nodiscard]] std::optional<TomlTable> table(std::string_view key) const;
    [[nodiscard]] std::vector<TomlTable> tables(std::string_view key) const;  ///< [[key]]

    /// All keys, in the order of their letters: for tables whose keys are names of things.
    [[nodiscard]] std::vector<std::string> keys() const;
    /// Adds a problem for every key not in the list, naming the nearest valid one.
    void onlyKeys(std::initializer_list<std::string_view> allowed) const;
    /// Adds "file:line key: what".
    void problem(std::string_view key, std::string const& what) const;

private:
    struct Node;
    explicit TomlTable(std::shared_ptr<Node const> node) : node_(std::move(node)) {}
    std::shared_ptr<Node const> node_;
};

/// The nearest of `candidates` by edit distance, if it is near enough to be what was meant.
[[nodiscard]] std::optional<std::string_view> nearest(
    std::string_view word, std::vector<std::string_view> const& candidates);

}  // namespace tocsin::config
