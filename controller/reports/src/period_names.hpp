// SPDX-License-Identifier: Apache-2.0
// What screens and units were called in a report's period: a rename changes no history.
#pragma once

#include <map>
#include <string>

#include "interval.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

/// The name that the screen had when its rows of the period came in; the present one where no row
/// ever came. Its unit's name of then goes into `units`, if it is still this unit's screen.
[[nodiscard]] std::string nameInPeriod(store::Tx const& tx, store::Screen const& screen,
                                       Interval const& period,
                                       std::map<std::string, std::string>& units);

}  // namespace tocsin::reports
