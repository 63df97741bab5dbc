// SPDX-License-Identifier: Apache-2.0
// The files of a filing: DOCX, PDF, XLSX, HTML, JSON, and a package of all with its pictures.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "filing_state.hpp"
#include "tocsin/filing/filing_document.hpp"

namespace tocsin::filing {

struct MadeForm {
    std::string format;  ///< "docx", "pdf", "xlsx", "html", "json" or "zip"
    std::string name;    ///< with its ending
    std::string bytes;
};

/// What a filing's files are made from.
struct FormsWish {
    std::string content;  ///< JSON, as it is stored
    Stamp stamp;
    documents::Language language = documents::Language::chinese;
};

/// "application/pdf" …; empty for a format that there is not.
[[nodiscard]] std::string contentTypeOf(std::string const& format);

/// One of them. Errc::invalid for an unknown format, Errc::unavailable where nothing prints.
[[nodiscard]] Result<MadeForm> makeForm(FilingBook::State const& state, FormsWish const& wish,
                                        std::string const& format);
/// All, the package last; without the PDF where nothing prints.
[[nodiscard]] Result<std::vector<MadeForm>> makeForms(FilingBook::State const& state,
                                                      FormsWish const& wish);
/// Makes all and keeps them by their digests.
[[nodiscard]] Result<std::vector<store::FilingForm>> keepForms(FilingBook::State const& state,
                                                               FormsWish const& wish);

}  // namespace tocsin::filing
