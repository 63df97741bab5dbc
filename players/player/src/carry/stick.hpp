// SPDX-License-Identifier: Apache-2.0
// A U盘 that somebody put in: whose files may be anything, may be cut short, and may be gone at any
// time.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "director/content_cache.hpp"
#include "tocsin/messages/carry.hpp"

namespace tocsin::player::stick {

/// Folders "tocsin-carry" in `root` and up to two folders below it, as systems mount sticks there.
/// Links are not followed.
[[nodiscard]] std::vector<std::filesystem::path> findIn(std::filesystem::path const& root);

/// What tells a folder from the one that was here before: another stick, or other contents for this
/// screen. Empty: it is gone.
[[nodiscard]] std::string markOf(std::filesystem::path const& folder, ScreenId const& screen);

/// A regular file, whole; neither links nor pipes. Errc::notFound, Errc::exhausted if larger than
/// `most`, Errc::damaged if it cannot be read.
[[nodiscard]] Result<std::string> read(std::filesystem::path const& file, std::size_t most);

/// Copies a file of content into the cache, where it is found under its name only whole and with
/// its digest. Errc::notFound, Errc::damaged (another length or digest), Errc::exhausted (no room
/// here), Errc::cancelled when `stop` says so.
[[nodiscard]] Result<> copyContent(std::filesystem::path const& file,
                                   messages::CarriedFile const& wanted, ContentCache const& cache,
                                   std::function<bool()> const& stop);
/// What an interrupted copy left.
void dropCopies(ContentCache const& cache);

/// A folder on the stick to write into, made if need be; no link is followed. Errors as of the file
/// system; Errc::permission where the stick is read-only.
[[nodiscard]] Result<> makeFolder(std::filesystem::path const& folder);

}  // namespace tocsin::player::stick
