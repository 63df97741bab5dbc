// SPDX-License-Identifier: Apache-2.0
#include "stage/outages.hpp"

#include <algorithm>

namespace tocsin::player {

void Outages::add(Cue cue, Instant until, std::string reason, bool hasRow) {
    if (auto const* before = known(cue)) {
        hasRow = hasRow || before->hasRow;
    }
    std::erase_if(outages_, [&](auto const& one) { return one.cue.sameShowing(cue); });
    outages_.push_back({std::move(cue), until, std::move(reason), hasRow});
}

void Outages::lift(Cue const& cue) {
    for (auto& outage : outages_) {
        if (outage.cue.sameShowing(cue)) {
            outage.until = Instant::min();
        }
    }
}

Outages::Outage const* Outages::known(Cue const& cue) const {
    auto const found = std::find_if(outages_.begin(), outages_.end(),
                                    [&](auto const& one) { return one.cue.sameShowing(cue); });
    return found == outages_.end() ? nullptr : &*found;
}

Outages::Outage const* Outages::find(Cue const& cue, Instant t) const {
    auto const* const outage = known(cue);
    return outage != nullptr && t < outage->until ? outage : nullptr;
}

Outages::Answer Outages::at(Plan const& plan, Instant t) const {
    Answer out{plan.at(t)};
    if (outages_.empty()) {
        return out;
    }
    auto& showing = out.showing;
    if (showing.owed) {
        // It failed first and lost its content later: the first reason is the one that tells.
        if (auto const* outage = known(*showing.owed)) {
            showing.owedReason = outage->reason;
            if (outage->hasRow) {
                showing.owed.reset();
            }
        }
    }
    auto const* outage = find(showing.cue, t);
    if (outage == nullptr) {
        return out;
    }
    auto owed = std::move(showing.owed);
    auto owedReason = std::move(showing.owedReason);
    if (showing.cue.kind == Cue::Kind::play && !outage->hasRow) {
        owed = showing.cue;
        owedReason = outage->reason;
    }
    showing = plan.fillIn(t, std::min(showing.until, outage->until),
                          [&](Cue const& turn) { return covers(turn, t); });
    showing.owed = std::move(owed);
    showing.owedReason = std::move(owedReason);
    out.nothingLeft = showing.cue.kind == Cue::Kind::dark;
    return out;
}

void Outages::replanned(Plan const& plan) {
    for (auto& outage : outages_) {
        if (!plan.has(outage.cue.content.rendition)) {
            outage.until = Instant::min();
        }
    }
}

void Outages::forget(Instant t) {
    std::erase_if(outages_, [&](auto const& one) { return t >= one.cue.end; });
}

}  // namespace tocsin::player
