// SPDX-License-Identifier: Apache-2.0
// Owned things of OpenSSL.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace tocsin::tls {

struct FreeOpenSsl {
    void operator()(X509* thing) const noexcept { X509_free(thing); }
    void operator()(EVP_PKEY* thing) const noexcept { EVP_PKEY_free(thing); }
    void operator()(BIO* thing) const noexcept { BIO_free_all(thing); }
    void operator()(BIGNUM* thing) const noexcept { BN_free(thing); }
    void operator()(X509_EXTENSION* thing) const noexcept { X509_EXTENSION_free(thing); }
    void operator()(GENERAL_NAMES* thing) const noexcept { GENERAL_NAMES_free(thing); }
};
template <class T>
using OpenSslPtr = std::unique_ptr<T, FreeOpenSsl>;

/// Throws what OpenSSL says was wrong where only memory or OpenSSL itself can be at fault.
void mustHold(bool holds, char const* doing);

}  // namespace tocsin::tls
