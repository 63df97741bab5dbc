// SPDX-License-Identifier: Apache-2.0
// The programme file "tocsin-programme/1": the compiler's whole input as JSON, for compiling
// without a controller.
#pragma once

#include <string_view>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::schedule {

/// Reads a programme. `name` stands in front of every message; it is the file's name. Errc::invalid
/// with one line that says where ("campaigns[2].dayparts[0]: …") and what is allowed; unknown keys
/// are errors, and so is what the format knows but this version cannot do. References between parts
/// (items that name no asset, ids that stand twice) are checked by compile().
[[nodiscard]] Result<playlists::Programme> readProgrammeFile(std::string_view text,
                                                             std::string_view name);

}  // namespace tocsin::schedule
