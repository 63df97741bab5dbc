// SPDX-License-Identifier: Apache-2.0
// Time-based one-time codes (RFC 6238): HMAC-SHA-1, six digits, steps of 30 seconds, as all
// authenticator programs take them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::access {

/// 20 random bytes.
[[nodiscard]] std::string makeTotpSecret();
/// The code of this secret at that time.
[[nodiscard]] std::string totpCode(std::string_view secret, Instant at);
/// The time step that `code` belongs to, if it is right now or a step to either side and later than
/// `usedStep`: a code holds once.
[[nodiscard]] std::optional<std::int64_t> totpStepOf(std::string_view code, std::string_view secret,
                                                     Instant now, std::int64_t usedStep);
/// RFC 4648 without padding, as people type it.
[[nodiscard]] std::string base32(std::string_view bytes);
/// What authenticator programs read as a QR code.
[[nodiscard]] std::string totpUri(std::string_view secret, std::string_view account);

}  // namespace tocsin::access
