// SPDX-License-Identifier: Apache-2.0
// Pictograms are written down as shapes on a square of 32 by 32 units, y down, one after the other:
//   f …      filled                e …      cut out of what is there
//   s<w> …   a line w units wide   x<w> …   a line cut out
// and a shape as M x y, L x y, C x y x y x y, Z as in SVG, O x y r (circle), R x y w h (rectangle).
#include "warning_icons.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <numbers>
#include <stdexcept>

#include "tocsin/media/warning_card.hpp"

namespace tocsin::media {
namespace {

constexpr double kUnits = 32;
constexpr double kPlateShare = 0.80;   // of the plate's side
constexpr double kPlateCorner = 0.14;  // of the plate's side

struct Icon {
    std::string_view word, shapes;
};

// clang-format off
constexpr std::array kIcons{
    Icon{"general", "s3 f M16 4 L29.5 28 L2.5 28 Z ; x4 M16 11.5 L16 19 ; e O16 24.2 2.3"},
    Icon{"rain", "f O10 12.5 7 O18 9 8 O24.5 13 6 R10 12 15 7 ; s3 M9.5 22.5 L6.5 30 M17 22.5 L14 30 M24.5 22.5 L21.5 30"},
    Icon{"heat", "s8 M11 6 L11 22 ; f O11 24.5 7 ; x2.6 M11 7 L11 22 ; e O11 24.5 3.6 ; s2.8 M11 16 L11 24 ; f O24.5 9 3.9 ; s2.4 M24.5 2.4 L24.5 1.2 M24.5 15.6 L24.5 16.8 M31.1 9 L32 9 M17.9 9 L17 9 M29.2 4.3 L30.3 3.2 M29.2 13.7 L30.3 14.8 M19.8 13.7 L18.7 14.8"},
    Icon{"thunder", "f O10 11 6.5 O18 8 7.5 O25 11.5 5.8 R10 11 15 6.3 ; x4.5 M19 12 L10 22.5 L15 22.5 L11.5 31 L24 18.5 L18.5 18.5 L22 12 Z ; f M19 12 L10 22.5 L15 22.5 L11.5 31 L24 18.5 L18.5 18.5 L22 12 Z"},
    Icon{"wind", "s3.4 M2 11.5 L18 11.5 C25 11.5 25 3 19 3 C16.5 3 15 4.5 15 6.5 M2 18 L25 18 C32 18 32 9 26 9.5 M2 24.5 L17 24.5 C24 24.5 23.5 31 18.5 30.5 C16.5 30.3 15.5 29.3 15 28"},
    Icon{"typhoon", "f O16 16 8.2 ; s4.2 M9.9 16 C9.5 8 15 3 26 3.2 M22.1 16 C22.5 24 17 29 6 28.8 ; e O16 16 3.4"},
    Icon{"cold", "s8 M10.5 6 L10.5 22 ; f O10.5 24.5 7 ; x2.6 M10.5 7 L10.5 22 ; e O10.5 24.5 3.6 ; s2.8 M10.5 21 L10.5 24 ; s3.6 M24.5 4 L24.5 26 M19 20.5 L24.5 27 L30 20.5"},
    Icon{"snow", "s3 M16 2 L16 30 M3.9 9 L28.1 23 M3.9 23 L28.1 9 ; s2.4 M11.5 3.5 L16 8 L20.5 3.5 M11.5 28.5 L16 24 L20.5 28.5 M3 14.3 L9 12.2 L7.6 5.8 M29 17.7 L23 19.8 L24.4 26.2 M3 17.7 L9 19.8 L7.6 26.2 M29 14.3 L23 12.2 L24.4 5.8"},
    Icon{"ice", "f M8 10 L10.5 3 C10.7 2.4 11.2 2 12 2 L20 2 C20.8 2 21.3 2.4 21.5 3 L24 10 C25.4 10.2 26.5 11.3 26.5 13 L26.5 21.5 L5.5 21.5 L5.5 13 C5.5 11.3 6.6 10.2 8 10 Z ; e M11 9.6 L12.6 5 L19.4 5 L21 9.6 Z O10 15.4 1.8 O22 15.4 1.8 ; x3 M13 22 L19 22 ; s3 M9.5 24.5 C6.5 27 12.5 27.5 9.5 31 M22.5 24.5 C19.5 27 25.5 27.5 22.5 31"},
    Icon{"fog", "f O10.5 10.5 5.8 O18 8 6.6 O24 11 5 R10.5 11 13.5 5 ; s3 M2.5 20 L22 20 M26.5 20 L29.5 20 M2.5 25 L7 25 M11.5 25 L29.5 25 M2.5 30 L20 30 M24.5 30 L29.5 30"},
    Icon{"hail", "f O10 11.5 6.8 O18 8.5 7.8 O24.5 12 5.8 R10 11 15 6.8 ; f O8 23 2.7 O16 22.5 2.7 O24 23 2.7 O12 29 2.7 O20 29 2.7"},
    Icon{"drought", "f O16 10 5 ; s2.6 M16 2.6 L16 1.3 M23.4 10 L24.8 10 M8.6 10 L7.2 10 M21.2 4.8 L22.3 3.7 M10.8 4.8 L9.7 3.7 ; f R1 19 30 12 ; x2.4 M9 18 L11.5 23 L7 27 L9 32 M11.5 23 L19 25 L18 32 M19 25 L24.5 22 L23 18 M24.5 22 L32 26"},
    Icon{"dust", "s3 M2 7 L20 7 C27 7 26 1 21.5 1.6 M2 15 L24 15 C31.5 15 30.5 23.5 25 22.5 ; f O5 23 2.4 O12.5 21.5 2.4 O18.5 26.5 2.4 O9.5 28.8 2.4 O26 28.8 2.2"},
    Icon{"flood", "f M16 2 L30 13.5 L26 13.5 L26 19 C23 21 20 18 16 18 C12 18 9 21 6 19 L6 13.5 L2 13.5 Z ; e R13.5 10.5 5 5 ; s3 M1 23 C4 20.5 7 20.5 11 23 C14 25 18 25 21 23 C25 20.5 28 20.5 31 23 M1 29.3 C4 26.8 7 26.8 11 29.3 C14 31.3 18 31.3 21 29.3 C25 26.8 28 26.8 31 29.3"},
    Icon{"landslide", "f M1 30.5 L1 5 L8 5 L12 12 L17 19 L31 30.5 Z ; f M15 4 L20 3 L22 7.5 L18.5 11 L14 9 Z M23.5 12 L28.5 11.5 L31 16 L28 20.5 L23 19 L21.5 15.5 Z"},
    Icon{"fire", "f M15.5 1 C17 9 27 12 27 21 C27 27.5 22 31 16 31 C10 31 5 27.5 5 21 C5 16 8 13.5 9.5 9 C11 11.5 12 12.5 13 13 C15 9.5 15.8 6 15.5 1 Z ; e M16.5 16.5 C17.5 20 21 21.5 21 25 C21 28 19 29 16 29 C13 29 11 28 11 25 C11 22 15.5 21 16.5 16.5 Z"},
    Icon{"shock", "s3 f M16 4 L29.5 28 L2.5 28 Z ; e M18.2 9 L10.8 20 L15 20 L12.8 28 L21.5 16.6 L17 16.6 L20.6 9 Z"},
    Icon{"food", "f M2 15 L30 15 C30 23 26 27 21 28.5 L21 31 L11 31 L11 28.5 C6 27 2 23 2 15 Z ; s2.8 M17.5 12 L21.5 1.5 M22.5 12 L29 2.5 ; x3.6 M16 17.5 L16 22 ; e O16 26.6 2"},
    Icon{"lift", "f M3 8.5 L9 1 L15 8.5 Z M17 1 L29 1 L23 8.5 Z ; f R3 11 26 20.5 ; e R6 14 20 17.5 ; f O16 18 2.9 ; f M11 31.5 L11 26 C11 21 21 21 21 26 L21 31.5 Z"},
    Icon{"health", "f O16 16 8.6 ; s2.6 M16 8 L16 3 M16 24 L16 29 M8 16 L3 16 M24 16 L29 16 M10.3 10.3 L6.8 6.8 M21.7 10.3 L25.2 6.8 M10.3 21.7 L6.8 25.2 M21.7 21.7 L25.2 25.2 ; f O16 2.6 2.2 O16 29.4 2.2 O2.6 16 2.2 O29.4 16 2.2 O6.5 6.5 2.2 O25.5 6.5 2.2 O6.5 25.5 2.2 O25.5 25.5 2.2 ; e O13 13.5 2 O19 14.5 1.6 O15.5 19.5 2"},
    Icon{"power", "s3.4 M11 2.5 L11 9 M21 2.5 L21 9 ; f M6 8.5 L26 8.5 L26 14 C26 19.5 22 22.5 16 22.5 C10 22.5 6 19.5 6 14 Z ; s3.4 M16 22 L16 30.5 ; x7 M3.5 4.5 L28.5 28.5 ; s3.2 M3.5 4.5 L28.5 28.5"},
    Icon{"water", "f M16 1 C19.5 8 26 14 26 21 C26 27 21.5 31 16 31 C10.5 31 6 27 6 21 C6 14 12.5 8 16 1 Z ; x7.4 M3.5 5 L28.5 28.5 ; s3.4 M3.5 5 L28.5 28.5"},
    Icon{"gas", "f M16 1.5 C17.5 7 24 10 24 16 C24 20.5 20.5 23 16 23 C11.5 23 8 20.5 8 16 C8 12.5 10.5 10.5 11.5 7.5 C13 9.5 14 9.5 14.5 9 C15.8 7 16.3 4 16 1.5 Z ; f R5 26 22 4.5 ; x7 M3.5 4.5 L28.5 28.5 ; s3.2 M3.5 4.5 L28.5 28.5"},
    Icon{"clinic", "s3 f M4 4 L28 4 L28 28 L4 28 Z ; e R13 6.5 6 19 R6.5 13 19 6"},
    Icon{"person", "f O13 13 12 ; e O13 13 8.9 ; f O13 10.2 3.1 ; f M7.2 19.5 C7.2 13 18.8 13 18.8 19.5 C16.5 22.2 9.5 22.2 7.2 19.5 Z ; s5 M22 22 L28.5 28.5"},
    Icon{"quake", "f M16 1.5 L30.5 14 L27 14 L27 30.5 L5 30.5 L5 14 L1.5 14 Z ; x3.4 M17.5 0 L12.5 9.5 L19 14.5 L13 21.5 L17 32"},
    Icon{"tsunami", "f M1 31 L1 21 C8 20.5 8 3 20.5 3 C27 3 31 8 30.5 14 C28 10 22 9.5 21.5 14 C21 19.5 26 22.5 31 22.5 L31 31 Z"},
    Icon{"exit", "f O20.5 4.6 3.4 ; s4.4 M17.2 10.5 L13.6 19.2 ; s3.4 M17.5 10.8 L11 11.5 L7.2 16.8 M18 11 L22.5 16 L28.2 15.5 M14 19.6 L19.8 23 L19 30.5 M13.4 19.6 L10.5 25.6 L3 26.2"},
    Icon{"clear", "f O16 16 14.6 ; x4.4 M8.5 16.5 L14 22 L24 10.8"},
};
// clang-format on

/// Reads the shapes of one pictogram into Cairo.
class Drawing {
public:
    Drawing(cairo_t& cairo, std::string_view shapes) : cairo_(cairo), rest_(shapes) {
        cairo_set_line_cap(&cairo_, CAIRO_LINE_CAP_ROUND);
        cairo_set_line_join(&cairo_, CAIRO_LINE_JOIN_ROUND);
    }

