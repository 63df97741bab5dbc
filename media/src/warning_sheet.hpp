// SPDX-License-Identifier: Apache-2.0
// One page of a warning as what stands where, and its drawing.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "tocsin/media/frame.hpp"
#include "warning_icons.hpp"
#include "warning_text.hpp"

namespace tocsin::media::detail {

/// A rectangle of the screen, in pixels.
struct Area {
    int left = 0, top = 0, width = 0, height = 0;
    [[nodiscard]] int right() const noexcept { return left + width; }
    [[nodiscard]] int bottom() const noexcept { return top + height; }
    [[nodiscard]] Area within(int margin) const noexcept {
        return {left + margin, top + margin, width - 2 * margin, height - 2 * margin};
    }
};

struct PlainArea {
    Area area;
    Colour colour;
};
/// Slanting stripes, as barriers have them.
struct Stripes {
    Area area;
    int wide = 0;
    Colour one, other;
};
struct Pictogram {
    int left = 0, top = 0, side = 0;
    std::string word;
    IconGround ground = IconGround::bare;
    Colour colour;
};
/// A line of text. `x` is its left end, its middle or its right end, as it is aligned.
struct Words {
    std::string text;
    int em = 0;
    int x = 0, baseline = 0;
    SloganAlign align = SloganAlign::left;
    Colour colour;
    Lettering* lettering = nullptr;
};
using SheetItem = std::variant<PlainArea, Stripes, Pictogram, Words>;

struct Sheet {
    Colour ground;
    std::vector<SheetItem> items;  ///< later ones lie over earlier ones
    Milliseconds stands{0};
};

[[nodiscard]] std::unique_ptr<Frame> drawSheet(Sheet const& sheet, int width, int height);

[[nodiscard]] Colour mixed(Colour over, Colour under, int percent);

}  // namespace tocsin::media::detail
