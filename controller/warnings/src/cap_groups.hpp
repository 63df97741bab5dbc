// SPDX-License-Identifier: Apache-2.0
// Which infos of a message say one warning: one event at one level for one set of areas, in all its
// languages.
#pragma once

#include <cstddef>
#include <vector>

#include "cap_colour.hpp"
#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

struct InfoGroup {
    /// In the order in which they were given. One without areas may stand in several groups.
    std::vector<CapInfo const*> infos;
    SaidLevel level;
    std::size_t event = 0;  ///< groups of one event have one number
    std::size_t first = 0;  ///< place of the info that began it, which begins no other
};

/// A colour that is named is above any guess from the severity; of several the highest.
[[nodiscard]] SaidLevel levelOfAll(std::vector<CapInfo const*> const& infos);

/// Every info is in some group. The gravest group first, of one level in the infos' order.
[[nodiscard]] std::vector<InfoGroup> groupsOf(std::vector<CapInfo const*> const& infos);

}  // namespace tocsin::warnings
