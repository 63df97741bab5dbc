// SPDX-License-Identifier: Apache-2.0
// Buckets of sums, and the play id that a row need not store.
#pragma once

#include <cstdio>
#include <string>

#include "tocsin/messages/play_record.hpp"
#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

/// Whole hours since 1970, UTC.
[[nodiscard]] inline std::int64_t hourOf(Instant t) {
    return std::chrono::floor<std::chrono::hours>(t).time_since_epoch().count();
}

[[nodiscard]] inline std::string hourText(std::int64_t hour) {
    return formatInstant(Instant(std::chrono::hours(hour)));
}

[[nodiscard]] inline std::string dayText(playlists::LocalDay day) {
    char text[48];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text;
}

/// What an honest player writes as the id: of a planned play its hash, of a fallback play zero.
[[nodiscard]] inline Digest impliedPlayId(Digest const& timeline, std::int64_t index) {
    return index < 0 ? Digest{} : messages::plannedPlayId(timeline, index);
}

}  // namespace tocsin::store
