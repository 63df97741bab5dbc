// SPDX-License-Identifier: Apache-2.0
// The programme file "tocsin-programme/1": the compiler's whole input as JSON, for compiling
// without a controller.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::schedule {

/// The text of a file that a programme names, or why it cannot be had. `name` is as written there;
/// where a relative one is looked up is the caller's to say.
using NamedFile = std::function<Result<std::string>(std::string const& name)>;

/// Reads a programme. `name` stands in front of every message; it is the file's name. Errc::invalid
/// with one line that says where ("campaigns[2].dayparts[0]: …") and what is allowed; unknown keys
/// are errors, and so is what the format knows but this version cannot do. References between parts
/// (items that name no asset, ids that stand twice) are checked by compile(). `calendar` may be a
/// file's name instead of an object: JSON like that object, or for a name that ends with .toml the
/// holiday file of a controller; without `files` there are none.
[[nodiscard]] Result<playlists::Programme> readProgrammeFile(std::string_view text,
                                                             std::string_view name,
                                                             NamedFile const& files = {});

}  // namespace tocsin::schedule
