// SPDX-License-Identifier: Apache-2.0
#include "range.hpp"

#include <algorithm>
#include <charconv>

namespace tocsin::http {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || ec != std::errc{} || end != text.data() + text.size() || value < 0) {
        return std::nullopt;
    }
    return value;
}

}  // namespace

RangeAnswer answerRange(std::string_view header, std::int64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!header.starts_with(unit) || header.find(',') != std::string_view::npos) {
        return WholeFile{};
    }
    header.remove_prefix(unit.size());
    auto const dash = header.find('-');
    if (dash == std::string_view::npos) {
        return WholeFile{};
    }
    auto const first = number(header.substr(0, dash));
    auto const last = number(header.substr(dash + 1));
    if (dash == 0) {  // the last N bytes
        if (!last) {
            return WholeFile{};
        }
        if (*last == 0 || size == 0) {
            return NotSatisfiable{};
        }
        return ByteRange{size - std::min(*last, size), size - 1};
    }
    bool const open = dash + 1 == header.size();
    if (!first || (!open && (!last || *last < *first))) {
        return WholeFile{};
    }
    if (*first >= size) {
        return NotSatisfiable{};
    }
    return ByteRange{*first, open ? size - 1 : std::min(*last, size - 1)};
}

}  // namespace tocsin::http
