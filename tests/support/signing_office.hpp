// SPDX-License-Identifier: Apache-2.0
// Offices that sign XML messages, honestly or not: keys and certificates made here, signatures by
// xmlsec1.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "tocsin/signatures/certificate.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::test {

/// How a signature is written. What is empty is as an honest office writes it.
struct Seal {
    static constexpr std::string_view kExclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
    static constexpr std::string_view kInclusive =
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    static constexpr std::string_view kInclusive11 = "http://www.w3.org/2006/12/xml-c14n11";
    static constexpr std::string_view kSha256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    std::string canonical{kExclusive};
    std::string method{};  ///< the key's kind with SHA-256
    std::string digest{kSha256};
    std::string uri{};
    std::string transforms{};  ///< elements; empty: enveloped-signature and `canonical`
    std::string references{};  ///< elements in place of the one Reference
    std::string keyInfo{};     ///< what stands in KeyInfo; empty: the certificate; "-": no KeyInfo
    std::string objects{};     ///< behind KeyInfo
    std::string before{};      ///< where it stands; empty: before the message's last tag
};

class Office {
public:
    enum class Kind { rsa2048, rsa1024, p256, p384 };
    struct Wish {
        std::string name = "Weather Office";
        Kind kind = Kind::p256;
        Instant from = parseInstant("2026-01-01T00:00:00Z").value();
        Instant until = parseInstant("2027-01-01T00:00:00Z").value();
        bool isAuthority = false;
        Office const* issuer = nullptr;  ///< signs the certificate; null: it does so itself
        std::string extendedUse{};       ///< as OpenSSL writes it: "serverAuth"
    };
    explicit Office(Wish const& wish);

    [[nodiscard]] std::string pem() const;
    [[nodiscard]] std::string der() const;
    /// In base64, as KeyInfo has it.
    [[nodiscard]] std::string written() const;
    [[nodiscard]] signatures::PinnedCertificate pinned(bool isAuthority = false) const;
    /// The document with a signature in it, and otherwise byte for byte as it was.
    [[nodiscard]] std::string sign(std::string const& xml, Seal const& seal = {}) const;

private:
    struct Free {
        void operator()(X509* thing) const noexcept { X509_free(thing); }
        void operator()(EVP_PKEY* thing) const noexcept { EVP_PKEY_free(thing); }
    };
    std::unique_ptr<EVP_PKEY, Free> key_;
    std::unique_ptr<X509, Free> certificate_;
};

/// "<ds:Reference …>" with digest and value left to be filled in.
[[nodiscard]] std::string reference(std::string const& uri, std::string const& transforms,
                                    std::string const& digest = std::string(Seal::kSha256));
/// "<ds:Transform Algorithm=…>inside</ds:Transform>"
[[nodiscard]] std::string transform(std::string_view algorithm, std::string const& inside = "");
inline constexpr std::string_view kEnveloped =
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

}  // namespace tocsin::test
