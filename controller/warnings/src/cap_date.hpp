// SPDX-License-Identifier: Apache-2.0
// Dates of CAP messages, read generously: what producers really write is understood, and said.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::warnings {

struct CapDate {
    Instant instant;
    std::string_view oddity;  ///< how it is not as the standard has it, or empty
};

/// "2026-06-01T08:00:00+08:00"; also with Z, without an offset (then `zoneless` east of UTC),
/// with fractions, with a blank for the T and with an offset without its colon. Nothing for all
/// else.
[[nodiscard]] std::optional<CapDate> readCapDate(std::string_view text,
                                                 std::chrono::seconds zoneless);

}  // namespace tocsin::warnings
