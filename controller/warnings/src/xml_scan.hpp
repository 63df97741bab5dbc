// SPDX-License-Identifier: Apache-2.0
// A look at a document before it is parsed: what would make parsing costly or dangerous is refused
// here, in one pass over its bytes.
#pragma once

#include <cstddef>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::warnings {

/// Refuses a DOCTYPE (and with it entities of the document's own), references to entities that
/// nobody declared or to characters that XML does not have, more than kDeepestXml levels, more
/// markup or attributes than any message has, and text or elements beside the one root. `utf8` is
/// what asUtf8 made. Errc::invalid.
[[nodiscard]] Result<> scanXml(std::string_view utf8);

/// Where the element whose '<' stands at `start` ends, one past its last '>'; `utf8` passed the
/// scan. npos: nowhere.
[[nodiscard]] std::size_t endOfElement(std::string_view utf8, std::size_t start);

}  // namespace tocsin::warnings
