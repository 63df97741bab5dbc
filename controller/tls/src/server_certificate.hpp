// SPDX-License-Identifier: Apache-2.0
// What a server's certificate says, and whether it can be shown.
#pragma once

#include "pem.hpp"
#include "tocsin/tls/issue.hpp"

namespace tocsin::tls {

/// The names and addresses in it.
[[nodiscard]] ServerNames namesIn(X509 const* certificate);
/// Whether the first was signed by the second, which may be the same.
[[nodiscard]] bool isIssuedBy(X509* certificate, X509* issuer);

}  // namespace tocsin::tls
