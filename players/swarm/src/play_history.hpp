// SPDX-License-Identifier: Apache-2.0
// What a simulated player has shown, play after play, with crashes, clocks that are set and clocks
// that are not: a pure function of the seed.
#pragma once

#include <cstdint>
#include <optional>

#include "tocsin/messages/play_record.hpp"
#include "tocsin/swarm/options.hpp"

namespace tocsin::swarm {

/// Asset `number` (0 to kSimulatedAssets - 1) of those that simulated players show.
[[nodiscard]] Digest simulatedAsset(int number);
inline constexpr int kSimulatedAssets = 12;

class PlayHistory {
public:
    PlayHistory(PastPlays const& plays, std::uint64_t seed, std::uint64_t player);

    /// The next play, without its number; nothing after the last. Plays begin in the order of true
    /// time; those of a clock that is not set say another.
    [[nodiscard]] std::optional<messages::PlayRecord> next();
    /// How far the device's own clock is off now, which steps when somebody sets it.
    [[nodiscard]] Milliseconds clockOffset() const noexcept { return offset_; }

private:
    [[nodiscard]] std::uint64_t number(std::uint64_t what) const;
    [[nodiscard]] messages::PlayRecord shown(Instant start, Milliseconds length) const;
    void makeFallback(messages::PlayRecord& record) const;
    void readClock(messages::PlayRecord& record);
    void crash(Instant end);

    PastPlays plays_;
    std::uint64_t seed_, player_;
    std::int64_t count_ = 0;  ///< plays so far
    std::int64_t boots_ = 1;
    Instant booted_;
    Milliseconds offset_{12}, lag_{0};
    int unset_ = 0, holdover_ = 0;  ///< plays until the clock is set, and until it is synced
};

}  // namespace tocsin::swarm
