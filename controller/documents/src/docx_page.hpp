// SPDX-License-Identifier: Apache-2.0
// The page of GB/T 9704-2012: A4, text of 156 mm × 225 mm, 37 mm from above and 28 mm from the
// left. Lengths are twentieths of a point, as Word counts, unless they say EMU (914,400 an inch).
#pragma once

#include <cstdint>

namespace tocsin::documents {

inline constexpr int kPageWidth = 11'906;
inline constexpr int kPageHeight = 16'838;
inline constexpr int kTextWidth = 8'844;    ///< 156 mm
inline constexpr int kTextHeight = 12'756;  ///< 225 mm: the width of a page that lies on its side

[[nodiscard]] constexpr std::int64_t emuOfMm(double mm) {
    return static_cast<std::int64_t>(mm * 36'000);
}

}  // namespace tocsin::documents
