// SPDX-License-Identifier: Apache-2.0
// What a photograph of a screen tells: when it was taken, and which stickers (QR codes) are in it.
// Values only, for programs that must not link a decoder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::media {

/// A screen's sticker says this, and then the screen's id.
inline constexpr std::string_view kStickerPrefix = "tocsin-screen/1 ";

/// Told by the worker, and believed only as far as it has this form.
struct Photograph {
    bool png = false;  ///< else JPEG
    int width = 0, height = 0;
    /// "2026:06:01 08:30:00", on the camera's clock (EXIF DateTimeOriginal); empty: it does not
    /// say.
    std::string taken;
    std::string offset;  ///< "+08:00" (EXIF OffsetTimeOriginal); empty: it does not say
    /// Screen ids of the stickers that can be read, each once, at most kMostStickers. Printable
    /// ASCII; anything else that a sticker may say is left out.
    std::vector<std::string> screens;

    static constexpr std::size_t kMostStickers = 8;
};

}  // namespace tocsin::media
