// SPDX-License-Identifier: Apache-2.0
// What is said of a command line that cannot be read.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace tocsin::cli {

/// The help of the deepest command that was recognised: "tocsin campaign apply --help".
[[nodiscard]] std::string helpOf(CLI::App const& app);

/// For a required part that is missing, which `what` names. CLI11 reports a mistyped verb as a
/// missing one: then the line is about that, with the verb that was probably meant.
[[nodiscard]] std::string missingLine(CLI::App const& app, std::string const& what);

}  // namespace tocsin::cli
