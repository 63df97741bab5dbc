// SPDX-License-Identifier: Apache-2.0
// ZIP files in memory, through libarchive: packages, and the insides of DOCX and XLSX.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::documents {

struct ArchiveEntry {
    std::string name;  ///< UTF-8, '/' between its steps
    std::string bytes;
    bool packed = true;  ///< deflated; false for what is packed already (pictures)
    bool operator==(ArchiveEntry const&) const = default;
};

/// What is taken of an archive that somebody sends.
struct ArchiveLimits {
    std::size_t entries = 500;
    std::size_t bytes = 64 << 20;  ///< of all entries together, unpacked
};

/// The entries as a ZIP file in this order. The same entries give the same bytes, on every machine:
/// every entry's time is 1980-01-01. Names that are doubled, empty or not below the archive's root
/// are a mistake of ours (std::invalid_argument).
[[nodiscard]] std::string zipOf(std::vector<ArchiveEntry> const& entries);

/// The files of a ZIP archive, folders left out. Reads nothing beyond the limits, whatever the
/// archive's own tables say. Errc::invalid with the place: not a ZIP file, nothing in it, damaged,
/// encrypted, packed by other ways than deflate, links, a name that is doubled or leads out of the
/// archive, more than the limits.
[[nodiscard]] Result<std::vector<ArchiveEntry>> unzip(std::string_view bytes,
                                                      ArchiveLimits const& limits = {});

}  // namespace tocsin::documents
