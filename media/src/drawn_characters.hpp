// SPDX-License-Identifier: Apache-2.0
// Drawn characters as Pango lays them out between those of fonts: a square of the em each.
#pragma once

#include <map>
#include <vector>

#include "slogan_fonts.hpp"
#include "tocsin/media/drawn_character.hpp"

namespace tocsin::media::detail {

/// Copies share what they hold. For one thread at a time, as the fonts are.
class DrawnCharacters {
public:
    DrawnCharacters() = default;
    explicit DrawnCharacters(std::vector<DrawnCharacter> const& drawn);

    [[nodiscard]] bool has(char32_t character) const { return pictures_.contains(character); }
    /// Puts them in the place of their characters. The layout may outlive this.
    void putInto(PangoLayout& layout, int em) const;

private:
    struct Picture {
        std::shared_ptr<cairo_surface_t> dots;
        int left, top, right, bottom;  ///< of what is drawn, in dots
    };
    std::map<char32_t, Picture> pictures_;
};

}  // namespace tocsin::media::detail
