// SPDX-License-Identifier: Apache-2.0
// Which screens a warning is for, and for each screen that was considered why, or why not.
#pragma once

#include <string>
#include <vector>

#include "tocsin/access/unit_tree.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/warnings/warnings.hpp"
#include "wanted.hpp"

namespace tocsin::warnings {

struct ChosenScreen {
    std::string name, unit;
    messages::WarningTarget target;
    std::string why, whyZh;
};
struct LeftOut {
    ScreenId screen;
    std::string name, unit;
    std::string why, whyZh;
};
struct Chosen {
    std::vector<ChosenScreen> screens;  ///< ascending by screen
    std::vector<LeftOut> leftOut;       ///< of those that are in use
    access::UnitTree tree{std::vector<store::Unit>()};
};

/// Errc::notFound (a screen or unit that is named), Errc::conflict (a named screen is retired),
/// Errc::permission (a named screen is beyond the reach).
[[nodiscard]] Result<Chosen> chooseScreens(store::Tx const& tx, Wanted const& wanted,
                                           WarningSettings const& settings);

/// Whose the warning is: the lowest unit that stands above all its screens and above `unit`, that
/// of whoever raised it ("": nobody's), if that is within the reach; else `unit`.
[[nodiscard]] std::string ownerOf(Chosen const& chosen, std::string const& unit,
                                  access::UnitSet const& reach);

/// Errc::invalid, in one line, if there is none.
[[nodiscard]] Result<> someScreen(Chosen const& chosen);

}  // namespace tocsin::warnings
