// SPDX-License-Identifier: Apache-2.0
// The grid of output ticks on fleet time: tick n is at n · den / num seconds since the epoch,
// exactly. Integers only.
#pragma once

#include <cstdint>

#include "tocsin/media/film.hpp"
#include "tocsin/player/player.hpp"
#include "tocsin/session/clock.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::player {

class TickGrid {
public:
    explicit TickGrid(Rate rate) : num_(rate.num), den_(rate.den) {}

    /// When tick n is due, rounded up to a nanosecond.
    [[nodiscard]] session::FineInstant dueOf(std::int64_t tick) const {
        return session::FineInstant(
            std::chrono::nanoseconds(ceilDiv(Wide{tick} * den_ * kNano, num_)));
    }
    /// The last tick whose instant is not after t.
    [[nodiscard]] std::int64_t tickAt(session::FineInstant t) const {
        return floorDiv(Wide{t.time_since_epoch().count()} * num_, Wide{den_} * kNano);
    }
    /// The first tick at or after t. A play [start, end) owns the ticks from firstAt(start) to
    /// firstAt(end), half-open.
    [[nodiscard]] std::int64_t firstAt(Instant t) const {
        return ceilDiv(Wide{toMillis(t)} * num_, Wide{den_} * 1000);
    }
    /// Tick n in whole milliseconds, rounded down: start <= instantOf(n) < end exactly if [start,
    /// end) owns n.
    [[nodiscard]] Instant instantOf(std::int64_t tick) const {
        return fromMillis(floorDiv(Wide{tick} * den_ * 1000, num_));
    }
    /// How long so many ticks last, rounded down.
    [[nodiscard]] std::int64_t millisOf(std::int64_t ticks) const {
        return floorDiv(Wide{ticks} * den_ * 1000, num_);
    }
    /// Position inside a film, so many ticks after its first.
    [[nodiscard]] media::MediaTime positionOf(std::int64_t ticks) const {
        return media::MediaTime(floorDiv(Wide{ticks} * den_ * 1'000'000, num_));
    }
    /// Just under half a tick: of a film of twice the rate the first frame is shown, not the
    /// second.
    [[nodiscard]] media::MediaTime halfTick() const {
        return media::MediaTime((den_ * 500'000 - 1) / num_);
    }
    /// So many whole ticks as fit into the duration, at least one.
    [[nodiscard]] std::int64_t ticksIn(Milliseconds duration) const {
        auto const ticks = floorDiv(Wide{duration.count()} * num_, Wide{den_} * 1000);
        return ticks < 1 ? 1 : ticks;
    }
    [[nodiscard]] Rate rate() const { return {num_, den_}; }

private:
    // 128 bits: nanoseconds since the epoch times a rate's numerator do not fit 64.
    __extension__ using Wide = __int128;
    static constexpr Wide kNano = 1'000'000'000;
    static std::int64_t floorDiv(Wide a, Wide b) {
        Wide const q = a / b;
        return static_cast<std::int64_t>(a % b != 0 && a < 0 ? q - 1 : q);
    }
    static std::int64_t ceilDiv(Wide a, Wide b) {
        Wide const q = a / b;
        return static_cast<std::int64_t>(a % b != 0 && a > 0 ? q + 1 : q);
    }

    std::int64_t num_;
    std::int64_t den_;
};

}  // namespace tocsin::player
