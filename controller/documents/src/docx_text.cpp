// SPDX-License-Identifier: Apache-2.0
#include "docx_text.hpp"

#include <cstddef>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::documents {
namespace {

/// The code point of a well-formed sequence.
char32_t codePoint(std::string_view sequence) {
    auto const lead = static_cast<unsigned char>(sequence.front());
    if (sequence.size() == 1) {
        return lead;
    }
    char32_t out = lead & (0x7fU >> sequence.size());
    for (char const c : sequence.substr(1)) {
        out = out << 6 | (static_cast<unsigned char>(c) & 0x3fU);
    }
    return out;
}

bool endsLine(char32_t c) {
    return c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool isLeftOut(char32_t c) {
    bool const control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
    bool const turning = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    bool const nothing = (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef) || c == 0xfeff;
    return control || turning || nothing;
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

}  // namespace

std::string cleanText(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const length = utf8SequenceLength(text);
        if (length == 0) {
            text.remove_prefix(1);
            continue;
        }
        auto const sequence = text.substr(0, length);
        text.remove_prefix(length);
        auto const c = codePoint(sequence);
        bool const lone = c == '\r' && !text.starts_with('\n');
        if (endsLine(c) || lone) {
            out += '\n';
        } else if (c == '\t') {
            out += ' ';
        } else if (!isLeftOut(c)) {
            out += sequence;
        }
    }
    return out;
}

std::string xmlText(std::string_view text) {
    auto clean = cleanText(text);
    for (auto& c : clean) {
        c = c == '\n' ? ' ' : c;
    }
    return escaped(clean);
}

std::string runText(std::string_view text) {
    constexpr std::string_view kStart = "<w:t xml:space=\"preserve\">";
    std::string out(kStart);
    for (char const c : escaped(cleanText(text))) {
        if (c == '\n') {
            out += "</w:t><w:br/>";
            out += kStart;
        } else {
            out += c;
        }
    }
    return out + "</w:t>";
}

bool hasChinese(std::string_view text) {
    constexpr char32_t kFirstRadical = 0x2e80;
    while (!text.empty()) {
        auto const length = utf8SequenceLength(text);
        if (length >= 3 && codePoint(text.substr(0, length)) >= kFirstRadical) {
            return true;
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return false;
}

int halfWidths(std::string_view text) {
    int out = 0;
    while (!text.empty()) {
        auto const length = utf8SequenceLength(text);
        out += length >= 3 ? 2 : 1;
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

}  // namespace tocsin::documents
