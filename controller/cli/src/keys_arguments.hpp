// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

/// tocsin keys …
void addKeysVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
