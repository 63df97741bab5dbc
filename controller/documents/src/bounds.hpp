// SPDX-License-Identifier: Apache-2.0
// The bounds that document.hpp names.
#pragma once

#include "tocsin/documents/document.hpp"

namespace tocsin::documents {

/// Throws std::invalid_argument, naming what is wrong.
void requireBounds(Document const& document);

}  // namespace tocsin::documents
