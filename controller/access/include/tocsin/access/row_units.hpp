// SPDX-License-Identifier: Apache-2.0
// Whose a row is, by the kinds that routes name.
#pragma once

#include "tocsin/access/gate.hpp"

namespace tocsin::access {

/// screen, campaign, asset, playlist, upload, picture, warning, mail, activity, work, and unit,
/// which is named by itself.
[[nodiscard]] RowUnits storedRows();

}  // namespace tocsin::access
