// SPDX-License-Identifier: Apache-2.0
#include "handle.hpp"

#include <algorithm>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::library {
namespace {

constexpr std::size_t kMostBytes = 64;

char handleCharacter(char c) {
    auto const byte = static_cast<unsigned char>(c);
    if (c >= 'A' && c <= 'Z') {
        return static_cast<char>(c | 0x20);
    }
    bool const kept = byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_' || c == '.';
    return kept ? c : '-';
}

bool isHandle(std::string const& text) {
    return !text.empty() && text.size() <= kMostBytes && isUtf8(text) &&
           hasOnlyHandleCharacters(text);
}

}  // namespace

std::string cut(std::string_view text, std::size_t most) {
    if (text.size() <= most) {
        return std::string(text);
    }
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return std::string(text.substr(0, end));
}

std::string handleFrom(std::string_view fileName) {
    auto const slash = fileName.find_last_of("/\\");
    auto name = slash == std::string_view::npos ? fileName : fileName.substr(slash + 1);
    auto const dot = name.rfind('.');
    if (dot != std::string_view::npos && dot > 0) {
        name = name.substr(0, dot);
    }
    std::string handle;
    for (char const c : name) {
        auto const next = handleCharacter(c);
        if (next != '-' || (!handle.empty() && handle.back() != '-')) {
            handle.push_back(next);
        }
    }
    handle = cut(handle, kMostBytes);
    while (!handle.empty() && handle.back() == '-') {
        handle.pop_back();
    }
    return handle.empty() ? "asset" : handle;
}

std::string freeHandle(std::string const& wish,
                       std::function<bool(std::string const&)> const& taken) {
    auto handle = wish;
    for (int number = 2; taken(handle); ++number) {
        auto const suffix = "-" + std::to_string(number);
        handle = cut(wish, kMostBytes - suffix.size()) + suffix;
    }
    return handle;
}

bool hasOnlyHandleCharacters(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return handleCharacter(c) == c; });
}

Result<> checkHandle(std::string const& handle) {
    if (!isHandle(handle)) {
        return Error{Errc::invalid, "the handle \"" + shownAsUtf8(cut(handle, 80)) +
                                        "\" cannot be used; take up to 64 bytes of a-z, 0-9, -, _, "
                                        ". or letters of other scripts"};
    }
    return {};
}

Result<> checkUnit(std::string const& unit) {
    if (!unit.empty() && !isHandle(unit)) {
        return Error{Errc::invalid, "the unit \"" + shownAsUtf8(cut(unit, 80)) +
                                        "\" cannot be; its handle has up to 64 bytes of a-z, 0-9, "
                                        "-, _, . or letters of other scripts"};
    }
    return {};
}

}  // namespace tocsin::library
