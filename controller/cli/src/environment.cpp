// SPDX-License-Identifier: Apache-2.0
// What the client takes from the process it runs in.
#include <unistd.h>

#include <cstdlib>

#include "language.hpp"
#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {
namespace {

std::string variable(char const* name) {
    auto const* value = std::getenv(name);
    return value != nullptr ? value : "";
}

/// By the XDG base directory specification: a relative path does not count. Empty if there is none.
std::filesystem::path folderOf(char const* name, std::filesystem::path const& belowHome) {
    std::filesystem::path const base = variable(name);
    std::filesystem::path const home = variable("HOME");
    if (base.is_absolute()) {
        return base / "tocsin";
    }
    return home.is_absolute() ? home / belowHome / "tocsin" : std::filesystem::path();
}

}  // namespace

Environment environmentOfProcess() {
    Environment out;
    out.controller = variable("TOCSIN_CONTROLLER");
    out.language = languageOf(variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG"));
    out.outIsTerminal = ::isatty(STDOUT_FILENO) != 0;
    out.errIsTerminal = ::isatty(STDERR_FILENO) != 0;
    out.state = folderOf("XDG_STATE_HOME", ".local/state");
    out.configuration = folderOf("XDG_CONFIG_HOME", ".config");
    out.token = variable("TOCSIN_TOKEN");
    out.totp = variable("TOCSIN_TOTP");
    out.pin = variable("TOCSIN_PIN");
    out.input = STDIN_FILENO;
    return out;
}

}  // namespace tocsin::cli
