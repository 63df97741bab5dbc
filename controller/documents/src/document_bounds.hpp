// SPDX-License-Identifier: Apache-2.0
// What document.hpp promises about a document, checked before it is written.
#pragma once

#include "tocsin/documents/document.hpp"

namespace tocsin::documents {

/// std::invalid_argument with the place if the document breaks document.hpp's bounds.
void checkBounds(Document const& document);

}  // namespace tocsin::documents
