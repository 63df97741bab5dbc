// SPDX-License-Identifier: Apache-2.0
#include "working_hours.hpp"

#include "tocsin/playlists/compiler.hpp"

namespace tocsin::library {

bool isWithin(std::optional<playlists::Daypart> const& hours, std::string const& zone,
              Instant now) {
    if (!hours) {
        return true;
    }
    auto const day = playlists::localDayOf(zone, now);
    auto const bounds = day ? playlists::dayBounds(zone, *day) : day.error();
    if (!bounds) {
        return true;
    }
    auto const time = std::chrono::duration_cast<Milliseconds>(now - bounds->begin);
    bool const crossesMidnight = hours->to <= hours->from;
    bool const begun = time >= hours->from, over = time >= hours->to;
    return crossesMidnight ? begun || !over : begun && !over;
}

}  // namespace tocsin::library
