// SPDX-License-Identifier: Apache-2.0
// Timelines that were released, read back from the store.
#pragma once

#include "tocsin/playlists/timeline.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::schedule {

/// Errc::damaged if it is not in the database or cannot be read.
[[nodiscard]] Result<playlists::Timeline> releasedTimeline(store::Tx const& tx,
                                                           Digest const& digest);

}  // namespace tocsin::schedule
