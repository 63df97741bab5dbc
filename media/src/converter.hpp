// SPDX-License-Identifier: Apache-2.0
// Decoded frames to finished ones: scaled, converted and placed in one pass over the pixels that
// are seen.
#pragma once

#include <vector>

#include "ffmpeg_handles.hpp"
#include "orientation.hpp"
#include "tocsin/media/frame_pool.hpp"

namespace tocsin::media::detail {

/// One film or picture on one canvas. Keeps its scratch buffers; one thread at a time.
class Converter {
public:
    /// `pool`, if there is one, has the canvas's size.
    explicit Converter(Canvas canvas, std::shared_ptr<FramePool> pool = {});

    /// Throws std::runtime_error if the pixel format cannot be converted.
    [[nodiscard]] FramePtr convert(AVFrame const& frame, AVRational aspect,
                                   Orientation orientation);

private:
    struct Target {
        std::uint8_t* pixels;
        int stride;
        int width, height;
    };

    void fillOutside(Frame& frame, Rectangle const& inside) const;
    void convertPlanar(AVFrame const& frame, Rectangle const& source, Target const& target);
    void convertOther(AVFrame const& frame, Rectangle const& source, Target const& target);
    void turn(Target const& turned, Orientation orientation, Target const& target);
    /// `frame` through swscale to BGRA; the result stands in `into`.
    void rescale(AVFrame const& frame, Rectangle const& source, int width, int height,
                 AvScalerPtr& scaler, AvFramePtr& into);

    Canvas canvas_;
    std::shared_ptr<FramePool> pool_;
    std::vector<std::uint8_t> planes_, turned_, mirrored_;
    AvScalerPtr toBgra_, toSize_;
    AvFramePtr bgra_, sized_;
};

}  // namespace tocsin::media::detail
