// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ffmpeg_handles.hpp"
#include "tocsin/media/frame.hpp"

namespace tocsin::media::detail {

struct PngStyle {
    bool alpha = false;  ///< the frame's premultiplied alpha is kept; else it is left out
    bool small = false;  ///< a small file rather than one made fast
};
/// A PNG file as one packet.
[[nodiscard]] AvPacketPtr encodePng(Frame const& frame, PngStyle style);

}  // namespace tocsin::media::detail
