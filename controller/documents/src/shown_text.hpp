// SPDX-License-Identifier: Apache-2.0
// Texts as people typed them, made fit to be shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin::documents {

/// Without what would not be seen, or would show something else than it says: control characters
/// but the end of a line, and the marks that turn the direction of text around. What is not UTF-8
/// is '?'.
[[nodiscard]] std::string shownText(std::string_view text);

/// Whole characters of at most so many bytes, of which the last is "…" if there were more.
[[nodiscard]] std::string cutToBytes(std::string_view text, std::size_t most);

/// About how wide a line of text is, in ems of a sans serif typeface.
[[nodiscard]] double emsOf(std::string_view text);

/// The first characters, about so many ems wide; with "…" in them if there were more.
[[nodiscard]] std::string cutToEms(std::string_view text, double most);

/// Length of the first character in bytes; 1 where there is none. `text` is not empty.
[[nodiscard]] std::size_t characterLength(std::string_view text);

}  // namespace tocsin::documents
