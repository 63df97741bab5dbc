// SPDX-License-Identifier: Apache-2.0
// Drawing with Cairo in tiles: its surfaces end at 32,767 pixels, a scrolling text may be longer.
#include "slogan_mask.hpp"

#include <algorithm>

#include "ffmpeg_handles.hpp"

namespace tocsin::media::detail {
namespace {

constexpr int kTile = 4096;
constexpr int kSmall = 26;  // pixels of an em up to which contrast is raised

}  // namespace

Ink inkOf(PangoLayout& line) {
    PangoRectangle ink{};
    pango_layout_get_pixel_extents(&line, &ink, nullptr);
    int const baseline = PANGO_PIXELS(pango_layout_get_baseline(&line));
    return {ink.x, ink.y - baseline, ink.x + ink.width, ink.y - baseline + ink.height};
}

void Mask::draw(PangoLayout& line, int x, int y) {
    int const baseline = PANGO_PIXELS(pango_layout_get_baseline(&line));
    for (int left = 0; left < width_; left += kTile) {
        int const width = std::min(kTile, width_ - left);
        SurfacePtr const surface(cairo_image_surface_create(CAIRO_FORMAT_A8, width, height_));
        if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
            throw std::runtime_error("cairo: out of memory");
        }
        CairoPtr const cairo(cairo_create(surface.get()));
        cairo_move_to(cairo.get(), x - left, y - baseline);
        pango_cairo_show_layout(cairo.get(), &line);
        cairo_surface_flush(surface.get());
        auto const* const from = cairo_image_surface_get_data(surface.get());
        auto const stride = std::ptrdiff_t{cairo_image_surface_get_stride(surface.get())};
        for (int row = 0; row < height_; ++row) {
            auto* const to = bytes_.data() + static_cast<std::ptrdiff_t>(row) * width_ + left;
            std::transform(from + stride * row, from + stride * row + width, to, to,
                           [](std::uint8_t a, std::uint8_t b) { return std::max(a, b); });
        }
    }
}

Palette paletteFor(Colour text, Colour background, int pixels) {
    Palette out{};
    for (int coverage = 0; coverage < 256; ++coverage) {
        int weight = coverage;
        if (pixels <= kSmall) {
            weight = std::clamp((coverage - 40) * 255 / 150, 0, 255);
        }
        auto const mix = [weight](int over, int under) {
            return static_cast<std::uint32_t>((over * weight + under * (255 - weight) + 127) / 255);
        };
        out[static_cast<std::size_t>(coverage)] =
            0xff000000U | mix(text.red, background.red) << 16 |
            mix(text.green, background.green) << 8 | mix(text.blue, background.blue);
    }
    return out;
}

}  // namespace tocsin::media::detail
