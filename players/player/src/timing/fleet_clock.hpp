// SPDX-License-Identifier: Apache-2.0
// Fleet time on this device: the wall clock plus an offset that follows the session's estimates
// without jerks.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "timing/cached_clock.hpp"
#include "tocsin/messages/play_record.hpp"
#include "tocsin/session/clock.hpp"

namespace tocsin::player {

/// Thread-safe. The link sets targets; the tick thread calls advance() once a tick. Whoever reads
/// or sets it first takes out a step of the device's own wall clock, so that fleet time goes on
/// evenly whichever thread comes first.
class FleetClock {
public:
    static constexpr std::chrono::nanoseconds kSlewPerTick{500'000};
    static constexpr std::chrono::nanoseconds kJump{200'000'000};
    static constexpr std::chrono::nanoseconds kQuiet{2'000'000};
    static constexpr Milliseconds kHoldoverAfter{60'000};
    /// The uncertainty grows so fast after an estimate: a plain quartz may be off by 100 ppm. Of
    /// one whose drift is known that is left by which the temperature may change it.
    static constexpr std::int64_t kUnknownDriftPpb = 100'000, kWanderPpb = 5'000;

    explicit FleetClock(session::Clock& clock) : clock_(clock) {}

    /// A new estimate; steps at once if it is the first, or farther than kJump and than its own
    /// uncertainty; else advance() slews towards it. True: it stepped. An estimate that comes
    /// together with a step of the wall clock is dropped, because nobody knows on which side of it
    /// it was made. Without a drift that of before holds. Between estimates fleet time follows the
    /// drift.
    bool setTarget(session::ClockOffset estimate, std::optional<session::ClockDrift> drift = {});
    /// What was kept from an earlier run: holdover until the first estimate. In the same boot its
    /// age is known and the drift is followed; after a reboot the wall clock may have run by
    /// another quartz meanwhile, which only adds to the uncertainty.
    void restore(CachedClock const& cached, std::string const& boot);
    /// To be kept for the next run; nothing before the first estimate.
    [[nodiscard]] std::optional<CachedClock> toKeep(std::string const& boot) const;

    /// Moves the applied offset a little towards the target. Returns by how much the wall clock was
    /// stepped since the last call.
    Milliseconds advance();
    /// How often the wall clock was stepped: readings of it taken at another count are worth
    /// nothing.
    [[nodiscard]] std::int64_t wallSteps() const;

    [[nodiscard]] session::FineInstant fineNow() const;
    [[nodiscard]] Instant now() const { return std::chrono::floor<Milliseconds>(fineNow()); }
    /// How long it is until `fleet` by fleet time; negative if that has passed.
    [[nodiscard]] std::chrono::nanoseconds until(session::FineInstant fleet) const {
        return fleet - fineNow();
    }
    /// Whether the controller has told the time in this run.
    [[nodiscard]] bool estimated() const;
    [[nodiscard]] std::int64_t monotonicMs() const { return clock_.monotonicMs(); }

    struct Reading {
        messages::ClockState state = messages::ClockState::unset;
        std::int64_t offsetMs = 0, uncertaintyMs = 0;
    };
    [[nodiscard]] Reading reading() const;

private:
    struct WallReading {
        session::FineInstant wall;
        Milliseconds minusMono;
    };
    [[nodiscard]] WallReading readWall() const;
    [[nodiscard]] bool isStep(WallReading const& reading) const;
    session::FineInstant wallNow() const;
    [[nodiscard]] std::chrono::nanoseconds targetNow() const;
    [[nodiscard]] std::int64_t growthPpb() const;

    session::Clock& clock_;
    mutable std::mutex mutex_;     // guards all below
    bool estimated_ = false;       // in this run
    std::int64_t targetAtMs_ = 0;  // when target_ was right; monotonic
    std::optional<session::ClockDrift> drift_;
    // What follows is relative to the wall clock; also a reading puts it right after a step.
    mutable std::chrono::nanoseconds applied_{0};
    mutable std::optional<session::ClockOffset> target_;
    mutable std::optional<Milliseconds> wallMinusMono_;
    mutable std::int64_t wallSteps_ = 0;
    mutable Milliseconds untold_{0};  // by advance()
};

}  // namespace tocsin::player
