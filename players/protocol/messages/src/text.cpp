// SPDX-License-Identifier: Apache-2.0
// Bounded UTF-8 text.
#include "text.hpp"

namespace tocsin::messages {
namespace {

/// Length of the well-formed UTF-8 sequence at the start of `text` (Unicode, table 3-7); 0 if there
/// is none.
std::size_t sequenceLength(std::string_view text) {
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

}  // namespace

std::string clipped(std::string_view text, std::size_t maxBytes) {
    std::string out;
    while (!text.empty()) {
        auto const length = sequenceLength(text);
        auto const taken = length == 0 ? 1 : length;
        if (out.size() + taken > maxBytes) {
            break;
        }
        out += length == 0 ? std::string_view("?") : text.substr(0, length);
        text.remove_prefix(taken);
    }
    return out;
}

std::string clippedLine(std::string_view text, std::size_t maxBytes) {
    auto out = clipped(text, maxBytes);
    for (auto& c : out) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            c = ' ';
        }
    }
    return out;
}

}  // namespace tocsin::messages
