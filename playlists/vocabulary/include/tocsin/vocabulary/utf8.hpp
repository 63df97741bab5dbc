// SPDX-License-Identifier: Apache-2.0
// UTF-8, the one encoding of text in Tocsin. What comes from outside is checked once, where it
// enters: JSON that carries other bytes is refused by every reader.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin {

/// Length of the well-formed UTF-8 sequence at the start of `text` (Unicode, table 3-7); 0 if there
/// is none. `text` is not empty.
[[nodiscard]] constexpr std::size_t utf8SequenceLength(std::string_view text) noexcept {
    auto const byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned const lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    std::size_t const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) {
            return 0;
        }
    }
    bool const overlong = (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xf0 && byte(1) < 0x90);
    bool const surrogate = lead == 0xed && byte(1) > 0x9f;
    bool const beyond = lead == 0xf4 && byte(1) > 0x8f;
    return overlong || surrogate || beyond ? 0 : length;
}

[[nodiscard]] constexpr bool isUtf8(std::string_view text) noexcept {
    while (!text.empty()) {
        auto const length = utf8SequenceLength(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

/// `text` with each byte that is not UTF-8, and each control character, as '?': for messages about
/// it, which are one line.
[[nodiscard]] inline std::string shownAsUtf8(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto const length = utf8SequenceLength(text);
        auto const first = static_cast<unsigned char>(text.front());
        bool const shown = length > 0 && first >= 0x20 && first != 0x7f;
        out += shown ? text.substr(0, length) : std::string_view("?");
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

/// The same of several lines, which stay lines: for messages that name one mistake a line.
[[nodiscard]] inline std::string shownAsLines(std::string_view text) {
    std::string out;
    for (;;) {
        auto const end = text.find('\n');
        out += shownAsUtf8(text.substr(0, end));
        if (end == std::string_view::npos) {
            return out;
        }
        out += '\n';
        text.remove_prefix(end + 1);
    }
}

}  // namespace tocsin
