// SPDX-License-Identifier: Apache-2.0
#include "faults.hpp"

namespace tocsin::swarm {
namespace {

/// Each kind of decision has a stream of its own, so that one fault more does not move the others.
enum class Kind : std::uint64_t { lost = 1, twice, late, slow, away, stay, cut, epoch };

/// The finaliser of splitmix64.
std::uint64_t mixed(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

std::uint64_t of(Kind kind, std::uint64_t seed, std::uint64_t player, std::uint64_t count) {
    return drawn(seed + (static_cast<std::uint64_t>(kind) << 56U), player, count);
}

bool hits(int percent, std::uint64_t number) {
    return static_cast<int>((number >> 32U) % 100) < percent;
}

}  // namespace

std::uint64_t drawn(std::uint64_t seed, std::uint64_t player, std::uint64_t count) {
    return mixed(mixed(mixed(seed) ^ player) ^ count);
}

Fate fateOf(Faults const& faults, std::uint64_t seed, std::uint64_t player, std::uint64_t count) {
    Fate out;
    out.lost = hits(faults.lostPercent, of(Kind::lost, seed, player, count));
    if (out.lost) {
        return out;
    }
    out.twice = hits(faults.doublePercent, of(Kind::twice, seed, player, count));
    if (hits(faults.latePercent, of(Kind::late, seed, player, count))) {
        out.late = faults.late;
    }
    return out;
}

bool readsSlowly(Faults const& faults, std::uint64_t seed, std::uint64_t player) {
    return hits(faults.slowPercent, of(Kind::slow, seed, player, 0));
}

bool goesAway(Faults const& faults, std::uint64_t seed, std::uint64_t player) {
    return hits(faults.offlinePercent, of(Kind::away, seed, player, 0));
}

Cut cutAt(Faults const& faults, std::uint64_t seed, std::uint64_t player, std::uint64_t count) {
    auto const number = of(Kind::cut, seed, player, count);
    return !hits(faults.cutPercent, number) ? Cut::none
           : number % 2 == 0                ? Cut::before
                                            : Cut::after;
}

bool beginsEpoch(Faults const& faults, std::uint64_t seed, std::uint64_t player) {
    return hits(faults.epochPercent, of(Kind::epoch, seed, player, 0));
}

Milliseconds staysFor(Faults const& faults, std::uint64_t seed, std::uint64_t player,
                      std::uint64_t count) {
    auto const away = static_cast<std::uint64_t>(faults.offline.count());
    auto const more = of(Kind::stay, seed, player, count) % (2 * away + 1);
    return Milliseconds(static_cast<std::int64_t>(away + more));
}

}  // namespace tocsin::swarm
