// SPDX-License-Identifier: Apache-2.0
// Where a campaign's content stands: in the timeline, or over all that the timeline shows.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin::schedule {

enum class Placement {
    programme,  ///< plays in the timeline
    overlay,    ///< a picture or slogan that lies over all content
    ticker      ///< a slogan that runs along an edge
};
inline constexpr std::array<std::string_view, 3> kPlacementNames{"programme", "overlay", "ticker"};
[[nodiscard]] constexpr std::string_view toString(Placement placement) noexcept {
    return kPlacementNames[static_cast<std::size_t>(placement)];
}

/// Rows of three, from the top left.
enum class Place { topLeft, top, topRight, left, centre, right, bottomLeft, bottom, bottomRight };
inline constexpr std::array<std::string_view, 9> kPlaceNames{
    "top-left", "top",         "top-right", "left",        "centre",
    "right",    "bottom-left", "bottom",    "bottom-right"};
[[nodiscard]] constexpr std::string_view toString(Place place) noexcept {
    return kPlaceNames[static_cast<std::size_t>(place)];
}

/// Pixels of the screen, or percent of its width or height.
struct Length {
    int value = 0;
    bool percent = false;
    bool operator==(Length const&) const = default;
};

/// The [overlay] table of a campaign file. What is absent follows from the asset and the screen.
struct OverlaySpec {
    std::optional<Place> place;  ///< excludes x and y
    std::optional<Length> x, y;  ///< of the top left pixel
    std::optional<Length> width, height;
    int margin = 0;     ///< pixels to the edges that `place` names, 0 to 1,000
    int opacity = 100;  ///< percent, 1 to 100
    int layer = 50;     ///< 1 to 99; the higher lies over the lower
    bool operator==(OverlaySpec const&) const = default;
};

/// A rectangle of the screen, in its pixels.
struct OverlayRect {
    int x = 0, y = 0, width = 0, height = 0;
    bool operator==(OverlayRect const&) const = default;
};
struct PixelSize {
    int width = 0, height = 0;
};

/// Where the overlay lies on a screen of this size. `asset` has the picture's own pixels, nothing
/// for a slogan. Without a size a picture stands in its own pixels and a slogan is a band of 12
/// percent of the screen's height (at least 16 pixels) over its whole width; of one that is given
/// the other follows from the picture's shape. Without a place a picture stands at the top right, a
/// slogan along the bottom. The rectangle may reach over the screen's edges; its sides are 1 to
/// 8,192 pixels.
[[nodiscard]] OverlayRect rectOf(OverlaySpec const& spec, PixelSize screen,
                                 std::optional<PixelSize> asset);

}  // namespace tocsin::schedule
