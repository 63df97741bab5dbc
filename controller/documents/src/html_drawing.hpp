// SPDX-License-Identifier: Apache-2.0
// A drawing inside an HTML page.
#pragma once

#include <string>
#include <string_view>

#include "tocsin/media/print_document.hpp"

namespace tocsin::documents {

/// An SVG element; `name` says what it shows to who cannot see it.
[[nodiscard]] std::string svgOf(media::PrintDrawing const& drawing, std::string_view name);

/// "data:image/jpeg;base64,…"; empty if the bytes are neither a JPEG nor a PNG file.
[[nodiscard]] std::string dataUri(std::string_view picture);

}  // namespace tocsin::documents
