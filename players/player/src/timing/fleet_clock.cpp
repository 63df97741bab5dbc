// SPDX-License-Identifier: Apache-2.0
// Fleet time: slewing, stepping, holdover.
#include "timing/fleet_clock.hpp"

#include <algorithm>
#include <utility>

#include "engine/files.hpp"

namespace tocsin::player {
namespace {
constexpr char kHead[] = "tocsin-player-clock/1 ";
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

bool FleetClock::setTarget(session::ClockOffset estimate) {
    std::lock_guard const lock(mutex_);
    auto const steps = wallSteps_;
    wallNow();
    if (wallSteps_ != steps) {
        return false;
    }
    bool const first = !target_;
    target_ = estimate;
    estimated_ = true;
    targetAtMs_ = clock_.monotonicMs();
    auto const away = std::chrono::abs(std::chrono::nanoseconds(estimate.offset) - applied_);
    if (!first && (away <= kJump || away <= estimate.uncertainty)) {
        return false;
    }
    applied_ = estimate.offset;
    return away > kQuiet;
}

void FleetClock::restore(session::ClockOffset cached) {
    std::lock_guard const lock(mutex_);
    wallNow();
    target_ = cached;
    targetAtMs_ = clock_.monotonicMs();
    applied_ = cached.offset;
}

Milliseconds FleetClock::advance() {
    std::lock_guard const lock(mutex_);
    wallNow();
    if (target_) {
        std::chrono::nanoseconds const away = std::chrono::nanoseconds(target_->offset) - applied_;
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
        out.uncertaintyMs = target_->uncertainty.count() + age / kDriftOneIn;
        bool const fresh = estimated_ && age <= kHoldoverAfter.count();
        out.state = fresh ? messages::ClockState::synced : messages::ClockState::holdover;
    }
    return out;
}

std::optional<session::ClockOffset> FleetClock::load(std::filesystem::path const& file) {
    auto const text = files::read(file, 256);
    if (!text || !text->starts_with(kHead)) {
        return std::nullopt;
    }
    long long offset = 0;
    long long uncertainty = 0;
    if (std::sscanf(text->c_str() + sizeof kHead - 1, "%lld %lld", &offset, &uncertainty) != 2) {
        return std::nullopt;
    }
    return session::ClockOffset{Milliseconds(offset), Milliseconds(uncertainty)};
}

Result<> FleetClock::save(std::filesystem::path const& file, session::ClockOffset offset) {
    return files::replace(file, kHead + std::to_string(offset.offset.count()) + " " +
                                    std::to_string(offset.uncertainty.count()) + "\n");
}

}  // namespace tocsin::player
