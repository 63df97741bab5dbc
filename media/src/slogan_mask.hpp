// SPDX-License-Identifier: Apache-2.0
// Lines of text as coverage, and coverage as colours.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "slogan_fonts.hpp"

namespace tocsin::media::detail {

/// What of a line is inked, in pixels relative to the left end of its baseline.
struct Ink {
    int left = 0, top = 0, right = 0, bottom = 0;
    [[nodiscard]] int width() const noexcept { return right - left; }
    [[nodiscard]] int height() const noexcept { return bottom - top; }
};
[[nodiscard]] Ink inkOf(PangoLayout& line);

/// Coverage, one byte a pixel.
class Mask {
public:
    Mask(int width, int height)
        : width_(width),
          height_(height),
          bytes_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {}

    /// Draws a line with the left end of its baseline at (x, y); parts outside are cut.
    void draw(PangoLayout& line, int x, int y);
    [[nodiscard]] int width() const noexcept { return width_; }
    [[nodiscard]] int height() const noexcept { return height_; }
    [[nodiscard]] std::uint8_t const* row(int y) const {
        return bytes_.data() + static_cast<std::ptrdiff_t>(y) * width_;
    }

private:
    int width_, height_;
    std::vector<std::uint8_t> bytes_;
};

/// BGRA words of a text colour over a background, by coverage.
using Palette = std::array<std::uint32_t, 256>;
/// Small text gets a steeper curve: half-covered pixels of thin strokes would be mush on a panel.
[[nodiscard]] Palette paletteFor(Colour text, Colour background, int pixels);

}  // namespace tocsin::media::detail
