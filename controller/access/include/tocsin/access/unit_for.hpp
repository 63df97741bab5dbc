// SPDX-License-Identifier: Apache-2.0
// Whose something new is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tocsin/access/principal.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::access {

/// The unit that was asked for, else the caller's home, else the only one they have the permission
/// for; "" is the whole site. Errc::permission if they may not do it there, Errc::invalid if they
/// have to say which.
[[nodiscard]] Result<std::string> unitFor(Principal const& who, Permission permission,
                                          std::string const& asked);

/// The caller's home unit, if they may edit media there; else "".
[[nodiscard]] std::string ownUnit(Principal const& who);
/// The units whose things the caller may use, beside those of no unit; nothing: of any.
[[nodiscard]] std::optional<std::vector<std::string>> usedUnits(Principal const& who,
                                                                Permission permission);

}  // namespace tocsin::access
