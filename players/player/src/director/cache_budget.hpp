// SPDX-License-Identifier: Apache-2.0
// Which files of the cache stay, which go, and which may be fetched. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "director/plan.hpp"

namespace tocsin::player {

/// A file of the cache under a content's name, whole or the part of one that is still coming.
struct CacheFile {
    Digest digest;
    bool part = false;
    std::int64_t bytes = 0;
    Instant lastNeeded;  ///< by a manifest
    bool operator==(CacheFile const&) const = default;
};

/// The file system of the cache, in bytes.
struct DiskSpace {
    std::int64_t capacity = 0, free = 0;
};

struct CacheVerdict {
    std::vector<CacheFile> remove;   ///< what was needed longest ago first
    std::vector<Plan::Want> fetch;   ///< what there is room for, soonest needed first
    std::vector<Plan::Want> noRoom;  ///< the rest of what is missing
    std::int64_t needed = 0;         ///< bytes of all files the manifest names
    std::int64_t allowed = 0;        ///< bytes that files may take
    std::int64_t missing = 0;        ///< bytes by which `noRoom` does not fit
    bool diskIsShort = false;        ///< it is the disk that sets `allowed`, not the limit
};

/// Content that no manifest names goes after so long even where there is room.
inline constexpr std::chrono::hours kKeepUnneeded{24 * 90};

/// So much of the disk is left to the play journal: 256 MB, on a small disk a twentieth.
[[nodiscard]] std::int64_t diskReserve(std::int64_t capacity);

/// What the manifest names is never removed. Of the rest what was needed longest ago goes first,
/// until all fits into `limit` bytes and the reserve is free; without a limit the rest may fill
/// four fifths of what the disk has beyond the reserve. Parts of what is not needed always go.
/// Without needs (no manifest) nothing is touched.
[[nodiscard]] CacheVerdict judgeCache(std::vector<CacheFile> files,
                                      std::vector<Plan::Need> const& needs, DiskSpace disk,
                                      std::optional<std::int64_t> limit, Instant now);

/// "disk full: …" or "cache limit: …": what does not fit, how much is short, what to do. Empty if
/// all fits.
[[nodiscard]] std::string shortageOf(CacheVerdict const& verdict);

/// "3.1 GB", "20 MB": decimal, one digit after the point below 10.
[[nodiscard]] std::string bytesInWords(std::int64_t bytes);

}  // namespace tocsin::player
