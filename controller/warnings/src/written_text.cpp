// SPDX-License-Identifier: Apache-2.0
#include "written_text.hpp"

#include <algorithm>
#include <cstdint>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::warnings {
namespace {

/// Takes the first character of `text`, which is UTF-8.
char32_t takeCharacter(std::string_view& text) {
    auto const length = std::max<std::size_t>(utf8SequenceLength(text), 1);
    auto const byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
    };
    char32_t out = length == 1 ? byte(0) : byte(0) & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        out = out << 6 | (byte(i) & 0x3fU);
    }
    text.remove_prefix(length);
    return out;
}

bool isSeen(char32_t c) {
    bool const control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    bool const withoutWidth =
        (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff || c == 0xad;
    bool const turns = (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return !control && !withoutWidth && !turns;
}

}  // namespace

std::size_t characters(std::string_view text) {
    std::size_t out = 0;
    for (; !text.empty(); ++out) {
        takeCharacter(text);
    }
    return out;
}

bool isPlainLine(std::string_view text) {
    while (!text.empty()) {
        if (!isSeen(takeCharacter(text))) {
            return false;
        }
    }
    return true;
}

bool isPlainText(std::string_view text) {
    for (;;) {
        auto const end = text.find('\n');
        if (!isPlainLine(text.substr(0, end))) {
            return false;
        }
        if (end == std::string_view::npos) {
            return true;
        }
        text.remove_prefix(end + 1);
    }
}

bool isChinese(std::string_view text) {
    while (!text.empty()) {
        auto const c = takeCharacter(text);
        if ((c >= 0x3400 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x3ffff)) {
            return true;
        }
    }
    return false;
}

}  // namespace tocsin::warnings
