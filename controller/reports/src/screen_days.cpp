// SPDX-License-Identifier: Apache-2.0
#include "screen_days.hpp"

#include <algorithm>

#include "opening_hours.hpp"
#include "tocsin/schedule/powered_hours.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::reports {
namespace {

/// A player that has just delivered rows was in contact so long before and after.
constexpr std::chrono::seconds kHeardFor{60};
constexpr std::size_t kMostSpans = 4'096;
constexpr std::chrono::hours kReadAtOnce{8 * 24};

Interval clipped(Interval const& one, Interval const& to) {
    return {std::max(one.begin, to.begin), std::min(one.end, to.end)};
}

}  // namespace

ScreenDays::ScreenDays(store::Tx const& tx, Interval const& period, Instant now)
    : tx_(tx), period_(period), now_(now), timelines_(tx) {
    // Local days reach beyond the period.
    constexpr std::chrono::hours kMargin{48};
    for (auto const& shown : tx.warnings().shown(period.begin - kMargin, period.end + kMargin)) {
        if (shown.look == playlists::WarningLook::takeover) {
            warnings_[shown.screen].push_back({{shown.from, shown.to}, shown.ended});
        }
    }
}

Result<std::vector<Stretch>> ScreenDays::account(store::Screen const& screen,
                                                 playlists::LocalDay day) {
    auto const bounds = playlists::dayBounds(screen.zone, day);
    if (!bounds) {
        return bounds.error();
    }
    auto const known = facts(screen, {bounds->begin, bounds->end});
    if (!known) {
        return known.error();
    }
    return accountFor(*known);
}

ScreenDays::Planned const& ScreenDays::plannedBy(messages::Span const& span) {
    if (planned_.size() >= kMostSpans) {
        planned_.clear();
    }
    auto const [known, isNew] = planned_.try_emplace({span.timeline, span.from, span.to});
    if (!isNew) {
        return known->second;
    }
    auto const held = timelines_.get(span.timeline);
    auto& out = known->second;
    for (std::size_t i = 0; i < held->entries.size(); ++i) {
        auto const slot = playlists::slotOf(*held, i);
        auto const when = clipped({slot.start, slot.end}, {span.from, span.to});
        auto& kind = !slot.dark ? out.wanted : slot.reason == "closed" ? out.closed : out.idle;
        if (when.empty()) {
            continue;
        }
        if (!kind.empty() && kind.back().end == when.begin) {
            kind.back().end = when.end;
        } else {
            kind.push_back(when);
        }
    }
    return out;
}

/// From when to when there is such a screen.
Interval ScreenDays::lifeOf(store::Screen const& screen) {
    auto const [known, isNew] = lives_.try_emplace(screen.id, Interval{screen.added, now_});
    if (isNew && screen.retired) {
        store::AuditQuery query;
        query.subject = screen.id.str();
        query.action = "screen.retire";
        query.newestFirst = true;
        query.most = 1;
        for (auto const& row : tx_.audit().rows(query)) {
            known->second.end = std::min(row.at, now_);
        }
    }
    return known->second;
}

Result<ScreenFacts> ScreenDays::facts(store::Screen const& screen, Interval const& day) {
    ScreenFacts out;
    auto const when = clipped(day, lifeOf(screen));
    if (when.empty()) {
        return out;
    }
    auto const spans = tx_.timelines().spans(screen.id, day.begin, day.end);
    if (auto const added = addPlan(out, screen, when, spans); !added) {
        return added.error();
    }
    if (out.open.empty()) {
        return out;
    }
    auto const unlit = schedule::unlitHours(tx_, screen, day.begin, day.end);
    if (!unlit) {
        return unlit.error();
    }
    for (auto const& [begin, end] : *unlit) {
        out.unpowered.push_back({begin, end});
    }
    if (auto const order = tx_.screenOrders().find(screen.id); order && order->blanked) {
        out.blanked.push_back({order->since, now_});
    }
    addWarnings(out, screen.id);
    addPlays(out, screen.id, day, spans);
    for (auto const& lost : tx_.ledger().lost(screen.id, day.begin, day.end)) {
        out.lost.push_back({lost.from, lost.to});
    }
    return out;
}

