// SPDX-License-Identifier: Apache-2.0
// Between PEM text and OpenSSL's things.
#pragma once

#include <string>
#include <vector>

#include "openssl_pointers.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::tls {

/// All certificates of the text that can be read, in its order.
[[nodiscard]] std::vector<OpenSslPtr<X509>> certificatesIn(std::string const& pem);
/// Null for text that is no private key, or needs a passphrase.
[[nodiscard]] OpenSslPtr<EVP_PKEY> keyIn(std::string const& pem);
[[nodiscard]] std::string pemOf(X509* certificate);
[[nodiscard]] std::string pemOf(EVP_PKEY* key);

[[nodiscard]] Instant beginOf(X509 const* certificate);
[[nodiscard]] Instant endOf(X509 const* certificate);

}  // namespace tocsin::tls
