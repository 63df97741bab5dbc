// SPDX-License-Identifier: Apache-2.0
// A finished picture in memory, as sinks take it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "tocsin/vocabulary/fit.hpp"

namespace tocsin::media {

using tocsin::Fit;

/// BGRA, 8 bits a channel, byte order B G R A, rows without padding (stride = 4 × width),
/// sRGB/BT.709 full range. Opaque, unless it was asked for as something that lies over another
/// picture: then alpha is premultiplied.
struct Frame {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;

    Frame() = default;
    Frame(int w, int h)
        : width(w),
          height(h),
          pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 4) {}
    [[nodiscard]] std::size_t stride() const noexcept {
        return static_cast<std::size_t>(width) * 4;
    }
};

/// Frames are shared between the compositor and the sinks and never changed after they were
/// published.
using FramePtr = std::shared_ptr<Frame const>;

struct Canvas {
    int width = 0;   ///< 1 to 8192
    int height = 0;  ///< 1 to 8192
    Fit fit = Fit::contain;
    /// Alpha is kept, premultiplied, and nothing stands beside the picture: for what lies over
    /// something else. Otherwise all is laid over black.
    bool transparent = false;
};

/// The frame for writing if the caller holds the only reference to it, else null. No weak reference
/// to a frame may exist anywhere.
[[nodiscard]] Frame* soleOwner(FramePtr const& frame);

/// The picture turned clockwise by so many quarters, 0 to 3. `into` gets its size; its memory is
/// used again.
void turn(Frame const& frame, int quarterTurns, Frame& into);

/// An opaque black frame (bytes 0 0 0 255).
[[nodiscard]] FramePtr blackFrame(int width, int height);

}  // namespace tocsin::media
