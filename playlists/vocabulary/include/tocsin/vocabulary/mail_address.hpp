// SPDX-License-Identifier: Apache-2.0
// Mail addresses as the configuration and requests name them.
#pragma once

#include <algorithm>
#include <string_view>

namespace tocsin {

/// Whether it is one that every mail server takes and that cannot mean anything else in a header or
/// a command: "led-office@example.gov.cn". ASCII without quotes, comments and brackets; a domain of
/// other letters is written as its server calls it ("xn--…").
[[nodiscard]] constexpr bool isMailAddress(std::string_view text) noexcept {
    auto const isLetterOrDigit = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    auto const isWhole = [](std::string_view part) {  // no dot at an end, and no two together
        return !part.empty() && part.front() != '.' && part.back() != '.' &&
               part.find("..") == std::string_view::npos;
    };
    auto const at = text.find('@');
    if (at == std::string_view::npos || text.size() > 254 || at > 64) {
        return false;
    }
    auto const name = text.substr(0, at);
    auto const domain = text.substr(at + 1);
    return isWhole(name) && isWhole(domain) && domain.front() != '-' && domain.back() != '-' &&
           std::all_of(name.begin(), name.end(),
                       [&](char c) {
                           return isLetterOrDigit(c) ||
                                  std::string_view(".!#$%&'*+-/=?^_`{|}~").find(c) !=
                                      std::string_view::npos;
                       }) &&
           std::all_of(domain.begin(), domain.end(),
                       [&](char c) { return isLetterOrDigit(c) || c == '-' || c == '.'; });
}

}  // namespace tocsin
