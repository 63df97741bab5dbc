// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "tocsin/messages/crypto.hpp"

namespace tocsin::access {
namespace {

constexpr std::size_t kShortest = 10;
constexpr std::size_t kLongest = 128;
constexpr std::size_t kShortestPin = 6;
constexpr std::size_t kLongestPin = 12;
constexpr unsigned long long kPasses = 3;
/// As many as the threads on which people sign in: two for all, one for those who are known.
constexpr std::ptrdiff_t kAtOnce = 3;
constexpr std::chrono::seconds kPatience{2};

/// What is tried first everywhere; as they are without digits and signs around.
constexpr std::array<std::string_view, 24> kUsual{
    "password",   "passw",     "admin",   "administrator", "root",     "qwerty",
    "qwertyuiop", "asdfghjkl", "letmein", "welcome",       "iloveyou", "tocsin",
    "guest",      "test",      "default", "changeme",      "woaini",   "mima",
    "anquan",     "aq",        "p@ssw",   "abc",           "user",     "manager"};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::size_t charactersOf(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

/// Without what people put before and behind a word to please a rule: digits and signs.
std::string core(std::string_view text) {
    auto const begin = std::find_if(text.begin(), text.end(), isLetter);
    auto const end = std::find_if(text.rbegin(), text.rend(), isLetter).base();
    return begin < end ? std::string(begin, end) : std::string();
}

bool allAlikeOrInARow(std::string_view text) {
    for (int const step : {0, 1, -1}) {
        bool holds = true;
        for (std::size_t i = 1; i < text.size() && holds; ++i) {
            holds = text[i] - text[i - 1] == step;
        }
        if (holds) {
            return true;
        }
    }
    return false;
}

struct Place {
    std::counting_semaphore<>& places;
    ~Place() { places.release(); }
};

Error tooBusy() {
    return {Errc::unavailable, "too many people are signing in just now; try again in a moment"};
}

std::string hashed(std::string_view secret, std::size_t memory) {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(out.data(), secret.data(), secret.size(), kPasses, memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw Failure({Errc::unavailable,
                       "there is not enough memory to check a password; see [access] in the "
                       "configuration"});
    }
    return out.data();
}

}  // namespace

Result<> checkPassword(std::string_view password, std::string_view account) {
    auto const characters = charactersOf(password);
    if (characters < kShortest || characters > kLongest) {
        return Error{Errc::invalid, "a password has 10 to 128 characters; a few words will do"};
    }
    auto const small = lowered(password);
    auto const inside = core(small);
    bool const isUsual = std::find(kUsual.begin(), kUsual.end(), inside) != kUsual.end();
    if (inside.empty() || isUsual || allAlikeOrInARow(small)) {
        return Error{Errc::invalid,
                     "this is one of the passwords that are tried first; take a few words that "
                     "have nothing to do with each other"};
    }
    if (!account.empty() && (small == lowered(account) || inside == lowered(account))) {
        return Error{Errc::invalid, "the password may not be the account's name"};
    }
    return {};
}

Result<> checkPin(std::string_view pin) {
    bool const isDigits =
        std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!isDigits || pin.size() < kShortestPin || pin.size() > kLongestPin) {
        return Error{Errc::invalid, "a PIN has 6 to 12 digits"};
    }
    if (allAlikeOrInARow(pin)) {
        return Error{Errc::invalid,
                     "the digits of a PIN may not all be alike, and not stand in a row"};
    }
    return {};
}

PasswordHasher::PasswordHasher(std::size_t memoryBytes)
    : memory_(std::max<std::size_t>(memoryBytes, crypto_pwhash_MEMLIMIT_MIN)), places_(kAtOnce) {
    nobody_ = hashed(messages::randomBytes(16), memory_);
}

Result<std::string> PasswordHasher::hash(std::string_view secret) {
    if (!places_.try_acquire_for(kPatience)) {
        return tooBusy();
    }
    Place const place{places_};
    return hashed(secret, memory_);
}

Result<bool> PasswordHasher::matches(std::string const& stored, std::string_view secret) {
    if (!places_.try_acquire_for(kPatience)) {
        return tooBusy();
    }
    Place const place{places_};
    auto const& against = stored.empty() ? nobody_ : stored;
    bool const same = crypto_pwhash_str_verify(against.c_str(), secret.data(), secret.size()) == 0;
    return same && !stored.empty();
}

}  // namespace tocsin::access
