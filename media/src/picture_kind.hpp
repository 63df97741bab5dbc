// SPDX-License-Identifier: Apache-2.0
// What kind of picture some bytes are, and what their head says, without decoding them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "orientation.hpp"

namespace tocsin::media::detail {

/// heif: pictures in the box format of MP4 that are not read (HEIC of phones).
enum class PictureKind { none, jpeg, png, webp, gif, bmp, tiff, avif, heif };

/// By the first 64 bytes.
[[nodiscard]] PictureKind pictureKind(std::span<std::uint8_t const> head);
[[nodiscard]] char const* pictureName(PictureKind kind);
/// The end mark of the format is there. Found without decoding, whatever the decoder would
/// tolerate. AVIF counts as whole, and TIFF if it is of a kind that is read: their decoders find
/// what is missing.
[[nodiscard]] bool pictureIsWhole(PictureKind kind, std::span<std::uint8_t const> bytes);

/// Before a decoder takes memory for it. Nothing if the head does not say, or is cut off.
[[nodiscard]] std::optional<Size> declaredSize(PictureKind kind,
                                               std::span<std::uint8_t const> bytes);

/// A GIF, block by block.
struct GifBlocks {
    int images = 0;
    bool whole = false;
};
[[nodiscard]] GifBlocks walkGif(std::span<std::uint8_t const> bytes);

/// What the first directory of a TIFF says; zeros where it says nothing.
struct TiffHead {
    Size size;
    Orientation orientation;
    /// A kind that FFmpeg 5.1 decodes rightly. Some others it takes without a word and makes black
    /// or wrongly coloured: JPEG inside a TIFF, CMYK of 16 bits, floating point.
    bool read = false;
};
[[nodiscard]] TiffHead readTiff(std::span<std::uint8_t const> bytes);

/// A JPEG in printing inks (CMYK) without Adobe's note on how they are meant: its colours would
/// come out wrongly.
[[nodiscard]] bool hasUnknownInks(std::span<std::uint8_t const> bytes);

/// An AVIF that says more than one plain picture: turned, mirrored, put together of tiles, or with
/// alpha, which FFmpeg 5.1 leaves out without a word.
[[nodiscard]] bool avifNeedsMore(std::span<std::uint8_t const> bytes);

}  // namespace tocsin::media::detail
