// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

/// tocsin filing inspection make, list, show, get, revoke
void addFilingInspection(CLI::App& filing, Command& command);

}  // namespace tocsin::cli
