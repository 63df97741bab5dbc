// SPDX-License-Identifier: Apache-2.0
// Texts as spreadsheets store them. Spreadsheets count characters in units of UTF-16.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::documents::spreadsheet {

inline constexpr std::size_t kMostCellUnits = 32'767;  ///< of a cell's text, by Excel
inline constexpr std::size_t kMostPageUnits = 255;     ///< of a header or footer with its codes

/// What XML can carry: control characters but tabs and line breaks left out, "\r\n" as "\n", bytes
/// that are not UTF-8 as U+FFFD.
[[nodiscard]] std::string cleanText(std::string_view text);

/// In units of UTF-16. `text` is UTF-8.
[[nodiscard]] std::size_t unitsOf(std::string_view text);
/// The beginning of `text` that has at most so many units of UTF-16; no character is cut.
[[nodiscard]] std::string firstUnits(std::string_view text, std::size_t units);

/// A text as a cell stores it: clean, as long as a cell may be, and "_x0041_" told apart from the
/// character that spreadsheets read it as.
[[nodiscard]] std::string cellText(std::string_view text);
/// The other way round: what "_x000D_" and its like mean.
[[nodiscard]] std::string fromCellText(std::string_view stored);

/// One line of at most so many units for a header or footer: nothing in it is a code ("&P" is the
/// page's number there).
[[nodiscard]] std::string pageText(std::string_view text, std::size_t units);

/// Columns of a monospaced type: Chinese characters are two wide.
[[nodiscard]] std::size_t displayWidth(std::string_view line);
/// Lines that the text takes in a cell of so many columns, at least one.
[[nodiscard]] int linesIn(std::string_view text, double columns);
/// The text in pieces of at most `lines` such lines; together they are the text.
[[nodiscard]] std::vector<std::string> piecesOf(std::string_view text, double columns, int lines);

}  // namespace tocsin::documents::spreadsheet
