// SPDX-License-Identifier: Apache-2.0
#include "host.hpp"

#include <arpa/inet.h>
#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <cctype>
#include <memory>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::outbound {
namespace {

constexpr std::size_t kMostName = 253;
constexpr std::size_t kMostLabel = 63;

Error notAHost(std::string_view text) {
    return {Errc::invalid, "\"" + shownAsUtf8(text.substr(0, 100)) +
                               "\" is not the name or address of a host; write it like "
                               "media.example.gov.cn, 192.0.2.10 or [2001:db8::1]"};
}

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Lower case, ASCII, full-width digits and dots as plain ones; nothing if IDNA forbids it.
std::optional<std::string> folded(std::string_view text) {
    if (isAscii(text)) {
        std::string out(text);
        std::transform(out.begin(), out.end(), out.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        });
        return out;
    }
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::IDNA> const idna(
        icu::IDNA::createUTS46Instance(UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI |
                                           UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII,
                                       status));
    std::string out;
    icu::IDNAInfo info;
    if (U_SUCCESS(status)) {
        icu::StringByteSink<std::string> sink(&out);
        idna->nameToASCII_UTF8({text.data(), static_cast<int32_t>(text.size())}, sink, info,
                               status);
    }
    return U_FAILURE(status) || info.hasErrors() ? std::nullopt : std::optional(out);
}

/// What a resolver would take for a number: digits, or 0x and whatever follows.
bool isNumber(std::string_view label) {
    return label.starts_with("0x") ||
           (!label.empty() &&
            std::all_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

bool isLabel(std::string_view label) {
    return !label.empty() && label.size() <= kMostLabel && label.front() != '-' &&
           label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
}

bool isName(std::string_view name) {
    if (name.empty() || name.size() > kMostName) {
        return false;
    }
    for (std::size_t begin = 0; begin <= name.size();) {
        auto const end = std::min(name.find('.', begin), name.size());
        if (!isLabel(name.substr(begin, end - begin))) {
            return false;
        }
        begin = end + 1;
    }
    return true;
}

Host hostOf(Address const& address) {
    return {address.text(), address};
}

}  // namespace

std::string Host::inUrl() const {
    return address && !address->isV4() ? "[" + name + "]" : name;
}

Result<Host> readHost(std::string_view text) {
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
        auto const address = Address::parse(text.substr(1, text.size() - 2));
        return address && !address->isV4() ? Result<Host>(hostOf(*address)) : notAHost(text);
    }
    if (!isUtf8(text) || text.size() > 4 * kMostName) {
        return notAHost(text);
    }
    auto name = folded(text).value_or("");
    if (name.ends_with('.')) {
        name.pop_back();
    }
    if (!isName(name)) {
        return notAHost(text);
    }
    if (isNumber(std::string_view(name).substr(name.rfind('.') + 1))) {
        in_addr number{};
        if (inet_aton(name.c_str(), &number) == 0) {
            return notAHost(text);
        }
        auto const bytes = ntohl(number.s_addr);
        return hostOf(Address::v4(
            {static_cast<std::uint8_t>(bytes >> 24), static_cast<std::uint8_t>(bytes >> 16),
             static_cast<std::uint8_t>(bytes >> 8), static_cast<std::uint8_t>(bytes)}));
    }
    return Host{std::move(name), std::nullopt};
}

}  // namespace tocsin::outbound
