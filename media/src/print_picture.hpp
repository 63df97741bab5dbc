// SPDX-License-Identifier: Apache-2.0
// Pictures on paper, and QR codes.
#pragma once

#include <string>

#include "slogan_fonts.hpp"

namespace tocsin::media::detail {

/// A JPEG or PNG file as something to paint with; null if it is neither, damaged, or larger than
/// 4,096 pixels on a side. A JPEG goes into the PDF file as it is, without being decoded.
[[nodiscard]] SurfacePtr pictureSurface(std::string const& bytes);

/// Width and height it gets in a box: its own proportions, as large as fits.
struct PrintSize {
    double width = 0, height = 0;
};
[[nodiscard]] PrintSize sizeInBox(cairo_surface_t& picture, PrintSize box);
void drawPicture(cairo_t& cairo, cairo_surface_t& picture, double x, double y, PrintSize size);

/// The text as a QR code with its quiet zone, so many points wide; it stands a lost seventh of
/// its area (level M). False if the text is too long for one.
[[nodiscard]] bool drawQrCode(cairo_t& cairo, std::string const& text, double x, double y,
                              double width);

}  // namespace tocsin::media::detail
