// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace tocsin::http {

/// Bytes first … last of a file, both inclusive.
struct ByteRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
    bool operator==(ByteRange const&) const = default;
};
struct WholeFile {
    bool operator==(WholeFile const&) const = default;
};
struct NotSatisfiable {
    bool operator==(NotSatisfiable const&) const = default;
};
using RangeAnswer = std::variant<WholeFile, ByteRange, NotSatisfiable>;

/// What to send for a Range header (RFC 9110, 14.2). Several ranges, other units and anything
/// malformed are ignored as the RFC allows: the whole file is sent.
[[nodiscard]] RangeAnswer answerRange(std::string_view header, std::int64_t size);

}  // namespace tocsin::http
