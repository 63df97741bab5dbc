// SPDX-License-Identifier: Apache-2.0
// Infos with what is asked of them again and again when they are grouped.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cap_colour.hpp"
#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

struct InfoFact {
    CapInfo const* info = nullptr;
    std::size_t number = 0;  ///< its place among the infos that are grouped
    std::string language, icon;
    SaidLevel said;
    std::vector<std::size_t> areas;  ///< numbers of those that say where, ascending, each once
    std::size_t words = 0;           ///< equal numbers: the same words, level and times
};
/// About O(n log n) in what the infos hold, whatever that is.
[[nodiscard]] std::vector<InfoFact> factsOf(std::vector<CapInfo const*> const& infos);

/// All their areas; those that a translation says again are left out.
[[nodiscard]] std::vector<Area> areasOf(std::vector<CapInfo const*> const& infos);

}  // namespace tocsin::warnings
