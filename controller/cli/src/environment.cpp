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

}  // namespace

Environment environmentOfProcess() {
    return {variable("TOCSIN_CONTROLLER"),
            languageOf(variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG")),
            ::isatty(STDOUT_FILENO) != 0, ::isatty(STDERR_FILENO) != 0};
}

}  // namespace tocsin::cli
