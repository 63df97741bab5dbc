// SPDX-License-Identifier: Apache-2.0
// Plain text tables whose columns line up in a terminal, Chinese included.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::cli {

/// Terminal columns that UTF-8 text takes: 2 for East Asian wide characters, 0 for combining marks,
/// 1 for anything else; an invalid byte counts 1.
[[nodiscard]] std::size_t displayWidth(std::string_view utf8);
/// Control characters become spaces, so that a name from outside cannot move the cursor.
[[nodiscard]] std::string printable(std::string_view text);

/// A value for CSV: quoted if it holds a comma, a quote or a line break (RFC 4180).
[[nodiscard]] std::string csvField(std::string_view text);

class TextTable {
public:
    enum class Align { left, right };
    struct Column {
        std::string heading;
        Align align = Align::left;
    };

    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
    /// One cell per column; missing ones are empty.
    void add(std::vector<std::string> cells);
    [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
    /// Heading and rows, two spaces between columns, no spaces at line ends; each line ends with
    /// \n.
    [[nodiscard]] std::string str() const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace tocsin::cli
