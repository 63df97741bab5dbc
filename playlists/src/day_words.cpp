// SPDX-License-Identifier: Apache-2.0
#include "day_words.hpp"

#include <algorithm>

namespace tocsin::playlists::detail {
namespace {

constexpr std::size_t kMostHoursNamed = 4;

std::string endText(Day const& day, std::int64_t t) {
    auto shown = day.zone.clockAt(fromMillis(t));
    bool const endsDay = t == toMillis(day.zone.beginOf(plusDays(day.date, 1)));
    return endsDay || shown == "00:00" ? "24:00" : shown;
}

}  // namespace

Words hoursOf(Day const& day, Intervals const& spans) {
    std::string named;
    for (std::size_t i = 0; i < std::min(spans.size(), kMostHoursNamed); ++i) {
        named += (i == 0 ? "" : ", ") + day.zone.clockAt(fromMillis(spans[i].begin)) + "-" +
                 endText(day, spans[i].end);
    }
    if (spans.size() <= kMostHoursNamed) {
        return {named, named};
    }
    auto const more = std::to_string(spans.size() - kMostHoursNamed);
    return {named + " and " + more + " more times", named + " 及另外 " + more + " 段"};
}

Finding findingOf(char const* code, CampaignId const& campaign, Words const& what,
                  std::int64_t missingPlays) {
    return {code, campaign, "campaign " + campaign.str() + " " + what.english, missingPlays,
            "播放任务 " + campaign.str() + " " + what.chinese};
}

}  // namespace tocsin::playlists::detail
