// SPDX-License-Identifier: Apache-2.0
// Pango as slogans use it: one font, whole pixels, and which font files were really taken.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <vector>

#include "tocsin/media/slogan.hpp"

namespace tocsin::media::detail {

struct ObjectDeleter {
    void operator()(void* object) const noexcept { g_object_unref(object); }
};
struct CairoDeleter {
    void operator()(cairo_t* cairo) const noexcept { cairo_destroy(cairo); }
};
struct SurfaceDeleter {
    void operator()(cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
};
using LayoutPtr = std::unique_ptr<PangoLayout, ObjectDeleter>;
using CairoPtr = std::unique_ptr<cairo_t, CairoDeleter>;
using SurfacePtr = std::unique_ptr<cairo_surface_t, SurfaceDeleter>;

/// From this size of the em on, strokes are wide enough for the bold face; below it bold clots.
inline constexpr int kBoldFrom = 18;

/// One line of text, `pixels` to the em. Uses the calling thread's font map.
[[nodiscard]] LayoutPtr layoutLine(std::string_view text, int pixels);

/// The files a layout draws with, each once, in order of first use. Errc::unavailable if a file
/// cannot be read.
[[nodiscard]] Result<std::vector<FontUse>> fontsOf(PangoLayout& layout);
/// The files for this text at all sizes.
[[nodiscard]] Result<std::vector<FontUse>> fontsForText(std::string const& text);

/// The first character without a glyph, e.g. "U+1F600 (😀)"; empty if all have one.
[[nodiscard]] std::string missingCharacter(std::string const& text);

}  // namespace tocsin::media::detail
