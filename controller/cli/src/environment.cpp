// SPDX-License-Identifier: Apache-2.0
// What the client takes from the process it runs in.
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "language.hpp"
#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {
namespace {

std::string variable(char const* name) {
    auto const* value = std::getenv(name);
    return value != nullptr ? value : "";
}

/// By the XDG base directory specification: a relative path does not count.
std::filesystem::path stateOf(std::filesystem::path const& state,
                              std::filesystem::path const& home) {
    if (state.is_absolute()) {
        return state / "tocsin";
    }
    return home.is_absolute() ? home / ".local" / "state" / "tocsin" : std::filesystem::path();
}

}  // namespace

Environment environmentOfProcess() {
    return {variable("TOCSIN_CONTROLLER"),
            languageOf(variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG")),
            ::isatty(STDOUT_FILENO) != 0,
            ::isatty(STDERR_FILENO) != 0,
            stateOf(variable("XDG_STATE_HOME"), variable("HOME")),
            &std::cin};
}

}  // namespace tocsin::cli
