// SPDX-License-Identifier: Apache-2.0
// tocsin trust on the command line.
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

void addTrustVerb(CLI::App& root, Command& command);

}  // namespace tocsin::cli
