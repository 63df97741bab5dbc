// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

/// tocsin filing submit, accept, return, outside, board, remind, rollup, score, export, import,
/// trust
void addFilingRollup(CLI::App& filing, Command& command);

}  // namespace tocsin::cli
