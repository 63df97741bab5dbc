// SPDX-License-Identifier: Apache-2.0
// What a JPEG or PNG file says of itself in its head; nothing is decoded.
#pragma once

#include <optional>
#include <string_view>

namespace tocsin::documents {

enum class PictureFormat { jpeg, png };

struct PictureSize {
    PictureFormat format = PictureFormat::jpeg;
    int width = 0;  ///< pixels, 1 to 65,535
    int height = 0;
    bool operator==(PictureSize const&) const = default;
};

/// Nothing if the bytes are not such a file, or its head is damaged or cut off.
[[nodiscard]] std::optional<PictureSize> sizeOfPicture(std::string_view bytes);

}  // namespace tocsin::documents
