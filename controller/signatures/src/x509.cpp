// SPDX-License-Identifier: Apache-2.0
#include "x509.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>
#include <ctime>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::signatures {
namespace {

constexpr std::size_t kMostSubject = 200;
constexpr int kLeastSecurityBits = 112;  ///< RSA of 2048 bits, curves of 224

X509Owned<BIO> readingFrom(std::string_view text) {
    return X509Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// A passphrase is asked of nobody.
int noPassphrase(char*, int, int, void*) {
    return -1;
}

Instant instantOf(ASN1_TIME const* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        return {};
    }
    return Instant(std::chrono::seconds(::timegm(&parts)));
}

/// No part of a character is left at the end.
std::string cut(std::string text) {
    if (text.size() <= kMostSubject) {
        return text;
    }
    std::size_t end = 0;
    for (;;) {
        auto const length = utf8SequenceLength(std::string_view(text).substr(end));
        if (length == 0 || end + length > kMostSubject) {
            break;
        }
        end += length;
    }
    text.resize(end);
    return text + "…";
}

}  // namespace

std::vector<Certificate> certificatesIn(std::string_view bytes) {
    std::vector<Certificate> out;
    if (auto one = certificateOf(bytes)) {
        out.push_back(std::move(one));
        return out;
    }
    auto const bio = readingFrom(bytes);
    while (bio) {
        Certificate one(PEM_read_bio_X509(bio.get(), nullptr, &noPassphrase, nullptr));
        if (!one) {
            break;
        }
        out.push_back(std::move(one));
    }
    ERR_clear_error();  // the end of the text counts as one
    return out;
}

Certificate certificateOf(std::string_view der) {
    auto const* at = reinterpret_cast<unsigned char const*>(der.data());
    auto const* const end = at + der.size();
    Certificate out(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    return at == end ? std::move(out) : Certificate();
}

std::string derOf(X509* certificate) {
    unsigned char* bytes = nullptr;
    int const length = i2d_X509(certificate, &bytes);
    std::string out;
    if (length > 0) {
        out.assign(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(length));
    }
    OPENSSL_free(bytes);
    return out;
}

std::string fingerprintOf(X509 const* certificate) {
    Digest out;
    unsigned int length = 0;
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    if (X509_digest(certificate, EVP_sha256(), bytes.data(), &length) != 1 ||
        length != out.bytes.size()) {
        return {};
    }
    std::copy_n(bytes.begin(), length, out.bytes.begin());
    return out.hex();
}

std::string subjectOf(X509 const* certificate) {
    X509Owned<BIO> const bio(BIO_new(BIO_s_mem()));
    constexpr unsigned long kPlainUtf8 = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
    if (!bio ||
        X509_NAME_print_ex(bio.get(), X509_get_subject_name(certificate), 0, kPlainUtf8) < 0) {
        ERR_clear_error();
        return {};
    }
    char* text = nullptr;
    auto const length = BIO_get_mem_data(bio.get(), &text);
    return cut({text, static_cast<std::size_t>(length)});
}

Instant beginOf(X509 const* certificate) {
    return instantOf(X509_get0_notBefore(certificate));
}

Instant endOf(X509 const* certificate) {
    return instantOf(X509_get0_notAfter(certificate));
}

bool hasUsableKey(X509* certificate) {
    auto* const key = X509_get0_pubkey(certificate);
    ERR_clear_error();
    if (key == nullptr) {
        return false;
    }
    auto const kind = EVP_PKEY_get_base_id(key);
    return (kind == EVP_PKEY_RSA || kind == EVP_PKEY_EC) &&
           EVP_PKEY_get_security_bits(key) >= kLeastSecurityBits;
}

bool isAuthority(X509* certificate) {
    return X509_check_ca(certificate) == 1;
}

}  // namespace tocsin::signatures
