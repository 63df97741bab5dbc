// SPDX-License-Identifier: Apache-2.0
// Drawing with Cairo in tiles: its surfaces end at 32,767 pixels, a scrolling text may be longer.
#include "slogan_mask.hpp"

#include <algorithm>

#include "ffmpeg_handles.hpp"

namespace tocsin::media::detail {
namespace {

constexpr int kTile = 4096;
constexpr std::uint8_t kHalf = 128;

}  // namespace

Ink inkOf(PangoLayout& line) {
    PangoRectangle ink{};
    pango_layout_get_pixel_extents(&line, &ink, nullptr);
    int const baseline = PANGO_PIXELS(pango_layout_get_baseline(&line));
    return {ink.x, ink.y - baseline, ink.x + ink.width, ink.y - baseline + ink.height};
}

Ink Ink::around(Ink const& other) const noexcept {
    return {std::min(left, other.left), std::min(top, other.top), std::max(right, other.right),
            std::max(bottom, other.bottom)};
}

void Mask::draw(PangoLayout& line, int x, int y, bool sharp) {
    constexpr int kAround = 2;  // ink may be a little wider than it is said to be
    int const baseline = PANGO_PIXELS(pango_layout_get_baseline(&line));
    auto const ink = inkOf(line);
    int const top = std::max(0, y + ink.top - kAround);
    int const height = std::min(height_, y + ink.bottom + kAround) - top;
    int const right = std::min(width_, x + ink.right + kAround);
    for (int left = std::max(0, x + ink.left - kAround); left < right && height > 0;
         left += kTile) {
        int const width = std::min(kTile, right - left);
        SurfacePtr const surface(cairo_image_surface_create(CAIRO_FORMAT_A8, width, height));
        if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
            throw std::runtime_error("cairo: out of memory");
        }
        CairoPtr const cairo(cairo_create(surface.get()));
        cairo_move_to(cairo.get(), x - left, y - baseline - top);
        pango_cairo_show_layout(cairo.get(), &line);
        cairo_surface_flush(surface.get());
        auto const* const from = cairo_image_surface_get_data(surface.get());
        auto const stride = std::ptrdiff_t{cairo_image_surface_get_stride(surface.get())};
        for (int at = 0; at < height; ++at) {
            auto* const to = row(top + at) + left;
            std::transform(from + stride * at, from + stride * at + width, to, to,
                           [sharp](std::uint8_t a, std::uint8_t b) {
                               // Very large letters come as outlines, which are always smoothed.
                               auto const covered =
                                   sharp && a > 0 ? static_cast<std::uint8_t>(a < kHalf ? 0 : 255)
                                                  : a;
                               return std::max(covered, b);
                           });
        }
    }
}

void Mask::fill(int x, int y, int side) {
    int const left = std::max(x, 0), right = std::min(x + side, width_);
    for (int at = std::max(y, 0); at < std::min(y + side, height_) && left < right; ++at) {
        std::fill(row(at) + left, row(at) + right, std::uint8_t{255});
    }
}

Mask Mask::grown(int pixels) const {
    Mask out(width_, height_);
    for (int dy = -pixels; dy <= pixels; ++dy) {
        // A disc of half a pixel more, so that corners are joined at a width of one.
        int reach = 0;
        while ((reach + 1) * (reach + 1) + dy * dy <= pixels * (pixels + 1)) {
            ++reach;
        }
        bool const inside = dy * dy <= pixels * (pixels + 1);
        for (int y = std::max(0, -dy); inside && y < std::min(height_, height_ - dy); ++y) {
            auto const* const from = row(y + dy);
            auto* const to = out.row(y);
            for (int dx = -reach; dx <= reach; ++dx) {
                int const begin = std::max(0, -dx), end = std::min(width_, width_ - dx);
                for (int x = begin; x < end; ++x) {
                    to[x] = std::max(to[x], from[x + dx]);
                }
            }
        }
    }
    return out;
}

}  // namespace tocsin::media::detail
