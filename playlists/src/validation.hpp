// SPDX-License-Identifier: Apache-2.0
// What a programme must be before it is compiled.
#pragma once

#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::playlists::detail {

/// The programme with assets and campaigns sorted by id, so that their order in the input means
/// nothing. Errc::invalid with the first fault, named by campaign or asset.
[[nodiscard]] Result<Programme> validated(Programme programme);

}  // namespace tocsin::playlists::detail
