// SPDX-License-Identifier: Apache-2.0
// Lines of text as coverage.
#pragma once

#include <cstdint>
#include <vector>

#include "slogan_fonts.hpp"

namespace tocsin::media::detail {

/// What of a line is inked, in pixels relative to the left end of its baseline.
struct Ink {
    int left = 0, top = 0, right = 0, bottom = 0;
    [[nodiscard]] int width() const noexcept { return right - left; }
    [[nodiscard]] int height() const noexcept { return bottom - top; }
    [[nodiscard]] Ink around(Ink const& other) const noexcept;
};
[[nodiscard]] Ink inkOf(PangoLayout& line);

/// Coverage, one byte a pixel.
class Mask {
public:
    Mask(int width, int height)
        : width_(width),
          height_(height),
          bytes_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {}

    /// Draws a line with the left end of its baseline at (x, y); parts outside are cut. `sharp`: a
    /// pixel is covered or not.
    void draw(PangoLayout& line, int x, int y, bool sharp);
    /// Covers a square; parts outside are cut.
    void fill(int x, int y, int side);
    /// This mask with everything grown by so many pixels on all sides.
    [[nodiscard]] Mask grown(int pixels) const;
    [[nodiscard]] int width() const noexcept { return width_; }
    [[nodiscard]] int height() const noexcept { return height_; }
    [[nodiscard]] std::uint8_t const* row(int y) const {
        return bytes_.data() + static_cast<std::ptrdiff_t>(y) * width_;
    }

private:
    [[nodiscard]] std::uint8_t* row(int y) {
        return bytes_.data() + static_cast<std::ptrdiff_t>(y) * width_;
    }

    int width_, height_;
    std::vector<std::uint8_t> bytes_;
};

}  // namespace tocsin::media::detail
