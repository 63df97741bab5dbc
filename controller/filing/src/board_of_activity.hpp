// SPDX-License-Identifier: Apache-2.0
// The board of an activity in the store, for the units that a person may see.
#pragma once

#include "board.hpp"
#include "tocsin/access/principal.hpp"
#include "tocsin/store/activities.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::filing {

struct BoardWish {
    std::string activity;       ///< handle
    std::string unit;           ///< it and all below; empty: the activity's
    std::optional<Instant> at;  ///< nothing: now
};

/// Periods without a deadline are there if one of the units has begun them.
/// Errc::notFound for an activity or unit that is not there, or is not for the caller to see.
[[nodiscard]] Result<Board> boardOf(store::Tx const& tx, access::Principal const& who,
                                    BoardWish const& wish, Instant now);

/// By its calendar. Errc::notFound for a period that it does not have.
[[nodiscard]] Result<std::vector<BoardPeriod>> boardPeriods(store::Activity const& activity);
[[nodiscard]] Result<BoardPeriod> boardPeriod(store::Activity const& activity,
                                              store::FilingKind kind, int issue);
/// Errc::notFound also for one that is retired.
[[nodiscard]] Result<store::Activity> findActivity(store::Tx const& tx, std::string const& handle);

/// "plan", "week", "final"; Errc::invalid for what has no deadline in a calendar.
[[nodiscard]] Result<store::FilingKind> calendarKind(std::string const& word);

}  // namespace tocsin::filing
