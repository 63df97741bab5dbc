// SPDX-License-Identifier: Apache-2.0
// Make-good: plays that warnings or outages took are owed to the campaign on that screen, and later
// days show them on top of their own.
#pragma once

#include <map>
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

/// Screens of which rows may still come in, with the start of the last one that did. Another look
/// is of use only after another row, so that a fleet that is away costs no minute anything.
using DebtWaits = std::map<ScreenId, Instant>;

/// Takes the debts of those screens whose are open for their local day, keeps them and adds them to
/// the situation: of each campaign that wants to be made good, what the days before lost. A day's
/// debts are taken once, and not as long as rows of the days before may still come in, for a player
/// that is away shows its plays and tells later; what comes in afterwards belongs to the next day.
/// A released plan that the database has lost owes nothing: reports of its day say so. Errors as of
/// the store; what is wrong with a single screen is told when it is planned.
[[nodiscard]] Result<> takeDebts(store::Store& store, Compilations const& compilations,
                                 Situation& situation, std::vector<store::Screen> const& screens,
                                 Instant now, DebtWaits& waits);

}  // namespace tocsin::schedule
