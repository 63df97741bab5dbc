// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "tocsin/config/controller_config.hpp"

namespace tocsin::app {

struct Options {
    config::ControllerConfig config;
    /// What the configuration file and the command line say, by whole key: "plan.days" → "8".
    std::map<std::string, std::string> applied;
    std::filesystem::path worker;          ///< tocsin-media-worker
    std::filesystem::path signer;          ///< tocsin-signer
    std::filesystem::path verifier;        ///< tocsin-xml-verifier
    std::filesystem::path documentWorker;  ///< tocsin-document-worker
    bool checkOnly = false;
};

/// The options, or the exit code with which the program is done (after printing help, version or
/// one line of what is wrong).
[[nodiscard]] std::variant<Options, int> readOptions(int argc, char** argv);

}  // namespace tocsin::app
