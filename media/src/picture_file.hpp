// SPDX-License-Identifier: Apache-2.0
// Picture files: what they are by their first bytes, whether they are whole, and their pixels.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ffmpeg_handles.hpp"
#include "open_file.hpp"
#include "orientation.hpp"

namespace tocsin::media::detail {

enum class PictureKind { none, jpeg, png, webp, gif };

[[nodiscard]] PictureKind pictureKind(std::span<std::uint8_t const> head);
[[nodiscard]] char const* pictureName(PictureKind kind);
/// The end mark of the format is there. Found without decoding, whatever the decoder would
/// tolerate.
[[nodiscard]] bool pictureIsWhole(PictureKind kind, std::span<std::uint8_t const> bytes);

struct DecodedPicture {
    PictureKind kind = PictureKind::none;
    AvFramePtr frame;
    Orientation orientation;
};

/// The first `limit` bytes of the file.
[[nodiscard]] Result<std::vector<std::uint8_t>> readBytes(OpenFile const& file, std::size_t limit);

/// Errc::invalid (not a picture we show, too large), Errc::damaged; each with one sentence for a
/// layman.
[[nodiscard]] Result<DecodedPicture> decodePicture(OpenFile const& file);

}  // namespace tocsin::media::detail
