// SPDX-License-Identifier: Apache-2.0
// Text that people write for screens: bounded, and nothing in it that is not seen.
#pragma once

#include <cstddef>
#include <string_view>

namespace tocsin::warnings {

/// Characters (code points) of UTF-8 text.
[[nodiscard]] std::size_t characters(std::string_view text);

/// No control characters, no line ends, nothing that turns the direction of writing or has no
/// width.
[[nodiscard]] bool isPlainLine(std::string_view text);
/// The same of every line of it; '\n' parts lines.
[[nodiscard]] bool isPlainText(std::string_view text);
/// Whether it holds a Chinese character.
[[nodiscard]] bool isChinese(std::string_view text);

}  // namespace tocsin::warnings