    void draw() {
        while (skipBlanks()) {
            step(take());
        }
        finish();
    }

private:
    bool skipBlanks() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
        return !rest_.empty();
    }
    char take() {
        char const out = rest_.front();
        rest_.remove_prefix(1);
        return out;
    }
    double number() {
        skipBlanks();
        double out = 0;
        auto const read = std::from_chars(rest_.data(), rest_.data() + rest_.size(), out);
        rest_.remove_prefix(static_cast<std::size_t>(read.ptr - rest_.data()));
        return out;
    }
    void step(char what) {
        switch (what) {
            case 'f':
                filled_ = true;
                return;
            case 'e':
                filled_ = cut_ = true;
                return;
            case 's':
                line_ = number();
                return;
            case 'x':
                line_ = number();
                cut_ = true;
                return;
            case ';':
                finish();
                return;
            default:
                path(what);
        }
    }
    void path(char what) {
        auto const x = what == 'Z' ? 0 : number(), y = what == 'Z' ? 0 : number();
        if (what == 'M') {
            cairo_move_to(&cairo_, x, y);
        } else if (what == 'L') {
            cairo_line_to(&cairo_, x, y);
        } else if (what == 'C') {
            auto const x2 = number(), y2 = number(), x3 = number(), y3 = number();
            cairo_curve_to(&cairo_, x, y, x2, y2, x3, y3);
        } else if (what == 'O') {
            cairo_new_sub_path(&cairo_);
            cairo_arc(&cairo_, x, y, number(), 0, 2 * std::numbers::pi);
        } else if (what == 'R') {
            auto const width = number(), height = number();
            cairo_rectangle(&cairo_, x, y, width, height);
        } else {
            cairo_close_path(&cairo_);
        }
    }
    /// Draws the shape that has been read.
    void finish() {
        cairo_set_operator(&cairo_, cut_ ? CAIRO_OPERATOR_DEST_OUT : CAIRO_OPERATOR_OVER);
        if (filled_) {
            cairo_fill_preserve(&cairo_);
        }
        if (line_ > 0) {
            cairo_set_line_width(&cairo_, line_);
            cairo_stroke_preserve(&cairo_);
        }
        cairo_new_path(&cairo_);
        filled_ = cut_ = false;
        line_ = 0;
    }

