// SPDX-License-Identifier: Apache-2.0
// Pictures with their captions in WordprocessingML, two a row and six a page.
#pragma once

#include <string>

#include "docx_package.hpp"
#include "tocsin/documents/document.hpp"

namespace tocsin::documents {

/// Adds the files to the package. A picture that cannot be read becomes a line that says so.
[[nodiscard]] std::string docxPictures(Pictures const& pictures, Language language,
                                       DocxPackage& package);

}  // namespace tocsin::documents
