// SPDX-License-Identifier: Apache-2.0
// "mon-fri 06:00-22:00" → {"days":["mon",…],"from":"06:00","to":"22:00"}.
#include "opening.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <optional>
#include <string_view>

namespace tocsin::cli {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<std::size_t> dayNumber(std::string_view name) {
    auto const found = std::find(kDays.begin(), kDays.end(), name);
    return found == kDays.end()
               ? std::nullopt
               : std::optional<std::size_t>(static_cast<std::size_t>(found - kDays.begin()));
}

/// Marks "mon", "mon-fri" or, over the week's end, "sat-mon".
bool markDays(std::string_view range, std::array<bool, 7>& marked) {
    auto const dash = range.find('-');
    auto const first = dayNumber(range.substr(0, dash));
    auto const last = dash == std::string_view::npos ? first : dayNumber(range.substr(dash + 1));
    if (!first || !last) {
        return false;
    }
    for (auto day = *first;; day = (day + 1) % 7) {
        marked[day] = true;
        if (day == *last) {
            return true;
        }
    }
}

bool markList(std::string_view list, std::array<bool, 7>& marked) {
    if (list == "daily") {
        marked.fill(true);
        return true;
    }
    for (;;) {
        auto const comma = list.find(',');
        if (!markDays(list.substr(0, comma), marked)) {
            return false;
        }
        if (comma == std::string_view::npos) {
            return true;
        }
        list.remove_prefix(comma + 1);
    }
}

bool isTimeOfDay(std::string_view t) {
    auto const digit = [&](std::size_t i) { return t[i] >= '0' && t[i] <= '9'; };
    if (t.size() != 5 || !digit(0) || !digit(1) || t[2] != ':' || !digit(3) || !digit(4)) {
        return false;
    }
    return (t.substr(0, 2) <= "23" && t.substr(3) <= "59") || t == "24:00";
}

}  // namespace

Result<boost::json::value> parseOpening(std::string const& text) {
    Error const wrong{Errc::invalid,
                      "opening hours \"" + text +
                          "\" cannot be read; write them like \"mon-fri 06:00-22:00\", \"sat,sun "
                          "08:00-20:00\" or \"daily 06:00-24:00\""};
    std::string_view const whole = text;
    auto const space = whole.find(' ');
    if (space == std::string_view::npos) {
        return wrong;
    }
    auto const hours = whole.substr(space + 1);
    auto const dash = hours.find('-');
    std::array<bool, 7> marked{};
    if (!markList(whole.substr(0, space), marked) || dash == std::string_view::npos) {
        return wrong;
    }
    auto const from = hours.substr(0, dash);
    auto const to = hours.substr(dash + 1);
    if (!isTimeOfDay(from) || !isTimeOfDay(to) || from == to || from == "24:00") {
        return wrong;
    }
    boost::json::array days;
    for (std::size_t i = 0; i < kDays.size(); ++i) {
        if (marked[i]) {
            days.emplace_back(kDays[i]);
        }
    }
    return boost::json::value{{"days", days}, {"from", from}, {"to", to}};
}

}  // namespace tocsin::cli
