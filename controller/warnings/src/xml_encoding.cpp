// SPDX-License-Identifier: Apache-2.0
#include "xml_encoding.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "plain_text.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::warnings {
namespace {

using namespace std::string_view_literals;

enum class Encoding { utf8, latin1, utf16Little, utf16Big };

/// XML 1.0, production 2, of the characters that one byte can be.
bool isCharacter(unsigned char byte) {
    return byte >= 0x20 || byte == '\t' || byte == '\n' || byte == '\r';
}

Error notACharacter(std::size_t at) {
    return {Errc::damaged,
            fmt::format("byte {} begins nothing that XML allows (a zero, a control character, or "
                        "text in another encoding than the document says)",
                        at)};
}

/// What the XML declaration names, in lower case; empty if it names none.
std::string declaredEncoding(std::string_view document) {
    if (!document.starts_with("<?xml")) {
        return {};
    }
    auto declaration = document.substr(0, std::min(document.find("?>"), document.size()));
    auto const name = declaration.find("encoding");
    auto const open = declaration.find_first_of("\"'", std::min(name, declaration.size()));
    if (name == std::string_view::npos || open == std::string_view::npos) {
        return {};
    }
    declaration.remove_prefix(open);
    auto const close = declaration.find(declaration.front(), 1);
    return close == std::string_view::npos ? "" : lowered(declaration.substr(1, close - 1));
}

Result<Encoding> encodingOf(std::string_view& document) {
    constexpr auto kLittle = "\xff\xfe"sv, kBig = "\xfe\xff"sv, kUtf8 = "\xef\xbb\xbf"sv;
    if (document.starts_with(kUtf8)) {
        document.remove_prefix(kUtf8.size());
        return Encoding::utf8;
    }
    if (document.starts_with("\xff\xfe\0\0"sv) || document.starts_with("\0\0"sv)) {
        return Error{Errc::invalid, "the document is in UTF-32; send it in UTF-8"};
    }
    if (document.starts_with(kLittle) || document.starts_with(kBig)) {
        bool const little = document.starts_with(kLittle);
        document.remove_prefix(2);
        return little ? Encoding::utf16Little : Encoding::utf16Big;
    }
    if (document.starts_with("<\0"sv) || document.starts_with("\0<"sv)) {
        return document.front() == '<' ? Encoding::utf16Little : Encoding::utf16Big;
    }
    auto const named = declaredEncoding(document);
    if (named.empty() || named == "utf-8" || named == "utf8" || named == "us-ascii") {
        return Encoding::utf8;
    }
    if (named == "iso-8859-1" || named == "latin1" || named == "iso8859-1") {
        return Encoding::latin1;
    }
    return Error{Errc::invalid,
                 fmt::format("the document says that it is in {}, which is not read; send it in "
                             "UTF-8",
                             inQuotes(named))};
}

void append(std::string& out, std::uint32_t code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
        return;
    }
    if (code < 0x800) {
        out += static_cast<char>(0xc0 | code >> 6);
    } else {
        if (code < 0x10000) {
            out += static_cast<char>(0xe0 | code >> 12);
        } else {
            out += static_cast<char>(0xf0 | code >> 18);
            out += static_cast<char>(0x80 | (code >> 12 & 0x3f));
        }
        out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    }
    out += static_cast<char>(0x80 | (code & 0x3f));
}

Result<std::string> fromUtf8(std::string_view document) {
    for (std::size_t at = 0; at < document.size();) {
        auto const byte = static_cast<unsigned char>(document[at]);
        auto const rest = document.substr(at);
        auto const length = byte < 0x80 ? isCharacter(byte) : utf8SequenceLength(rest);
        if (length == 0 || rest.starts_with("\xef\xbf\xbe") || rest.starts_with("\xef\xbf\xbf")) {
            return notACharacter(at);
        }
        at += length;
    }
    return std::string(document);
}

Result<std::string> fromLatin1(std::string_view document) {
    std::string out;
    out.reserve(document.size());
    for (std::size_t at = 0; at < document.size(); ++at) {
        auto const byte = static_cast<unsigned char>(document[at]);
        if (!isCharacter(byte)) {
            return notACharacter(at);
        }
        append(out, byte);
    }
    return out;
}

Result<std::string> fromUtf16(std::string_view document, bool little) {
    auto const unitAt = [&](std::size_t at) {
        auto const first = static_cast<unsigned char>(document[at]);
        auto const second = static_cast<unsigned char>(document[at + 1]);
        return little ? std::uint32_t(second) << 8 | first : std::uint32_t(first) << 8 | second;
    };
    std::string out;
    out.reserve(document.size());
    for (std::size_t at = 0; at < document.size(); at += 2) {
        if (at + 1 == document.size()) {
            return notACharacter(at);
        }
        auto code = unitAt(at);
        bool const high = code >= 0xd800 && code < 0xdc00;
        if (high && at + 3 < document.size()) {
            auto const low = unitAt(at + 2);
            if (low >= 0xdc00 && low < 0xe000) {
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                at += 2;
            }
        }
        bool const control = code < 0x80 && !isCharacter(static_cast<unsigned char>(code));
        if (control || (code >= 0xd800 && code < 0xe000) || code == 0xfffe || code == 0xffff) {
            return notACharacter(at);
        }
        append(out, code);
    }
    return out;
}

}  // namespace

Result<std::string> asUtf8(std::string_view document) {
    auto const encoding = encodingOf(document);
    if (!encoding) {
        return encoding.error();
    }
    switch (*encoding) {
        case Encoding::latin1:
            return fromLatin1(document);
        case Encoding::utf16Little:
        case Encoding::utf16Big:
            return fromUtf16(document, *encoding == Encoding::utf16Little);
        default:
            return fromUtf8(document);
    }
}

}  // namespace tocsin::warnings
