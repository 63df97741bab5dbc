// SPDX-License-Identifier: Apache-2.0
// Files with secrets, which nobody but their owner may read.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace tocsin::cli {

/// The whole file; nothing if there is none. Throws CommandFailure(configuration) that names it if
/// others may read or write it, or if it cannot be read.
[[nodiscard]] std::optional<std::string> readPrivateFile(std::filesystem::path const& file);

/// Makes the file's folder if need be, for its owner alone. Throws CommandFailure(configuration).
void makePrivateFolder(std::filesystem::path const& folder);

/// Replaces the file at once, whole or not at all, readable by its owner alone. The folder is made
/// if need be. Throws CommandFailure that names the file.
void writePrivateFile(std::filesystem::path const& file, std::string const& bytes);

}  // namespace tocsin::cli
