// SPDX-License-Identifier: Apache-2.0
// The gallery (佐证图集) of one activity or one warning as an HTML page: to be looked at, printed
// on A4 and kept. It runs nothing, and needs nothing but the pictures it names. The same gallery
// gives the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tocsin/store/records.hpp"

namespace tocsin::proof {

struct Gallery {
    bool chinese = true;
    /// Pictures beside the page, as "<digest>.jpg" or ".png"; else addresses of this controller.
    bool files = false;
    std::string subject;                       ///< title of the campaign or warning, with its id
    std::string period;                        ///< for people; empty: all
    std::vector<store::Screen> screens;        ///< of the pictures at least
    std::vector<store::KeptPicture> pictures;  ///< in any order
};

/// "<digest>.jpg" or "<digest>.png". Throws Failure(Errc::damaged).
[[nodiscard]] std::string fileNameOf(store::KeptPicture const& picture);

/// All texts as they are: they are escaped here. Throws Failure(Errc::damaged).
[[nodiscard]] std::string toHtml(Gallery const& gallery);

}  // namespace tocsin::proof
