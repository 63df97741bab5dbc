// SPDX-License-Identifier: Apache-2.0
// The grammar of tocsin audit.
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

void addAuditVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
