// SPDX-License-Identifier: Apache-2.0
// How long people take to read a text. Pure.
#pragma once

#include <string_view>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::media::detail {

/// What there is to read in a text. Points and blanks are not read.
struct Reading {
    int characters = 0;  ///< Chinese ones and the like
    int words = 0;       ///< of letters or digits; long ones count as several
    /// Half widths that all characters take on a line, points and blanks too.
    int halves = 0;
    /// A script whose letters need more rows than Latin ones.
    bool needsFullSize = false;
    [[nodiscard]] Milliseconds time() const noexcept;
};

[[nodiscard]] Reading readingOf(std::string_view utf8);

}  // namespace tocsin::media::detail
