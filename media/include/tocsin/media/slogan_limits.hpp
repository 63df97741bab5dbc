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
inline constexpr Limits kSloganPageSeconds{1, 600};
inline constexpr Limits kSloganOutlineWidth{1, 16};  ///< pixels
inline constexpr Limits kSloganLines{1, 40};
inline constexpr Limits kSloganLetterPixels{6, 1'000};
inline constexpr int kSloganFields = 8;  ///< live fields in a slogan, at most

}  // namespace tocsin::media
