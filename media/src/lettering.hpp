// SPDX-License-Identifier: Apache-2.0
// Lines of text at a size, by dot matrix faces or by outlines, whichever the slogan asks for.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bitmap_fonts.hpp"
#include "drawn_characters.hpp"
#include "slogan_mask.hpp"
#include "tocsin/media/slogan.hpp"

namespace tocsin::media::detail {

/// Below this size nothing can be read.
inline constexpr int kSmallestEm = 5;

/// A line ready to be drawn.
class TextLine {
public:
    virtual ~TextLine() = default;
    /// Draws it with the left end of its baseline at (x, y); parts outside are cut.
    virtual void draw(Mask& mask, int x, int y) const = 0;
    [[nodiscard]] Ink const& ink() const noexcept { return ink_; }
    /// What the pen moves, blanks at the ends included.
    [[nodiscard]] int advance() const noexcept { return advance_; }

    /// It is read from right to left.
    [[nodiscard]] bool rightToLeft() const noexcept { return rightToLeft_; }

protected:
    Ink ink_;
    int advance_ = 0;
    bool rightToLeft_ = false;
};

/// Not thread-safe.
class Lettering {
public:
    /// `everyCharacter`: all that may ever be asked for.
    Lettering(SloganDescription const& description, std::string everyCharacter,
              BitmapFonts bitmaps = {});

    /// The largest size not above `em` that there is; 0: none.
    [[nodiscard]] int sizeUnder(int em);
    /// `em` must be a size that there is.
    [[nodiscard]] std::unique_ptr<TextLine> line(std::string_view text, int em);
    /// A line of text without tall letters is not blown up beyond this ink.
    [[nodiscard]] Ink tallest(int em);
    /// Whether dot matrix faces have all of a text at their largest size.
    [[nodiscard]] bool hasDots(std::string_view text) {
        return bitmaps_.canDraw(text, BitmapFonts::kSizes.back());
    }
    /// Characters are dots at this size, each as wide as it is alone.
    [[nodiscard]] bool dotted(int em) { return dotsFor(em).has_value(); }
    /// No pixel is half covered.
    [[nodiscard]] bool sharp(int em);
    /// The rules of version 1 hold.
    [[nodiscard]] bool first() const noexcept { return first_; }
    [[nodiscard]] DrawnCharacters const& drawn() const noexcept { return drawn_; }

private:
    /// The dot matrix face and how often its dots are repeated.
    struct Dots {
        int size, scale;
    };
    [[nodiscard]] std::optional<Dots> dotsFor(int em);
    [[nodiscard]] bool drawable(int size);

    SloganLettering const lettering_;
    SloganEdges const edges_;
    bool const first_;
    std::string const everyCharacter_;
    DrawnCharacters const drawn_;
    BitmapFonts bitmaps_;
    std::map<int, bool> drawable_;
};

}  // namespace tocsin::media::detail
