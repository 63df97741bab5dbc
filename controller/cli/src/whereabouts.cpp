// SPDX-License-Identifier: Apache-2.0
// "30.259244,120.219375" → {"latitude":30.259244,"longitude":120.219375}.
#include "whereabouts.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <optional>
#include <string_view>

namespace tocsin::cli {
namespace {

/// From -most to most; nothing for any other text.
std::optional<double> degrees(std::string_view text, double most) {
    double out = 0;
    auto const* const end = text.data() + text.size();
    auto const [stopped, failed] = std::from_chars(text.data(), end, out, std::chars_format::fixed);
    bool const isNumber = failed == std::errc() && stopped == end && !text.empty();
    return isNumber && out >= -most && out <= most ? std::optional(out) : std::nullopt;
}

/// With one space where anything stood between two numbers.
std::string spaced(std::string text) {
    for (std::string const sign : {"，", "；", ",", ";", "\t"}) {
        for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign)) {
            text.replace(at, sign.size(), " ");
        }
    }
    auto const doubled = [](char a, char b) { return a == ' ' && b == ' '; };
    text.erase(std::unique(text.begin(), text.end(), doubled), text.end());
    auto const first = text.find_first_not_of(' ');
    return first == std::string::npos ? ""
                                      : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

Result<boost::json::value> parsePlace(std::string const& text) {
    auto const numbers = spaced(text);
    std::string_view const both = numbers;
    auto const space = both.find(' ');
    if (space != std::string_view::npos) {
        auto const latitude = degrees(both.substr(0, space), 90);
        auto const longitude = degrees(both.substr(space + 1), 180);
        if (latitude && longitude) {
            return boost::json::value{{"latitude", *latitude}, {"longitude", *longitude}};
        }
    }
    return Error{Errc::invalid, "\"" + text +
                                    "\" is no place; write degrees (WGS 84), latitude first, like "
                                    "30.259244,120.219375"};
}

Result<std::string> parseCode(std::string const& text) {
    bool const areDigits =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!areDigits || text.size() < 6 || text.size() > 12) {
        return Error{Errc::invalid,
                     "\"" + text +
                         "\" is no division code; write its 6 to 12 digits (GB/T 2260, GB/T "
                         "10114), like 330106; in a spreadsheet format the cells as text"};
    }
    return text;
}

}  // namespace tocsin::cli
