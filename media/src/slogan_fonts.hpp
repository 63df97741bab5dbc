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

class DrawnCharacters;

/// How outlines are drawn.
struct Type {
    int pixels;  ///< to the em
    bool sharp;  ///< no pixel is half covered
    bool first;  ///< by the rules of renderer version 1
    DrawnCharacters const* drawn = nullptr;
};
/// One line of text. Uses the calling thread's font map.
[[nodiscard]] LayoutPtr layoutLine(std::string_view text, Type type);

/// The files that draw a slogan with these characters at all sizes, each once. Errc::unavailable if
/// one cannot be read.
[[nodiscard]] Result<std::vector<FontUse>> fontsFor(SloganDescription const& description);

/// Characters that no font has, each once, in the text's order.
[[nodiscard]] std::vector<char32_t> missingCharacters(std::string const& text);
/// "U+1F600 (😀)"
[[nodiscard]] std::string nameCharacter(char32_t character);

}  // namespace tocsin::media::detail
