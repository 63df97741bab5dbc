// SPDX-License-Identifier: Apache-2.0
#include "row_check.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "tocsin/attest/bundle_files.hpp"

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

void RowCheck::begin(EnrolledPlayer const& player, std::int64_t epoch) {
    endStream();
    player_ = &player;
    name_ = player.player.fingerprint();
    stream_ = streamName(player.player, epoch);
}

void RowCheck::endStream() {
    for (auto& [binding, hull] : hulls_) {
        all_[player_->bindings[binding].screen].push_back(std::move(hull));
    }
    hulls_.clear();
    last_.clear();
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
        hulls_.try_emplace(binding, Hull{stream_, record.start, record.end, 0}).first->second;
    hull.start = std::min(hull.start, record.start);
    hull.end = std::max(hull.end, record.end);
    hull.uncertaintyMs = std::max(hull.uncertaintyMs, record.uncertaintyMs);
}

// What reaches furthest of all that began before, and what does of the other streams: so each hull
// is compared with all that could overlap it.
void RowCheck::checkHulls(ScreenId const& screen, std::vector<Hull>& hulls) {
    std::sort(hulls.begin(), hulls.end(), [](auto const& a, auto const& b) {
        return std::tie(a.start, a.end, a.stream) < std::tie(b.start, b.end, b.stream);
    });
    Hull const* furthest = nullptr;
    Hull const* other = nullptr;  // of another stream than the furthest
    for (auto const& next : hulls) {
        auto const* const before =
            furthest != nullptr && furthest->stream == next.stream ? other : furthest;
        if (before != nullptr &&
            next.start + Milliseconds(next.uncertaintyMs) < before->surelyUntil()) {
            findings_.fault("batches", "screen " + screen.str(),
                            "complete plays of the players " + before->stream + " and " +
                                next.stream + " overlap at " + formatInstant(next.start));
        }
        if (furthest == nullptr || next.surelyUntil() > furthest->surelyUntil()) {
            other = furthest == nullptr || furthest->stream == next.stream ? other : furthest;
            furthest = &next;
        } else if (next.stream != furthest->stream &&
                   (other == nullptr || next.surelyUntil() > other->surelyUntil())) {
            other = &next;
        }
    }
}

void RowCheck::finish() {
    endStream();
    for (auto& [screen, hulls] : all_) {
        checkHulls(screen, hulls);
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
