// SPDX-License-Identifier: Apache-2.0
// Texts that somebody forgot to translate.
#pragma once

#include "cap_findings.hpp"

namespace tocsin::warnings {

/// SAME_TEXT_DIFFERENT_LANGUAGE: infos of different languages say the same, word for word.
void checkSameTexts(CapMessage const& message, Findings& findings);

}  // namespace tocsin::warnings
