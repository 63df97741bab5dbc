// SPDX-License-Identifier: Apache-2.0
// What a failing database means to the people who run it.
#pragma once

#include <filesystem>
#include <string>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::store {

/// SQLite's extended result code, its message and the errno behind it (0 if there is none) as one
/// clear line. Errc::exhausted (disk full), damaged, conflict (a key that is there), otherwise
/// unavailable: a file that the controller may not write is no want of permission of whoever asks.
[[nodiscard]] Error databaseError(std::filesystem::path const& file, int extendedCode,
                                  std::string const& message, int systemErrno);

}  // namespace tocsin::store
