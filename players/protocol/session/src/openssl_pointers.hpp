// SPDX-License-Identifier: Apache-2.0
// Owned things of OpenSSL, and its errors as text.
#pragma once

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace tocsin::session {

struct FreeOpenSsl {
    void operator()(X509* thing) const noexcept { X509_free(thing); }
    void operator()(X509_STORE* thing) const noexcept { X509_STORE_free(thing); }
    void operator()(EVP_PKEY* thing) const noexcept { EVP_PKEY_free(thing); }
    void operator()(BIO* thing) const noexcept { BIO_free_all(thing); }
    void operator()(SSL_CTX* thing) const noexcept { SSL_CTX_free(thing); }
    void operator()(SSL* thing) const noexcept { SSL_free(thing); }
};
template <class T>
using OpenSslPtr = std::unique_ptr<T, FreeOpenSsl>;

/// What went wrong last on this thread; the queue of errors is empty afterwards.
inline std::string lastOpenSslError() {
    auto const code = ERR_peek_last_error();
    auto const* const text = ERR_reason_error_string(code);
    ERR_clear_error();
    return text != nullptr ? text : "no reason given";
}

}  // namespace tocsin::session
