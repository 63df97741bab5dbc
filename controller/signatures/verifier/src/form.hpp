// SPDX-License-Identifier: Apache-2.0
// What a signed document as a whole may look like, so that what is signed is what is read.
#pragma once

#include <string_view>
#include <vector>

#include "document.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::xml_verifier {

/// The signatures of the document, all of them children of its root element, one to four; and no
/// other element is like the root. Errc::invalid in one sentence, also for a document whose
/// canonical form would take too long to make.
[[nodiscard]] Result<std::vector<xmlNode*>> signaturesIn(xmlDoc const& document);

/// Whether a Reference's URI stands for the root element as a whole: "", or "#ID" where that id is
/// the root's and nobody else's. In the latter case xmlsec1 finds it from now on.
[[nodiscard]] bool namesRoot(std::string_view uri, xmlDoc* document);

}  // namespace tocsin::xml_verifier
