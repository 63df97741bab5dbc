// SPDX-License-Identifier: Apache-2.0
// Making text from anywhere fit for a bounded field: valid UTF-8, cut between characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin::messages {

/// At most `maxBytes` bytes of `text`, cut between characters; bytes that are not UTF-8 become '?'.
[[nodiscard]] std::string clipped(std::string_view text, std::size_t maxBytes);
/// The same, and control characters (tab and line feed among them) become spaces.
[[nodiscard]] std::string clippedLine(std::string_view text, std::size_t maxBytes);

}  // namespace tocsin::messages
