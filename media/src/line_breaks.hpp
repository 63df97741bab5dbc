// SPDX-License-Identifier: Apache-2.0
// Where the lines of a still slogan end: balanced, after punctuation where it can be.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace tocsin::media::detail {

/// A place where a line may end. Places are in order; the last is the end of the text and must be
/// taken.
struct BreakPlace {
    int position = 0;   ///< width of the text up to here, any unit
    int skip = 0;       ///< width of the blank after it, which is not drawn if the line ends here
    bool good = false;  ///< after punctuation or at a blank
    bool must = false;
};

struct LineBreaks {
    std::vector<std::size_t> ends;  ///< indices of the places taken
    int widest = 0;                 ///< of the lines, same unit
    int bad = 0;                    ///< lines that end at neither punctuation nor blank
};

/// The best division into at most `lines` lines (fewer only if there are fewer places; more if
/// `must` places force it: then `ends` is empty). Lines wider than `mostWidth` are not looked at,
/// which saves time with long texts.
[[nodiscard]] LineBreaks breakInto(std::vector<BreakPlace> const& places, std::size_t lines,
                                   std::int64_t mostWidth = std::numeric_limits<int>::max());

/// The same, but lines end only at good places.
[[nodiscard]] LineBreaks breakAtGood(std::vector<BreakPlace> const& places, std::size_t lines);

}  // namespace tocsin::media::detail
