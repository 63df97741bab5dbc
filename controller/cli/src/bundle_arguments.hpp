// SPDX-License-Identifier: Apache-2.0
// The grammar of what is carried to screens by hand.
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

void addBundleVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
