// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "tocsin/config/controller_config.hpp"

namespace tocsin::app {

struct Options {
    config::ControllerConfig config;
    std::filesystem::path worker;  ///< tocsin-media-worker
    std::filesystem::path signer;  ///< tocsin-signer
    bool checkOnly = false;
};

/// The options, or the exit code with which the program is done (after printing help, version or
/// one line of what is wrong).
[[nodiscard]] std::variant<Options, int> readOptions(int argc, char** argv);

}  // namespace tocsin::app
