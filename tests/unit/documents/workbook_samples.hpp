// SPDX-License-Identifier: Apache-2.0
// Workbooks as other programs write them, made by hand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/documents/archive.hpp"

namespace tocsin::test {

struct SampleSheet {
    std::string name;
    std::string inside;  ///< of <worksheet>
    std::string state = "visible";
};

struct SampleWorkbook {
    std::vector<SampleSheet> sheets;
    std::string strings{};     ///< the <si> elements
    std::string formats{};     ///< the <numFmt> elements
    std::string styles{};      ///< the <xf> elements of cells
    std::string workbook{};    ///< of <workbook>, behind its sheets
    std::string properties{};  ///< attributes of <workbookPr>
    std::vector<documents::ArchiveEntry> parts{};
};

[[nodiscard]] std::string workbookFile(SampleWorkbook const& sample);

/// The part's text; fails the test if there is none.
[[nodiscard]] std::string workbookPart(std::string_view workbook, std::string const& name);

}  // namespace tocsin::test
