// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

/// tocsin screen blank, unblank
void addOrderVerbs(CLI::App& screen, Command& command);

}  // namespace tocsin::cli
