// SPDX-License-Identifier: Apache-2.0
// Scrolling slogans: one strip drawn once, then only copied.
#pragma once

#include "tocsin/media/frame_pool.hpp"
#include "tocsin/media/slogan.hpp"

namespace tocsin::media::detail {

/// The picture of a text that enters at the right edge and goes round. The strip holds the text and
/// the gap behind it; copies of it follow one another without end.
class ScrollingText {
public:
    [[nodiscard]] static Result<ScrollingText> create(SloganStyle const& style, int width,
                                                      int height, int fpsNum, int fpsDen);
    [[nodiscard]] FramePtr frameAt(std::int64_t tick);

private:
    ScrollingText(Colour background, int width, int height);

    FramePool pool_;
    int width_;
    int speed_ = 1;                    // pixels a tick
    int period_ = 1;                   // width of the strip, a multiple of speed_
    int top_ = 0, rows_ = 0;           // of the strip on the screen; all other rows are background
    std::vector<std::uint8_t> strip_;  // BGRA, period_ × rows_
    std::vector<std::uint8_t> blank_;  // one row of background, width_ pixels
};

}  // namespace tocsin::media::detail
