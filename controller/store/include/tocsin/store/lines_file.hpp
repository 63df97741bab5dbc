// SPDX-License-Identifier: Apache-2.0
// A file of lines that only grows: what has to be known even if somebody changes the database.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::store {

/// All of it; empty if there is no such file. Errc::unavailable.
[[nodiscard]] Result<std::string> readLines(std::filesystem::path const& file);
/// On the disk when it returns. Errc::exhausted, Errc::permission, Errc::unavailable.
[[nodiscard]] Result<> appendLine(std::filesystem::path const& file, std::string_view line);
/// A last line without its end was being written when the power went; nobody was told of it.
/// Cuts it off `text` and off the file.
[[nodiscard]] Result<> dropTornLine(std::filesystem::path const& file, std::string& text);

}  // namespace tocsin::store
