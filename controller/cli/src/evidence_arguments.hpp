// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "verb_arguments.hpp"

namespace tocsin::cli {

/// tocsin screen shot, sticker
void addPictureVerbs(CLI::App& screen, Command& command);
/// tocsin evidence …
void addEvidenceVerbs(CLI::App& root, Command& command);

}  // namespace tocsin::cli
