// SPDX-License-Identifier: Apache-2.0
// Command line → Command.
#pragma once

#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

#include "commands.hpp"
#include "failure.hpp"

namespace tocsin::cli {

/// The command, or the exit code if that was all (help, version: text on `out`; wrong usage: one
/// line on `err`).
[[nodiscard]] std::variant<Command, ExitCode> parseArguments(
    std::vector<std::string> const& arguments, std::ostream& out, std::ostream& err);

/// Refuses what is not a date like 2026-06-01. Throws CommandFailure(usage) that names `option`.
std::chrono::year_month_day requireDate(std::string const& option, std::string const& text);

}  // namespace tocsin::cli
