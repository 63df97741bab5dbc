// SPDX-License-Identifier: Apache-2.0
// Whole numbers in requests.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::proof {

/// Nothing if the text is anything else, or empty.
[[nodiscard]] inline std::optional<std::int64_t> numberIn(std::string_view text) {
    std::int64_t out = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    bool const whole = !text.empty() && failed == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional(out) : std::nullopt;
}

}  // namespace tocsin::proof
