// SPDX-License-Identifier: Apache-2.0
#include "finding_days.hpp"

#include <algorithm>

#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {

void FindingDays::add(playlists::Finding const& finding, playlists::LocalDay day) {
    auto const known = std::find_if(seen_.begin(), seen_.end(), [&](Seen const& other) {
        return other.finding.code == finding.code && other.finding.campaign == finding.campaign;
    });
    if (known == seen_.end()) {
        seen_.push_back({finding, day, day, 1});
        return;
    }
    known->finding.missingPlays += finding.missingPlays;
    if (known->last != day) {
        known->last = day;
        ++known->days;
    }
}

std::vector<playlists::Finding> FindingDays::all() const {
    std::vector<playlists::Finding> out;
    for (auto const& [finding, first, last, days] : seen_) {
        out.push_back(finding);
        auto const begin = playlists::toString(first);
        auto const end = playlists::toString(last);
        auto const more = std::to_string(days - 1);
        out.back().message += days == 1 ? " (on " + begin + ")"
                                        : " (on " + begin + " and " + more + " more " +
                                              (days == 2 ? "day" : "days") + " until " + end + ")";
        out.back().chinese +=
            days == 1 ? "（" + begin + "）"
                      : "（" + begin + " 起至 " + end + " 共 " + std::to_string(days) + " 天）";
    }
    return out;
}

}  // namespace tocsin::schedule
