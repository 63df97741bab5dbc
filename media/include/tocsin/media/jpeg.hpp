// SPDX-License-Identifier: Apache-2.0
// JPEG out: a frame as a small file that carries words about itself.
#pragma once

#include <string>
#include <string_view>

#include "tocsin/media/frame.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

struct JpegLimits {
    int width = 1280;             ///< the picture is scaled down to at most so many pixels
    std::size_t bytes = 700'000;  ///< the file is made coarser, then smaller, until it fits
    int best = 3;  ///< quality to begin with, on FFmpeg's scale: 2 (about 95 of 100) to 24
};

/// The frame as a JPEG file (JFIF, colours not subsampled), scaled down to the limits with its
/// proportions kept, never up. `comment` stands in it as a comment segment (COM, marker FE) right
/// after the head, where any picture program shows it: at most 65,533 bytes. Errc::exhausted if no
/// quality fits the limit. Any thread.
[[nodiscard]] Result<std::string> encodeJpeg(Frame const& frame, JpegLimits const& limits,
                                             std::string_view comment);

}  // namespace tocsin::media
