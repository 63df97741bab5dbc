// SPDX-License-Identifier: Apache-2.0
#include "tocsin/tls/issue.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "pem.hpp"

namespace tocsin::tls {
namespace {

constexpr std::chrono::days kClocksDiffer{1};
constexpr std::size_t kCommonName = 64;  // as X.520 bounds it

OpenSslPtr<EVP_PKEY> newKey() {
    OpenSslPtr<EVP_PKEY> key(EVP_EC_gen("P-256"));
    mustHold(key != nullptr, "making a key");
    return key;
}

/// 127 random bits, so that a serial number is never given twice.
void setSerial(X509* certificate) {
    std::array<unsigned char, 16> bytes{};
    mustHold(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1, "random numbers");
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7f) | 0x40);
    OpenSslPtr<BIGNUM> const number(
        BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    mustHold(number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)),
             "a serial number");
}

void setDate(ASN1_TIME* into, Instant at) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    mustHold(ASN1_TIME_set(into, seconds) != nullptr, "a certificate's dates");
}

void setSubject(X509* certificate, std::string const& name) {
    auto const text = name.substr(0, kCommonName);
    mustHold(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                                        reinterpret_cast<unsigned char const*>(text.data()),
                                        static_cast<int>(text.size()), -1, 0) == 1,
             "a certificate's name");
}

void extend(X509* certificate, X509* issuer, int what, std::string const& value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    OpenSslPtr<X509_EXTENSION> const extension(
        X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str()));
    mustHold(extension && X509_add_ext(certificate, extension.get(), -1) == 1,
             "a certificate's extensions");
}

OpenSslPtr<X509> draft(EVP_PKEY* key, Instant now, Instant end) {
    OpenSslPtr<X509> certificate(X509_new());
    mustHold(certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
                 X509_set_pubkey(certificate.get(), key) == 1,
             "making a certificate");
    setSerial(certificate.get());
    setDate(X509_getm_notBefore(certificate.get()), now - kClocksDiffer);
    setDate(X509_getm_notAfter(certificate.get()), end);
    return certificate;
}

std::string alternatives(ServerNames const& names) {
    std::string out;
    for (auto const& name : names.names) {
        out += (out.empty() ? "DNS:" : ",DNS:") + name;
    }
    for (auto const& address : names.addresses) {
        out += (out.empty() ? "IP:" : ",IP:") + address;
    }
    return out;
}

}  // namespace

Issued makeAuthority(std::string const& name, Instant now) {
    auto const key = newKey();
    auto const certificate = draft(key.get(), now, now + kAuthorityLasts);
    auto* const it = certificate.get();
    setSubject(it, name);
    X509_set_issuer_name(it, X509_get_subject_name(it));
    extend(it, it, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    extend(it, it, NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(it, it, NID_subject_key_identifier, "hash");
    mustHold(X509_sign(it, key.get(), EVP_sha256()) > 0, "signing a certificate");
    return {pemOf(it), pemOf(key.get())};
}

Result<Issued> issueServer(Issued const& authority, ServerNames const& names, Instant now) {
    auto const issuers = certificatesIn(authority.certificate);
    auto const signing = keyIn(authority.key);
    if (issuers.empty() || !signing ||
        X509_check_private_key(issuers.front().get(), signing.get()) != 1) {
        ERR_clear_error();
        return Error{Errc::damaged, "the authority's certificate or key cannot be read"};
    }
    auto* const issuer = issuers.front().get();
    auto const key = newKey();
    auto const certificate =
        draft(key.get(), now, std::min<Instant>(now + kServerLasts, endOf(issuer)));
    auto* const it = certificate.get();
    setSubject(it, "Tocsin controller");
    X509_set_issuer_name(it, X509_get_subject_name(issuer));
    extend(it, issuer, NID_basic_constraints, "critical,CA:FALSE");
    extend(it, issuer, NID_key_usage, "critical,digitalSignature");
    extend(it, issuer, NID_ext_key_usage, "serverAuth");
    extend(it, issuer, NID_subject_key_identifier, "hash");
    extend(it, issuer, NID_authority_key_identifier, "keyid");
    extend(it, issuer, NID_subject_alt_name, alternatives(names));
    mustHold(X509_sign(it, signing.get(), EVP_sha256()) > 0, "signing a certificate");
    return Issued{pemOf(it), pemOf(key.get())};
}

}  // namespace tocsin::tls
