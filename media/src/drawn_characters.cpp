// SPDX-License-Identifier: Apache-2.0
#include "drawn_characters.hpp"

#include <algorithm>
#include <stdexcept>

namespace tocsin::media::detail {
namespace {

constexpr int kSide = DrawnCharacter::kSide;
/// How much of the em's square stands above the baseline, as in Noto Sans CJK.
constexpr double kAscent = 0.88;

using Dots = std::shared_ptr<cairo_surface_t>;

Dots surfaceOf(DrawnCharacter const& drawn) {
    Dots out(cairo_image_surface_create(CAIRO_FORMAT_A8, kSide, kSide), &cairo_surface_destroy);
    if (cairo_surface_status(out.get()) != CAIRO_STATUS_SUCCESS) {
        throw std::runtime_error("cairo: out of memory");
    }
    cairo_surface_flush(out.get());
    auto* const bytes = cairo_image_surface_get_data(out.get());
    auto const stride = std::ptrdiff_t{cairo_image_surface_get_stride(out.get())};
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            bytes[stride * y + x] = drawn.at(x, y) ? 255 : 0;
        }
    }
    cairo_surface_mark_dirty(out.get());
    return out;
}

/// Pango's shape renderer: the current point is the pen on the baseline.
void draw(cairo_t* cairo, PangoAttrShape* shape, gboolean asPath, gpointer) {
    if (asPath != FALSE) {
        return;  // nobody asks for paths
    }
    double x = 0, y = 0;
    cairo_get_current_point(cairo, &x, &y);
    double const em = pango_units_to_double(shape->logical_rect.width);
    double const dot = em / kSide;
    cairo_save(cairo);
    cairo_translate(cairo, x, y + pango_units_to_double(shape->logical_rect.y));
    cairo_scale(cairo, dot, dot);
    auto* const pattern = cairo_pattern_create_for_surface(static_cast<Dots*>(shape->data)->get());
    cairo_pattern_set_filter(pattern, CAIRO_FILTER_BEST);
    cairo_mask(cairo, pattern);
    cairo_pattern_destroy(pattern);
    cairo_restore(cairo);
}

gpointer copyDots(gconstpointer dots) {
    return new Dots(*static_cast<Dots const*>(dots));
}

void dropDots(gpointer dots) {
    delete static_cast<Dots*>(dots);
}

}  // namespace

DrawnCharacters::DrawnCharacters(std::vector<DrawnCharacter> const& drawn) {
    for (auto const& one : drawn) {
        Picture picture{surfaceOf(one), kSide, kSide, 0, 0};
        for (int y = 0; y < kSide; ++y) {
            for (int x = 0; x < kSide; ++x) {
                if (one.at(x, y)) {
                    picture.left = std::min(picture.left, x);
                    picture.top = std::min(picture.top, y);
                    picture.right = std::max(picture.right, x + 1);
                    picture.bottom = std::max(picture.bottom, y + 1);
                }
            }
        }
        pictures_.insert_or_assign(one.character, std::move(picture));
    }
}

void DrawnCharacters::putInto(PangoLayout& layout, int em) const {
    if (pictures_.empty()) {
        return;
    }
    auto* const attributes = pango_attr_list_new();
    auto const* const text = pango_layout_get_text(&layout);
    auto const units = [em](double dots) { return pango_units_from_double(dots * em / kSide); };
    for (auto const* at = text; *at != 0; at = g_utf8_next_char(at)) {
        auto const found = pictures_.find(g_utf8_get_char(at));
        if (found == pictures_.end()) {
            continue;
        }
        auto const& picture = found->second;
        int const top = pango_units_from_double(-kAscent * em);
        PangoRectangle const square{0, top, units(kSide), units(kSide)};
        PangoRectangle const ink{units(picture.left), top + units(picture.top),
                                 units(picture.right - picture.left),
                                 units(picture.bottom - picture.top)};
        auto* const shape = pango_attr_shape_new_with_data(&ink, &square, new Dots(picture.dots),
                                                           &copyDots, &dropDots);
        shape->start_index = static_cast<guint>(at - text);
        shape->end_index = static_cast<guint>(g_utf8_next_char(at) - text);
        pango_attr_list_insert(attributes, shape);
    }
    pango_layout_set_attributes(&layout, attributes);
    pango_attr_list_unref(attributes);
    pango_cairo_context_set_shape_renderer(pango_layout_get_context(&layout), &draw, nullptr,
                                           nullptr);
}

}  // namespace tocsin::media::detail
