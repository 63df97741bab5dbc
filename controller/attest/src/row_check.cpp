// SPDX-License-Identifier: Apache-2.0
#include "row_check.hpp"

#include <algorithm>
#include <utility>

namespace tocsin::attest {
namespace {

using messages::ClockState;
using messages::EvidenceTier;
using messages::PlayRecord;
using messages::PlayResult;

/// 98 % of the planned time, as messages::countsAsComplete() has it.
bool isLongEnough(PlayRecord const& record) {
    return record.shownMs >= record.plannedMs - record.plannedMs / 50;
}

}  // namespace

void RowCheck::begin(EnrolledPlayer const& player) {
    for (auto& [binding, hull] : hulls_) {
        all_[player_->bindings[binding].screen].push_back(std::move(hull));
    }
    hulls_.clear();
    last_.clear();
    player_ = &player;
    name_ = player.player.fingerprint();
}

void RowCheck::take(PlayRecord const& record, std::string const& file, std::string place) {
    if (record.result == PlayResult::gap) {
        takeGap(record, file + ", " + place);
        return;
    }
    if (record.end < record.start) {
        findings_.fault(file, place, "the play ends before it begins");
        return;
    }
    auto const whose = attributed(*player_, record.start);
    auto const& screen = player_->bindings[whose.binding].screen;
    sums_.add(screen, record);
    if (sums_.isWithin(record)) {
        outside_[screen] += whose.within ? 0 : 1;
        unsetClocks_ += record.clock == ClockState::unset ? 1 : 0;
        composed_ += record.tier <= EvidenceTier::composed ? 1 : 0;
    }
    if (record.result == PlayResult::complete) {
        takeComplete(record, whose.binding, file, place);
    }
}

void RowCheck::takeGap(PlayRecord const& record, std::string const& place) {
    findings_.gap(place + ": the player " + name_ + " says that it has no rows from " +
                  formatInstant(record.start) + " to " + formatInstant(record.end) +
                  (record.reason.empty() ? "" : " (" + record.reason + ")"));
}

void RowCheck::takeComplete(PlayRecord const& record, std::size_t binding, std::string const& file,
                            std::string const& place) {
    if (!isLongEnough(record)) {
        findings_.fault(file, place,
                        "the play is called complete and was shown for " +
                            std::to_string(record.shownMs) + " of " +
                            std::to_string(record.plannedMs) + " ms");
    }
    if (record.clock == ClockState::unset) {
        return;  // nothing can be said of its time
    }
    auto const& screen = player_->bindings[binding].screen;
    auto const found = last_.find(screen);
    if (found != last_.end()) {
        auto const& last = found->second;
        Milliseconds const tolerance(last.uncertaintyMs + record.uncertaintyMs);
        if (record.start + tolerance < last.end) {
            findings_.fault(file, place,
                            "the play overlaps the complete play before it (" + last.place +
                                ") on screen " + screen.str());
        }
    }
    if (found == last_.end() || record.end >= found->second.end) {
        last_.insert_or_assign(screen, Last{record.end, record.uncertaintyMs, place});
    }
    auto& hull =
        hulls_.try_emplace(binding, Hull{name_, record.start, record.end, 0}).first->second;
    hull.start = std::min(hull.start, record.start);
    hull.end = std::max(hull.end, record.end);
    hull.uncertaintyMs = std::max(hull.uncertaintyMs, record.uncertaintyMs);
}

void RowCheck::finish() {
    if (player_ != nullptr) {
        begin(*player_);
    }
    for (auto& [screen, hulls] : all_) {
        std::sort(hulls.begin(), hulls.end(),
                  [](auto const& a, auto const& b) { return a.start < b.start; });
        for (std::size_t i = 1; i < hulls.size(); ++i) {
            auto const& one = hulls[i - 1];
            auto const& next = hulls[i];
            Milliseconds const tolerance(one.uncertaintyMs + next.uncertaintyMs);
            if (one.player != next.player && next.start + tolerance < one.end) {
                findings_.fault("batches", "screen " + screen.str(),
                                "complete plays of the players " + one.player + " and " +
                                    next.player + " overlap at " + formatInstant(next.start));
            }
        }
    }
    for (auto const& [screen, count] : outside_) {
        if (count > 0) {
            findings_.unproven(std::to_string(count) + " plays are counted for screen " +
                               screen.str() + " although its player did not drive it then");
        }
    }
    if (unsetClocks_ > 0) {
        findings_.unproven("the time of " + std::to_string(unsetClocks_) +
                           " plays: the player's clock was not set");
    }
    if (composed_ > 0) {
        findings_.unproven("that light came out, of " + std::to_string(composed_) +
                           " plays whose evidence ends at the composed picture "
                           "(终端已播，屏体未核验)");
    }
}

}  // namespace tocsin::attest
