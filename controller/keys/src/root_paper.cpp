// SPDX-License-Identifier: Apache-2.0
// Lines of eight bytes and two check bytes: 16 characters of Crockford's base 32, exactly.
#include "tocsin/keys/root_paper.hpp"

#include <array>
#include <cctype>
#include <optional>
#include <vector>

namespace tocsin::keys {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kLines = 4;
constexpr std::size_t kLineBytes = 8;
constexpr std::size_t kCheckBytes = 2;
constexpr std::size_t kLineCharacters = (kLineBytes + kCheckBytes) * 8 / 5;
constexpr std::size_t kGroup = 4;
constexpr char kTitle[] = "tocsin-root/1";

using LineBytes = std::array<std::uint8_t, kLineBytes + kCheckBytes>;

/// The check covers the line's number, so that lines in the wrong order are found.
void setCheck(LineBytes& line, std::size_t number) {
    std::string text = kTitle;
    text.push_back(static_cast<char>('0' + number));
    text.append(line.begin(), line.begin() + kLineBytes);
    auto const digest = messages::sha256(text);
    for (std::size_t i = 0; i < kCheckBytes; ++i) {
        line[kLineBytes + i] = digest.bytes[i];
    }
}

std::string encoded(LineBytes const& line) {
    std::string out;
    std::uint32_t held = 0;
    int bits = 0;
    for (auto const byte : line) {
        held = held << 8 | byte;
        for (bits += 8; bits >= 5; bits -= 5) {
            out.push_back(kAlphabet[held >> (bits - 5) & 31]);
        }
    }
    return out;
}

LineBytes decoded(std::string_view characters) {
    LineBytes out{};
    std::size_t next = 0;
    std::uint32_t held = 0;
    int bits = 0;
    for (auto const c : characters) {
        held = held << 5 | static_cast<std::uint32_t>(kAlphabet.find(c));
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            out[next++] = static_cast<std::uint8_t>(held >> bits);
        }
    }
    return out;
}

std::vector<std::string> linesOf(messages::KeyPair const& root) {
    auto const seed = root.seed();
    std::vector<std::string> out;
    for (std::size_t number = 1; number <= kLines; ++number) {
        LineBytes line{};
        auto const* from = seed.bytes.data() + (number - 1) * kLineBytes;
        std::copy(from, from + kLineBytes, line.begin());
        setCheck(line, number);
        out.push_back(encoded(line));
    }
    return out;
}

std::string inGroups(std::string const& line) {
    std::string out;
    for (std::size_t i = 0; i < line.size(); i += kGroup) {
        out += (i > 0 ? " " : "") + line.substr(i, kGroup);
    }
    return out;
}

/// The character as it is meant; nothing for what separates.
std::optional<char> meant(char c) {
    auto const upper = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    auto const read = upper == 'O' ? '0' : upper == 'I' || upper == 'L' ? '1' : upper;
    return kAlphabet.find(read) != std::string_view::npos ? std::optional(read) : std::nullopt;
}

/// The characters of a line of the paper; nothing if it is another line.
std::optional<std::string> charactersOf(std::string_view line) {
    std::string out;
    for (auto const c : line) {
        if (auto const read = meant(c)) {
            out.push_back(*read);
        } else if (c != ' ' && c != '\t' && c != '-' && c != '\r' && c != '.') {
            return std::nullopt;
        }
    }
    if (out.size() == kLineCharacters + 1) {
        out.erase(0, 1);  // the line's number
    }
    return out.size() == kLineCharacters ? std::optional(out) : std::nullopt;
}

std::vector<std::string> papersLines(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        auto const end = text.find('\n');
        if (auto const characters = charactersOf(text.substr(0, end))) {
            out.push_back(*characters);
        }
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return out;
}

}  // namespace

std::string toPaper(messages::KeyPair const& root) {
    std::string out =
        std::string(kTitle) + ": the root key " + root.publicKey().fingerprint() + "\n";
    auto const lines = linesOf(root);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        out += std::to_string(i + 1) + "  " + inGroups(lines[i]) + "\n";
    }
    return out;
}

Result<messages::KeyPair> fromPaper(std::string_view text) {
    auto const lines = papersLines(text);
    if (lines.size() != kLines) {
        return Error{Errc::invalid, "the root's paper has " + std::to_string(kLines) +
                                        " lines of " + std::to_string(kLineCharacters / kGroup) +
                                        " groups of four letters and digits; " +
                                        std::to_string(lines.size()) + " such lines were found"};
    }
    messages::KeySeed seed;
    for (std::size_t i = 0; i < kLines; ++i) {
        auto const line = decoded(lines[i]);
        auto checked = line;
        setCheck(checked, i + 1);
        if (checked != line) {
            return Error{Errc::invalid, "line " + std::to_string(i + 1) +
                                            " of the root's paper does not fit its check letters; "
                                            "compare it with the paper"};
        }
        std::copy(line.begin(), line.begin() + kLineBytes, seed.bytes.begin() + i * kLineBytes);
    }
    return messages::KeyPair::fromSeed(seed);
}

std::string firstGroups(messages::KeyPair const& root) {
    std::string out;
    for (auto const& line : linesOf(root)) {
        out += (out.empty() ? "" : " ") + line.substr(0, kGroup);
    }
    return out;
}

bool areFirstGroups(std::string_view typed, messages::KeyPair const& root) {
    std::string read;
    for (auto const c : typed) {
        if (auto const character = meant(c)) {
            read.push_back(*character);
        }
    }
    std::string wanted;
    for (auto const& line : linesOf(root)) {
        wanted += line.substr(0, kGroup);
    }
    return read == wanted;
}

}  // namespace tocsin::keys
