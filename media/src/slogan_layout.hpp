// SPDX-License-Identifier: Apache-2.0
// Chooses the number of lines, their ends and the size of the lettering together.
#pragma once

#include <vector>

#include "lettering.hpp"
#include "slogan_fields.hpp"

namespace tocsin::media::detail {

/// The part of the screen that lettering may take, its outline not counted.
struct Box {
    int width = 0, height = 0;
};
/// The share of the screen that a style asks for, and all of it.
[[nodiscard]] Box boxOf(SloganStyle const& style, int width, int height, int percent);
/// What letters may take that would be hard to read in the style's share.
[[nodiscard]] Box legibleBox(SloganStyle const& style, int width, int height);

/// Lines of one size that stand one below the other.
struct Block {
    struct Line {
        LiveText text;
        Ink ink;      ///< of its widest form
        int advance;  ///< of its widest form
    };
    std::vector<Line> lines;
    int em = 0;
    int pitch = 0;            ///< from baseline to baseline
    int top = 0, bottom = 0;  ///< of the ink, from the first baseline
    int width = 0;            ///< of the widest ink
    int bad = 0;              ///< lines that end inside a phrase
    [[nodiscard]] int height() const noexcept { return bottom - top; }
};

struct LayoutRequest {
    LiveText const& text;
    SloganStyle const& style;
    Lettering& lettering;
    LocalSeconds begins;
    int width, height;  ///< of the screen
};

/// Letters of fewer pixels to the em may use the whole screen.
inline constexpr int kLegibleEm = 16;
/// From line to line, in percent of the em: as in print, or tighter on panels of few pixels.
inline constexpr int kPrintPitch = 124;
[[nodiscard]] int linePitch(LayoutRequest const& request);

/// A whole text on one screen. Errc::invalid if no legible size fits.
[[nodiscard]] Result<Block> layOutStill(LayoutRequest const& request);

/// A text of several screens: each page with at most so many lines, on the same baselines where
/// pages are equally full. An empty line begins a page. Errc::invalid if no legible size fits.
[[nodiscard]] Result<std::vector<Block>> layOutPages(LayoutRequest const& request);

/// A text as one column, of which so many lines are on the screen at a time. Empty lines stay.
[[nodiscard]] Result<Block> layOutColumn(LayoutRequest const& request);

}  // namespace tocsin::media::detail
