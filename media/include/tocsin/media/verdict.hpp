// SPDX-License-Identifier: Apache-2.0
// What tocsin-media-worker says about a file. Plain values: the controller reads them and links no
// decoder.
#pragma once

#include <cstdint>
#include <string>

namespace tocsin::media {

/// Printed by `tocsin-media-worker probe FILE` as one JSON object on standard output with these
/// names; exit 0 even for a refused file. A worker that dies, hangs or prints anything else is
/// itself a verdict: refused.
struct Verdict {
    bool accepted = false;
    std::string reason;     ///< if refused: one sentence a layman understands, with what to do
    std::string technical;  ///< if refused: the cause as the decoder has it
    std::string kind;       ///< "film" or "picture"
    std::string container;  ///< e.g. "mov,mp4,m4a,3gp,3g2,mj2"
    std::string codec;      ///< e.g. "h264"
    int width = 0;          ///< as shown, rotation and pixel aspect applied
    int height = 0;
    std::int64_t durationMs = 0;  ///< films: from the first shown frame to the end of the last,
                                  ///< measured by decoding; pictures: 0
    std::int64_t frames = 0;
    std::int64_t rateNum = 0;  ///< frames a second, as measured; 0 for pictures
    std::int64_t rateDen = 1;
    bool sound = false;
};

}  // namespace tocsin::media
