// SPDX-License-Identifier: Apache-2.0
// The grammar of signing in: login, logout, whoami, setup, accept, password, factor.
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

void addSessionVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
