// SPDX-License-Identifier: Apache-2.0
// Text of messages as plain text: what senders write as HTML loses its tags, control characters go,
// and lengths are bounded between characters.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::warnings {

/// The text up to `most` bytes of whole characters.
[[nodiscard]] std::string_view upTo(std::string_view text, std::size_t most);
/// The same, with "…" at its end where something was cut off; not longer than `most` either.
[[nodiscard]] std::string bounded(std::string_view text, std::size_t most);
/// The beginning of a text in quotes, on one line: for sentences about it.
[[nodiscard]] std::string inQuotes(std::string_view text);
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// ASCII letters in lower case; others as they are.
[[nodiscard]] std::string lowered(std::string_view text);

[[nodiscard]] bool hasTags(std::string_view text);
[[nodiscard]] bool hasEntities(std::string_view text);

/// Without tags, entities decoded once, without control characters; '\n' parts paragraphs, and
/// there are no empty ones.
[[nodiscard]] std::string plainText(std::string_view text);
/// The same on one line.
[[nodiscard]] std::string plainLine(std::string_view text);

}  // namespace tocsin::warnings
