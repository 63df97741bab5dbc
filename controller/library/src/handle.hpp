// SPDX-License-Identifier: Apache-2.0
// Handles of assets: what people write in campaign files.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

/// A handle from a file name: without directory and extension, lower case, at most 64 bytes,
/// letters of any script kept, everything else a hyphen; never empty.
[[nodiscard]] std::string handleFrom(std::string_view fileName);
/// The handle itself, or with -2, -3 … until `taken` says no.
[[nodiscard]] std::string freeHandle(std::string const& wish,
                                     std::function<bool(std::string const&)> const& taken);
/// Errc::invalid unless it is 1 to 64 bytes of the characters that handleFrom keeps.
[[nodiscard]] Result<> checkHandle(std::string const& handle);
/// Of a unit's handle, which may be empty for none. Errc::invalid.
[[nodiscard]] Result<> checkUnit(std::string const& unit);
/// True if it consists of characters that handleFrom keeps; of no characters too.
[[nodiscard]] bool hasOnlyHandleCharacters(std::string_view text);
/// At most `most` bytes, cut between characters.
[[nodiscard]] std::string cut(std::string_view text, std::size_t most);

}  // namespace tocsin::library
