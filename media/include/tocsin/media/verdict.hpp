// SPDX-License-Identifier: Apache-2.0
// What tocsin-media-worker says about a file. Plain values: the controller reads them and links no
// decoder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tocsin::media {

/// Printed by `tocsin-media-worker probe [--whole] FILE` as one JSON object on standard output with
/// these names; exit 0 even for a refused file. A worker that dies, hangs or prints anything else
/// is itself a verdict: refused.
///
/// Without --whole it is the quick verdict: every packet's time is read, so length and number of
/// frames are those of the file's own tables, but only some frames are decoded: the first, and one
/// at four places further on. With --whole every frame was decoded, which finds damage inside, and
/// durationMs, frames, rate and variable-rate are of what came out. The two agree on files whose
/// packets do not lie; a film may be planned with a whole verdict only.
struct Verdict {
    bool accepted = false;
    std::string reason;     ///< if refused: one sentence a layman understands, with what to do
    std::string technical;  ///< if refused: the cause as the decoder has it
    /// "film" or "picture". A GIF that moves is a film, any other a picture; a PDF is a picture of
    /// `pages` pages.
    std::string kind;
    /// Films: FFmpeg's word, e.g. "mov,mp4,m4a,3gp,3g2,mj2". Pictures: jpeg, png, webp, gif, bmp,
    /// tiff, avif or pdf, in `codec` too.
    std::string container;
    std::string codec;  ///< e.g. "h264"
    /// As shown, rotation and pixel aspect applied. PDF: of its first page as a picture of at most
    /// 3840 pixels a side.
    int width = 0;
    int height = 0;
    std::int64_t durationMs = 0;  ///< films: from the first shown frame to the end of the last;
                                  ///< pictures: 0
    std::int64_t frames = 0;
    std::int64_t rateNum = 0;  ///< frames a second, as measured; 0 for pictures
    std::int64_t rateDen = 1;
    bool sound = false;
    /// The player can show it as it is, if not always well. False: only after it was converted.
    bool playable = false;
    /// Why it has to be converted, in this order, each at most once; empty: fit as it is.
    /// Films: codec, container, sound (its codec), interlaced, hdr, colour (a wide gamut),
    /// pixel-format (not 8-bit 4:2:0), rotation, pixel-aspect, size (odd, or over 4096x2304),
    /// variable-rate, rate (over 60 a second). By the house transcode.
    /// Pictures: format (none that the player shows), size (over 4096 a side). By `picture`.
    std::vector<std::string> needs;
    std::int64_t pages = 1;  ///< of a PDF, 1 to 500; 1 for everything else

    // Films only from here on, but for `pixelFormat`, `bitDepth`, `rotation` and `bytes`, which
    // pictures have too (a PDF only the last).
    bool whole = false;       ///< every frame was decoded
    std::string pixelFormat;  ///< as stored, FFmpeg's word, e.g. "yuv420p10le"
    int bitDepth = 0;
    bool interlaced = false;
    std::string hdr;   ///< "pq", "hlg", or empty for standard range
    int rotation = 0;  ///< degrees clockwise it has to be turned to be shown: 0, 90, 180, 270
    std::int64_t pixelAspectNum = 1;  ///< of a stored pixel, before rotation
    std::int64_t pixelAspectDen = 1;
    std::int64_t houseRateNum = 0;  ///< the constant rate its house master should have
    std::int64_t houseRateDen = 1;
    std::int64_t bitRate = 0;  ///< average of the whole file, bits a second
    std::int64_t bytes = 0;    ///< size of the file
    std::string soundCodec;    ///< empty without sound
    int soundChannels = 0;
    int soundRate = 0;  ///< samples a second
};

}  // namespace tocsin::media
