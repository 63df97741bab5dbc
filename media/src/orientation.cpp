// SPDX-License-Identifier: Apache-2.0
// Geometry of showing a picture.
#include "orientation.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace tocsin::media::detail {
namespace {

/// a × b / c, rounded to the nearest and at least 1.
int scaled(std::int64_t a, std::int64_t b, std::int64_t c) {
    return static_cast<int>(std::clamp<std::int64_t>((a * b + c / 2) / c, 1, 1 << 20));
}

}  // namespace

Orientation orientationFromMatrix(std::uint8_t const* matrix) {
    std::array<std::int32_t, 9> m{};
    std::memcpy(m.data(), matrix, sizeof m);
    std::int64_t a = m[0], b = m[1], c = m[3], d = m[4];
    Orientation out;
    if (a * d - b * c < 0) {
        out.mirror = true;
        a = -a;
        b = -b;
    }
    if (std::abs(b) > std::abs(a)) {
        out.quarterTurns = b > 0 ? 1 : 3;
    } else {
        out.quarterTurns = a < 0 ? 2 : 0;
    }
    return out;
}

Size shownSize(Size stored, int aspectNum, int aspectDen, Orientation orientation) {
    Size shown{scaled(stored.width, aspectNum, aspectDen), stored.height};
    if (orientation.sideways()) {
        std::swap(shown.width, shown.height);
    }
    return shown;
}

Placement place(Size stored, int aspectNum, int aspectDen, Orientation orientation, Canvas canvas) {
    auto const shown = shownSize(stored, aspectNum, aspectDen, orientation);
    Placement out{{0, 0, stored.width, stored.height}, {0, 0, canvas.width, canvas.height}};
    auto const wide = std::int64_t{shown.width} * canvas.height;
    auto const tall = std::int64_t{shown.height} * canvas.width;
    if (canvas.fit == Fit::stretch || wide == tall) {
        return out;
    }
    if (canvas.fit == Fit::contain) {
        auto& t = out.target;
        if (wide > tall) {
            t.height = std::min(canvas.height, scaled(shown.height, canvas.width, shown.width));
            t.y = (canvas.height - t.height) / 2;
        } else {
            t.width = std::min(canvas.width, scaled(shown.width, canvas.height, shown.height));
            t.x = (canvas.width - t.width) / 2;
        }
        return out;
    }
    auto& s = out.source;
    // The axis that is cut, as stored: a sideways picture's shown width is its stored height.
    bool const cutStoredWidth = (wide > tall) != orientation.sideways();
    auto const keep = std::min(wide, tall);
    auto const whole = std::max(wide, tall);
    // Offsets are even, so that the colour planes of 4:2:0 are cut at whole samples.
    if (cutStoredWidth) {
        s.width = std::min(stored.width, scaled(stored.width, keep, whole));
        s.x = (stored.width - s.width) / 2 / 2 * 2;
    } else {
        s.height = std::min(stored.height, scaled(stored.height, keep, whole));
        s.y = (stored.height - s.height) / 2 / 2 * 2;
    }
    return out;
}

}  // namespace tocsin::media::detail
