// SPDX-License-Identifier: Apache-2.0
// How long one waits for whom does not answer, and how much one takes of whom never stops. Pure:
// no clock, no randomness of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::warnings {

/// No failure keeps anybody waiting for longer.
inline constexpr Milliseconds kLongestWait{std::chrono::minutes(15)};

/// Before the next try after so many failures in a row (at least one): `first`, doubled each time,
/// up to kLongestWait; of that at least four fifths, the rest by `random`.
[[nodiscard]] Milliseconds waitAfter(int failures, Milliseconds first, std::uint64_t random);

/// What a Retry-After header asks for, from 0 to kLongestWait: seconds or a date of HTTP. 0 for
/// anything else.
[[nodiscard]] Milliseconds retryAfter(std::string_view header, Instant now);

/// What may be taken in of one feed: 1,000 messages and 64 MiB an hour, all of an hour at once.
/// Times are on the steady clock.
class FeedAllowance {
public:
    void spend(std::size_t bytes, Milliseconds now);
    /// From when on there is something left.
    [[nodiscard]] Milliseconds ready() const { return paid_ - kHour; }

private:
    static constexpr Milliseconds kHour{std::chrono::hours(1)};
    Milliseconds paid_{0};  ///< when all that was spent has come back
};

}  // namespace tocsin::warnings
