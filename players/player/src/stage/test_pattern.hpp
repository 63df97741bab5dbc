// SPDX-License-Identifier: Apache-2.0
// A picture for setting up a screen: which of its pixels stand where, and whether every tick
// arrives.
#pragma once

#include "tocsin/media/frame.hpp"
#include "tocsin/player/player.hpp"

namespace tocsin::player {

/// What a sign-maker looks for: the outermost pixels are white, so a lost edge shows; the corners
/// are red, green, blue and yellow (top left, top right, bottom left, bottom right), so a turned or
/// mirrored screen shows; rulers with pixel coordinates along the top and the left; tiles of whole
/// modules; a circle, round only if pixels are square; colour bars and a grey ramp where there is
/// room. A white line moves by one pixel a tick and the tick's last digits count up, so a lost or
/// torn frame shows. Nothing is smoothed.
class TestPattern {
public:
    TestPattern(Size size, Rate rate);
    /// Thread-safe.
    [[nodiscard]] media::FramePtr frameAt(std::int64_t tick) const;

private:
    Size size_;
    int scale_ = 1;  ///< pixels of a dot of the large text
    int counterX_ = 0, counterY_ = 0;
    media::Frame still_;  ///< all that does not move
};

}  // namespace tocsin::player
