// SPDX-License-Identifier: Apache-2.0
#include "apply_trust.hpp"

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <new>

#include "certificates.hpp"

namespace tocsin::session {
namespace {

struct FreeStack {
    void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_free(stack); }
};

/// The certificate at the end of what the server sent is the authority, and the chain must lead to
/// it: a foreign certificate with somebody's authority attached is refused.
int judgeByItself(X509_STORE_CTX* chain, void*) {
    auto* const sent = X509_STORE_CTX_get0_untrusted(chain);
    auto const count = sent == nullptr ? 0 : sk_X509_num(sent);
    auto* const top = count > 0 ? sk_X509_value(sent, count - 1) : X509_STORE_CTX_get0_cert(chain);
    std::unique_ptr<STACK_OF(X509), FreeStack> const trusted(sk_X509_new_null());
    if (!trusted || sk_X509_push(trusted.get(), top) == 0) {
        return 0;
    }
    X509_STORE_CTX_set0_trusted_stack(chain, trusted.get());
    X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(chain),
                                X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
    auto const holds = X509_verify_cert(chain);
    X509_STORE_CTX_set0_trusted_stack(chain, nullptr);
    return holds;
}

Result<> pin(SSL_CTX* context, TlsTrust const& trust) {
    auto const certificates = readCertificates(trust.authority);
    if (!certificates) {
        return Error{Errc::invalid, "the pinned certificate: " + certificates.error().message};
    }
    OpenSslPtr<X509_STORE> store(X509_STORE_new());
    if (!store || X509_STORE_add_cert(store.get(), certificates->back().get()) != 1) {
        throw std::bad_alloc();
    }
    SSL_CTX_set_cert_store(context, store.release());
    auto* const how = SSL_CTX_get0_param(context);
    // What is pinned may stand below somebody else's root.
    X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_PARTIAL_CHAIN);
    if (trust.ignoreDates) {
        X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_NO_CHECK_TIME);
    } else if (trust.at) {
        X509_VERIFY_PARAM_set_time(
            how, std::chrono::floor<std::chrono::seconds>(*trust.at).time_since_epoch().count());
    }
    return {};
}

std::string pinnedFingerprint(TlsTrust const& trust) {
    auto const authority = authorityOf(trust.authority);
    return authority ? fingerprintOf(authority->digest) : "unknown";
}

}  // namespace

Result<> applyTrust(SSL_CTX* context, TlsTrust const& trust) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    switch (trust.kind) {
        case TlsTrust::Kind::pinned:
            return pin(context, trust);
        case TlsTrust::Kind::unpinned:
            SSL_CTX_set_cert_verify_callback(context, &judgeByItself, nullptr);
            break;
        case TlsTrust::Kind::system:
            break;
    }
    return {};
}

Error notTrusted(std::string const& host, TlsTrust const& trust, long verifyResult) {
    std::string const reason = X509_verify_cert_error_string(verifyResult);
    switch (verifyResult) {
        case X509_V_ERR_CERT_NOT_YET_VALID:
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return {Errc::permission, host + " shows a certificate that does not hold now (" +
                                          reason + "); check the clocks on both sides"};
        default:
            break;
    }
    if (trust.kind == TlsTrust::Kind::pinned) {
        return {Errc::permission, host +
                                      " shows another certificate, which does not come from the "
                                      "pinned authority " +
                                      pinnedFingerprint(trust) + " (" + reason + ")"};
    }
    return {Errc::permission, host + " shows a certificate that is not trusted: " + reason};
}

}  // namespace tocsin::session
