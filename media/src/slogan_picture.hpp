// SPDX-License-Identifier: Apache-2.0
// Slogans laid out for one screen, by motion.
#pragma once

#include <memory>

#include "slogan_layout.hpp"
#include "slogan_paint.hpp"
#include "slogan_setting.hpp"
#include "tocsin/media/frame_pool.hpp"
#include "tocsin/media/slogan.hpp"

namespace tocsin::media::detail {

/// What all kinds of slogans are made from.
struct PictureParts {
    SloganDescription description;
    SloganScreen screen;
    LiveText text;
    Lettering lettering;
    LocalSeconds begins;  ///< the showing
    [[nodiscard]] SloganStyle const& style() const noexcept { return description.style; }
    [[nodiscard]] LayoutRequest layout() {
        return {text, description.style, lettering, begins, screen.width, screen.height};
    }
};

/// Frames by tick and local time. Frames that look alike are the same frame, one after the other.
class SloganPicture {
public:
    virtual ~SloganPicture() = default;
    virtual FramePtr frameAt(std::int64_t tick, LocalSeconds now) = 0;
    /// Frames differ by the time only.
    [[nodiscard]] virtual bool moves() const noexcept = 0;
    [[nodiscard]] virtual Setting setting() const = 0;
};
using PicturePtr = Result<std::unique_ptr<SloganPicture>>;

/// Pixels of the outline, were there one: those of the style, or what suits the screen.
[[nodiscard]] int outlineWidthOn(SloganStyle const& style, int width, int height);
/// By the motion of the style. Errc::invalid as renderSlogan().
[[nodiscard]] PicturePtr pictureFor(SloganDescription const& description,
                                    SloganScreen const& screen);
[[nodiscard]] PicturePtr stillPicture(PictureParts parts);
[[nodiscard]] PicturePtr pagedPicture(PictureParts parts);
[[nodiscard]] PicturePtr scrollingLine(PictureParts parts);
[[nodiscard]] PicturePtr scrollingColumn(PictureParts parts);

/// The lines of a block as they read now.
[[nodiscard]] std::vector<std::string> textsAt(Block const& block, LocalSeconds now);
/// All of a block in its widest form, a line each.
[[nodiscard]] std::string widestText(Block const& block, LocalSeconds begins);
/// Draws a block's lines, aligned between the edges of a mask; `baseline` is the first line's.
void drawBlock(Mask& mask, PictureParts& parts, Block const& block,
               std::vector<std::string> const& texts, int baseline);
void fill(Frame& frame, std::uint32_t word);

/// Steady motion in whole pixels.
class Rhythm {
public:
    /// The speed nearest to the wish: whole pixels a tick, or one pixel every few ticks (version 1:
    /// one a tick at least).
    Rhythm(int pixelsPerSecond, SloganScreen const& screen, bool first);
    /// A way rounded up to whole steps, so that the same pictures come again.
    [[nodiscard]] int wholeSteps(int pixels) const;
    /// Pixels moved by `tick` when after `entering` pixels the way repeats every `period` pixels, a
    /// number of whole steps; at most entering + period, whatever the tick.
    [[nodiscard]] int movedAt(std::int64_t tick, int entering, int period) const;
    /// What the speed became, rounded.
    [[nodiscard]] int pixelsPerSecond() const;
    [[nodiscard]] Milliseconds timeFor(int pixels) const;

private:
    int pixels_ = 1;  // a step
    int every_ = 1;   // ticks
    int fpsNum_, fpsDen_;
};

}  // namespace tocsin::media::detail
