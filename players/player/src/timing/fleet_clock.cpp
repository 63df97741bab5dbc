// SPDX-License-Identifier: Apache-2.0
// Fleet time: slewing, stepping, holdover.
#include "timing/fleet_clock.hpp"

#include <algorithm>
#include <utility>

namespace tocsin::player {
namespace {
/// A difference between wall and monotonic clock that changes by more than this between two
/// readings, of which there is one a tick, is a step, not drift.
constexpr Milliseconds kWallStep{100};
}  // namespace

FleetClock::WallReading FleetClock::readWall() const {
    auto const wall = clock_.fineNow();
    return {wall, std::chrono::floor<Milliseconds>(wall.time_since_epoch()) -
                      Milliseconds(clock_.monotonicMs())};
}

bool FleetClock::isStep(WallReading const& reading) const {
    return wallMinusMono_ && std::chrono::abs(reading.minusMono - *wallMinusMono_) > kWallStep;
}

/// Under the lock. A step after the reading of the wall is seen by the next call, which is soon
/// enough: this reading is right.
session::FineInstant FleetClock::wallNow() const {
    auto reading = readWall();
    if (isStep(reading)) {
        reading = readWall();  // the thread may have been held up between the two clocks
    }
    if (isStep(reading)) {
        auto const step = reading.minusMono - *wallMinusMono_;
        applied_ -= step;
        if (target_) {
            target_->offset -= step;
        }
        untold_ += step;
        ++wallSteps_;
    }
    wallMinusMono_ = reading.minusMono;
    return reading.wall;
}

/// Under the lock: the target as the drift has moved it since.
std::chrono::nanoseconds FleetClock::targetNow() const {
    auto const age = clock_.monotonicMs() - targetAtMs_;
    return std::chrono::nanoseconds(target_->offset) +
           std::chrono::nanoseconds(drift_ ? drift_->ppb * age / 1'000 : 0);
}

/// Under the lock.
std::int64_t FleetClock::growthPpb() const {
    return drift_ ? std::min(drift_->uncertaintyPpb + kWanderPpb, kUnknownDriftPpb)
                  : kUnknownDriftPpb;
}

bool FleetClock::setTarget(session::ClockOffset estimate,
                           std::optional<session::ClockDrift> drift) {
    std::lock_guard const lock(mutex_);
    auto const steps = wallSteps_;
    wallNow();
    if (wallSteps_ != steps) {
        return false;
    }
    bool const first = !target_;
    target_ = estimate;
    drift_ = drift ? drift : drift_;
    estimated_ = true;
    targetAtMs_ = clock_.monotonicMs();
    auto const away = std::chrono::abs(std::chrono::nanoseconds(estimate.offset) - applied_);
    if (!first && (away <= kJump || away <= estimate.uncertainty)) {
        return false;
    }
    applied_ = estimate.offset;
    return away > kQuiet;
}

void FleetClock::restore(CachedClock const& cached, std::string const& boot) {
    std::lock_guard const lock(mutex_);
    auto const wall = std::chrono::floor<Milliseconds>(wallNow());
    auto const mono = clock_.monotonicMs();
    target_ = cached.offset;
    drift_ = cached.drift;
    targetAtMs_ = mono;
    if (!cached.boot.empty() && cached.boot == boot && cached.monoMs <= mono) {
        targetAtMs_ = cached.monoMs;
        // The wall clock may have been set while nobody looked.
        auto const step = (wall - cached.wall) - Milliseconds(mono - cached.monoMs);
        target_->offset -= std::chrono::abs(step) > kWallStep ? step : Milliseconds{0};
    } else if (!cached.boot.empty() && wall > cached.wall) {
        target_->uncertainty += (wall - cached.wall) * kUnknownDriftPpb / 1'000'000'000;
    }
    applied_ = targetNow();
}

std::optional<CachedClock> FleetClock::toKeep(std::string const& boot) const {
    std::lock_guard const lock(mutex_);
    auto const wall = std::chrono::floor<Milliseconds>(wallNow());
    if (!target_) {
        return std::nullopt;
    }
    auto const mono = clock_.monotonicMs();
    return CachedClock{*target_, drift_, wall - Milliseconds(mono - targetAtMs_), targetAtMs_,
                       boot};
}

Milliseconds FleetClock::advance() {
    std::lock_guard const lock(mutex_);
    wallNow();
    if (target_) {
        auto const away = targetNow() - applied_;
        bool const leaveAlone =
            std::chrono::abs(away) <= kQuiet && std::chrono::abs(away) <= target_->uncertainty;
        if (!leaveAlone) {
            applied_ += std::clamp(away, -kSlewPerTick, kSlewPerTick);
        }
    }
    return std::exchange(untold_, Milliseconds{0});
}

session::FineInstant FleetClock::fineNow() const {
    std::lock_guard const lock(mutex_);
    auto const wall = wallNow();
    return wall + applied_;
}

std::int64_t FleetClock::wallSteps() const {
    std::lock_guard const lock(mutex_);
    wallNow();
    return wallSteps_;
}

FleetClock::Reading FleetClock::reading() const {
    std::lock_guard const lock(mutex_);
    wallNow();
    Reading out;
    out.offsetMs = std::chrono::floor<Milliseconds>(applied_).count();
    if (target_) {
        auto const age = clock_.monotonicMs() - targetAtMs_;
        out.uncertaintyMs = target_->uncertainty.count() + age * growthPpb() / 1'000'000'000;
        bool const fresh = estimated_ && age <= kHoldoverAfter.count();
        out.state = fresh ? messages::ClockState::synced : messages::ClockState::holdover;
    }
    return out;
}

bool FleetClock::estimated() const {
    std::lock_guard const lock(mutex_);
    return estimated_;
}

}  // namespace tocsin::player
