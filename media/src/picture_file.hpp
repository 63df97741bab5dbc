// SPDX-License-Identifier: Apache-2.0
// The pixels of picture files.
#pragma once

#include <cstdint>
#include <vector>

#include "allowed.hpp"
#include "open_file.hpp"
#include "orientation.hpp"
#include "picture_kind.hpp"

namespace tocsin::media::detail {

/// The longest side of a picture that the player shows.
inline constexpr int kLargestPlayedSide = 8192;

struct DecodedPicture {
    PictureKind kind = PictureKind::none;
    AvFramePtr frame;
    Orientation orientation;
};

/// The first `limit` bytes of the file.
[[nodiscard]] Result<std::vector<std::uint8_t>> readBytes(OpenFile const& file, std::size_t limit);

/// The kinds that the player shows: JPEG, PNG, WebP. From outside (in the sandbox only) also GIF
/// (its first image), BMP, TIFF (its first page) and plain AVIF, up to twice the player's size on a
/// side. Errc::invalid (not a picture that is taken, too large: found before memory is taken for
/// it), Errc::damaged; each with one sentence for a layman. Throws std::bad_alloc.
[[nodiscard]] Result<DecodedPicture> decodePicture(OpenFile const& file,
                                                   Allowed allowed = Allowed::byPlayer);

}  // namespace tocsin::media::detail
