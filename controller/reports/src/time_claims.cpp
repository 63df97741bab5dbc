// SPDX-License-Identifier: Apache-2.0
#include "time_claims.hpp"

#include <algorithm>
#include <set>

namespace tocsin::reports {
namespace {

using messages::ClockState;
using messages::EvidenceTier;
using messages::PlayResult;

// As players write them (PROTOCOL.md, section 7).
constexpr std::string_view kBlanked = "blanked by order";
constexpr std::string_view kCrash = "crash";
constexpr std::string_view kJoinedLate = "joined-late";

/// "decode" of "decode: no such stream": what can be summed up.
std::string wordOf(std::string const& reason) {
    auto const word = reason.substr(0, reason.find_first_of(":"));
    return word.empty() ? "failed" : word;
}

/// The output was not what the content asked for.
bool saysOutputWasWrong(std::string const& reason) {
    return reason == "black" || reason == "frozen" || reason == "unplugged";
}

/// The player was at it from the slot's begin to its end, whatever was missing.
bool lastedThroughout(PlayFact const& play) {
    return play.result == PlayResult::complete ||
           (play.result == PlayResult::partial &&
            (play.reason == "stalled" || play.reason == "resumed" ||
             saysOutputWasWrong(play.reason)));
}

class Collector {
public:
    explicit Collector(ScreenFacts const& facts) : facts_(facts) {}

    std::vector<Claim> collect() {
        addAll(facts_.unpowered, Rank::unpowered, "no-power");
        addAll(facts_.blanked, Rank::order, "order");
        addAll(facts_.warnings, Rank::warning, "");
        addAll(facts_.dark, Rank::dark, "plan");
        addAll(facts_.lost, Rank::gap, "gap");
        addAll(difference(facts_.open, facts_.contact), Rank::offline, "");
        for (auto const& play : facts_.plays) {
            if (play.slot && isBlanked(play)) {
                blankedUntil_.insert(play.slot->end);
            }
        }
        for (auto const& play : facts_.plays) {
            addPlay(play);
        }
        return std::move(claims_);
    }

private:
    /// It was cut, or not shown at all, because the screen was ordered to be black.
    static bool isBlanked(PlayFact const& play) {
        return play.result == PlayResult::preempted && play.clock != ClockState::unset &&
               play.reason == kBlanked;
    }

    void add(Interval const& when, Rank rank, std::string reason) {
        if (!when.empty()) {
            claims_.push_back({when, rank, std::move(reason)});
        }
    }
    void addAll(std::vector<Interval> const& all, Rank rank, char const* reason) {
        for (auto const& one : all) {
            add(one, rank, reason);
        }
    }

    void addPlay(PlayFact const& play) {
        if (play.result == PlayResult::gap) {
            return;  // `lost` has what it says
        }
        if (play.clock == ClockState::unset) {
            add(play.shown, Rank::clockUnset, "clock-unset");
            return;
        }
        auto const had = std::clamp(Milliseconds(play.shownMs), Milliseconds(0),
                                    std::max(play.shown.length(), Milliseconds(0)));
        auto const showed = play.shown.begin + had;
        if (play.tier != EvidenceTier::scheduled) {
            addShown(play, {play.shown.begin, showed});
            add({showed, play.shown.end}, Rank::failed,
                play.reason.empty() ? "not-shown" : wordOf(play.reason));
        }
        if (play.slot) {
            addRestOf(*play.slot, play);
        }
    }

    void addShown(PlayFact const& play, Interval const& when) {
        if (saysOutputWasWrong(play.reason)) {
            add(when, Rank::failed, wordOf(play.reason));
        } else if (play.tier == EvidenceTier::composed && facts_.observesLight) {
            add(when, Rank::failed, "unlit");
        } else {
            auto const rank = play.tier == EvidenceTier::composed ? Rank::unverified : Rank::lit;
            addProven(play, when, rank);
        }
    }

    /// What the fallback loop shows in the place of something else is not what was wanted.
    void addProven(PlayFact const& play, Interval const& when, Rank rank) {
        if (!play.fallback || when.empty()) {
            add(when, rank, "");
            return;
        }
        for (auto const& one : intersection({when}, facts_.planned)) {
            add(one, Rank::fallback, "fallback");
        }
        for (auto const& one : difference({when}, facts_.planned)) {
            add(one, rank, "");
        }
    }

    /// What the row says of the part of its slot in which it showed nothing.
    void addRestOf(Interval const& slot, PlayFact const& play) {
        bool const nothing = play.tier == EvidenceTier::scheduled;
        auto const tail = nothing ? slot : Interval{std::max(slot.begin, play.shown.end), slot.end};
        if (play.result == PlayResult::preempted) {
            bool const ordered = play.reason == kBlanked;
            add(tail, ordered ? Rank::order : Rank::warning, ordered ? "order" : "");
        } else if (play.result == PlayResult::failed) {
            add(tail, Rank::failed, wordOf(play.reason));
        } else if (play.reason == kCrash) {
            add(tail, Rank::failed, std::string(kCrash));
        } else if (play.result == PlayResult::partial && play.reason == kJoinedLate &&
                   blankedUntil_.contains(slot.begin)) {
            // The order ended within this slot: until then the screen was black, as before it.
            add({slot.begin, std::min(slot.end, play.shown.begin)}, Rank::order, "order");
        } else if (lastedThroughout(play)) {
            auto const word = play.reason.empty() ? "late" : wordOf(play.reason);
            add({slot.begin, std::min(slot.end, play.shown.begin)}, Rank::failed, word);
            add(tail, Rank::failed, word);
        }
    }

    ScreenFacts const& facts_;
    std::set<Instant> blankedUntil_;  ///< ends of slots in which an order had the screen
    std::vector<Claim> claims_;
};

}  // namespace

TimeClass classOf(Rank rank) {
    switch (rank) {
        case Rank::lit:
            return TimeClass::lit;
        case Rank::unverified:
            return TimeClass::unverified;
        case Rank::unpowered:
        case Rank::order:
        case Rank::dark:
            return TimeClass::closed;
        case Rank::warning:
            return TimeClass::warning;
        case Rank::failed:
        case Rank::fallback:
            return TimeClass::failed;
        case Rank::offline:
            return TimeClass::offline;
        case Rank::gap:
        case Rank::clockUnset:
        case Rank::nothing:
            break;
    }
    return TimeClass::unknown;
}

std::vector<Claim> claimsOf(ScreenFacts const& facts) {
    return Collector(facts).collect();
}

}  // namespace tocsin::reports
