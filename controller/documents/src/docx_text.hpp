// SPDX-License-Identifier: Apache-2.0
// Texts of people in XML: cleaned, escaped, and as Word's runs.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::documents {

/// `text` without what XML forbids or what makes a line read as something else: control
/// characters, bytes that are not UTF-8, marks that turn the direction of text around. Each end of
/// a line is one '\n', a tab is a space.
[[nodiscard]] std::string cleanText(std::string_view text);

/// Cleaned, and escaped for an element or an attribute in quotes; one line.
[[nodiscard]] std::string xmlText(std::string_view text);

/// Content of a run: w:t, and w:br between the text's lines. Cleaned.
[[nodiscard]] std::string runText(std::string_view text);

/// Whether there are Chinese characters or full-width signs in it: Word then sets quotation marks,
/// which Latin text has too, as Chinese.
[[nodiscard]] bool hasChinese(std::string_view text);

/// About how wide the text is: one for a Latin letter, two for a Chinese character.
[[nodiscard]] int halfWidths(std::string_view text);

}  // namespace tocsin::documents
