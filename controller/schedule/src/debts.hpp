// SPDX-License-Identifier: Apache-2.0
// Make-good: plays that warnings or outages took are owed to the campaign on that screen, and later
// days show them on top of their own.
#pragma once

#include <functional>
#include <vector>

#include "compilations.hpp"
#include "history.hpp"
#include "programmes.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::schedule {

/// What is lost longer ago than this many days is not made good any more.
inline constexpr int kDebtDays = 7;

/// A past day of a campaign on a screen.
struct PastDay {
    std::int64_t planned = 0;   ///< whole plays of the released plan, as the day ended
    std::int64_t complete = 0;  ///< in the ledger
    std::int64_t onTop = 0;     ///< of the planned ones, those that repay earlier days
    std::int64_t owed = 0;      ///< the debt that the day began with, if it was taken
};

/// What is owed after these days, in their order: what each lost, less what later ones planned on
/// top to repay it. Repaid plays that were lost too are owed again.
[[nodiscard]] std::int64_t owedAfter(std::vector<PastDay> const& days);

/// The debts to be taken now for the screen's local day: one for each campaign on it that wants to
/// be made good, in their order. Nothing if they were taken before, for then they stay what they
/// were; and nothing as long as rows of the days before may still come in, for a player that is
/// away shows its plays and tells later.
[[nodiscard]] Result<std::vector<store::DayDebt>> debtsToTake(store::Tx const& tx,
                                                              Situation const& situation,
                                                              store::Screen const& screen,
                                                              TimelineOf const& timelineOf,
                                                              Instant now);

/// Takes the debts of those screens whose are open for their local day, keeps them (what comes in
/// later belongs to the next day) and adds them to the situation. Errors as of the store; what is
/// wrong with a single screen is told when it is planned.
[[nodiscard]] Result<> takeDebts(store::Store& store, Compilations const& compilations,
                                 Situation& situation, std::vector<store::Screen> const& screens,
                                 Instant now);

}  // namespace tocsin::schedule
