// SPDX-License-Identifier: Apache-2.0
#include "slow_judge.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace tocsin::reports::test {
namespace {

using messages::ClockState;
using messages::EvidenceTier;
using messages::PlayResult;
using Words = std::set<std::tuple<Instant, Instant, std::string>>;

bool within(Interval const& one, Instant t) {
    return one.begin <= t && t < one.end;
}
bool within(std::vector<Interval> const& some, Instant t) {
    return std::any_of(some.begin(), some.end(), [&](auto const& one) { return within(one, t); });
}

bool outputWasWrong(PlayFact const& play) {
    return play.reason == "black" || play.reason == "frozen" || play.reason == "unplugged";
}
std::string word(PlayFact const& play) {
    return play.reason.substr(0, play.reason.find(':'));
}
Instant shownUntil(PlayFact const& play) {
    auto const longest = std::max<std::int64_t>(0, (play.shown.end - play.shown.begin).count());
    return play.shown.begin + Milliseconds(std::clamp<std::int64_t>(play.shownMs, 0, longest));
}
bool shows(PlayFact const& play, Instant t) {
    return play.result != PlayResult::gap && play.clock != ClockState::unset &&
           play.tier != EvidenceTier::scheduled && play.shown.begin <= t && t < shownUntil(play);
}

/// Whether the row proves something at `t`, and with how much.
std::optional<TimeClass> proves(ScreenFacts const& facts, PlayFact const& play, Instant t) {
    if (!shows(play, t) || outputWasWrong(play) || (play.fallback && within(facts.planned, t))) {
        return std::nullopt;
    }
    if (play.tier >= EvidenceTier::delivered) {
        return TimeClass::lit;
    }
    return facts.observesLight ? std::nullopt : std::optional(TimeClass::unverified);
}

bool preemptedAt(PlayFact const& play, Instant t, bool byOrder) {
    bool const counts = play.result == PlayResult::preempted && play.clock != ClockState::unset &&
                        play.slot && (play.reason == "blanked by order") == byOrder;
    auto const from = play.tier == EvidenceTier::scheduled
                          ? play.slot.value_or(Interval{}).begin
                          : std::max(play.slot.value_or(Interval{}).begin, play.shown.end);
    return counts && within(Interval{from, play.slot->end}, t);
}

/// Whether an order that ended within the row's slot still had the screen at `t`.
bool joinedAfterOrder(ScreenFacts const& facts, PlayFact const& play, Instant t) {
    bool const counts = play.result == PlayResult::partial && play.clock != ClockState::unset &&
                        play.slot && play.reason == "joined-late";
    return counts &&
           within(Interval{play.slot->begin, std::min(play.slot->end, play.shown.begin)}, t) &&
           std::any_of(facts.plays.begin(), facts.plays.end(), [&](auto const& other) {
               return other.result == PlayResult::preempted && other.clock != ClockState::unset &&
                      other.reason == "blanked by order" && other.slot &&
                      other.slot->end == play.slot->begin;
           });
}

void addFailure(ScreenFacts const& facts, PlayFact const& play, Instant t, Words& out) {
    if (play.result == PlayResult::gap || play.clock == ClockState::unset) {
        return;
    }
    auto const until = shownUntil(play);
    if (shows(play, t)) {
        if (outputWasWrong(play)) {
            out.insert({play.shown.begin, until, word(play)});
        } else if (play.tier == EvidenceTier::composed && facts.observesLight) {
            out.insert({play.shown.begin, until, "unlit"});
        }
    }
    if (play.tier != EvidenceTier::scheduled && within(Interval{until, play.shown.end}, t)) {
        out.insert({until, play.shown.end, play.reason.empty() ? "not-shown" : word(play)});
    }
    if (!play.slot || play.result == PlayResult::preempted) {
        return;
    }
    auto const tailFrom = play.tier == EvidenceTier::scheduled
                              ? play.slot->begin
                              : std::max(play.slot->begin, play.shown.end);
    Interval const tail{tailFrom, play.slot->end};
    Interval const head{play.slot->begin, std::min(play.slot->end, play.shown.begin)};
    bool const throughout =
        play.result == PlayResult::complete ||
        (play.result == PlayResult::partial &&
         (play.reason == "stalled" || play.reason == "resumed" || outputWasWrong(play)));
    if (play.result == PlayResult::failed || play.reason == "crash" || throughout) {
        auto const why = !play.reason.empty()                ? word(play)
                         : play.result == PlayResult::failed ? "failed"
                                                             : "late";
        if (within(tail, t)) {
            out.insert({tail.begin, tail.end, why});
        }
        if (throughout && play.result != PlayResult::failed && play.reason != "crash" &&
            within(head, t)) {
            out.insert({head.begin, head.end, why});
        }
    }
}

}  // namespace

std::pair<TimeClass, std::string> judge(ScreenFacts const& facts, Instant t) {
    if (within(facts.unpowered, t)) {
        return {TimeClass::closed, "no-power"};
    }
    bool unverified = false, ordered = within(facts.blanked, t);
    bool warned = within(facts.warnings, t), fallback = false, unset = false;
    Words failures;
    for (auto const& play : facts.plays) {
        auto const proven = proves(facts, play, t);
        if (proven == TimeClass::lit) {
            return {TimeClass::lit, ""};
        }
        unverified = unverified || proven.has_value();
        ordered = ordered || preemptedAt(play, t, true) || joinedAfterOrder(facts, play, t);
        warned = warned || preemptedAt(play, t, false);
        addFailure(facts, play, t, failures);
        fallback = fallback || (shows(play, t) && play.fallback && within(facts.planned, t));
        unset = unset || (play.result != PlayResult::gap && play.clock == ClockState::unset &&
                          within(play.shown, t));
    }
    if (unverified) {
        return {TimeClass::unverified, ""};
    }
    if (ordered) {
        return {TimeClass::closed, "order"};
    }
    if (warned) {
        return {TimeClass::warning, ""};
    }
    if (!failures.empty()) {
        return {TimeClass::failed, std::get<2>(*failures.begin())};
    }
    if (fallback) {
        return {TimeClass::failed, "fallback"};
    }
    if (within(facts.dark, t)) {
        return {TimeClass::closed, "plan"};
    }
    if (within(facts.lost, t)) {
        return {TimeClass::unknown, "gap"};
    }
    if (unset) {
        return {TimeClass::unknown, "clock-unset"};
    }
    if (!within(facts.contact, t)) {
        return {TimeClass::offline, ""};
    }
    return {TimeClass::unknown, "no-row"};
}

}  // namespace tocsin::reports::test
