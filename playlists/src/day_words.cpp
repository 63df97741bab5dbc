// SPDX-License-Identifier: Apache-2.0
#include "day_words.hpp"

#include <algorithm>

namespace tocsin::playlists::detail {
namespace {

constexpr std::size_t kMostHoursNamed = 4;

std::string clock(Day const& day, std::int64_t t) {
    return t == toMillis(day.zone.beginOf(plusDays(day.date, 1))) ? "24:00"
                                                                  : day.zone.clockAt(fromMillis(t));
}

}  // namespace

std::string hoursOf(Day const& day, Intervals const& spans) {
    std::string out;
    for (std::size_t i = 0; i < std::min(spans.size(), kMostHoursNamed); ++i) {
        out += (i == 0 ? "" : ", ") + clock(day, spans[i].begin) + "-" + clock(day, spans[i].end);
    }
    return spans.size() > kMostHoursNamed
               ? out + " and " + std::to_string(spans.size() - kMostHoursNamed) + " more times"
               : out;
}

}  // namespace tocsin::playlists::detail
