// SPDX-License-Identifier: Apache-2.0
// Passwords and PINs: what is allowed, and Argon2id (RFC 9106) by libsodium.
#pragma once

#include <cstddef>
#include <semaphore>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::access {

/// 10 to 128 characters, none of the usual ones, not the account's own name. Errc::invalid says
/// which rule is broken.
[[nodiscard]] Result<> checkPassword(std::string_view password, std::string_view account);
/// 6 to 12 digits that are neither all alike nor in a row.
[[nodiscard]] Result<> checkPin(std::string_view pin);

/// Hashes and compares, few at a time: each takes the memory it is given. Thread-safe, blocks.
class PasswordHasher {
public:
    /// @param memoryBytes  of each computation; at least 8 KiB, which is for tests alone
    explicit PasswordHasher(std::size_t memoryBytes);
    /// Argon2id in libsodium's own form, with its parameters and salt. Errc::unavailable if too
    /// many others are at it for two seconds.
    [[nodiscard]] Result<std::string> hash(std::string_view secret);
    /// False for an empty `hashed` too, after the time that a comparison takes, so that nobody
    /// learns from it which accounts there are. Errc::unavailable as above.
    [[nodiscard]] Result<bool> matches(std::string const& hashed, std::string_view secret);

private:
    std::size_t memory_;
    std::string nobody_;  ///< what empty ones are compared with
    std::counting_semaphore<> places_;
};

}  // namespace tocsin::access
