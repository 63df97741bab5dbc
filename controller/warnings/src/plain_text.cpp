// SPDX-License-Identifier: Apache-2.0
#include "plain_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::warnings {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::size_t kMostQuotedBytes = 60;
/// What begins like a tag or an entity and is longer is text.
constexpr std::size_t kLongestTag = 1024, kLongestEntity = 12;

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Length of the tag or comment at the start of `text`, 0 if there is none: "a < b" has none.
std::size_t tagLength(std::string_view text) {
    if (text.size() < 3 || text[0] != '<') {
        return 0;
    }
    bool const closing = text[1] == '/';
    if (!isLetter(text[closing ? 2 : 1]) && text[1] != '!') {
        return 0;
    }
    auto const end = text.substr(0, kLongestTag).find('>');
    return end == std::string_view::npos ? 0 : end + 1;
}

std::string tagName(std::string_view tag) {
    tag.remove_prefix(tag[1] == '/' ? 2 : 1);
    auto const end = std::find_if_not(tag.begin(), tag.end(), isLetter);
    return lowered(tag.substr(0, static_cast<std::size_t>(end - tag.begin())));
}

/// What stands for a tag in plain text: most mark a word only and leave nothing behind.
std::string_view meaningOfTag(std::string_view name) {
    constexpr std::array<std::string_view, 8> kParting{"br", "p",  "div", "li",
                                                       "ul", "ol", "tr",  "h"};
    if (std::find(kParting.begin(), kParting.end(), name) != kParting.end()) {
        return "\n";
    }
    return name == "td" || name == "th" ? " " : "";
}

/// Length of a script or a style sheet with its end at the start of `text`, 0 if there is none.
std::size_t hiddenLength(std::string_view text, std::string_view name) {
    if (text.starts_with("</") || (name != "script" && name != "style")) {
        return 0;
    }
    auto const end = text.find("</");
    return end == std::string_view::npos ? text.size() : end;
}

std::string encoded(std::uint32_t code) {
    auto const byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
    if (code < 0x80) {
        return {byte(code)};
    }
    if (code < 0x800) {
        return {byte(0xc0 | code >> 6), byte(0x80 | (code & 0x3f))};
    }
    if (code < 0x10000) {
        return {byte(0xe0 | code >> 12), byte(0x80 | (code >> 6 & 0x3f)),
                byte(0x80 | (code & 0x3f))};
    }
    return {byte(0xf0 | code >> 18), byte(0x80 | (code >> 12 & 0x3f)),
            byte(0x80 | (code >> 6 & 0x3f)), byte(0x80 | (code & 0x3f))};
}

std::optional<std::string> numbered(std::string_view digits) {
    bool const hex = digits.starts_with('x') || digits.starts_with('X');
    digits.remove_prefix(hex ? 1 : 0);
    std::uint32_t code = 0;
    auto const* end = digits.data() + digits.size();
    auto const read = std::from_chars(digits.data(), end, code, hex ? 16 : 10);
    bool const character = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    if (read.ec != std::errc{} || read.ptr != end || !character) {
        return std::nullopt;
    }
    return encoded(code);
}

struct Entity {
    std::size_t length;
    std::string meaning;
};

/// The entity at the start of `text`.
std::optional<Entity> entityAt(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kNamed{
        {{"amp", "&"},
         {"lt", "<"},
         {"gt", ">"},
         {"quot", "\""},
         {"apos", "'"},
         {"nbsp", " "},
         {"deg", "°"},
         {"middot", "·"},
         {"hellip", "…"},
         {"ndash", "–"},
         {"mdash", "—"},
         {"times", "×"}}};
    auto const end = text.substr(0, kLongestEntity).find(';');
    if (!text.starts_with('&') || end == std::string_view::npos || end < 2) {
        return std::nullopt;
    }
    auto const name = text.substr(1, end - 1);
    if (name.front() == '#') {
        auto character = numbered(name.substr(1));
        return character ? std::optional(Entity{end + 1, *character}) : std::nullopt;
    }
    for (auto const& [known, meaning] : kNamed) {
        if (name == known) {
            return Entity{end + 1, std::string(meaning)};
        }
    }
    return std::nullopt;
}

