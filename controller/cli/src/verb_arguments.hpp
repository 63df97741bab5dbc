// SPDX-License-Identifier: Apache-2.0
// What the files that know CLI11 share.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>

#include "commands.hpp"

namespace tocsin::cli {

/// Each verb fills its own value and, when it is the one on the command line, makes it the
/// command's.
template <class V>
std::shared_ptr<V> verb(CLI::App& app, Command& command) {
    auto value = std::make_shared<V>();
    app.final_callback([value, &command] { command.verb = *value; });
    return value;
}

}  // namespace tocsin::cli