Result<> ScreenDays::addPlan(ScreenFacts& facts, store::Screen const& screen, Interval const& when,
                             Spans const& spans) {
    auto const rules = openingHours(screen.opening, screen.zone, when);
    if (!rules) {
        return rules.error();
    }
    std::vector<Interval> wanted, idle, closed;
    for (auto const& released : spans) {
        auto const& planned = plannedBy(released.span);
        wanted.insert(wanted.end(), planned.wanted.begin(), planned.wanted.end());
        idle.insert(idle.end(), planned.idle.begin(), planned.idle.end());
        closed.insert(closed.end(), planned.closed.begin(), planned.closed.end());
    }
    facts.planned = united(std::move(wanted));
    facts.dark = difference(united(std::move(idle)), facts.planned);
    auto const shut = united(std::move(closed));
    auto open = difference(*rules, shut);
    open.insert(open.end(), facts.planned.begin(), facts.planned.end());
    open.insert(open.end(), facts.dark.begin(), facts.dark.end());
    facts.open = intersection(united(std::move(open)), {when});
    return {};
}

void ScreenDays::addPlays(ScreenFacts& facts, ScreenId const& screen, Interval const& day,
                          Spans const& spans) {
    std::vector<Interval> heard;
    for (auto& row : rowsOf(screen, day)) {
        heard.push_back({row.received - kHeardFor, row.received + kHeardFor});
        PlayFact play;
        play.shown = {row.start, row.end};
        play.shownMs = row.shownMs;
        play.slot = slotOf(row, spans);
        play.fallback = row.index < 0;
        play.result = row.result;
        play.tier = row.tier;
        play.clock = row.clock;
        play.reason = std::move(row.reason);
        // What began on another day says nothing of this one.
        bool const here = !clipped(play.shown, day).empty();
        facts.observesLight =
            facts.observesLight || (here && play.tier >= messages::EvidenceTier::delivered);
        facts.plays.push_back(std::move(play));
    }
    facts.contact = united(std::move(heard));
}

std::vector<store::PlayTime> ScreenDays::rowsOf(ScreenId const& screen, Interval const& day) {
    if (readOf_ != screen || day.begin < readFor_.begin || day.end > readFor_.end) {
        auto const ahead = std::min<Instant>(day.begin + kReadAtOnce, period_.end);
        readOf_ = screen;
        readFor_ = {day.begin, std::max(day.end, ahead)};
        read_ = tx_.ledger().times(screen, readFor_.begin, readFor_.end);
    }
    constexpr std::chrono::hours kNear{24};
    std::vector<store::PlayTime> out;
    for (auto const& row : read_) {
        bool const here = row.start < day.end && row.end > day.begin;
        bool const near =
            row.end <= row.start && row.start >= day.begin - kNear && row.start < day.end + kNear;
        if (here || near) {
            out.push_back(row);
        }
    }
    return out;
}

/// Where no receipt says when a warning ended, it is believed as long as the player is known to
/// have been there: until its newest row came.
void ScreenDays::addWarnings(ScreenFacts& facts, ScreenId const& screen) {
    auto const found = warnings_.find(screen);
    if (found == warnings_.end()) {
        return;
    }
    for (auto const& [when, ended] : found->second) {
        facts.warnings.push_back(
            ended ? when : Interval{when.begin, std::min(when.end, heardUntil(screen))});
    }
}

Instant ScreenDays::heardUntil(ScreenId const& screen) {
    auto const [known, isNew] = heard_.try_emplace(screen, Instant::min());
    if (isNew) {
        if (auto const newest = tx_.ledger().newest(screen)) {
            known->second = std::max(newest->end, newest->received);
        }
    }
    return known->second;
}

/// When the plan wanted what the row is of; of several spans the one in which it began.
std::optional<Interval> ScreenDays::slotOf(store::PlayTime const& row, Spans const& spans) {
    std::optional<Interval> out;
    for (auto const& released : spans) {
        auto const& span = released.span;
        if (row.index < 0 || span.timeline != row.timeline) {
            continue;
        }
        auto const held = timelines_.get(span.timeline);
        auto const index = static_cast<std::size_t>(row.index);
        if (index >= held->entries.size()) {
            continue;
        }
        auto const slot = playlists::slotOf(*held, index);
        auto const when = clipped({slot.start, slot.end}, {span.from, span.to});
        bool const begunHere = span.from <= row.start && row.start < span.to;
        if (!slot.dark && !when.empty() && (!out || begunHere)) {
            out = when;
        }
    }
    return out;
}

}  // namespace tocsin::reports
