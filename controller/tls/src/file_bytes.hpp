// SPDX-License-Identifier: Apache-2.0
// Small files, read whole and replaced whole.
#pragma once

#include <filesystem>
#include <string>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::tls {

/// At most 1 MiB. Errc::notFound, permission, unavailable, or invalid for more.
[[nodiscard]] Result<std::string> readBytes(std::filesystem::path const& file);
/// Written beside with mode 0600, synced, then renamed. Errc::exhausted, permission or unavailable.
[[nodiscard]] Result<> replaceBytes(std::filesystem::path const& file, std::string const& bytes);
[[nodiscard]] Result<> syncDirectory(std::filesystem::path const& directory);

}  // namespace tocsin::tls
