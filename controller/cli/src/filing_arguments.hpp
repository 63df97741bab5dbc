// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

/// tocsin filing …
void addFilingVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