/// Controls of C0 and C1, and those that turn the direction of text around.
bool isControl(std::string_view character) {
    auto const first = static_cast<unsigned char>(character[0]);
    auto const second = static_cast<unsigned char>(character.size() > 1 ? character[1] : 0);
    auto const third = static_cast<unsigned char>(character.size() > 2 ? character[2] : 0);
    bool const turning = first == 0xe2 && ((second == 0x80 && third >= 0xaa && third <= 0xae) ||
                                           (second == 0x81 && third >= 0xa6 && third <= 0xa9));
    bool const mark = first == 0xef && second == 0xbb && third == 0xbf;
    return first < 0x20 || first == 0x7f || (first == 0xc2 && second < 0xa0) || turning || mark;
}

bool isLineSeparator(std::string_view character) {
    return character == "\n" || character == "\u2028" || character == "\u2029" ||
           character == "\u0085";
}

/// Adds one character, knowing no two blanks in a row and none at the beginning of a line.
void append(std::string& out, std::string_view character) {
    if (isLineSeparator(character)) {
        while (out.ends_with(' ')) {
            out.pop_back();
        }
        if (!out.empty() && !out.ends_with('\n')) {
            out += '\n';
        }
    } else if (isBlank(character[0])) {
        if (!out.empty() && !out.ends_with('\n') && !out.ends_with(' ')) {
            out += ' ';
        }
    } else if (!isControl(character)) {
        out += character;
    }
}

void appendAll(std::string& out, std::string_view text) {
    while (!text.empty()) {
        auto const length = utf8SequenceLength(text);
        append(out, length == 0 ? std::string_view("?") : text.substr(0, length));
        text.remove_prefix(length == 0 ? 1 : length);
    }
}

template <class Fits>
bool hasAny(std::string_view text, char first, Fits const& fits) {
    for (auto at = text.find(first); at != std::string_view::npos; at = text.find(first, at + 1)) {
        if (fits(text.substr(at))) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::string_view upTo(std::string_view text, std::size_t most) {
    if (text.size() <= most) {
        return text;
    }
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
        --end;
    }
    return text.substr(0, end);
}

std::string bounded(std::string_view text, std::size_t most) {
    if (text.size() <= most) {
        return std::string(text);
    }
    return std::string(trimmed(upTo(text, most - kEllipsis.size()))) + std::string(kEllipsis);
}

std::string inQuotes(std::string_view text) {
    return "\"" + shownAsUtf8(bounded(text, kMostQuotedBytes)) + "\"";
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isBlank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isBlank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string lowered(std::string_view text) {
    std::string out(text);
    for (auto& c : out) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    return out;
}

bool hasTags(std::string_view text) {
    return hasAny(text, '<', [](std::string_view rest) { return tagLength(rest) > 0; });
}

bool hasEntities(std::string_view text) {
    return hasAny(text, '&', [](std::string_view rest) { return entityAt(rest).has_value(); });
}

std::string plainText(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (auto const length = tagLength(text); length > 0) {
            auto const name = tagName(text.substr(0, length));
            appendAll(out, meaningOfTag(name));
            text.remove_prefix(std::max(length, hiddenLength(text, name)));
        } else if (auto const entity = entityAt(text)) {
            appendAll(out, entity->meaning);
            text.remove_prefix(entity->length);
        } else {
            auto const next =
                std::max<std::size_t>(std::min(text.find_first_of("<&", 1), text.size()), 1);
            appendAll(out, text.substr(0, next));
            text.remove_prefix(next);
        }
    }
    return std::string(trimmed(out));
}

std::string plainLine(std::string_view text) {
    auto out = plainText(text);
    std::replace(out.begin(), out.end(), '\n', ' ');
    return out;
}

}  // namespace tocsin::warnings
