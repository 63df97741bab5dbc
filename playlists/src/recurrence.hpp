// SPDX-License-Identifier: Apache-2.0
// RFC 5545 recurrence rules of whole days, on floating local time: no zone ever enters here.
#pragma once

#include <string>
#include <vector>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::playlists::detail {

/// Errc::invalid unless `rule` is the value of an RRULE with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY
/// that names no times of day. Dayparts say the times.
[[nodiscard]] Result<> checkRecurrence(std::string const& rule);

/// The days of the rule from `first` to `last`, both inclusive, with `start` as DTSTART. `start`
/// itself is among them only if it meets the rule. The rule must have passed checkRecurrence.
[[nodiscard]] std::vector<LocalDay> recurrences(std::string const& rule, LocalDay start,
                                                LocalDay first, LocalDay last);

}  // namespace tocsin::playlists::detail
