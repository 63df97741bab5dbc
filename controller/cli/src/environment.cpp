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
std::filesystem::path folderOf(std::filesystem::path const& named,
                               std::filesystem::path const& home,
                               std::filesystem::path const& usual) {
    if (named.is_absolute()) {
        return named / "tocsin";
    }
    return home.is_absolute() ? home / usual / "tocsin" : std::filesystem::path();
}

std::string askAtTerminal(std::string const& question) {
    std::cerr << question << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer;
}

}  // namespace

Environment environmentOfProcess() {
    Environment out;
    out.controller = variable("TOCSIN_CONTROLLER");
    out.language = languageOf(variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG"));
    out.outIsTerminal = ::isatty(STDOUT_FILENO) != 0;
    out.errIsTerminal = ::isatty(STDERR_FILENO) != 0;
    out.state = folderOf(variable("XDG_STATE_HOME"), variable("HOME"), ".local/state");
    out.ca = variable("TOCSIN_CA");
    out.config = folderOf(variable("XDG_CONFIG_HOME"), variable("HOME"), ".config");
    if (::isatty(STDIN_FILENO) != 0) {
        out.ask = &askAtTerminal;
    }
    return out;
}

}  // namespace tocsin::cli
