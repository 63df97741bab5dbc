// SPDX-License-Identifier: Apache-2.0
// How a warning looks on a screen: as its asker says, else by the site's rules, else by the
// house's.
#pragma once

#include "tocsin/access/unit_tree.hpp"
#include "tocsin/warnings/warnings.hpp"
#include "wanted.hpp"

namespace tocsin::warnings {

/// Of screens lower than this, half is too little to be read.
inline constexpr int kLeastSplitHeight = 64;

/// The screen's row of the target list. Red and orange are seen whatever the opening hours.
[[nodiscard]] messages::WarningTarget lookOn(store::Screen const& screen, Wanted const& wanted,
                                             std::vector<LookRule> const& rules,
                                             access::UnitTree const& tree);

}  // namespace tocsin::warnings
