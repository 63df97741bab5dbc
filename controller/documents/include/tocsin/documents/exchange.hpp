// SPDX-License-Identifier: Apache-2.0
// What the controller and tocsin-document-worker say to each other. A question and an answer are
// each a line of JSON and the bytes that it counts:
//
//   {"command":"sheet","bytes":N}                                       the workbook
//   {"command":"fill","format":"docx","values":{NAME:CELL},"tables":{NAME:[{NAME:CELL}]},"bytes":N}
//                                                                       the form
//   {"name":"工作记录","rows":[["日期","标题"]],"bytes":0}
//   {"unknown":[NAME],"used":[NAME],"bytes":N}                          the form, filled
//   {"refused":"the workbook has no sheet","bytes":0}                   the file's fault
//
// A CELL is what forms take of one: {"text":"128","value":128,"form":0}; no number: the text alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tocsin/documents/outside.hpp"

namespace tocsin::documents {

/// Of a file that is handed over.
inline constexpr std::size_t kMostOutside = 64 << 20;
/// A file and what is to be filled in.
inline constexpr std::size_t kMostQuestion = 2 * kMostOutside;
inline constexpr std::size_t kMostAnswer = 2 * kMostOutside;

struct OutsideQuestion {
    std::optional<FormFormat> form;  ///< nothing: a workbook is to be read
    Filling filling{};               ///< of a form
    std::string bytes{};             ///< the file
};

[[nodiscard]] std::string sheetQuestion(std::string_view workbook);
[[nodiscard]] std::string fillQuestion(FormFormat format, std::string_view form,
                                       Filling const& filling);
/// Errc::damaged.
[[nodiscard]] Result<OutsideQuestion> readOutsideQuestion(std::string_view text);

[[nodiscard]] std::string toText(Sheet const& sheet);
[[nodiscard]] std::string toText(Filled const& filled);
[[nodiscard]] std::string refusalText(std::string_view why);
/// Nothing beyond the sheet's limits is believed. Errc::invalid: the file's fault, in a line;
/// Errc::damaged.
[[nodiscard]] Result<Sheet> readSheetAnswer(std::string_view text);
[[nodiscard]] Result<Filled> readFilledAnswer(std::string_view text);

}  // namespace tocsin::documents
