// SPDX-License-Identifier: Apache-2.0
// What a single signature may look like: much less than XML-DSig allows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document.hpp"

namespace tocsin::xml_verifier {

inline constexpr std::string_view kDsig = "http://www.w3.org/2000/09/xmldsig#";
inline constexpr std::string_view kExclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";

struct SignatureForm {
    xmlNode* node = nullptr;
    /// Why it counts for nothing: an English sentence; empty: it may count.
    std::string fault;
    /// In DER, as its KeyInfo has them: to choose among those that are pinned, and for the way up
    /// to a pinned authority.
    std::vector<std::string> certificates;
};

/// Of an element Signature that is a child of the root element.
[[nodiscard]] SignatureForm formOf(xmlNode* signature);

/// For messages: at most 60 bytes of plain ASCII in quotation marks.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace tocsin::xml_verifier
