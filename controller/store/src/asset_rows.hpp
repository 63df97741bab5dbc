// SPDX-License-Identifier: Apache-2.0
// Reading assets from rows.
#pragma once

#include "connection.hpp"
#include "tocsin/store/records.hpp"

namespace tocsin::store {

/// What assetFrom() reads, in its order; of no table by name.
#define TOCSIN_ASSET_COLUMNS                                                                     \
    "digest, master, rendition, handle, title, kind, bytes, duration_ms, codec, width, height, " \
    "sound, retired, added, category, usable_from, usable_until, fit, brought_as, description, " \
    "tags, folder, owner, licence, licence_until, deleted, upload_bytes, ready, rate_num, "      \
    "rate_den"

/// Throws Failure(Errc::damaged) for a row that no controller wrote.
[[nodiscard]] Asset assetFrom(Query& row);

}  // namespace tocsin::store
