// SPDX-License-Identifier: Apache-2.0
// Planning the spans of a screen.
#include "planner.hpp"

#include <algorithm>

namespace tocsin::schedule {
namespace {

/// So long after its campaigns' end the plan of a screen without a network goes on, and so far at
/// most: a manifest has to fit into a message, and what was planned half a year ago is not meant.
constexpr std::chrono::days kOfflineSlack{3}, kOfflineMost{186};

playlists::LocalDay after(playlists::LocalDay day, int days) {
    return std::chrono::sys_days(day) + std::chrono::days(days);
}

/// What of `spans` lies before `end`.
std::vector<PlannedSpan> cutAt(std::vector<PlannedSpan> spans, Instant end) {
    std::erase_if(spans, [&](auto const& planned) { return planned.span.from >= end; });
    if (!spans.empty()) {
        spans.back().span.to = std::min(spans.back().span.to, end);
    }
    return spans;
}

/// Those of `spans` that overlap [begin, end), as they are.
std::vector<PlannedSpan> within(std::vector<PlannedSpan> const& spans, Instant begin, Instant end) {
    std::vector<PlannedSpan> out;
    std::copy_if(spans.begin(), spans.end(), std::back_inserter(out), [&](auto const& planned) {
        return planned.span.to > begin && planned.span.from < end;
    });
    return out;
}

/// A span released for another zone's days may reach into two of the days planned now; it stands in
/// the plan once.
void append(std::vector<PlannedSpan>& plan, std::vector<PlannedSpan> const& spans) {
    for (auto planned : spans) {
        if (!plan.empty() && planned.span.from < plan.back().span.to) {
            if (planned.span.timeline == plan.back().span.timeline) {
                plan.back().span.to = std::max(plan.back().span.to, planned.span.to);
                continue;
            }
            planned.span.from = plan.back().span.to;
        }
        plan.push_back(std::move(planned));
    }
}

}  // namespace

Planner::Planner(Compilations& compilations, Situation const& situation, ReleasedTimeline released,
                 Instant now, int days, Milliseconds frozenHorizon)
    : compilations_(compilations),
      situation_(situation),
      releasedTimeline_(std::move(released)),
      now_(now),
      days_(days),
      frozenHorizon_(frozenHorizon) {}

Result<std::vector<PlannedSpan>> Planner::plan(store::Screen const& screen,
                                               std::vector<messages::Span> const& released,
                                               std::vector<messages::Span> const& past) {
    auto const known = withFacts(released);
    auto const today = playlists::localDayOf(screen.zone, now_);
    if (!known || !today) {
        return known ? today.error() : known.error();
    }
    auto const frozenUntil = changesAtOnce(screen, *known) ? now_ : now_ + frozenHorizon_;
    int const days = daysFor(screen, *today);
    auto const end = known->empty() ? now_ : known->back().span.to;
    std::vector<PlannedSpan> out;
    past_ = past;
    for (int i = 0;; ++i) {
        Day day{after(*today, i), {}, {}};
        auto const bounds = playlists::dayBounds(screen.zone, day.date);
        if (!bounds) {
            return bounds.error();
        }
        if (i >= days && bounds->begin >= end) {
            return out;  // released days beyond the horizon are kept up to date too
        }
        day.bounds = *bounds;
        day.released = within(*known, std::max(bounds->begin, now_), bounds->end);
        auto const spans = planDay(screen, day, frozenUntil);
        if (!spans) {
            return spans.error();
        }
        append(out, *spans);
        for (auto const& planned : *spans) {
            past_.push_back(planned.span);
        }
    }
}

/// A screen that is only visited now and then has its plan for as long as it is to play anything.
int Planner::daysFor(store::Screen const& screen, playlists::LocalDay today) const {
    if (!screen.offlineSite) {
        return days_;
    }
    auto last = std::chrono::sys_days(today);
    for (auto const& campaign : situation_.campaigns) {
        if (isMeant(campaign.file.targets, screen)) {
            last = std::max(last, std::chrono::sys_days(campaign.file.rules.to));
        }
    }
    auto const ahead = last - std::chrono::sys_days(today) + std::chrono::days(1) + kOfflineSlack;
    return std::max(days_, static_cast<int>(std::min(ahead, kOfflineMost).count()));
}

Result<std::vector<PlannedSpan>> Planner::planDay(store::Screen const& screen, Day const& day,
                                                  Instant frozenUntil) {
    auto const begin = std::max(day.bounds.begin, now_);
    if (day.released.empty() || day.released.front().span.from > begin) {
        return wholeDay(screen, day, begin);
    }
    auto const isChanged = changed(screen, day);
    if (!isChanged) {
        return isChanged.error();
    }
    if (!*isChanged) {
        return day.released;
    }
    if (begin >= frozenUntil) {
        // Nothing of it is frozen. What is left of the day obeys the whole day's timeline, so that
        // screens with equal programmes share it whenever they came to it.
        return wholeDay(screen, day, begin);
    }
    auto const from = takeover(day, frozenUntil);
    if (!from) {
        return from.error();
    }
    if (*from >= day.bounds.end) {
        return cutAt(day.released, day.bounds.end);
    }
    auto const rest = compiled(screen, day, *from, *from);
    if (!rest) {
        return rest.error();
    }
    auto out = cutAt(day.released, *from);
    out.push_back(*rest);
    return out;
}

Result<std::vector<PlannedSpan>> Planner::wholeDay(store::Screen const& screen, Day const& day,
                                                   Instant begin) {
    auto const whole = compiled(screen, day, std::nullopt, begin);
    if (!whole) {
        return whole.error();
    }
    return std::vector<PlannedSpan>{*whole};
}

Result<PlannedSpan> Planner::compiled(store::Screen const& screen, Day const& day,
                                      std::optional<Instant> from, Instant spanFrom) {
    auto programme = programmeOf(screen, situation_, day.date);
    auto const rules = programmeKey(programme, day.date, from);
    programme.previous = history(day, from.value_or(day.bounds.begin));
    auto const summary = compilations_.summary(programme, day.date, from);
    if (!summary) {
        return Error{summary.error().code,
                     "screen " + screen.id.str() + ": " + summary.error().message};
    }
    auto const& made = **summary;
    compilations_.remember(rules, made.digest);
    return PlannedSpan{{made.digest, made.facts.bytes, spanFrom, day.bounds.end},
                       made.facts,
                       day.date,
                       from,
                       std::move(programme.previous)};
}

Result<bool> Planner::changed(store::Screen const& screen, Day const& day) {
    auto const& last = day.released.back();
    auto const begin = last.facts.begin;
    if (last.span.to != day.bounds.end || begin < day.bounds.begin || begin >= day.bounds.end) {
        return true;  // the screen's zone was changed: its days are others now
    }
    // A timeline that took over in the day was compiled from its beginning.
    auto const from = begin == day.bounds.begin ? std::nullopt : std::optional(begin);
    auto programme = programmeOf(screen, situation_, day.date);
    auto const rules = programmeKey(programme, day.date, from);
    if (compilations_.isMadeFrom(rules, last.span.timeline)) {
        return false;
    }
    programme.previous = history(day, begin);
    auto const summary = compilations_.summary(programme, day.date, from);
    if (!summary) {
        return Error{summary.error().code,
                     "screen " + screen.id.str() + ": " + summary.error().message};
    }
    compilations_.remember(rules, (*summary)->digest);
    return (*summary)->digest != last.span.timeline;
}

std::vector<playlists::PastPlay> Planner::history(Day const& day, Instant upTo) {
    auto spans = past_;
    for (auto const& planned : day.released) {
        spans.push_back(planned.span);
    }
    return historyOf(spans, day.bounds.begin, upTo, [this](Digest const& digest) {
        auto compiled = compilations_.timeline(digest);
        if (compiled) {
            return compiled;
        }
        auto released = releasedTimeline_(digest);
        return released ? std::make_shared<playlists::Timeline const>(std::move(*released))
                        : nullptr;
    });
}

Result<Instant> Planner::takeover(Day const& day, Instant frozenUntil) {
    auto const lastFrozen = frozenUntil - Milliseconds(1);
    auto const running =
        std::find_if(day.released.begin(), day.released.end(), [&](auto const& planned) {
            return planned.span.from <= lastFrozen && lastFrozen < planned.span.to;
        });
    if (running == day.released.end()) {
        return day.released.back().span.to;
    }
    auto const timeline = releasedTimeline_(running->span.timeline);
    if (!timeline) {
        return timeline.error();
    }
    auto const index = playlists::indexAt(*timeline, lastFrozen);
    if (!index) {
        return frozenUntil;
    }
    auto const slot = playlists::slotOf(*timeline, *index);
    return slot.dark ? frozenUntil : std::min(slot.end, running->span.to);
}

bool Planner::changesAtOnce(store::Screen const& screen,
                            std::vector<PlannedSpan> const& released) const {
    auto const soon = within(released, now_, now_ + frozenHorizon_);
    return !screen.player || std::all_of(soon.begin(), soon.end(), [](auto const& planned) {
        return planned.facts.assets.empty();
    });
}

Result<std::vector<PlannedSpan>> Planner::withFacts(std::vector<messages::Span> const& released) {
    std::vector<PlannedSpan> out;
    for (auto const& span : released) {
        auto const facts = compilations_.facts(span.timeline, static_cast<std::size_t>(span.bytes),
                                               releasedTimeline_);
        if (!facts) {
            return facts.error();
        }
        out.push_back({span, **facts, std::nullopt, std::nullopt, {}});
    }
    return out;
}

}  // namespace tocsin::schedule
