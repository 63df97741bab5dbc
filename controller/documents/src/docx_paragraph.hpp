// SPDX-License-Identifier: Apache-2.0
// Paragraphs and cells in WordprocessingML, their parts in the schema's order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::documents {

/// What a paragraph has beside its style.
struct ParagraphLook {
    bool keepNext = false;         ///< on the same page as the next
    bool breakBefore = false;      ///< on a new page
    std::string_view justified{};  ///< "left", "center", "right"; empty: the style's
    bool bold = false;
    int halfPoints = 0;                     ///< 0: the style's
    std::optional<std::uint32_t> colour{};  ///< 0xRRGGBB
};

/// w:p with `text`, which is escaped here; lines too.
[[nodiscard]] std::string docxParagraph(std::string_view style, std::string_view text,
                                        ParagraphLook const& look = {});

/// w:p with runs that are XML already.
[[nodiscard]] std::string docxParagraphOf(std::string_view style, std::string_view runs,
                                          ParagraphLook const& look = {});

/// A low paragraph: Word joins tables that have none between them.
[[nodiscard]] std::string docxSpacer(bool breakBefore = false);

struct CellLook {
    int width = 0;  ///< twentieths of a point
    int columns = 1;
    std::optional<std::uint32_t> fill{};
    bool lineBelow = false;  ///< of a table without lines
    bool top = false;        ///< its text stands at its top, not in the middle
};

/// w:tc around paragraphs.
[[nodiscard]] std::string docxCell(CellLook const& look, std::string_view paragraphs);

/// A table without lines from its rows (w:tr), of the given columns' widths.
[[nodiscard]] std::string docxTable(std::string_view style, std::string_view grid, int width,
                                    int sideMargin, std::string_view rows);

[[nodiscard]] std::string docxColour(std::uint32_t colour);

}  // namespace tocsin::documents
