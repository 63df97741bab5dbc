// SPDX-License-Identifier: Apache-2.0
#include "cap_date.hpp"

#include <algorithm>
#include <string>

namespace tocsin::warnings {
namespace {

constexpr std::size_t kSecondsEnd = 19;  ///< of "2026-06-01T08:00:00"
constexpr std::size_t kLongest = 40;

/// ".25" of ".25+08:00".
std::string_view takeFraction(std::string_view& rest) {
    if (!rest.starts_with('.')) {
        return {};
    }
    auto const fraction = rest.substr(0, rest.find_first_not_of("0123456789", 1));
    rest.remove_prefix(fraction.size());
    return fraction;
}

bool isBeyondAnyZone(std::string_view offset) {
    return offset.size() == 6 && offset.substr(1) > "14:00";
}

}  // namespace

std::optional<CapDate> readCapDate(std::string_view text, std::chrono::seconds zoneless) {
    if (text.size() < kSecondsEnd || text.size() > kLongest) {
        return std::nullopt;
    }
    std::string_view oddity;
    std::string whole(text.substr(0, kSecondsEnd));
    auto rest = text.substr(kSecondsEnd);
    if (whole[10] == ' ' || whole[10] == 't') {
        whole[10] = 'T';
        oddity = "has no T between day and time";
    }
    if (auto const fraction = takeFraction(rest); !fraction.empty()) {
        whole += fraction;
        oddity = "has fractions of a second";
    }
    std::string offset(rest);
    bool local = false;
    if (rest.empty()) {
        local = true;
        offset = "Z";
        oddity = "says no offset from UTC";
    } else if (rest == "Z" || rest == "z") {
        oddity = "says Z in place of a numeric offset";
    } else if (rest.size() == 5) {
        offset.insert(3, ":");
        oddity = "has an offset without its colon";
    }
    auto const instant = parseInstant(whole + offset);
    if (!instant || isBeyondAnyZone(offset)) {
        return std::nullopt;
    }
    return CapDate{local ? *instant - zoneless : *instant, oddity};
}

}  // namespace tocsin::warnings
