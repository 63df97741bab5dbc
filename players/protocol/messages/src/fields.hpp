// SPDX-License-Identifier: Apache-2.0
// Strict readers for the text formats of proof: every fault is Failure(Errc::damaged) that names
// the field.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::messages {

/// Largest counter in proof text: exact in every JSON reader too.
inline constexpr std::int64_t kMaxNumber = (std::int64_t{1} << 53) - 1;

[[noreturn]] inline void damagedField(std::string_view field, std::string const& what) {
    throw Failure(Error{Errc::damaged, std::string(field) + ": " + what});
}

[[nodiscard]] inline std::int64_t readNumber(std::string_view field, std::string_view text,
                                             std::int64_t least, std::int64_t most) {
    std::int64_t out = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (ec != std::errc{} || end != text.data() + text.size() || out < least || out > most) {
        damagedField(field, "expected a whole number from " + std::to_string(least) + " to " +
                                std::to_string(most));
    }
    return out;
}

[[nodiscard]] inline Instant readInstant(std::string_view field, std::string_view text) {
    auto const out = parseInstant(text.substr(0, 64));
    if (!out) {
        damagedField(field, "expected an RFC 3339 instant in UTC with milliseconds");
    }
    return *out;
}

}  // namespace tocsin::messages
