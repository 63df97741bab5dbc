// SPDX-License-Identifier: Apache-2.0
// A TOML file as a flat list of what it says, to compare it with an earlier one.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::config {

/// Values as TOML writes them by their whole keys, e.g. "plan.days" → "8"; in addresses without
/// what follows "?". Errc::notFound, Errc::invalid.
[[nodiscard]] Result<std::map<std::string, std::string>> flatSettings(
    std::filesystem::path const& file);

}  // namespace tocsin::config