    cairo_t& cairo_;
    std::string_view rest_;
    bool filled_ = false, cut_ = false;
    double line_ = 0;
};

std::string_view shapesOf(std::string_view word) {
    auto const* const found = std::ranges::find(kIcons, word, &Icon::word);
    return found == kIcons.end() ? kIcons.front().shapes : found->shapes;
}

void roundSquare(cairo_t& cairo, double side) {
    double const r = side * kPlateCorner, quarter = std::numbers::pi / 2;
    cairo_new_sub_path(&cairo);
    cairo_arc(&cairo, side - r, r, r, -quarter, 0);
    cairo_arc(&cairo, side - r, side - r, r, 0, quarter);
    cairo_arc(&cairo, r, side - r, r, quarter, 2 * quarter);
    cairo_arc(&cairo, r, r, r, 2 * quarter, 3 * quarter);
    cairo_close_path(&cairo);
    cairo_fill(&cairo);
}

void drawShapes(cairo_t& cairo, std::string_view word, double left, double side) {
    cairo_save(&cairo);
    cairo_translate(&cairo, left, left);
    cairo_scale(&cairo, side / kUnits, side / kUnits);
    Drawing(cairo, shapesOf(word)).draw();
    cairo_restore(&cairo);
}

}  // namespace

std::vector<std::string_view> warningIcons() {
    std::vector<std::string_view> out;
    for (auto const& icon : kIcons) {
        out.push_back(icon.word);
    }
    return out;
}

detail::SurfacePtr detail::warningIcon(std::string_view word, int side, IconGround ground) {
    SurfacePtr out(cairo_image_surface_create(CAIRO_FORMAT_A8, side, side));
    if (cairo_surface_status(out.get()) != CAIRO_STATUS_SUCCESS) {
        throw std::runtime_error("cairo: out of memory");
    }
    CairoPtr const cairo(cairo_create(out.get()));
    if (ground == IconGround::bare) {
        drawShapes(*cairo, word, 0, side);
    } else {
        roundSquare(*cairo, side);
        double const share = side * kPlateShare;
        cairo_push_group_with_content(cairo.get(), CAIRO_CONTENT_ALPHA);
        drawShapes(*cairo, word, (side - share) / 2, share);
        cairo_pop_group_to_source(cairo.get());
        cairo_set_operator(cairo.get(), CAIRO_OPERATOR_DEST_OUT);
        cairo_paint(cairo.get());
    }
    cairo_surface_flush(out.get());
    return out;
}

}  // namespace tocsin::media
