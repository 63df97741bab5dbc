// SPDX-License-Identifier: Apache-2.0
// Places and sizes as pixels of a screen.
#include "overlay_spec.hpp"

#include <algorithm>

namespace tocsin::schedule {
namespace {

constexpr int kMostPixels = 8'192;
constexpr Length kBandHeight{12, true};
constexpr int kLeastBandHeight = 16;

int pixels(Length length, int whole) {
    return length.percent ? (whole * length.value + 50) / 100 : length.value;
}

int side(int pixels) {
    return std::clamp(pixels, 1, kMostPixels);
}

/// `length` in the proportion of `other` to `of`, rounded.
int inProportion(int length, int other, int of) {
    return static_cast<int>((std::int64_t{length} * other + of / 2) / std::max(of, 1));
}

PixelSize pictureSize(OverlaySpec const& spec, PixelSize screen, PixelSize picture) {
    if (!spec.width && !spec.height) {
        return picture;
    }
    PixelSize out;
    out.width = spec.width ? pixels(*spec.width, screen.width) : 0;
    out.height = spec.height ? pixels(*spec.height, screen.height) : 0;
    if (!spec.width) {
        out.width = inProportion(out.height, picture.width, picture.height);
    } else if (!spec.height) {
        out.height = inProportion(out.width, picture.height, picture.width);
    }
    return out;
}

PixelSize bandSize(OverlaySpec const& spec, PixelSize screen) {
    auto const height =
        spec.height ? pixels(*spec.height, screen.height)
                    : std::min(screen.height,
                               std::max(kLeastBandHeight, pixels(kBandHeight, screen.height)));
    return {spec.width ? pixels(*spec.width, screen.width) : screen.width - 2 * spec.margin,
            height};
}

/// Where something of `length` begins at the near edge (0), in the middle (1), at the far one (2).
int beginAt(int edge, int whole, int length, int margin) {
    return edge == 0 ? margin : edge == 1 ? (whole - length) / 2 : whole - length - margin;
}

}  // namespace

OverlayRect rectOf(OverlaySpec const& spec, PixelSize screen, std::optional<PixelSize> asset) {
    auto const size = asset ? pictureSize(spec, screen, *asset) : bandSize(spec, screen);
    OverlayRect out{0, 0, side(size.width), side(size.height)};
    if (spec.x && spec.y) {
        out.x = pixels(*spec.x, screen.width);
        out.y = pixels(*spec.y, screen.height);
        return out;
    }
    auto const place =
        static_cast<int>(spec.place.value_or(asset ? Place::topRight : Place::bottom));
    out.x = std::clamp(beginAt(place % 3, screen.width, out.width, spec.margin), -kMostPixels,
                       kMostPixels);
    out.y = std::clamp(beginAt(place / 3, screen.height, out.height, spec.margin), -kMostPixels,
                       kMostPixels);
    return out;
}

}  // namespace tocsin::schedule
