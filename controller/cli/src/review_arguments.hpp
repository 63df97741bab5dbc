// SPDX-License-Identifier: Apache-2.0
// The command line of reviewers.
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

void addReviewVerbs(CLI::App& root, CLI::App& campaign, Command& command);

}  // namespace tocsin::cli
