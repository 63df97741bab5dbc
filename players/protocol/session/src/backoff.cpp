// SPDX-License-Identifier: Apache-2.0
// Reconnect delays.
#include "tocsin/session/backoff.hpp"

#include <algorithm>

namespace tocsin::session {
namespace {

/// Beyond this the bound has long reached any sensible limit; it keeps the shift defined.
constexpr int kMaxDoublings = 30;
/// So that the product of two 32-bit numbers below cannot overflow: 49 days.
constexpr std::int64_t kMaxBound = 0xffff'ffff;

}  // namespace

Milliseconds Backoff::next(std::uint64_t random) noexcept {
    auto const most = std::clamp<std::int64_t>(limits_.most.count(), 0, kMaxBound);
    auto const first = std::clamp<std::int64_t>(limits_.first.count(), 0, most);
    auto const bound = std::min(most, first << std::min(failures_, kMaxDoublings));
    failures_ = std::min(failures_ + 1, kMaxDoublings);
    auto const drawn = (random >> 32) * static_cast<std::uint64_t>(bound) >> 32;
    return Milliseconds(std::max(static_cast<std::int64_t>(drawn), bound / 10));
}

void Backoff::sessionEnded(Milliseconds lasted) noexcept {
    if (lasted >= limits_.stable) {
        failures_ = 0;
    }
}

}  // namespace tocsin::session
