// SPDX-License-Identifier: Apache-2.0
// How a stored picture is turned before it is shown, and where it goes on the canvas.
#pragma once

#include <cstdint>

#include "tocsin/media/frame.hpp"

namespace tocsin::media::detail {

/// First mirrored left to right, then turned clockwise.
struct Orientation {
    int quarterTurns = 0;  ///< 0 to 3
    bool mirror = false;
    [[nodiscard]] bool upright() const noexcept { return quarterTurns == 0 && !mirror; }
    [[nodiscard]] bool sideways() const noexcept { return quarterTurns % 2 == 1; }
};

/// Nine 32-bit numbers of a display matrix, in memory as FFmpeg hands them over.
[[nodiscard]] Orientation orientationFromMatrix(std::uint8_t const* matrix);

struct Size {
    int width = 0, height = 0;
    bool operator==(Size const&) const = default;
};

/// The size of a stored picture as shown: pixel aspect and orientation applied.
[[nodiscard]] Size shownSize(Size stored, int aspectNum, int aspectDen, Orientation orientation);

struct Rectangle {
    int x = 0, y = 0, width = 0, height = 0;
};

struct Placement {
    Rectangle source;  ///< the part of the stored picture that is seen, in stored pixels
    Rectangle target;  ///< where it goes on the canvas
};
[[nodiscard]] Placement place(Size stored, int aspectNum, int aspectDen, Orientation orientation,
                              Canvas canvas);

}  // namespace tocsin::media::detail
