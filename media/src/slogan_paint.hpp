// SPDX-License-Identifier: Apache-2.0
// Coverage as colours.
#pragma once

#include <array>
#include <cstdint>

#include "slogan_mask.hpp"
#include "tocsin/media/slogan.hpp"

namespace tocsin::media::detail {

/// Turns coverage into BGRA pixels, premultiplied where they are see-through.
class Paint {
public:
    /// `em`: smoothed small text gets a steeper curve, since half-covered pixels of thin strokes
    /// would be mush on a panel. `transparent`: see SloganScreen.
    Paint(SloganStyle const& style, int em, bool transparent);

    [[nodiscard]] std::uint32_t background() const noexcept { return background_; }
    /// Pixels that the outline adds on every side of the letters.
    [[nodiscard]] int margin() const noexcept { return margin_; }
    /// Paints rows of a mask, each to where `rowAt(y)` says.
    template <class RowAt>
    void paint(Mask const& letters, RowAt rowAt) const {
        if (margin_ == 0) {
            for (int y = 0; y < letters.height(); ++y) {
                paintRow(letters.row(y), nullptr, letters.width(), rowAt(y));
            }
            return;
        }
        auto const around = letters.grown(margin_);
        for (int y = 0; y < letters.height(); ++y) {
            paintRow(letters.row(y), around.row(y), letters.width(), rowAt(y));
        }
    }

private:
    void paintRow(std::uint8_t const* letters, std::uint8_t const* around, int width,
                  std::uint8_t* to) const;

    int margin_;
    std::uint32_t text_, outline_, background_;
    std::array<std::uint8_t, 256> weights_{};  // by coverage
    std::array<std::uint32_t, 256> plain_{};   // text over background, by coverage
};

/// Pixels between the letters' ink and the edge of what is drawn.
[[nodiscard]] int outlineMargin(SloganStyle const& style);

}  // namespace tocsin::media::detail
