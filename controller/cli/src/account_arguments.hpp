// SPDX-License-Identifier: Apache-2.0
// The grammar of accounts and what belongs to them: units, tokens of programs, duty stations.
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

void addUserVerbs(CLI::App& root, Command& command);
void addUnitVerbs(CLI::App& root, Command& command);
void addTokenVerbs(CLI::App& root, Command& command);
void addStationVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
