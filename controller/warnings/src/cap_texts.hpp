// SPDX-License-Identifier: Apache-2.0
// What a warning says on screens: one text a language, Chinese first.
#pragma once

#include <vector>

#include "tocsin/messages/warning.hpp"
#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

/// Infos of one language go into one text. Empty if no info says anything.
[[nodiscard]] std::vector<messages::WarningText> textsOf(std::vector<CapInfo const*> const& infos,
                                                         playlists::WarningLevel level);
/// Chinese first, English next, the rest as they came.
[[nodiscard]] std::vector<CapInfo const*> byLanguage(std::vector<CapInfo const*> infos);

}  // namespace tocsin::warnings
