// SPDX-License-Identifier: Apache-2.0
// Pictures on paper, and QR codes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "slogan_fonts.hpp"

namespace tocsin::media::detail {

struct PixelSize {
    int width = 0, height = 0;
};

/// A document's JPEG and PNG files. Only those of one page are in memory as pictures; a JPEG goes
/// into the PDF file as it is, without being decoded.
class PrintPictures {
public:
    /// `files` outlive it.
    explicit PrintPictures(std::vector<std::string> const& files);

    /// As its head says. Nothing: it is none, damaged there, or larger than 4,096 pixels on a side.
    /// `picture`: place in the files; -1: none.
    [[nodiscard]] std::optional<PixelSize> sizeOf(int picture) const;
    /// To paint with until the page is done; null if it is damaged.
    [[nodiscard]] cairo_surface_t* surfaceOf(int picture);
    /// The page is in the PDF file.
    void pageDone() { ofThisPage_.clear(); }

private:
    std::vector<std::string> const& files_;
    std::vector<std::optional<PixelSize>> sizes_;
    std::vector<std::string> names_;
    std::map<std::size_t, SurfacePtr> ofThisPage_;
};

/// Width and height it gets in a box: its own proportions, as large as fits.
struct PrintSize {
    double width = 0, height = 0;
};
[[nodiscard]] PrintSize sizeInBox(PixelSize picture, PrintSize box);
void drawPicture(cairo_t& cairo, cairo_surface_t& picture, double x, double y, PrintSize size);

/// The text as a QR code with its quiet zone, so many points wide; it stands a lost seventh of
/// its area (level M). False if the text is too long for one.
[[nodiscard]] bool drawQrCode(cairo_t& cairo, std::string const& text, double x, double y,
                              double width);

}  // namespace tocsin::media::detail
