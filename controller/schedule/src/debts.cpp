// SPDX-License-Identifier: Apache-2.0
#include "debts.hpp"

#include <algorithm>
#include <map>

#include "released_timeline.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

using Counts = std::map<CampaignId, std::int64_t>;

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

/// What the released plan shows of one local day.
struct PlannedDay {
    std::string name;  ///< "2026-06-01"
    Counts counts;     ///< whole plays
    Counts onTop;      ///< of them, those that repay a debt
    Instant last;      ///< start of the last one
};

void count(PlannedDay& day, playlists::DayBounds const& bounds, messages::Span const& span,
           playlists::Timeline const& timeline) {
    auto const begin = std::max({bounds.begin, span.from, timeline.begin});
    auto const end = std::min(bounds.end, span.to);
    auto const first = begin < end ? playlists::indexAt(timeline, begin) : std::nullopt;
    for (auto i = first.value_or(timeline.entries.size()); i < timeline.entries.size(); ++i) {
        auto const slot = playlists::slotOf(timeline, i);
        if (slot.start >= end) {
            return;
        }
        // A play that another plan cut, or joined in its middle, is not planned.
        if (!slot.dark && slot.start >= begin && slot.end <= span.to) {
            ++day.counts[slot.campaign];
            day.onTop[slot.campaign] += playlists::makesGood(slot) ? 1 : 0;
            day.last = std::max(day.last, slot.start);
        }
    }
}

/// The days from kDebtDays before `today` to the day before it.
Result<std::vector<PlannedDay>> plannedDays(store::Tx const& tx, store::Screen const& screen,
                                            playlists::LocalDay today,
                                            TimelineOf const& timelineOf) {
    std::vector<PlannedDay> out;
    for (int back = kDebtDays; back > 0; --back) {
        playlists::LocalDay const date = std::chrono::sys_days(today) - std::chrono::days(back);
        auto const bounds = playlists::dayBounds(screen.zone, date);
        if (!bounds) {
            return bounds.error();
        }
        PlannedDay day{playlists::toString(date), {}, {}, {}};
        for (auto const& released : tx.timelines().spans(screen.id, bounds->begin, bounds->end)) {
            if (auto const timeline = timelineOf(released.span.timeline)) {
                count(day, *bounds, released.span, *timeline);
            }
        }
        out.push_back(std::move(day));
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

Result<std::vector<store::DayDebt>> debtsToTake(store::Tx const& tx, Situation const& situation,
                                                store::Screen const& screen,
                                                TimelineOf const& timelineOf, Instant now) {
    auto const today = playlists::localDayOf(screen.zone, now);
    if (!today) {
        return today.error();
    }
    auto const wishes = wishesOn(situation, screen, *today);
    auto const name = playlists::toString(*today);
    if (wishes.empty() || !tx.debts().of(screen.id, name, name).empty()) {
        return std::vector<store::DayDebt>();
    }
    auto const days = plannedDays(tx, screen, *today, timelineOf);
    if (!days) {
        return days.error();
    }
    std::vector<Counts> complete(days->size());
    Instant lastPlanned, lastRow;
    for (std::size_t i = 0; i < days->size(); ++i) {
        for (auto const& plays : tx.ledger().dayPlays(screen.id, (*days)[i].name)) {
            complete[i].emplace(plays.campaign, plays.complete);
            lastRow = std::max(lastRow, plays.last);
        }
        lastPlanned = std::max(lastPlanned, (*days)[i].last);
    }
    // Rows come in the order in which they were shown, so those of today say that all are in.
    for (auto const& plays : tx.ledger().dayPlays(screen.id, name)) {
        lastRow = std::max(lastRow, plays.last);
    }
    if (lastRow < lastPlanned - kTolerance) {
        return std::vector<store::DayDebt>();
    }
    auto const taken = tx.debts().of(screen.id, days->front().name, name);
    std::vector<store::DayDebt> out;
    for (auto const& campaign : wishes) {
        std::vector<PastDay> past;
        for (std::size_t i = 0; i < days->size(); ++i) {
            auto const& day = (*days)[i];
            past.push_back(
                {of(day.counts, campaign), of(complete[i], campaign), of(day.onTop, campaign), 0});
            for (auto const& debt : taken) {
                if (debt.day == day.name && debt.campaign == campaign) {
                    past.back().owed = debt.owed;
                }
            }
        }
        out.push_back({screen.id, name, campaign, owedAfter(past)});
    }
    return out;
}

Result<> takeDebts(store::Store& store, Compilations const& compilations, Situation& situation,
                   std::vector<store::Screen> const& screens, Instant now) {
    std::vector<store::DayDebt> taken;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        std::map<Digest, std::shared_ptr<playlists::Timeline const>> seen;
        // A plan that cannot be read any more owes nothing.
        auto const timelineOf = [&](Digest const& digest) {
            auto& timeline = seen[digest];
            timeline = timeline ? timeline : compilations.timeline(digest);
            if (timeline == nullptr) {
                if (auto const released = releasedTimeline(tx, digest)) {
                    timeline = std::make_shared<playlists::Timeline const>(*released);
                }
            }
            return timeline;
        };
        for (auto const& screen : screens) {
            if (auto const debts = debtsToTake(tx, situation, screen, timelineOf, now)) {
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
