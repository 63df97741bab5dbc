// SPDX-License-Identifier: Apache-2.0
// Fleet time: slewing, stepping, holdover.
#include "timing/fleet_clock.hpp"

#include <algorithm>

#include "engine/files.hpp"

namespace tocsin::player {
namespace {
constexpr char kHead[] = "tocsin-player-clock/1 ";
/// A difference between wall and monotonic clock that changes by more than this from tick to tick
/// is a step, not drift.
constexpr Milliseconds kWallStep{100};
}  // namespace

bool FleetClock::setTarget(session::ClockOffset estimate) {
    std::lock_guard const lock(mutex_);
    bool const first = !estimatedAtMs_ && !target_;
    target_ = estimate;
    estimatedAtMs_ = clock_.monotonicMs();
    auto const away = std::chrono::abs(std::chrono::nanoseconds(estimate.offset) - applied_);
    if (!first && (away <= kJump || away <= estimate.uncertainty)) {
        return false;
    }
    applied_ = estimate.offset;
    return away > kQuiet;
}

void FleetClock::restore(session::ClockOffset cached) {
    std::lock_guard const lock(mutex_);
    target_ = cached;
    applied_ = cached.offset;
}

Milliseconds FleetClock::advance() {
    std::lock_guard const lock(mutex_);
    Milliseconds stepped{0};
    auto const difference = clock_.now().time_since_epoch() - Milliseconds(clock_.monotonicMs());
    if (wallMinusMono_ && std::chrono::abs(difference - *wallMinusMono_) > kWallStep) {
        stepped = difference - *wallMinusMono_;
        applied_ -= stepped;
        if (target_) {
            target_->offset -= stepped;
        }
    }
    wallMinusMono_ = difference;
    if (target_) {
        std::chrono::nanoseconds const away = std::chrono::nanoseconds(target_->offset) - applied_;
        bool const leaveAlone =
            std::chrono::abs(away) <= kQuiet && std::chrono::abs(away) <= target_->uncertainty;
        if (!leaveAlone) {
            applied_ += std::clamp(away, -kSlewPerTick, kSlewPerTick);
        }
    }
    return stepped;
}

session::FineInstant FleetClock::fineNow() const {
    std::lock_guard const lock(mutex_);
    return clock_.fineNow() + applied_;
}

FleetClock::Reading FleetClock::reading() const {
    std::lock_guard const lock(mutex_);
    Reading out;
    out.offsetMs = std::chrono::floor<Milliseconds>(applied_).count();
    if (target_) {
        out.uncertaintyMs = target_->uncertainty.count();
        bool const fresh =
            estimatedAtMs_ && clock_.monotonicMs() - *estimatedAtMs_ <= kHoldoverAfter.count();
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
