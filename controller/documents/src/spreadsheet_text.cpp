// SPDX-License-Identifier: Apache-2.0
#include "spreadsheet_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";
constexpr std::size_t kEscapeLength = 7;  // "_x0041_"

/// Next character of clean UTF-8, taken off the front.
std::string_view takeCharacter(std::string_view& text) {
    auto const length = std::max<std::size_t>(1, utf8SequenceLength(text));
    auto const character = text.substr(0, length);
    text.remove_prefix(length);
    return character;
}

bool allowedInXml(std::string_view character) {
    auto const first = static_cast<unsigned char>(character.front());
    bool const control = first < 0x20 && first != '\t' && first != '\n';
    bool const nonCharacter = character == "\xef\xbf\xbe" || character == "\xef\xbf\xbf";
    return !control && first != 0x7f && !nonCharacter;
}

/// Whether "_xHHHH_" stands at the front; its number.
bool escapeAt(std::string_view text, std::uint32_t& code) {
    if (text.size() < kEscapeLength || !text.starts_with("_x") || text[kEscapeLength - 1] != '_') {
        return false;
    }
    auto const* const end = text.data() + kEscapeLength - 1;
    auto const [stopped, error] = std::from_chars(text.data() + 2, end, code, 16);
    return error == std::errc() && stopped == end;
}

std::string utf8Of(std::uint32_t code) {
    if (code < 0x80) {
        return {static_cast<char>(code)};
    }
    if (code < 0x800) {
        return {static_cast<char>(0xc0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3f))};
    }
    return {static_cast<char>(0xe0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 0x3f)),
            static_cast<char>(0x80 | (code & 0x3f))};
}

std::size_t widthOf(std::string_view character) {
    return character.size() >= 3 ? 2 : 1;
}

std::size_t units(std::string_view character) {
    return character.size() == 4 ? 2 : 1;
}

}  // namespace

std::string cleanText(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto const length = utf8SequenceLength(text);
        if (length == 0) {
            out += kReplacement;
            text.remove_prefix(1);
        } else if (auto const character = takeCharacter(text); allowedInXml(character)) {
            out += character;
        }
    }
    return out;
}

std::size_t unitsOf(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        count += units(takeCharacter(text));
    }
    return count;
}

std::string firstUnits(std::string_view text, std::size_t most) {
    auto rest = text;
    std::size_t taken = 0;
    while (!rest.empty()) {
        auto next = rest;
        taken += units(takeCharacter(next));
        if (taken > most) {
            break;
        }
        rest = next;
    }
    return std::string(text.substr(0, text.size() - rest.size()));
}

std::string cellText(std::string_view text) {
    auto const clean = firstUnits(cleanText(text), kMostCellUnits);
    std::string out;
    std::uint32_t code = 0;
    for (std::size_t i = 0; i < clean.size(); ++i) {
        out += escapeAt(std::string_view(clean).substr(i), code) ? "_x005F_"
                                                                 : std::string_view(&clean[i], 1);
    }
    return out;
}

std::string fromCellText(std::string_view stored) {
    std::string out;
    while (!stored.empty()) {
        std::uint32_t code = 0;
        bool const escaped =
            escapeAt(stored, code) && code != 0 && (code < 0xd800 || code > 0xdfff);
        out += escaped ? utf8Of(code) : std::string(1, stored.front());
        stored.remove_prefix(escaped ? kEscapeLength : 1);
    }
    return cleanText(out);
}

std::string pageText(std::string_view text, std::size_t most) {
    auto const clean = cleanText(text);
    std::string_view rest = clean;
    std::string out;
    std::size_t taken = 0;
    while (!rest.empty()) {
        auto const character = takeCharacter(rest);
        auto shown = character == "\n" || character == "\t" ? std::string_view(" ") : character;
        if (character == "&") {
            // libxlsxwriter looks for the code of a picture without looking for what is doubled.
            bool const picture = rest.starts_with('G') || rest.starts_with('[');
            shown = picture ? std::string_view("＆") : std::string_view("&&");
        }
        taken += unitsOf(shown);
        if (taken > most) {
            break;
        }
        out += shown;
    }
    return out;
}

std::size_t displayWidth(std::string_view line) {
    std::size_t width = 0;
    while (!line.empty()) {
        width += widthOf(takeCharacter(line));
    }
    return width;
}

int linesIn(std::string_view text, double columns) {
    int lines = 0;
    for (;;) {
        auto const end = text.find('\n');
        auto const width = static_cast<double>(displayWidth(text.substr(0, end)));
        lines += std::max(1, static_cast<int>(std::ceil(width / std::max(1.0, columns))));
        if (end == std::string_view::npos) {
            return lines;
        }
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string> piecesOf(std::string_view text, double columns, int lines) {
    std::vector<std::string> pieces(1);
    auto const row = static_cast<std::size_t>(std::max(2.0, columns));
    std::size_t column = 0;
    int line = 1;
    while (!text.empty()) {
        auto const character = takeCharacter(text);
        auto const width = widthOf(character);
        bool const full = column + width > row;
        if (full || character == "\n") {
            column = 0;
            ++line;
        }
        if (line > lines) {
            pieces.emplace_back();
            line = 1;
        }
        if (character == "\n") {
            // A piece of its own is a new line already.
            pieces.back() += pieces.back().empty() ? "" : "\n";
            continue;
        }
        pieces.back() += character;
        column += width;
    }
    return pieces;
}

}  // namespace tocsin::documents::spreadsheet
