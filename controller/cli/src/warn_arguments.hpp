// SPDX-License-Identifier: Apache-2.0
// tocsin warn … on the command line.
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

void addWarnVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
