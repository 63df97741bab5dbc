// SPDX-License-Identifier: Apache-2.0
// Files on a U盘: written whole and synced, so that it may be pulled out when the command ends.
// All throw CommandFailure that names the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace tocsin::cli {

/// The folder and those above it.
void makeCarryFolder(std::filesystem::path const& folder);
/// Beside, synced, renamed, and the folder synced. Nothing is done where it says that already.
void writeCarried(std::filesystem::path const& file, std::string const& bytes);
/// Brings what another has written there to the disk.
void syncCarried(std::filesystem::path const& file);
/// A regular file of this length and with this digest (64 hexadecimal digits). With `fromDevice`
/// what the system remembers of it is forgotten first.
[[nodiscard]] bool isCarriedWhole(std::filesystem::path const& file, std::int64_t bytes,
                                  std::string const& digest, bool fromDevice = false);
/// At most so many bytes.
[[nodiscard]] std::string readCarried(std::filesystem::path const& file, std::size_t most);
/// Throws if there is not room for so many bytes.
void checkCarryRoom(std::filesystem::path const& folder, std::int64_t bytes);

}  // namespace tocsin::cli
