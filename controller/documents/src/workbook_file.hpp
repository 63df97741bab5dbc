// SPDX-License-Identifier: Apache-2.0
// Where libxlsxwriter, which knows files alone, writes to: a file in memory that nobody else sees.
#pragma once

#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::documents::spreadsheet {

class WorkbookFile {
public:
    /// Throws std::system_error without memory or descriptors.
    WorkbookFile();
    ~WorkbookFile();
    WorkbookFile(WorkbookFile const&) = delete;
    WorkbookFile& operator=(WorkbookFile const&) = delete;

    /// A name by which this process opens it.
    [[nodiscard]] std::string path() const;
    /// What was written. Errc::exhausted.
    [[nodiscard]] Result<std::string> bytes() const;

private:
    int descriptor_;
};

/// Whether the workbook is all that was to be written: on a disk that is full libxlsxwriter's
/// temporary files lose what does not fit, and it does not notice.
[[nodiscard]] bool isWholeWorkbook(std::string_view bytes);

}  // namespace tocsin::documents::spreadsheet
