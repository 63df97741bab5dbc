// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

void addMailVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
