// SPDX-License-Identifier: Apache-2.0
// Bounded UTF-8 text.
#include "text.hpp"

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::messages {
std::string clipped(std::string_view text, std::size_t maxBytes) {
    std::string out;
    while (!text.empty()) {
        auto const length = utf8SequenceLength(text);
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
