// SPDX-License-Identifier: Apache-2.0
#include "lettering.hpp"

#include <glib.h>

#include <algorithm>

namespace tocsin::media::detail {
namespace {

constexpr int kSharpUpTo = 32;  // pixels to the em
constexpr int kExactUpTo = 64;  // beyond, a dot more or less is not seen
/// Outlines just above the dot matrix sizes are worse than the largest dots.
constexpr int kOutlinesFrom = 20;
constexpr char kTall[] = "\xE5\x9B\xBD";  // 国

/// Pango's ink is that of the outlines; which dots they cover is seen only when they are drawn.
Ink drawnInk(PangoLayout& layout, Ink const& about) {
    constexpr int kAround = 2;
    Mask mask(about.width() + 2 * kAround, about.height() + 2 * kAround);
    mask.draw(layout, kAround - about.left, kAround - about.top, true);
    Mask const& drawn = mask;
    Ink out{mask.width(), mask.height(), 0, 0};
    for (int y = 0; y < mask.height(); ++y) {
        for (int x = 0; x < mask.width(); ++x) {
            if (drawn.row(y)[x] != 0) {
                out = out.around({x, y, x + 1, y + 1});
            }
        }
    }
    if (out.right == 0) {
        return about;
    }
    int const dx = about.left - kAround, dy = about.top - kAround;
    return {out.left + dx, out.top + dy, out.right + dx, out.bottom + dy};
}

class OutlineLine final : public TextLine {
public:
    /// `exact`: the ink to the dot, of sharp letters.
    OutlineLine(LayoutPtr layout, bool sharp, bool exact)
        : layout_(std::move(layout)), sharp_(sharp) {
        ink_ = inkOf(*layout_);
        if (exact) {
            ink_ = drawnInk(*layout_, ink_);
        }
        PangoRectangle logical{};
        pango_layout_get_pixel_extents(layout_.get(), nullptr, &logical);
        advance_ = logical.width;
        auto const* const line = pango_layout_get_line_readonly(layout_.get(), 0);
        rightToLeft_ = line->resolved_dir == PANGO_DIRECTION_RTL;
    }
    void draw(Mask& mask, int x, int y) const override { mask.draw(*layout_, x, y, sharp_); }

private:
    LayoutPtr layout_;
    bool sharp_;
};

class DotLine final : public TextLine {
public:
    DotLine(BitmapFonts& fonts, std::string_view text, int size, int scale) : scale_(scale) {
        bool first = true;
        for (auto const* at = text.data(); at < text.data() + text.size();
             at = g_utf8_next_char(at)) {
            auto const* const glyph = fonts.glyph(g_utf8_get_char(at), size);
            if (glyph == nullptr) {
                continue;
            }
            glyphs_.push_back({glyph, advance_});
            if (glyph->width > 0) {
                Ink const ink{advance_ + glyph->left * scale, glyph->top * scale,
                              advance_ + (glyph->left + glyph->width) * scale,
                              (glyph->top + glyph->height) * scale};
                ink_ = first ? ink : ink_.around(ink);
                first = false;
            }
            advance_ += glyph->advance * scale;
        }
    }
    void draw(Mask& mask, int x, int y) const override {
        for (auto const& [glyph, pen] : glyphs_) {
            auto const* dot = glyph->dots.data();
            for (int row = 0; row < glyph->height; ++row) {
                for (int column = 0; column < glyph->width; ++column, ++dot) {
                    if (*dot != 0) {
                        mask.fill(x + pen + (glyph->left + column) * scale_,
                                  y + (glyph->top + row) * scale_, scale_);
                    }
                }
            }
        }
    }

private:
    struct Placed {
        DotGlyph const* glyph;
        int pen;
    };
    std::vector<Placed> glyphs_;
    int scale_;
};

}  // namespace

Lettering::Lettering(SloganDescription const& description, std::string everyCharacter,
                     BitmapFonts bitmaps)
    : lettering_(description.style.lettering),
      edges_(description.style.edges),
      first_(description.renderer == 1),
      everyCharacter_(std::move(everyCharacter)),
      drawn_(description.drawn),
      bitmaps_(std::move(bitmaps)) {}

bool Lettering::drawable(int size) {
    auto const [entry, fresh] = drawable_.try_emplace(size, false);
    if (fresh) {
        entry->second = bitmaps_.canDraw(everyCharacter_, size);
    }
    return entry->second;
}

std::optional<Lettering::Dots> Lettering::dotsFor(int em) {
    bool const scaled = lettering_ == SloganLettering::bitmap;
    if (lettering_ == SloganLettering::outline || (!scaled && em >= kOutlinesFrom)) {
        return std::nullopt;
    }
    std::optional<Dots> best;
    for (int const size : BitmapFonts::kSizes) {
        int const scale = scaled ? em / size : 1;
        // Of two faces that come out equally large the finer one.
        if (size <= em && (!best || size * scale >= best->size * best->scale) && drawable(size)) {
            best = Dots{size, scale};
        }
    }
    return best;
}

int Lettering::sizeUnder(int em) {
    if (auto const dots = dotsFor(em)) {
        return dots->size * dots->scale;
    }
    return lettering_ == SloganLettering::bitmap ? 0 : em;
}

std::unique_ptr<TextLine> Lettering::line(std::string_view text, int em) {
    if (auto const dots = dotsFor(em)) {
        return std::make_unique<DotLine>(bitmaps_, text, dots->size, dots->scale);
    }
    bool const clean = sharp(em);
    bool const exact = clean && !first_ && em <= kExactUpTo;
    return std::make_unique<OutlineLine>(layoutLine(text, {em, clean, first_, &drawn_}), clean,
                                         exact);
}

Ink Lettering::tallest(int em) {
    return line(kTall, em)->ink();
}

bool Lettering::sharp(int em) {
    return edges_ == SloganEdges::sharp || dotsFor(em).has_value() ||
           (edges_ == SloganEdges::automatic && em <= kSharpUpTo);
}

}  // namespace tocsin::media::detail
