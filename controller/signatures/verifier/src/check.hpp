// SPDX-License-Identifier: Apache-2.0
// The cryptographic check of one signature, by xmlsec1.
#pragma once

#include <openssl/evp.h>

#include <optional>
#include <string>

#include "document.hpp"

namespace tocsin::xml_verifier {

/// What was signed, in canonical form, if the signature holds under this key; nothing if it does
/// not, or cannot be. Its form has passed the rules. The document stays as it is. Throws
/// std::bad_alloc.
[[nodiscard]] std::optional<std::string> signedUnder(EVP_PKEY* key, xmlNode* signature);

}  // namespace tocsin::xml_verifier
