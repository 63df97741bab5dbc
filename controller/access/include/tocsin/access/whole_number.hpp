// SPDX-License-Identifier: Apache-2.0
// Whole numbers in paths and queries.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::access {

/// Nothing if the text is anything else, or empty.
[[nodiscard]] inline std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t out = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    bool const whole = !text.empty() && failed == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional(out) : std::nullopt;
}

/// The same of numbers of rows, which begin with 1.
[[nodiscard]] inline std::optional<std::int64_t> positiveNumber(std::string_view text) {
    auto const out = wholeNumber(text);
    return out && *out > 0 ? out : std::nullopt;
}

}  // namespace tocsin::access
