// SPDX-License-Identifier: Apache-2.0
// Certificates as OpenSSL has them.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::signatures {

struct FreeX509 {
    void operator()(X509* thing) const noexcept { X509_free(thing); }
    void operator()(EVP_PKEY* thing) const noexcept { EVP_PKEY_free(thing); }
    void operator()(BIO* thing) const noexcept { BIO_free_all(thing); }
    void operator()(X509_STORE* thing) const noexcept { X509_STORE_free(thing); }
    void operator()(X509_STORE_CTX* thing) const noexcept { X509_STORE_CTX_free(thing); }
    void operator()(STACK_OF(X509) * thing) const noexcept { sk_X509_free(thing); }
};
template <class T>
using X509Owned = std::unique_ptr<T, FreeX509>;
using Certificate = X509Owned<X509>;

/// All of PEM text, or the one that the bytes are in DER; empty: none.
[[nodiscard]] std::vector<Certificate> certificatesIn(std::string_view bytes);
/// Nothing if these bytes are anything else, or more.
[[nodiscard]] Certificate certificateOf(std::string_view der);

[[nodiscard]] std::string derOf(X509* certificate);
[[nodiscard]] std::string fingerprintOf(X509 const* certificate);
/// At most some 200 bytes of UTF-8, without control characters.
[[nodiscard]] std::string subjectOf(X509 const* certificate);
[[nodiscard]] Instant beginOf(X509 const* certificate);
[[nodiscard]] Instant endOf(X509 const* certificate);
/// Of RSA, or of elliptic curves, and strong enough.
[[nodiscard]] bool hasUsableKey(X509* certificate);
[[nodiscard]] bool isAuthority(X509* certificate);

}  // namespace tocsin::signatures
