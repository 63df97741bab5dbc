// SPDX-License-Identifier: Apache-2.0
// Which infos of a message make the one warning that screens show.
#pragma once

#include <vector>

#include "cap_colour.hpp"
#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

[[nodiscard]] std::vector<CapInfo const*> allInfos(CapMessage const& message);
/// Those whose danger is not over, neither by themselves nor by a translation of them.
[[nodiscard]] std::vector<CapInfo const*> standingInfos(CapMessage const& message);

struct ChosenInfos {
    std::vector<CapInfo const*> infos;
    SaidLevel level;
};
/// Infos that speak of one thing have the level that one of them names as a colour, else the
/// highest by severity. Of several things, and of several places of one thing, those of the highest
/// level are chosen.
[[nodiscard]] ChosenInfos chooseInfos(std::vector<CapInfo const*> const& infos);

}  // namespace tocsin::warnings
