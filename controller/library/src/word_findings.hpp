// SPDX-License-Identifier: Apache-2.0
// Words of the office's list in a text. Pure.
#pragma once

#include <string>
#include <vector>

#include "tocsin/media/finding.hpp"
#include "tocsin/store/records.hpp"

namespace tocsin::library {

/// A text as words are compared: whatever its width and case, without blanks and line ends.
[[nodiscard]] std::string comparable(std::string const& text);

/// A finding "word-list" for each word of the list that stands in the text, whatever its width and
/// case, line breaks and blanks left out. A wrong word inside its own right word is none ("帽子" in
/// "安全帽子").
[[nodiscard]] std::vector<media::Finding> wordFindings(std::string const& text,
                                                       std::vector<store::WrongWord> const& words);

}  // namespace tocsin::library
