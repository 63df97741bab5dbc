// SPDX-License-Identifier: Apache-2.0
// How a slogan came out on its screen, for those who judge whether it can be read.
#pragma once

#include <string>
#include <vector>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::media::detail {

struct Setting {
    int em = 0;  ///< pixels of the letters
    /// What stands at a time, in its widest form; of text that moves, all of it.
    std::vector<std::string> pages{};
    /// Of text that moves:
    int pixelsPerSecond = 0;  ///< as it really moves; 0: it stands
    int extent = 0;           ///< pixels of the text along its way
    Milliseconds runs{};      ///< from the first that is seen of it until its end has gone
};

}  // namespace tocsin::media::detail
