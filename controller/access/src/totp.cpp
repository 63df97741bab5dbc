// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/totp.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "tocsin/messages/crypto.hpp"

namespace tocsin::access {
namespace {

constexpr std::int64_t kStepMs = 30'000;
constexpr std::size_t kSecretBytes = 20;
constexpr std::uint32_t kSixDigits = 1'000'000;

std::int64_t stepAt(Instant at) {
    return toMillis(at) / kStepMs;
}

/// RFC 4226, 5.3.
std::string codeOfStep(std::string_view secret, std::int64_t step) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i) {
        counter[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (56 - 8 * i));
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int length = 0;
    HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(),
         mac.data(), &length);
    auto const at = mac[length - 1] & 0x0fU;
    auto const number = (static_cast<std::uint32_t>(mac[at] & 0x7fU) << 24) |
                        (static_cast<std::uint32_t>(mac[at + 1]) << 16) |
                        (static_cast<std::uint32_t>(mac[at + 2]) << 8) | mac[at + 3];
    auto digits = std::to_string(number % kSixDigits);
    return std::string(6 - digits.size(), '0') + digits;
}

bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

std::string makeTotpSecret() {
    return messages::randomBytes(kSecretBytes);
}

std::string totpCode(std::string_view secret, Instant at) {
    return codeOfStep(secret, stepAt(at));
}

std::optional<std::int64_t> totpStepOf(std::string_view code, std::string_view secret, Instant now,
                                       std::int64_t usedStep) {
    for (auto step = stepAt(now) - 1; step <= stepAt(now) + 1; ++step) {
        if (step > usedStep && same(code, codeOfStep(secret, step))) {
            return step;
        }
    }
    return std::nullopt;
}

std::string base32(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (char const c : bytes) {
        held = (held << 8) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5) {
            out += letters[(held >> (bits - 5)) & 31U];
        }
    }
    if (bits > 0) {
        out += letters[(held << (5 - bits)) & 31U];
    }
    return out;
}

std::string totpUri(std::string_view secret, std::string_view account) {
    return "otpauth://totp/Tocsin:" + std::string(account) + "?secret=" + base32(secret) +
           "&issuer=Tocsin";
}

}  // namespace tocsin::access
