// SPDX-License-Identifier: Apache-2.0
// A compiled day as the JSON that `tocsin compile` prints.
#pragma once

#include "fields.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::cli {

/// {"screen","date","zone","algorithm","plays":[{"start","end","asset","campaign","reason","id"}],
/// "findings":[{"code","campaign","message","missing_plays"}]}. Instants carry the zone's offset;
/// dark entries have empty asset and campaign; `id` is the play's id, the same that a controller
/// releasing this timeline would give. Errc::invalid for an unknown zone.
[[nodiscard]] Result<Json> compiledJson(ScreenId const& screen,
                                        playlists::Compiled const& compiled);

}  // namespace tocsin::cli
