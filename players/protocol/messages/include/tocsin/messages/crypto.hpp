// SPDX-License-Identifier: Apache-2.0
// Digests and signatures of everything that is stored or sent: SHA-256 (OpenSSL EVP) and Ed25519
// (libsodium, RFC 8032).
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

[[nodiscard]] Digest sha256(std::string_view bytes);
/// Reads the file in blocks. Errc::notFound or Errc::unavailable.
[[nodiscard]] Result<Digest> sha256File(std::filesystem::path const& file);

/// SHA-256 in pieces.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256 const& other);  ///< goes on from where the other is
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    void update(std::string_view bytes);
    /// Ends the computation; the object may not be used afterwards.
    [[nodiscard]] Digest finish();

private:
    void* context_;
};

[[nodiscard]] std::string base64(std::string_view bytes);
/// RFC 4648 with padding, no white space. Nothing if it is malformed.
[[nodiscard]] std::optional<std::string> unbase64(std::string_view text);
/// `count` random bytes from the operating system.
[[nodiscard]] std::string randomBytes(std::size_t count);

struct PublicKey {
    std::array<std::uint8_t, 32> bytes{};
    auto operator<=>(PublicKey const&) const = default;
    [[nodiscard]] std::string base64() const;
    [[nodiscard]] static std::optional<PublicKey> fromBase64(std::string_view text);
    /// First 16 hex digits of the key's SHA-256: how logs, tokens and people name it.
    [[nodiscard]] std::string fingerprint() const;
};

struct Signature {
    std::array<std::uint8_t, 64> bytes{};
    bool operator==(Signature const&) const = default;
    [[nodiscard]] std::string base64() const;
    [[nodiscard]] static std::optional<Signature> fromBase64(std::string_view text);
};

/// The 32 bytes that an Ed25519 key pair is made from; wiped on destruction.
struct KeySeed {
    std::array<std::uint8_t, 32> bytes{};
    KeySeed() = default;
    KeySeed(KeySeed const&) = default;
    KeySeed& operator=(KeySeed const&) = default;
    ~KeySeed();
};

/// An Ed25519 key pair. The secret part is wiped on destruction and never leaves the object but
/// through save() and seed().
class KeyPair {
public:
    [[nodiscard]] static KeyPair generate();
    [[nodiscard]] static KeyPair fromSeed(KeySeed const& seed);
    /// The file "tocsin-key/1", mode 0600. Errc::notFound, Errc::damaged, Errc::permission if
    /// others may read it.
    [[nodiscard]] static Result<KeyPair> load(std::filesystem::path const& file);
    /// Atomically, synced, mode 0600. Errc::exhausted or Errc::unavailable.
    [[nodiscard]] Result<> save(std::filesystem::path const& file) const;
    KeyPair(KeyPair&&) noexcept;
    KeyPair& operator=(KeyPair&&) noexcept;
    ~KeyPair();

    [[nodiscard]] PublicKey const& publicKey() const noexcept { return public_; }
    [[nodiscard]] Signature sign(std::string_view bytes) const;
    /// For a copy on paper.
    [[nodiscard]] KeySeed seed() const;

private:
    KeyPair() = default;
    PublicKey public_;
    std::array<std::uint8_t, 64> secret_{};
};

/// Bytes the signature covers for a thing of `kind`: kind ‖ 0 ‖ payload, so that a signature never
/// fits another kind.
[[nodiscard]] std::string signedBytes(std::string_view kind, std::string_view payload);
[[nodiscard]] bool verify(PublicKey const& key, std::string_view bytes, Signature const& signature);

}  // namespace tocsin::messages
