// SPDX-License-Identifier: Apache-2.0
// What a list shows of a file: a small picture, and of films a short clip. Runs decoders on
// untrusted bytes: for tocsin-media-worker inside its sandbox, and for tests.
#pragma once

#include <cstdint>

#include "tocsin/media/transcode.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

struct ThumbnailOrder {
    int width = 320, height = 320;  ///< the box it fits into, 16 to 2048 each; never enlarged
    /// Of a film: the frame at so many thousandths of its length, 0 to 1,000; -1: one that tells
    /// it from others.
    int permille = -1;
};
struct Thumbnail {
    int width = 0, height = 0;
    std::int64_t bytes = 0;
};

/// A JPEG of a picture, a PDF's first page, or a film: upright, what is transparent over plain
/// grey (so that both black and white letters are seen). Unless the order names a place, the film's
/// frame is that at a tenth of its length; where that is nearly of one colour, the first of some
/// further places that is not, or the liveliest. Descriptors and errors as of makePictureMaster().
[[nodiscard]] Result<Thumbnail> makeThumbnail(int in, int out, ThumbnailOrder const& order);
[[nodiscard]] Result<> checkOrder(ThumbnailOrder const& order);

struct PreviewOrder {
    int width = 480, height = 270;  ///< the box it fits into, 16 to 2048 each; never enlarged
    int seconds = 8;                ///< 1 to 60
};

/// A silent film of the house format (MP4, H.264, 4:2:0, index in front: browsers play it) of so
/// many seconds from a tenth of the film's length on, which is past its titles; earlier where the
/// end would come too soon, and all of a film that is not longer. One stretch as it is, because a
/// few seconds in a row say more of a film than pieces, and cost only the decoding of themselves.
/// At most 30 frames a second. Descriptors and errors as of transcode(): `out` is read, too.
[[nodiscard]] Result<Transcoded> makePreview(int in, int out, PreviewOrder const& order,
                                             Progress const& progress);
[[nodiscard]] Result<> checkOrder(PreviewOrder const& order);

}  // namespace tocsin::media
