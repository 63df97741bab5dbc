// SPDX-License-Identifier: Apache-2.0
// Counts, shares, hours, days and instants as sentences and tables write them.
#include <optional>

#include "filing_texts.hpp"
#include "json_values.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::filing {
namespace {

using documents::Language;

constexpr char const* kMonths[] = {"January",   "February", "March",    "April",
                                   "May",       "June",     "July",     "August",
                                   "September", "October",  "November", "December"};

std::string twoDigits(std::int64_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

}  // namespace

std::string counted(std::int64_t count) {
    auto digits = std::to_string(count);
    auto const sign = count < 0 ? std::size_t{1} : std::size_t{0};
    for (auto at = digits.size(); at > sign + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string percentOf(std::int64_t part, std::int64_t whole) {
    if (whole <= 0 || part < 0) {
        return "—";
    }
    auto const hundredths = hundredthsOfPercents(part, whole);
    return std::to_string(hundredths / 100) + "." + twoDigits(hundredths % 100) + "%";
}

std::int64_t hundredthsOfPercents(std::int64_t part, std::int64_t whole) {
    // Whole and rest apart: a product of counts of years would not fit.
    auto const percents = part / whole * 100 + part % whole * 100 / whole;
    auto const rest = part % whole * 100 % whole;
    return percents * 100 + rest * 100 / whole;
}

std::string hoursOf(std::int64_t ms) {
    auto const hundredths = hundredthsOfHours(ms);
    return counted(hundredths / 100) + "." + twoDigits(hundredths % 100);
}

std::int64_t hundredthsOfHours(std::int64_t ms) {
    constexpr std::int64_t kHour = 3'600'000;
    return ms / kHour * 100 + ms % kHour * 100 / kHour;
}

std::string dayText(std::string const& day, Language language) {
    auto const date = playlists::parseDate(day);
    if (!date) {
        return day;
    }
    auto const year = std::to_string(static_cast<int>(date->year()));
    auto const month = static_cast<unsigned>(date->month());
    auto const ofMonth = std::to_string(static_cast<unsigned>(date->day()));
    return language == Language::chinese
               ? year + "年" + std::to_string(month) + "月" + ofMonth + "日"
               : ofMonth + " " + kMonths[month - 1] + " " + year;
}

namespace {

/// As formatInstant() writes it, in the content's zone; nothing for what is no instant.
std::optional<std::string> localText(boost::json::object const& content, std::string const& at,
                                     Milliseconds earlier = {}) {
    auto const instant = parseInstant(at);
    if (!instant) {
        return std::nullopt;
    }
    auto const offset = playlists::offsetAt(textIn(content, "zone"), *instant);
    return formatInstant(*instant - earlier, offset ? *offset : std::chrono::seconds(0));
}

constexpr std::size_t kDate = 10;

}  // namespace

std::string instantText(boost::json::object const& content, std::string const& at,
                        Language language) {
    auto const text = localText(content, at);
    if (!text) {
        return at;
    }
    auto const day = dayText(text->substr(0, kDate), language);
    auto const hour = text->substr(kDate + 1, 2), minute = text->substr(kDate + 4, 2);
    return language == Language::chinese ? day + hour + "时" + minute + "分"
                                         : day + ", " + hour + ":" + minute;
}

std::string deadlineText(boost::json::object const& content, std::string const& at,
                         Language language) {
    auto const text = localText(content, at);
    if (!text || text->substr(kDate + 1, 5) != "00:00") {
        return instantText(content, at, language);
    }
    auto const before = localText(content, at, Milliseconds(1)).value_or(at);
    auto const day = dayText(before.substr(0, kDate), language);
    return language == Language::chinese ? day + "24时" : day + ", 24:00";
}

std::string localDay(boost::json::object const& content, std::string const& at) {
    auto const text = localText(content, at);
    return text ? text->substr(0, kDate) : std::string();
}

}  // namespace tocsin::filing
