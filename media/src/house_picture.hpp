// SPDX-License-Identifier: Apache-2.0
// How a film's pictures become those of the house format: their size, and the filters for it.
#pragma once

#include <string>

#include "demuxer.hpp"
#include "orientation.hpp"
#include "tocsin/media/transcode.hpp"

namespace tocsin::media::detail {

/// What the filters depend on; when it changes within a film they are made anew.
struct PictureShape {
    Size stored;
    int format = -1;
    AVRational aspect{1, 1};
    Orientation orientation;
    AVColorSpace matrix = AVCOL_SPC_UNSPECIFIED;
    bool fullRange = false, wide = false;  ///< wide: BT.2020 primaries
    AVColorTransferCharacteristic transfer = AVCOL_TRC_UNSPECIFIED;
    double peak = 0;  ///< HDR: brightest light in cd/m²

    [[nodiscard]] static PictureShape of(AVStream const& stream, AVFrame const& frame);
    /// The brightness is left out: it may change with every scene.
    [[nodiscard]] bool sameAs(PictureShape const& other) const;
};

/// Size of the pictures that come out.
[[nodiscard]] Size houseSize(PictureShape const& shape, TranscodeOrder const& order);
/// The filters, in FFmpeg's notation, that make pictures of `size` in the house's colours.
[[nodiscard]] std::string houseFilters(PictureShape const& shape, AVCodecID codec, Size size,
                                       Fit fit);
/// Says of a picture in the house's colours that it is one: the tags of its source have no meaning
/// any more.
void tagAsHouse(AVFrame& picture);
/// What a picture of this size takes in H.264, and the most that the house format has: those of
/// level 5.1, the highest that players are asked to take (4096 x 2304).
[[nodiscard]] std::int64_t macroblocks(Size size);
constexpr std::int64_t kMostMacroblocks = 36'864;
/// The lowest level of H.264, ten times, for pictures of this size and rate with three references.
[[nodiscard]] int houseLevel(Size size, AVRational rate);
/// The highest bit rate of that level in the High profile, bits a second.
[[nodiscard]] std::int64_t mostBits(int level);

}  // namespace tocsin::media::detail
