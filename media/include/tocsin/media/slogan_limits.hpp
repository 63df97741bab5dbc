// SPDX-License-Identifier: Apache-2.0
// What a slogan may be: the same for files, command lines, the API and the renderer.
#pragma once

namespace tocsin::media {

/// Both ends are allowed.
struct Limits {
    int least, most;
    [[nodiscard]] constexpr bool allow(long long value) const noexcept {
        return value >= least && value <= most;
    }
};

inline constexpr Limits kSloganCharacters{1, 500};
inline constexpr Limits kSloganSizePercent{10, 100};
inline constexpr Limits kSloganPixelsPerSecond{1, 2'000};

}  // namespace tocsin::media
