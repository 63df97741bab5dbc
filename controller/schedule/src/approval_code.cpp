// SPDX-License-Identifier: Apache-2.0
#include "approval_code.hpp"

#include <cstdint>
#include <vector>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::schedule {
namespace {

constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kSymbols = 20, kGroup = 5, kBits = 5;

using Symbols = std::vector<std::uint8_t>;

/// In the field of 32 elements by x^5 + x^2 + 1.
std::uint8_t doubled(std::uint8_t value) {
    unsigned const shifted = unsigned{value} << 1;
    return static_cast<std::uint8_t>((shifted & 32U) != 0 ? (shifted ^ 0x25U) & 31U : shifted);
}

/// Each symbol counts with another power of the field's generator, so that neither one that is
/// wrong nor two that changed places leave it as it was.
std::uint8_t checkOf(Symbols const& symbols) {
    std::uint8_t sum = 0;
    for (auto at = symbols.rbegin(); at != symbols.rend(); ++at) {
        sum = static_cast<std::uint8_t>(doubled(sum) ^ *at);
    }
    return doubled(sum);
}

std::string written(Symbols const& symbols) {
    std::string out;
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        out += (i > 0 && i % kGroup == 0 ? "-" : "");
        out += kLetters[symbols[i]];
    }
    return out + "-" + kLetters[checkOf(symbols)];
}

/// The symbol that a person means by a character; nothing for one that is none.
std::size_t symbolOf(char c) {
    char const upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    char const meant = upper == 'O' ? '0' : upper == 'I' || upper == 'L' ? '1' : upper;
    return kLetters.find(meant);
}

Error noCode(std::string_view text) {
    return {Errc::invalid, "code: \"" + shownAsUtf8(text.substr(0, 40)) +
                               "\" is no code of an approval form, or it is mistyped; it has " +
                               std::to_string(kSymbols + 1) +
                               " letters and digits, like 7K2M9-QX4TB-0W3VZ-8H6DR-N"};
}

}  // namespace

std::string approvalCode(Digest const& envelope) {
    Symbols symbols;
    for (std::size_t i = 0; i < kSymbols; ++i) {
        unsigned value = 0;
        for (std::size_t bit = i * kBits; bit < (i + 1) * kBits; ++bit) {
            value = value << 1 | (unsigned{envelope.bytes[bit / 8]} >> (7 - bit % 8) & 1U);
        }
        symbols.push_back(static_cast<std::uint8_t>(value));
    }
    return written(symbols);
}

Result<std::string> readApprovalCode(std::string_view text) {
    Symbols symbols;
    for (char const c : text) {
        if (c == '-' || c == ' ') {
            continue;
        }
        auto const symbol = symbolOf(c);
        if (symbol == std::string_view::npos || symbols.size() > kSymbols) {
            return noCode(text);
        }
        symbols.push_back(static_cast<std::uint8_t>(symbol));
    }
    if (symbols.size() != kSymbols + 1) {
        return noCode(text);
    }
    auto const check = symbols.back();
    symbols.pop_back();
    return checkOf(symbols) == check ? Result<std::string>(written(symbols)) : noCode(text);
}

std::pair<Digest, Digest> envelopesOf(std::string const& code) {
    std::pair<Digest, Digest> out;
    out.second.bytes.fill(0xff);
    std::size_t bit = 0;
    for (char const c : code.substr(0, code.size() - 2)) {
        if (c == '-') {
            continue;
        }
        auto const value = symbolOf(c);
        for (std::size_t i = kBits; i-- > 0; ++bit) {
            auto const mask = static_cast<std::uint8_t>(0x80U >> bit % 8);
            for (auto* const digest : {&out.first, &out.second}) {
                auto& byte = digest->bytes[bit / 8];
                byte =
                    static_cast<std::uint8_t>((value >> i & 1U) != 0 ? byte | mask : byte & ~mask);
            }
        }
    }
    return out;
}

}  // namespace tocsin::schedule
