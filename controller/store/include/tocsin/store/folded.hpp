// SPDX-License-Identifier: Apache-2.0
// How texts are compared when people look for something.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::store {

/// The text, which is UTF-8, without what nobody means by it: NFKC with case folded (Unicode's
/// NFKC_Casefold), so that full and half width, upper and lower case, and different ways to compose
/// a letter are the same. Characters that cannot be seen go. Thread-safe.
[[nodiscard]] std::string folded(std::string_view text);

/// The folded text's words: what blanks and control characters part, in its order.
[[nodiscard]] std::vector<std::string> foldedWords(std::string_view text);

}  // namespace tocsin::store
