// SPDX-License-Identifier: Apache-2.0
// Numbers of spreadsheets as people read them: a date is a number with a format.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spreadsheet_package.hpp"

namespace tocsin::documents::spreadsheet {

/// What a number format makes of a number, as far as a list needs to know.
struct NumberMeaning {
    bool date = false;
    bool time = false;
    bool seconds = false;
    bool elapsed = false;  ///< "[h]:mm": hours beyond a day
    bool percent = false;
    bool general = false;  ///< no format at all
    bool operator==(NumberMeaning const&) const = default;
};

/// Of the first section of a format's code, "yyyy\-mm\-dd hh:mm".
[[nodiscard]] NumberMeaning meaningOf(std::string_view code);

/// Meanings by the number of a cell's style.
class CellStyles {
public:
    /// A workbook without styles has none. Errc::invalid.
    [[nodiscard]] static Result<CellStyles> of(Package const& package);
    /// Of a cell's attribute "s"; general if there is no such style.
    [[nodiscard]] NumberMeaning const& meaning(unsigned style) const;

private:
    std::vector<NumberMeaning> meanings_;
};

/// The number as a cell of this meaning says it: "2026-06-16", "2026-06-16 09:00", "09:00", or
/// without exponent, at most 15 digits.
[[nodiscard]] std::string numberText(double value, NumberMeaning const& meaning, bool from1904);

}  // namespace tocsin::documents::spreadsheet
