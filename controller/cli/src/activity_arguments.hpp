// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

/// tocsin activity …
void addActivityVerbs(CLI::App& root, Command& command);
/// tocsin work …
void addWorkVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
