// SPDX-License-Identifier: Apache-2.0
// Finished frames as pictures for the house's encoder.
#pragma once

#include "ffmpeg_handles.hpp"
#include "orientation.hpp"
#include "tocsin/media/frame.hpp"

namespace tocsin::media::detail {

/// The nearest size with even sides that is not smaller.
[[nodiscard]] constexpr Size evenUp(Size size) {
    return {(size.width + 1) & ~1, (size.height + 1) & ~1};
}

/// Frames of one size. Keeps its buffers; one thread at a time.
class SegmentPicture {
public:
    explicit SegmentPicture(Size size);

    /// BT.709 of limited range, 4:2:0, at evenUp() of the size: a last column or row that is
    /// missing to it is that before. The picture stays valid until the next call; the encoder may
    /// keep a reference. Throws std::runtime_error.
    [[nodiscard]] AVFrame& convert(Frame const& frame);

private:
    /// `frame` with its last column and row repeated.
    [[nodiscard]] Frame const& widened(Frame const& frame);

    Size size_;
    Frame wide_;
    AvScalerPtr scaler_;
    AvFramePtr picture_;
};

}  // namespace tocsin::media::detail
