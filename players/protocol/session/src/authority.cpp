// SPDX-License-Identifier: Apache-2.0
#include "tocsin/session/authority.hpp"

#include <openssl/asn1.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <ctime>
#include <new>

#include "certificates.hpp"

namespace tocsin::session {
namespace {

std::string pemOf(X509* certificate) {
    OpenSslPtr<BIO> const out(BIO_new(BIO_s_mem()));
    if (!out || PEM_write_bio_X509(out.get(), certificate) != 1) {
        throw std::bad_alloc();
    }
    char* text = nullptr;
    auto const length = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

Instant instantOf(ASN1_TIME const* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        return {};
    }
    return Instant(std::chrono::seconds(::timegm(&parts)));
}

int valueOf(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    if (digit >= 'a' && digit <= 'f') {
        return digit - 'a' + 10;
    }
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

}  // namespace

OpenSslPtr<BIO> readingFrom(std::string_view text) {
    OpenSslPtr<BIO> bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    if (!bio) {
        throw std::bad_alloc();
    }
    return bio;
}

Result<std::vector<OpenSslPtr<X509>>> readCertificates(std::string_view pem) {
    auto const bio = readingFrom(pem);
    std::vector<OpenSslPtr<X509>> out;
    while (auto* const one = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
        out.emplace_back(one);
    }
    // The end of the text is told as a missing first line.
    bool const ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    if (!ended) {
        return Error{Errc::invalid, "a certificate cannot be read: " + lastOpenSslError()};
    }
    ERR_clear_error();
    if (out.empty()) {
        return Error{Errc::invalid, "there is no certificate in it (PEM, BEGIN CERTIFICATE)"};
    }
    return out;
}

Authority describeAuthority(X509* certificate) {
    Authority out;
    unsigned length = 0;
    if (X509_digest(certificate, EVP_sha256(), out.digest.bytes.data(), &length) != 1) {
        throw std::bad_alloc();
    }
    out.certificate = pemOf(certificate);
    out.validFrom = instantOf(X509_get0_notBefore(certificate));
    return out;
}

Result<Authority> authorityOf(std::string_view chain) {
    auto const certificates = readCertificates(chain);
    if (!certificates) {
        return certificates.error();
    }
    return describeAuthority(certificates->back().get());
}

std::string fingerprintOf(Digest const& digest) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (auto const byte : digest.bytes) {
        out += out.empty() ? "" : ":";
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::optional<Digest> digestOfFingerprint(std::string_view text) {
    Digest out;
    std::size_t digits = 0;
    for (char const c : text) {
        if (c == ':' || c == ' ') {
            continue;
        }
        auto const value = valueOf(c);
        if (value < 0 || digits == 2 * out.bytes.size()) {
            return std::nullopt;
        }
        auto& byte = out.bytes[digits / 2];
        byte = static_cast<std::uint8_t>(byte << 4 | value);
        ++digits;
    }
    return digits == 2 * out.bytes.size() ? std::optional(out) : std::nullopt;
}

}  // namespace tocsin::session
