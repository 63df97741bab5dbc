// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include <optional>

namespace tocsin::http {
namespace {

constexpr std::size_t kMostMembers = 64;

int hexDigit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char const lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out.push_back(' ');
        } else if (text[i] != '%') {
            out.push_back(text[i]);
        } else {
            int const high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
            int const low = i + 2 < text.size() ? hexDigit(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            out.push_back(static_cast<char>(high << 4 | low));
            i += 2;
        }
    }
    return out;
}

}  // namespace

Result<Target> parseTarget(std::string_view text) {
    if (text.empty() || text.front() != '/') {
        return Error{Errc::invalid, "the request target must begin with /"};
    }
    auto const mark = text.find('?');
    Target target{std::string(text.substr(0, mark)), {}};
    auto rest = mark == std::string_view::npos ? std::string_view{} : text.substr(mark + 1);
    while (!rest.empty()) {
        auto const end = rest.find('&');
        auto const member = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        auto const equals = member.find('=');
        auto key = decoded(member.substr(0, equals));
        auto value = decoded(equals == std::string_view::npos ? std::string_view{}
                                                              : member.substr(equals + 1));
        if (!key || !value || target.query.size() >= kMostMembers) {
            return Error{Errc::invalid,
                         "the query of the request cannot be read; check its % escapes"};
        }
        // A key given twice becomes a list, as "by=screen&by=asset" means.
        auto& slot = target.query[*key];
        slot = slot.empty() ? *value : slot + "," + *value;
    }
    return target;
}

}  // namespace tocsin::http
