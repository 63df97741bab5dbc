// SPDX-License-Identifier: Apache-2.0
// Certificates as OpenSSL has them.
#pragma once

#include <string_view>
#include <vector>

#include "openssl_pointers.hpp"
#include "tocsin/session/authority.hpp"

namespace tocsin::session {

/// All certificates of a PEM text, in its order. Errc::invalid for one that cannot be read, or
/// without any.
[[nodiscard]] Result<std::vector<OpenSslPtr<X509>>> readCertificates(std::string_view pem);
[[nodiscard]] Authority describeAuthority(X509* certificate);
[[nodiscard]] OpenSslPtr<BIO> readingFrom(std::string_view text);

}  // namespace tocsin::session
