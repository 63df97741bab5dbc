// SPDX-License-Identifier: Apache-2.0
#include "pem.hpp"

#include <openssl/pem.h>

#include <ctime>
#include <new>
#include <stdexcept>

namespace tocsin::tls {
namespace {

OpenSslPtr<BIO> readingFrom(std::string const& text) {
    OpenSslPtr<BIO> bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    mustHold(bio != nullptr, "reading PEM");
    return bio;
}

std::string textIn(BIO* bio) {
    char* text = nullptr;
    auto const length = BIO_get_mem_data(bio, &text);
    return {text, static_cast<std::size_t>(length)};
}

OpenSslPtr<BIO> memory() {
    OpenSslPtr<BIO> bio(BIO_new(BIO_s_mem()));
    mustHold(bio != nullptr, "writing PEM");
    return bio;
}

Instant instantOf(ASN1_TIME const* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        return {};
    }
    return Instant(std::chrono::seconds(::timegm(&parts)));
}

/// A passphrase is asked of nobody: there is no terminal.
int noPassphrase(char*, int, int, void*) {
    return -1;
}

}  // namespace

void mustHold(bool holds, char const* doing) {
    if (!holds) {
        auto const* const text = ERR_reason_error_string(ERR_peek_last_error());
        ERR_clear_error();
        throw std::runtime_error(std::string(doing) + ": " +
                                 (text != nullptr ? text : "no reason given"));
    }
}

std::vector<OpenSslPtr<X509>> certificatesIn(std::string const& pem) {
    auto const bio = readingFrom(pem);
    std::vector<OpenSslPtr<X509>> out;
    while (auto* const one = PEM_read_bio_X509(bio.get(), nullptr, &noPassphrase, nullptr)) {
        out.emplace_back(one);
    }
    ERR_clear_error();  // the end of the text counts as one
    return out;
}

OpenSslPtr<EVP_PKEY> keyIn(std::string const& pem) {
    auto const bio = readingFrom(pem);
    OpenSslPtr<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &noPassphrase, nullptr));
    ERR_clear_error();
    return key;
}

std::string pemOf(X509* certificate) {
    auto const bio = memory();
    mustHold(PEM_write_bio_X509(bio.get(), certificate) == 1, "writing a certificate");
    return textIn(bio.get());
}

std::string pemOf(EVP_PKEY* key) {
    auto const bio = memory();
    mustHold(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
             "writing a key");
    return textIn(bio.get());
}

Instant beginOf(X509 const* certificate) {
    return instantOf(X509_get0_notBefore(certificate));
}

Instant endOf(X509 const* certificate) {
    return instantOf(X509_get0_notAfter(certificate));
}

}  // namespace tocsin::tls
