// SPDX-License-Identifier: Apache-2.0
// References to cells in formulas, "SUM('2 月'!$A$1:B7)": found and changed, all else kept.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::documents::spreadsheet {

struct ReferencePoint {
    std::uint32_t column = 0;  ///< from 1; zero: whole rows, "3:5"
    std::uint32_t row = 0;     ///< from 1; zero: whole columns, "A:B"
    bool columnFixed = false;  ///< "$" before it
    bool rowFixed = false;
    bool operator==(ReferencePoint const&) const = default;
};

struct Reference {
    std::optional<std::string> sheet;  ///< nothing: the formula's own
    ReferencePoint first;
    std::optional<ReferencePoint> last;
    bool operator==(Reference const&) const = default;
};

using ChangeReference = std::function<Result<>(Reference&)>;

/// The formula with its references changed; those to other workbooks are passed over.
/// Errc::invalid: what `change` refuses, or a reference through several sheets at once.
[[nodiscard]] Result<std::string> withReferences(std::string_view formula,
                                                 ChangeReference const& change);

}  // namespace tocsin::documents::spreadsheet
