// SPDX-License-Identifier: Apache-2.0
// What a screen needs whatever it shows: its own settings, and the quiet zones of its tags and its
// unit.
#pragma once

#include "programmes.hpp"
#include "screen_settings.hpp"
#include "tocsin/messages/manifest.hpp"

namespace tocsin::schedule {

/// All that holds for the screen. Errc::damaged for a stored file that cannot be read.
[[nodiscard]] Result<ScreenSettings> settingsOf(store::Screen const& screen,
                                                Situation const& situation);

/// The same as a manifest says it, from the local day of `now` until `end`.
[[nodiscard]] Result<messages::Display> displayOf(store::Screen const& screen,
                                                  Situation const& situation, Instant now,
                                                  Instant end);

}  // namespace tocsin::schedule
