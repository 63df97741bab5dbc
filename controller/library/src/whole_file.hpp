// SPDX-License-Identifier: Apache-2.0
// Files that are whole on disk under their name, or not there.
#pragma once

#include <filesystem>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

/// What the system's `code` means for the file. Errc::exhausted for a full disk, else
/// Errc::unavailable.
[[nodiscard]] Error failedTo(std::string const& what, std::filesystem::path const& file, int code);

/// A file's bytes to the disk, or a directory's names. Errors as above.
[[nodiscard]] Result<> syncFile(std::filesystem::path const& file);
[[nodiscard]] Result<> syncDirectory(std::filesystem::path const& directory);

/// Writes `bytes` into `file`, which is removed if that fails; not synced.
[[nodiscard]] Result<> writeAll(std::filesystem::path const& file, std::string_view bytes);

/// Syncs `file` and renames it to `target`, whose directory is synced as well.
[[nodiscard]] Result<> settle(std::filesystem::path const& file,
                              std::filesystem::path const& target);

/// Both, through a file beside it: one caller a name at a time.
[[nodiscard]] Result<> writeWhole(std::filesystem::path const& file, std::string_view bytes);

}  // namespace tocsin::library
