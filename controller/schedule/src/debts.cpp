// SPDX-License-Identifier: Apache-2.0
#include "debts.hpp"

#include <algorithm>
#include <map>

#include "planned_days.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

using Counts = PlannedDay::Counts;

/// Rows begin on a tick, which may be a little off the plan.
constexpr Milliseconds kTolerance{1'000};

std::vector<CampaignId> wishesOn(Situation const& situation, store::Screen const& screen,
                                 playlists::LocalDay day) {
    std::vector<CampaignId> out;
    for (auto const& campaign : situation.campaigns) {
        auto const& file = campaign.file;
        if (file.makeGood.wanted && isMeant(file.targets, screen) && file.rules.from <= day &&
            day <= file.rules.to) {
            out.push_back(file.id);
        }
    }
    return out;
}

/// A local day of the past week.
struct Day {
    std::string name;  ///< "2026-06-01"
    playlists::DayBounds bounds;
};

/// The days from kDebtDays before `today` to it.
Result<std::vector<Day>> daysTo(playlists::LocalDay today, std::string const& zone) {
    std::vector<Day> out;
    for (int back = kDebtDays; back >= 0; --back) {
        playlists::LocalDay const date = std::chrono::sys_days(today) - std::chrono::days(back);
        auto const bounds = playlists::dayBounds(zone, date);
        if (!bounds) {
            return bounds.error();
        }
        out.push_back({playlists::toString(date), *bounds});
    }
    return out;
}

std::int64_t of(Counts const& counts, CampaignId const& campaign) {
    auto const found = counts.find(campaign);
    return found == counts.end() ? 0 : found->second;
}

}  // namespace

std::int64_t owedAfter(std::vector<PastDay> const& days) {
    std::int64_t owed = 0;
    for (auto const& day : days) {
        auto const repaid = std::min(day.owed, day.onTop);
        auto const lost = std::max<std::int64_t>(0, day.planned - day.complete);
        owed = std::max<std::int64_t>(0, owed - repaid) + lost;
    }
    return owed;
}

namespace {

/// Looks at one screen after the other.
class Taker {
public:
    Taker(store::Tx const& tx, Compilations const& compilations, Situation const& situation,
          Instant now, DebtWaits& waits)
        : tx_(tx), planned_(tx, compilations), situation_(situation), now_(now), waits_(waits) {}

    /// The debts to be taken now, one for each campaign with the wish, in their order.
    Result<std::vector<store::DayDebt>> debtsOf(store::Screen const& screen) {
        using Debts = std::vector<store::DayDebt>;
        auto const today = playlists::localDayOf(screen.zone, now_);
        if (!today) {
            return today.error();
        }
        auto const wishes = wishesOn(situation_, screen, *today);
        auto const name = playlists::toString(*today);
        if (wishes.empty() || !tx_.debts().of(screen.id, name, name).empty()) {
            return Debts();
        }
        auto const days = daysTo(*today, screen.zone);
        if (!days) {
            return days.error();
        }
        std::vector<Counts> complete(days->size());
        Instant lastRow;
        for (std::size_t i = 0; i < days->size(); ++i) {
            for (auto const& plays : tx_.ledger().dayPlays(screen.id, (*days)[i].name)) {
                complete[i].emplace(plays.campaign, plays.complete);
                lastRow = std::max(lastRow, plays.last);
            }
        }
        auto const waits = waits_.find(screen.id);
        if (waits != waits_.end() && waits->second == lastRow) {
            return Debts();
        }
        std::vector<PlannedDay> planned;
        Instant lastPlanned;
        for (std::size_t i = 0; i < kDebtDays; ++i) {
            planned.push_back(planned_.of(screen, (*days)[i].bounds));
            lastPlanned = std::max(lastPlanned, planned.back().last);
        }
        // Rows come in the order in which they were shown, so one of today says that all are in.
        if (lastRow < lastPlanned - kTolerance) {
            waits_[screen.id] = lastRow;
            return Debts();
        }
        waits_.erase(screen.id);
        auto const taken = tx_.debts().of(screen.id, days->front().name, name);
        Debts out;
        for (auto const& campaign : wishes) {
            std::vector<PastDay> past;
            for (std::size_t i = 0; i < kDebtDays; ++i) {
                past.push_back({of(planned[i].counts, campaign), of(complete[i], campaign),
                                of(planned[i].onTop, campaign), 0});
                for (auto const& debt : taken) {
                    if (debt.day == (*days)[i].name && debt.campaign == campaign) {
                        past.back().owed = debt.owed;
                    }
                }
            }
            out.push_back({screen.id, name, campaign, owedAfter(past)});
        }
        return out;
    }

private:
    store::Tx const& tx_;
    PlannedDays planned_;
    Situation const& situation_;
    Instant now_;
    DebtWaits& waits_;
};

}  // namespace

Result<> takeDebts(store::Store& store, Compilations const& compilations, Situation& situation,
                   std::vector<store::Screen> const& screens, Instant now, DebtWaits& waits) {
    std::vector<store::DayDebt> taken;
    auto read = store.read([&](store::Tx const& tx) -> Result<> {
        Taker taker(tx, compilations, situation, now, waits);
        for (auto const& screen : screens) {
            if (auto const debts = taker.debtsOf(screen)) {
                taken.insert(taken.end(), debts->begin(), debts->end());
            }
        }
        return {};
    });
    if (!read || taken.empty()) {
        return read;
    }
    std::int64_t owed = 0;
    for (auto const& debt : taken) {
        owed += debt.owed;
    }
    auto kept = store.write(
        [&](store::Tx& tx) -> Result<> {
            for (auto const& debt : taken) {
                tx.debts().put(debt);
            }
            return {};
        },
        {"schedule", "debts.take", taken.front().day, std::to_string(owed) + " plays owed"});
    for (auto const& debt : kept ? taken : std::vector<store::DayDebt>()) {
        situation.debts[debt.screen].push_back(debt);
    }
    return kept;
}

}  // namespace tocsin::schedule
