// SPDX-License-Identifier: Apache-2.0
// Files from outside, looked at in this process: for tests that are about what becomes of them.
#pragma once

#include "tocsin/documents/outside.hpp"

namespace tocsin::test {

class OutsideHere final : public documents::Outside {
public:
    Result<documents::Sheet> sheet(std::string_view workbook) const override {
        return documents::readSheet(workbook);
    }
    Result<documents::Filled> fill(documents::FormFormat format, std::string_view form,
                                   documents::Filling const& filling) const override {
        return format == documents::FormFormat::docx ? documents::fillDocx(form, filling)
                                                     : documents::fillXlsx(form, filling);
    }
};

}  // namespace tocsin::test
