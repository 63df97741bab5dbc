// SPDX-License-Identifier: Apache-2.0
// The holiday file of a site: [plan] calendar of controller.toml names it, and programme files may.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/config/toml_reader.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::config {

/// Public holidays, and the working days that make up for them (调休).
struct Holidays {
    std::vector<std::chrono::year_month_day> holidays, workdays;
    bool operator==(Holidays const&) const = default;
};

/// The lists `holidays` and `workdays` of a document; its problems are collected where the document
/// collects them.
[[nodiscard]] Holidays holidaysOf(TomlTable const& top);
/// Reads a whole file. Errc::invalid with all problems, a line each; `name` stands in them for the
/// file.
[[nodiscard]] Result<Holidays> readHolidays(std::string_view text, std::string const& name);

}  // namespace tocsin::config
