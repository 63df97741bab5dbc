// SPDX-License-Identifier: Apache-2.0
#include "trust.hpp"

#include <openssl/err.h>

#include <new>

namespace tocsin::xml_verifier {
namespace {

using signatures::Certificate;
using signatures::X509Owned;

constexpr int kDeepestChain = 4;
/// Digests and keys of at least 112 bits along the chain: no SHA-1, no RSA below 2048 bits.
constexpr int kLevel = 2;

/// A certificate of a web server must not speak for the office behind it.
bool isForTlsOnly(X509* certificate) {
    auto const uses = X509_get_extended_key_usage(certificate);
    // Nothing at all: it is for what OpenSSL does not know, as signing documents (RFC 9336).
    return uses != UINT32_MAX && uses != 0 &&
           (uses & ~static_cast<std::uint32_t>(XKU_SSL_SERVER | XKU_SSL_CLIENT)) == 0;
}

bool maySign(X509* certificate) {
    // All bits where the certificate says nothing.
    auto const uses = X509_get_key_usage(certificate);
    return (uses & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0 &&
           !isForTlsOnly(certificate) && X509_check_ca(certificate) == 0 &&
           signatures::hasUsableKey(certificate);
}

}  // namespace

Trust::Trust(signatures::Question const& question) : sent_(question.sent) {
    for (auto const& pin : question.pins) {
        pins_.push_back(signatures::certificateOf(pin.der));
        areAuthorities_.push_back(pin.isAuthority);
    }
}

bool Trust::isValid(X509 const* certificate) const {
    return signatures::beginOf(certificate) <= sent_ &&
           sent_ < signatures::endOf(certificate) + std::chrono::seconds(1);
}

Candidates Trust::candidatesOf(std::vector<std::string> const& embedded) const {
    Candidates out;
    for (auto const& der : embedded) {
        if (auto one = signatures::certificateOf(der)) {
            out.own.push_back(std::move(one));
        }
    }
    out.areNamed = !embedded.empty();
    addPinned(out);
    if (out.areNamed && out.signers.empty()) {
        addIssued(out);
    }
    if (out.areNamed && out.signers.empty()) {
        out.stranger = out.own.empty() ? "a certificate that cannot be read"
                                       : "a certificate that is not pinned (" +
                                             signatures::subjectOf(out.own.front().get()) + ")";
    }
    return out;
}

void Trust::addPinned(Candidates& out) const {
    for (std::size_t i = 0; i < pins_.size(); ++i) {
        auto* const pin = pins_[i].get();
        if (pin == nullptr || areAuthorities_[i]) {
            continue;
        }
        bool named = !out.areNamed;
        for (auto const& one : out.own) {
            named = named || X509_cmp(one.get(), pin) == 0;
        }
        if (named) {
            out.signers.push_back({i, pin, isValid(pin)});
        }
    }
}

void Trust::addIssued(Candidates& out) const {
    for (std::size_t i = 0; i < pins_.size(); ++i) {
        auto* const authority = pins_[i].get();
        if (authority == nullptr || !areAuthorities_[i]) {
            continue;
        }
        for (auto const& one : out.own) {
            if (maySign(one.get()) && leadsTo(authority, one.get(), out)) {
                out.signers.push_back({i, one.get(), true});
            }
        }
    }
}

/// The chain as it was when the message was sent. Nothing is asked about revocation: who is no
/// longer believed is no longer pinned.
bool Trust::leadsTo(X509* authority, X509* certificate, Candidates const& among) const {
    X509Owned<X509_STORE> const store(X509_STORE_new());
    X509Owned<X509_STORE_CTX> const context(X509_STORE_CTX_new());
    X509Owned<STACK_OF(X509)> const others(sk_X509_new_null());
    if (!store || !context || !others || X509_STORE_add_cert(store.get(), authority) != 1) {
        throw std::bad_alloc();
    }
    for (auto const& one : among.own) {
        if (sk_X509_push(others.get(), one.get()) == 0) {
            throw std::bad_alloc();
        }
    }
    if (X509_STORE_CTX_init(context.get(), store.get(), certificate, others.get()) != 1) {
        throw std::bad_alloc();
    }
    auto* const rules = X509_STORE_CTX_get0_param(context.get());
    // What is pinned is the end of the chain, whoever gave it out.
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_depth(rules, kDeepestChain);
    X509_VERIFY_PARAM_set_auth_level(rules, kLevel);
    X509_VERIFY_PARAM_set_time(
        rules, std::chrono::floor<std::chrono::seconds>(sent_).time_since_epoch().count());
    bool const holds = X509_verify_cert(context.get()) == 1;
    ERR_clear_error();
    return holds;
}

}  // namespace tocsin::xml_verifier
