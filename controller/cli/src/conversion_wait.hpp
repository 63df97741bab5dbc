// SPDX-License-Identifier: Apache-2.0
// What an added film becomes before screens can show it.
#pragma once

#include "fields.hpp"
#include "progress_line.hpp"
#include "verbs.hpp"

namespace tocsin::cli {

/// Whether screens can show it; controllers that know no conversions say nothing.
[[nodiscard]] bool isReady(Json const& asset);

/// The conversion to its house master, as the controller says it; an empty object if there is none.
[[nodiscard]] Json conversionOf(Client const& client, Json const& asset);

/// The asset when it is ready; shows how far it is meanwhile. Throws CommandFailure if it cannot be
/// made ready, and when the command is interrupted: the controller goes on by itself.
[[nodiscard]] Json awaitReady(Context const& context, Json asset, ProgressLine& line);

}  // namespace tocsin::cli
