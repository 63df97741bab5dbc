// SPDX-License-Identifier: Apache-2.0
// A table of screens, as an office keeps it in a spreadsheet.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

namespace tocsin::cli {

/// Something in a cell that cannot be.
struct TableFault {
    std::size_t line = 0;  ///< of the file, from 1 on
    std::string column;    ///< its heading as the file has it; empty: the whole row
    std::string message;   ///< what is wrong, and what to do
};

struct ScreenTable {
    struct Row {
        std::size_t line = 0;
        boost::json::object screen;  ///< as POST /api/v1/screens takes it
        std::string size;            ///< "960x540"
    };
    std::vector<Row> rows;  ///< those in which nothing was found wrong
    std::vector<TableFault> faults;
    /// The file's heading for a member of the API ("width" stands in the column of sizes).
    [[nodiscard]] std::string columnOf(std::string const& member) const;

    std::vector<std::pair<std::string, std::string>> headings;  ///< member of the API, heading
};

/// Reads CSV: UTF-8 with or without a mark, or GB18030, as Excel writes it in China; headings in
/// Chinese or English, in any order. Throws CommandFailure for a file that is no such table.
[[nodiscard]] ScreenTable readScreenTable(std::string const& file, std::string const& bytes);

/// The text as UTF-8. Throws CommandFailure for bytes that are neither UTF-8 nor GB18030.
[[nodiscard]] std::string spreadsheetText(std::string const& file, std::string const& bytes);

/// A cell that no spreadsheet takes for a formula, quoted where that is needed.
[[nodiscard]] std::string safeCell(std::string const& text);

}  // namespace tocsin::cli
