// SPDX-License-Identifier: Apache-2.0
#include "tocsin/schedule/powered_hours.hpp"

#include <algorithm>

#include "levels.hpp"

namespace tocsin::schedule {

Result<std::vector<std::pair<Instant, Instant>>> unlitHours(store::Tx const& tx,
                                                            store::Screen const& screen,
                                                            Instant from, Instant to) {
    std::vector<std::pair<Instant, Instant>> out;
    auto const file = tx.settingsFiles().find(store::SettingsScope::screen, screen.id.str());
    if (!file || file->changed >= to) {
        return out;
    }
    auto const settings = readSettingsFile(file->file, screen.id.str(),
                                           store::SettingsScope::screen, screen.id.str());
    if (!settings) {
        return out;
    }
    auto const levels = levelsOf(*settings, screen.zone, from, to);
    if (!levels) {
        return levels.error();
    }
    for (std::size_t i = 0; i < levels->size(); ++i) {
        auto const& level = (*levels)[i];
        auto const begin = std::max({level.from, from, file->changed});
        auto const end = i + 1 < levels->size() ? std::min((*levels)[i + 1].from, to) : to;
        bool const lit = level.powered && level.brightness > 0;
        if (lit || begin >= end) {
            continue;
        }
        if (!out.empty() && out.back().second == begin) {
            out.back().second = end;
        } else {
            out.emplace_back(begin, end);
        }
    }
    return out;
}

}  // namespace tocsin::schedule
