// SPDX-License-Identifier: Apache-2.0
#include "shown_text.hpp"

#include <algorithm>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::documents {
namespace {

constexpr std::string_view kMore = "…";

/// Of one well-formed sequence.
char32_t codePoint(std::string_view sequence) {
    auto const lead = static_cast<unsigned char>(sequence.front());
    char32_t out = sequence.size() == 1   ? lead
                   : sequence.size() == 2 ? lead & 0x1fU
                   : sequence.size() == 3 ? lead & 0x0fU
                                          : lead & 0x07U;
    for (char const c : sequence.substr(1)) {
        out = out << 6 | (static_cast<unsigned char>(c) & 0x3fU);
    }
    return out;
}

bool turnsText(char32_t character) {
    return character == 0x061c || character == 0x200e || character == 0x200f ||
           (character >= 0x202a && character <= 0x202e) ||
           (character >= 0x2066 && character <= 0x2069);
}

bool isControl(char32_t character) {
    return (character < 0x20 && character != '\n') || (character >= 0x7f && character < 0xa0) ||
           character == 0xfeff || character == 0xfffe || character == 0xffff;
}

bool endsLine(char32_t character) {
    return character == 0x2028 || character == 0x2029 || character == '\t';
}

}  // namespace

std::size_t characterLength(std::string_view text) {
    return std::max<std::size_t>(1, utf8SequenceLength(text));
}

std::string shownText(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto const length = utf8SequenceLength(text);
        if (length == 0) {
            out += '?';
            text.remove_prefix(1);
            continue;
        }
        auto const character = codePoint(text.substr(0, length));
        if (endsLine(character)) {
            out += ' ';
        } else if (!isControl(character) && !turnsText(character)) {
            out += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    return out;
}

std::string cutToBytes(std::string_view text, std::size_t most) {
    if (text.size() <= most) {
        return std::string(text);
    }
    std::size_t end = 0;
    while (end + characterLength(text.substr(end)) + kMore.size() <= most) {
        end += characterLength(text.substr(end));
    }
    return std::string(text.substr(0, end)) + std::string(kMore);
}

double emsOf(std::string_view text) {
    constexpr double kNarrow = 0.56;
    constexpr std::size_t kWideFrom = 3;  // bytes: Chinese characters have three
    double out = 0;
    while (!text.empty()) {
        auto const length = characterLength(text);
        out += length >= kWideFrom ? 1 : kNarrow;
        text.remove_prefix(length);
    }
    return out;
}

std::string cutToEms(std::string_view text, double most) {
    if (emsOf(text) <= most) {
        return std::string(text);
    }
    std::string out;
    double used = emsOf(kMore);
    while (!text.empty()) {
        auto const character = text.substr(0, characterLength(text));
        used += emsOf(character);
        if (used > most) {
            break;
        }
        out += character;
        text.remove_prefix(character.size());
    }
    return out + std::string(kMore);
}

}  // namespace tocsin::documents
