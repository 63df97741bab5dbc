// SPDX-License-Identifier: Apache-2.0
// Names of a workbook's sheets: what spreadsheets allow, each once.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "tocsin/documents/document.hpp"

namespace tocsin::documents::spreadsheet {

class SheetNames {
public:
    explicit SheetNames(Language language) : language_(language) {}

    /// A name as near to `wanted` as is allowed and free: at most 31 characters, none of []:*?/\,
    /// nothing that formulas would read as a cell or a number. Empty: "表" or "Sheet".
    [[nodiscard]] std::string take(std::string_view wanted);

private:
    [[nodiscard]] std::string numbered(std::string const& name);

    Language language_;
    std::set<std::string> taken_;  ///< in small letters: spreadsheets do not tell them apart
};

}  // namespace tocsin::documents::spreadsheet
