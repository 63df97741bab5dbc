// SPDX-License-Identifier: Apache-2.0
// The disk reserve: what comes from outside may not take the space that database and logs need.
#pragma once

#include <cstdint>
#include <filesystem>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::access {

/// Errc::exhausted if fewer than `reserve` bytes would be free on the disk of `directory` after
/// `more` bytes were written; Errc::unavailable if it cannot be asked. Blocks.
[[nodiscard]] Result<> checkRoom(std::filesystem::path const& directory, std::int64_t more,
                                 std::int64_t reserve);

}  // namespace tocsin::access
