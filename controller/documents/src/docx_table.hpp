// SPDX-License-Identifier: Apache-2.0
// A document's table in WordprocessingML.
#pragma once

#include <string>

#include "tocsin/documents/document.hpp"

namespace tocsin::documents {

/// The title, the table as wide as its page's text, and a low paragraph after it.
[[nodiscard]] std::string docxTableOf(Table const& table);

}  // namespace tocsin::documents
