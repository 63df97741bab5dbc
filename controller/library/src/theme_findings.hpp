// SPDX-License-Identifier: Apache-2.0
// Themes that a text nearly says. Pure.
#pragma once

#include <string>
#include <vector>

#include "tocsin/media/finding.hpp"
#include "tocsin/store/records.hpp"

namespace tocsin::library {

/// A finding "theme-differs" for each theme that stands in the text nearly, but not to the letter:
/// at most a fifth of its letters are others, or only its points, dashes, blanks or widths are.
/// The sentence says every place. Line breaks do not count.
[[nodiscard]] std::vector<media::Finding> themeFindings(std::string const& text,
                                                        std::vector<store::Theme> const& themes);

}  // namespace tocsin::library
