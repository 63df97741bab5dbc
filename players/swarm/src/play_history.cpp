// SPDX-License-Identifier: Apache-2.0
#include "play_history.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

#include "faults.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::swarm {
namespace {

using messages::ClockState;
using messages::EvidenceTier;
using messages::PlayRecord;
using messages::PlayResult;

constexpr std::chrono::hours kDay{24};
constexpr Milliseconds kLongest{15'000}, kFrame{40}, kRestart{40'000};
constexpr std::int64_t kHourMs = 3'600'000;
constexpr int kCampaigns = 3;
/// Of a thousand plays, so many end or are preceded by each of these.
constexpr std::uint64_t kThousand = 1'000, kCrashes = 4, kClockSteps = 4, kFailed = 20,
                        kStopped = 30, kPreempted = 20, kFallback = 30;
constexpr int kPlaysUnset = 6, kPlaysHoldover = 4;
/// Kinds of numbers that are drawn for a play.
constexpr std::uint64_t kWhat = 1, kAsset = 2, kTier = 3, kClock = 4;

std::string bootId(std::uint64_t player, std::int64_t boot) {
    char text[48];
    std::snprintf(text, sizeof text, "%08x-0000-4000-8000-%012llx",
                  static_cast<unsigned>(player & 0xffffffffU),
                  static_cast<unsigned long long>(boot));
    return text;
}

void end(PlayRecord& record, PlayResult result, char const* reason, Milliseconds shown) {
    record.result = result;
    record.reason = reason;
    record.end = record.start + shown;
    record.monoEndMs = record.monoStartMs + shown.count();
    record.shownMs = shown.count();
    record.framesShown = shown / kFrame;
    record.tier = shown > Milliseconds(0) ? EvidenceTier::composed : EvidenceTier::scheduled;
}

/// From one word to the next, as a die with thousand sides falls.
class Sides {
public:
    explicit Sides(std::uint64_t number) : left_(number % kThousand) {}
    bool hit(std::uint64_t sides) {
        bool const isHit = !done_ && left_ < sides;
        done_ = done_ || isHit;
        left_ -= std::min(left_, sides);
        return isHit;
    }

private:
    std::uint64_t left_;
    bool done_ = false;
};

}  // namespace

Digest simulatedAsset(int number) {
    return messages::sha256("tocsin-swarm asset " + std::to_string(number));
}

PlayHistory::PlayHistory(PastPlays const& plays, std::uint64_t seed, std::uint64_t player)
    : plays_(plays), seed_(seed), player_(player), booted_(plays.from - std::chrono::hours(1)) {}

std::uint64_t PlayHistory::number(std::uint64_t what) const {
    return drawn(seed_ + (what << 48U), player_, static_cast<std::uint64_t>(count_));
}

std::optional<PlayRecord> PlayHistory::next() {
    if (count_ == std::int64_t{plays_.days} * plays_.aDay) {
        return std::nullopt;
    }
    Milliseconds const slot = Milliseconds(kDay) / plays_.aDay;
    auto const start = plays_.from + count_ / plays_.aDay * kDay + count_ % plays_.aDay * slot;
    auto const length = std::min(kLongest, slot);
    auto record = shown(start, length);
    Sides sides(number(kWhat));
    bool const crashes = sides.hit(kCrashes);
    if (crashes) {
        end(record, PlayResult::partial, "crash", length / 2);
    } else if (sides.hit(kClockSteps)) {
        auto const by = static_cast<std::int64_t>(number(kClock) % (2 * kHourMs)) - kHourMs;
        offset_ += Milliseconds(by);
        holdover_ = kPlaysHoldover;
    } else if (sides.hit(kFailed)) {
        end(record, PlayResult::failed, "decode: simulated", Milliseconds(0));
    } else if (sides.hit(kStopped)) {
        end(record, PlayResult::partial, "stopped", length / 3);
    } else if (sides.hit(kPreempted)) {
        end(record, PlayResult::preempted, "blanked by order", Milliseconds(0));
    } else if (sides.hit(kFallback)) {
        makeFallback(record);
    }
    auto const ended = record.end;
    readClock(record);
    if (crashes) {
        crash(ended);
    }
    ++count_;
    return record;
}

PlayRecord PlayHistory::shown(Instant start, Milliseconds length) const {
    PlayRecord out;
    auto const asset = static_cast<int>(number(kAsset) % kSimulatedAssets);
    out.content.asset = out.content.master = out.content.rendition = simulatedAsset(asset);
    out.campaign = CampaignId("swarm-" + std::to_string(asset % kCampaigns));
    out.timeline = messages::sha256("tocsin-swarm timeline " + std::to_string(player_) + " " +
                                    std::to_string(count_ / plays_.aDay));
    out.index = count_ % plays_.aDay;
    out.playId = messages::plannedPlayId(out.timeline, out.index);
    out.start = start;
    out.monoStartMs = (start - booted_).count();
    out.boot = bootId(player_, boots_);
    out.plannedMs = length.count();
    end(out, PlayResult::complete, "", length);
    if (number(kTier) % 2 == 0) {
        out.tier = EvidenceTier::delivered;
    }
    return out;
}

void PlayHistory::makeFallback(PlayRecord& record) const {
    record.playId = record.timeline = Digest{};
    record.campaign = CampaignId();
    record.index = -1;
}

/// How sure the play's times are; a clock that is not set says wrong ones.
void PlayHistory::readClock(PlayRecord& record) {
    record.clock = unset_ > 0      ? ClockState::unset
                   : holdover_ > 0 ? ClockState::holdover
                                   : ClockState::synced;
    record.uncertaintyMs = record.clock == ClockState::synced ? 2 : 50;
    if (unset_ > 0) {
        record.start += lag_;
        record.end += lag_;
        --unset_;
    } else if (holdover_ > 0) {
        --holdover_;
    }
}

/// The device begins a new boot; every third time its clock has lost the time.
void PlayHistory::crash(Instant end) {
    ++boots_;
    booted_ = end + kRestart;
    // A play that comes sooner begins with the boot.
    Milliseconds const slot = Milliseconds(kDay) / plays_.aDay;
    booted_ = std::min(booted_, end + slot / 4);
    holdover_ = kPlaysHoldover;
    auto const fate = number(kClock);
    if (fate % 3 == 0) {
        unset_ = kPlaysUnset;
        lag_ = Milliseconds(static_cast<std::int64_t>((fate >> 8U) % (2 * kHourMs)) - kHourMs);
    }
}

}  // namespace tocsin::swarm
