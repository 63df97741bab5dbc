// SPDX-License-Identifier: Apache-2.0
// SHA-256 through OpenSSL EVP, Ed25519, base64 and randomness through libsodium.
#include "tocsin/messages/crypto.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace tocsin::messages {
namespace {

constexpr int kBase64 = sodium_base64_VARIANT_ORIGINAL;

/// libsodium must be told once, before its first use, to pick its implementations.
void ensureSodium() {
    static int const ready = sodium_init();
    if (ready < 0) {
        throw std::runtime_error("libsodium cannot start: the system gives no random numbers");
    }
}

bool isBase64Letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '=';
}

unsigned char const* bytesOf(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

template <std::size_t N>
std::string_view viewOf(std::array<std::uint8_t, N> const& bytes) {
    return {reinterpret_cast<char const*>(bytes.data()), N};
}

template <class Value>
std::optional<Value> fixedFromBase64(std::string_view text) {
    auto const raw = unbase64(text);
    Value out;
    if (!raw || raw->size() != out.bytes.size()) {
        return std::nullopt;
    }
    std::copy(raw->begin(), raw->end(), out.bytes.begin());
    return out;
}

EVP_MD_CTX* contextOf(void* context) {
    return static_cast<EVP_MD_CTX*>(context);
}

/// Looked up once: OpenSSL 3 looks up what EVP_sha256() names anew for each digest, which takes
/// longer than the digest of a line. Never freed, as a static digest may be asked for at the end.
EVP_MD const* fetchedSha256() {
    static EVP_MD const* const found = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
    return found;
}

}  // namespace

Digest sha256(std::string_view bytes) {
    Digest out;
    if (EVP_Digest(bytes.data(), bytes.size(), out.bytes.data(), nullptr, fetchedSha256(),
                   nullptr) != 1) {
        throw std::runtime_error("OpenSSL cannot compute SHA-256");
    }
    return out;
}

Result<Digest> sha256File(std::filesystem::path const& file) {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const in(std::fopen(file.c_str(), "rbe"),
                                                             &std::fclose);
    if (!in) {
        auto const code = errno == ENOENT ? Errc::notFound : Errc::unavailable;
        return Error{
            code, "cannot read " + file.string() + ": " + std::generic_category().message(errno)};
    }
    Sha256 hash;
    std::string block(1 << 18, '\0');
    while (auto const n = std::fread(block.data(), 1, block.size(), in.get())) {
        hash.update(std::string_view(block).substr(0, n));
    }
    if (std::ferror(in.get()) != 0) {
        return Error{Errc::unavailable, "cannot read " + file.string() + ": " +
                                            std::generic_category().message(errno)};
    }
    return hash.finish();
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    if (context_ == nullptr ||
        EVP_DigestInit_ex(contextOf(context_), fetchedSha256(), nullptr) != 1) {
        EVP_MD_CTX_free(contextOf(context_));
        throw std::runtime_error("OpenSSL cannot compute SHA-256");
    }
}

Sha256::~Sha256() {
    EVP_MD_CTX_free(contextOf(context_));
}

Sha256::Sha256(Sha256 const& other) : Sha256() {
    if (EVP_MD_CTX_copy_ex(contextOf(context_), contextOf(other.context_)) != 1) {
        throw std::runtime_error("OpenSSL cannot copy a SHA-256 that is under way");
    }
}

Sha256::Sha256(Sha256&& other) noexcept : context_(std::exchange(other.context_, nullptr)) {}

Sha256& Sha256::operator=(Sha256&& other) noexcept {
    std::swap(context_, other.context_);
    return *this;
}

void Sha256::update(std::string_view bytes) {
    if (EVP_DigestUpdate(contextOf(context_), bytes.data(), bytes.size()) != 1) {
        throw std::runtime_error("OpenSSL cannot compute SHA-256");
    }
}

Digest Sha256::finish() {
    Digest out;
    if (EVP_DigestFinal_ex(contextOf(context_), out.bytes.data(), nullptr) != 1) {
        throw std::runtime_error("OpenSSL cannot compute SHA-256");
    }
    return out;
}

std::string base64(std::string_view bytes) {
    // The length that libsodium asks for counts the terminating zero, which std::string has anyway.
    std::string out(sodium_base64_encoded_len(bytes.size(), kBase64), '\0');
    sodium_bin2base64(out.data(), out.size(), bytesOf(bytes), bytes.size(), kBase64);
    out.pop_back();
    return out;
}

std::optional<std::string> unbase64(std::string_view text) {
    // libsodium takes some bytes above 0x7f for letters.
    if (!std::all_of(text.begin(), text.end(), isBase64Letter)) {
        return std::nullopt;
    }
    std::string out(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                          text.size(), nullptr, &length, nullptr, kBase64) != 0) {
        return std::nullopt;
    }
    out.resize(length);
    return out;
}

std::string randomBytes(std::size_t count) {
    ensureSodium();
    std::string out(count, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

std::string PublicKey::base64() const {
    return messages::base64(viewOf(bytes));
}

std::optional<PublicKey> PublicKey::fromBase64(std::string_view text) {
    return fixedFromBase64<PublicKey>(text);
}

std::string PublicKey::fingerprint() const {
    return sha256(viewOf(bytes)).hex().substr(0, 16);
}

std::string Signature::base64() const {
    return messages::base64(viewOf(bytes));
}

std::optional<Signature> Signature::fromBase64(std::string_view text) {
    return fixedFromBase64<Signature>(text);
}

KeyPair KeyPair::generate() {
    ensureSodium();
    KeyPair out;
    crypto_sign_keypair(out.public_.bytes.data(), out.secret_.data());
    return out;
}

KeySeed::~KeySeed() {
    sodium_memzero(bytes.data(), bytes.size());
}

KeyPair KeyPair::fromSeed(KeySeed const& seed) {
    ensureSodium();
    KeyPair out;
    crypto_sign_seed_keypair(out.public_.bytes.data(), out.secret_.data(), seed.bytes.data());
    return out;
}

KeySeed KeyPair::seed() const {
    KeySeed out;
    crypto_sign_ed25519_sk_to_seed(out.bytes.data(), secret_.data());
    return out;
}

KeyPair::KeyPair(KeyPair&& other) noexcept : public_(other.public_), secret_(other.secret_) {
    sodium_memzero(other.secret_.data(), other.secret_.size());
}

KeyPair& KeyPair::operator=(KeyPair&& other) noexcept {
    if (this != &other) {
        public_ = other.public_;
        secret_ = other.secret_;
        sodium_memzero(other.secret_.data(), other.secret_.size());
    }
    return *this;
}

KeyPair::~KeyPair() {
    sodium_memzero(secret_.data(), secret_.size());
}

Signature KeyPair::sign(std::string_view bytes) const {
    ensureSodium();
    Signature out;
    crypto_sign_detached(out.bytes.data(), nullptr, bytesOf(bytes), bytes.size(), secret_.data());
    return out;
}

std::string signedBytes(std::string_view kind, std::string_view payload) {
    std::string out;
    out.reserve(kind.size() + 1 + payload.size());
    out.append(kind).push_back('\0');
    out.append(payload);
    return out;
}

bool verify(PublicKey const& key, std::string_view bytes, Signature const& signature) {
    ensureSodium();
    return crypto_sign_verify_detached(signature.bytes.data(), bytesOf(bytes), bytes.size(),
                                       key.bytes.data()) == 0;
}

}  // namespace tocsin::messages
