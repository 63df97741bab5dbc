// SPDX-License-Identifier: Apache-2.0
// The pictograms of warnings, drawn from shapes bold enough to be recognised at 16 pixels.
#pragma once

#include <string_view>

#include "slogan_fonts.hpp"

namespace tocsin::media::detail {

enum class IconGround {
    bare,   ///< the pictogram alone
    plate,  ///< cut out of a square with round corners
};

/// Coverage (CAIRO_FORMAT_A8) of a pictogram on a square of so many pixels. A word that is not
/// among warningIcons() gives the general one.
[[nodiscard]] SurfacePtr warningIcon(std::string_view word, int side, IconGround ground);

}  // namespace tocsin::media::detail
