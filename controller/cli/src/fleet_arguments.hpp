// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

/// screen import, screen revoke.
void addFleetVerbs(CLI::App& screen, Command& command);
/// spare …
void addSpareVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
