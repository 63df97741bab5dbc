// SPDX-License-Identifier: Apache-2.0
// How cells of a workbook look. A workbook has each look once.
#pragma once

#include <xlsxwriter.h>

#include <compare>
#include <cstdint>
#include <map>
#include <optional>

#include "tocsin/documents/document.hpp"

namespace tocsin::documents::spreadsheet {

struct Look {
    int halfPoints = 21;  ///< size of the type
    bool strong = false;
    bool heading = false;  ///< in the type of headings
    Align align = Align::left;
    bool top = false;    ///< at the top of its row, not in its middle
    bool ruled = false;  ///< thin lines around it
    std::uint32_t colour = 0x000000;
    std::optional<std::uint32_t> fill{};
    std::optional<NumberForm> number{};
    auto operator<=>(Look const&) const = default;
};

inline constexpr std::uint32_t kHeadFill = 0xdce6f1;
inline constexpr std::uint32_t kTotalFill = 0xf2f2f2;
inline constexpr std::uint32_t kFaint = 0x595959;

class Formats {
public:
    Formats(lxw_workbook& workbook, Language language) : workbook_(workbook), language_(language) {}
    /// Lives as long as the workbook.
    [[nodiscard]] lxw_format* of(Look const& look);

private:
    [[nodiscard]] lxw_format* made(Look const& look);

    lxw_workbook& workbook_;
    Language language_;
    std::map<Look, lxw_format*> made_;
};

/// 0xRRGGBB for libxlsxwriter, to which zero is no colour.
[[nodiscard]] lxw_color_t colourOf(std::uint32_t colour);

/// The same with white type where the fill is dark.
[[nodiscard]] Look readable(Look look);

}  // namespace tocsin::documents::spreadsheet
