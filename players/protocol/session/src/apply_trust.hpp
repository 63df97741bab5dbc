// SPDX-License-Identifier: Apache-2.0
// TlsTrust in OpenSSL's terms, for our own connections and for libcurl's alike.
#pragma once

#include <string>

#include "openssl_pointers.hpp"
#include "tocsin/session/tls_trust.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::session {

/// Sets versions, authorities and how chains are judged; the system's authorities are left as the
/// context has them. `trust` is not needed afterwards. Errc::invalid for an authority that cannot
/// be read.
[[nodiscard]] Result<> applyTrust(SSL_CTX* context, TlsTrust const& trust);

/// Why the server's certificate was not accepted, with what to do; `host` as people write it.
/// Errc::permission.
[[nodiscard]] Error notTrusted(std::string const& host, TlsTrust const& trust, long verifyResult);

}  // namespace tocsin::session
