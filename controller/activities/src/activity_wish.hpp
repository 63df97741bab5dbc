// SPDX-License-Identifier: Apache-2.0
// What a person says of an activity, and last year's taken up again.
#pragma once

#include <string>

#include "tocsin/messages/json.hpp"
#include "tocsin/store/activities.hpp"

namespace tocsin::activities {

/// The body of a PUT: title, theme, unit, from, to, zone, responsible, filing, key_dates. What is
/// absent is empty or as a new one has it; campaigns and parts are not said here. Key dates come
/// out by day. Throws Failure.
[[nodiscard]] store::Activity readActivity(messages::JsonReader const& in);

/// One key date: day, title, note. Throws Failure.
[[nodiscard]] store::KeyDate readKeyDate(messages::JsonReader const& in);
/// In the order that they are kept in.
void sortKeyDates(std::vector<store::KeyDate>& dates);
inline constexpr std::size_t kMostKeyDates = 100;

/// The day so many years later; 29 February becomes the 28th where there is none. Empty stays
/// empty. Errc::invalid beyond 2999.
[[nodiscard]] Result<std::string> yearsLater(std::string const& day, int years);
/// `old` so many years later, under another handle: its dates are shifted, the year in its title is
/// the new one, its theme is left to be said, and its campaigns, parts and work are its own.
[[nodiscard]] Result<store::Activity> clonedActivity(store::Activity const& old,
                                                     std::string const& handle, int years);

}  // namespace tocsin::activities
