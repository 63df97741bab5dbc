// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

/// tocsin screen restart, power, volume, brightness, identify, log-level, evidence
void addDeedVerbs(CLI::App& screen, Command& command);
/// tocsin command …
void addCommandVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
