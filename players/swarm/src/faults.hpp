// SPDX-License-Identifier: Apache-2.0
// Which players and which answers something goes wrong with: a pure function of the seed, so that a
// run can be repeated.
#pragma once

#include <cstdint>

#include "tocsin/swarm/options.hpp"

namespace tocsin::swarm {

/// A stream of numbers that looks random and is the same for the same seed, player and count.
[[nodiscard]] std::uint64_t drawn(std::uint64_t seed, std::uint64_t player, std::uint64_t count);

/// What becomes of one answer.
struct Fate {
    bool lost = false;
    bool twice = false;
    Milliseconds late{0};
    bool operator==(Fate const&) const = default;
};
/// `count`: how many answers the player gave before. One that is lost is neither late nor double.
[[nodiscard]] Fate fateOf(Faults const& faults, std::uint64_t seed, std::uint64_t player,
                          std::uint64_t count);

[[nodiscard]] bool readsSlowly(Faults const& faults, std::uint64_t seed, std::uint64_t player);
[[nodiscard]] bool goesAway(Faults const& faults, std::uint64_t seed, std::uint64_t player);
/// Whether the connection breaks around the `count`th batch, and whether before it has been sent.
enum class Cut { none, before, after };
[[nodiscard]] Cut cutAt(Faults const& faults, std::uint64_t seed, std::uint64_t player,
                        std::uint64_t count);
[[nodiscard]] bool beginsEpoch(Faults const& faults, std::uint64_t seed, std::uint64_t player);
/// How long a player that goes away stays connected before the `count`th time: between once and
/// three times as long as it will be away.
[[nodiscard]] Milliseconds staysFor(Faults const& faults, std::uint64_t seed, std::uint64_t player,
                                    std::uint64_t count);

}  // namespace tocsin::swarm
