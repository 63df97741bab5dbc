// SPDX-License-Identifier: Apache-2.0
// Through OpenSSL EVP.
#include "upload_checksum.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "handle.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::library {
namespace {

EVP_MD_CTX* contextOf(void* context) {
    return static_cast<EVP_MD_CTX*>(context);
}

void check(int done) {
    if (done != 1) {
        throw std::runtime_error("OpenSSL cannot compute a checksum");
    }
}

}  // namespace

void Checksum::Free::operator()(void* context) const noexcept {
    EVP_MD_CTX_free(contextOf(context));
}

Checksum::Checksum(void const* algorithm, std::string expected)
    : context_(EVP_MD_CTX_new()), expected_(std::move(expected)) {
    check(EVP_DigestInit_ex(contextOf(context_.get()), static_cast<EVP_MD const*>(algorithm),
                            nullptr));
}

Result<Checksum> Checksum::parse(std::string_view header) {
    auto const space = header.find(' ');
    auto const name = header.substr(0, space);
    auto const* const algorithm = name == "sha1"     ? EVP_sha1()
                                  : name == "sha256" ? EVP_sha256()
                                                     : nullptr;
    if (algorithm == nullptr) {
        return Error{Errc::invalid, "Upload-Checksum: \"" + shownAsUtf8(cut(name, 80)) +
                                        "\" is not an algorithm known here; take one of " +
                                        kChecksumAlgorithms};
    }
    auto const coded = space == std::string_view::npos ? "" : header.substr(space + 1);
    auto expected = messages::unbase64(coded);
    if (!expected || expected->size() != static_cast<std::size_t>(EVP_MD_size(algorithm))) {
        return Error{Errc::invalid, "Upload-Checksum: \"" + shownAsUtf8(cut(coded, 100)) +
                                        "\" is not a " + std::string(name) + " in base64"};
    }
    return Checksum(algorithm, std::move(*expected));
}

void Checksum::update(std::string_view bytes) {
    check(EVP_DigestUpdate(contextOf(context_.get()), bytes.data(), bytes.size()));
}

bool Checksum::matches() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
    unsigned length = 0;
    check(EVP_DigestFinal_ex(contextOf(context_.get()), value.data(), &length));
    return std::string_view(reinterpret_cast<char const*>(value.data()), length) == expected_;
}

}  // namespace tocsin::library
