// SPDX-License-Identifier: Apache-2.0
// Small PDF documents for tests, written here.
#pragma once

#include <filesystem>
#include <string>

namespace tocsin::test {

struct PdfSpec {
    int pages = 1;
    int width = 600, height = 900;  ///< points
    int rotate = 0;                 ///< degrees clockwise
    /// Drawn on each page, in PDF's notation; the font F1 has no file in the document.
    std::string content = "1 0 0 rg 0 0 300 450 re f 0 0 1 rg 300 450 300 450 re f";
    /// Chinese of the encoding UniGB-UCS2-H, else Latin letters.
    bool chinese = false;
    bool differing = false;  ///< each page has a black square at another place
    bool locked = false;     ///< with a password
};
/// A page's lower left quarter is red, its upper right one blue, unless `content` says otherwise.
[[nodiscard]] std::filesystem::path samplePdf(PdfSpec const& spec);

}  // namespace tocsin::test
