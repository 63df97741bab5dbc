// SPDX-License-Identifier: Apache-2.0
// Documents as UTF-8. Encodings that are read: UTF-8, UTF-16 and ISO-8859-1; others are refused
// rather than guessed, since a wrong guess changes what a warning says.
#pragma once

#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::warnings {

/// The document in UTF-8, without a byte order mark, of XML characters only. Errc::damaged: bytes
/// that are no character of XML, zeros among them; Errc::invalid: an encoding that is not read.
[[nodiscard]] Result<std::string> asUtf8(std::string_view document);

}  // namespace tocsin::warnings
