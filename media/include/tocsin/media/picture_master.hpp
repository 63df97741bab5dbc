// SPDX-License-Identifier: Apache-2.0
// From any picture, or one page of a PDF document, to the house's picture. Runs decoders on
// untrusted bytes: for tocsin-media-worker inside its sandbox, and for tests.
//
// The house's picture: upright, sRGB of 8 bits, not larger than ordered. A PNG if it has alpha, or
// comes without loss (drawings, screenshots, pages of a document: their edges and flat areas stay
// as they are) and is no photograph, which a PNG of more than a byte a pixel tells; else a JPEG of
// high quality, colours not subsampled.
#pragma once

#include <cstdint>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

struct PictureOrder {
    /// Pixels, 16 to 8192 each. A picture is made smaller until it fits, never larger; a page of a
    /// document, whose drawings have no pixels of their own, fills the box.
    int maxWidth = 3840, maxHeight = 3840;
    int page = 1;  ///< of a PDF, counted from 1; 1 for everything else
};

enum class PictureFormat { png, jpeg };

struct PictureMaster {
    int width = 0, height = 0;
    std::int64_t bytes = 0;
    PictureFormat format = PictureFormat::png;
};

/// Reads the file of descriptor `in` and writes to `out`, an empty regular file open for writing;
/// takes both over. The file's contents are of use only after success. Of a GIF that moves it is
/// the first image. Errors carry one sentence for a layman: Errc::invalid (no picture, too large,
/// no such page, or an order that makes no sense), Errc::damaged, Errc::exhausted (disk, size limit
/// or memory: not the picture's fault).
[[nodiscard]] Result<PictureMaster> makePictureMaster(int in, int out, PictureOrder const& order);

/// An order that makePictureMaster() takes.
[[nodiscard]] Result<> checkOrder(PictureOrder const& order);

}  // namespace tocsin::media
