// SPDX-License-Identifier: Apache-2.0
// Which accepted filings a unit's sums are made of.
#pragma once

#include <string>
#include <vector>

#include "board.hpp"
#include "rollup.hpp"
#include "tocsin/store/activities.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::filing {

struct RollUpSources {
    std::vector<RollUpMember> members;
    std::vector<std::string> missing;  ///< units of which nothing was accepted
};

/// Of the units right below `unit` ("": those at the top), the newest revision that was accepted.
/// Of one that has none, those of the units below it stand in, and it is missing all the same.
[[nodiscard]] RollUpSources rollUpSources(store::Tx const& tx, std::string const& activity,
                                          BoardPeriod const& period, std::string const& unit,
                                          Instant now);

/// The sum of them, with what the activity says. Errors as rollUp().
[[nodiscard]] Result<boost::json::object> rolledUp(store::Tx const& tx,
                                                   store::Activity const& activity,
                                                   BoardPeriod const& period,
                                                   std::string const& unit, Instant now);

}  // namespace tocsin::filing
