// SPDX-License-Identifier: Apache-2.0
// What all campaigns of a site share when they say when: the holiday calendar, and dayparts by
// name.
#pragma once

#include <map>
#include <string>

#include "tocsin/playlists/programme.hpp"

namespace tocsin::schedule {

struct SiteTimes {
    playlists::HolidayCalendar calendar;
    std::map<std::string, playlists::Daypart> dayparts;  ///< "黄金时段" → 19:00-21:30
};

}  // namespace tocsin::schedule
