// SPDX-License-Identifier: Apache-2.0
// The approval form (审批单) as a document to be printed: before it is approved with lines to sign
// on, afterwards with who approved.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "review_sheet.hpp"
#include "tocsin/media/print_document.hpp"

namespace tocsin::schedule {

struct FormWish {
    bool chinese = true;
    Instant when{};                     ///< it is printed
    std::string zone{};                 ///< of the times on it
    std::optional<SheetPlays> plays{};  ///< nothing: it says nothing of them
};

/// `pictures`: for each of the sheet's items a small one as the bytes of a file, or empty.
[[nodiscard]] media::PrintDocument approvalForm(ReviewSheet const& sheet,
                                                std::vector<std::string> const& pictures,
                                                FormWish const& wish);

}  // namespace tocsin::schedule
