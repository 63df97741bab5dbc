// SPDX-License-Identifier: Apache-2.0
// Files that other offices and members send: workbooks to be read, forms to be filled. Whoever runs
// as the controller asks here and opens none of them itself.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "tocsin/documents/fill.hpp"
#include "tocsin/documents/sheet.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::documents {

enum class FormFormat { docx, xlsx };

class Outside {
public:
    virtual ~Outside() = default;
    /// As readSheet, with its default limits. Errc::invalid: it is the workbook's fault, in a line;
    /// Errc::unavailable: nobody can look at it now, trying again may help.
    [[nodiscard]] virtual Result<Sheet> sheet(std::string_view workbook) const = 0;
    /// As fillDocx and fillXlsx. Errors as of sheet().
    [[nodiscard]] virtual Result<Filled> fill(FormFormat format, std::string_view form,
                                              Filling const& filling) const = 0;
};

/// Asks `program`, tocsin-document-worker, in a process for each file, which has so much real time
/// for it. Thread-safe; blocks.
[[nodiscard]] std::shared_ptr<Outside const> outsideProcess(
    std::filesystem::path program, Milliseconds within = Milliseconds(30'000));

}  // namespace tocsin::documents
