// SPDX-License-Identifier: Apache-2.0
// Whether a polygon crosses itself: its sides in the order of their beginnings along one axis, each
// compared with those that reach so far and whose boxes meet its own.
#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

#include "polygon.hpp"

namespace tocsin::warnings {
namespace {

/// After so many comparisons it is taken for one that crosses itself: sides that lie that much
/// across one another belong to no area that anybody drew. Together below 0.1 s.
constexpr std::int64_t kMostMeetings = 2'000'000;
constexpr std::int64_t kMostLooks = 30'000'000;

/// Axes of a side's box: along the meridian, along the parallel, and both diagonals, since boxes of
/// long slanting sides meet although the sides do not.
constexpr std::size_t kAxes = 4;
using Along = std::array<GridUnit, kAxes>;

struct BoxedSide {
    GridPoint from, to;
    std::size_t place = 0;  ///< among the sides, to tell neighbours
    Along least{}, most{};
};

Along along(GridPoint const& p) {
    return {p.latitude, p.longitude, p.latitude + p.longitude, p.latitude - p.longitude};
}

BoxedSide boxed(GridPoint const& from, GridPoint const& to, std::size_t place) {
    BoxedSide out{from, to, place};
    auto const a = along(from), b = along(to);
    for (std::size_t axis = 0; axis < kAxes; ++axis) {
        out.least[axis] = std::min(a[axis], b[axis]);
        out.most[axis] = std::max(a[axis], b[axis]);
    }
    return out;
}

/// Sides without length are left out: they cross nothing, and part no neighbours.
std::vector<BoxedSide> sidesOf(std::vector<GridPoint> const& points) {
    std::vector<BoxedSide> out;
    for (std::size_t i = 1; i < points.size(); ++i) {
        if (points[i - 1] != points[i]) {
            out.push_back(boxed(points[i - 1], points[i], out.size()));
        }
    }
    return out;
}

/// The axis along which the sides are shortest: fewest of them reach over one another's beginnings.
std::size_t bestAxis(std::vector<BoxedSide> const& sides) {
    std::array<long double, kAxes> share{};
    for (std::size_t axis = 0; axis < kAxes; ++axis) {
        GridUnit least = sides.front().least[axis], most = sides.front().most[axis];
        for (auto const& side : sides) {
            share[axis] += static_cast<long double>(side.most[axis] - side.least[axis]);
            least = std::min(least, side.least[axis]);
            most = std::max(most, side.most[axis]);
        }
        share[axis] /= static_cast<long double>(most - least + 1);
    }
    return static_cast<std::size_t>(std::min_element(share.begin(), share.end()) - share.begin());
}

bool boxesMeet(BoxedSide const& a, BoxedSide const& b) {
    for (std::size_t axis = 0; axis < kAxes; ++axis) {
        if (a.most[axis] < b.least[axis] || b.most[axis] < a.least[axis]) {
            return false;
        }
    }
    return true;
}

bool areNeighbours(BoxedSide const& a, BoxedSide const& b, std::size_t count) {
    auto const apart = a.place > b.place ? a.place - b.place : b.place - a.place;
    return apart <= 1 || apart + 1 == count;
}

/// Each has the ends of the other on its two sides. One that only touches does not cross.
bool cross(BoxedSide const& a, BoxedSide const& b) {
    return turn(a.from, a.to, b.from) * turn(a.from, a.to, b.to) < 0 &&
           turn(b.from, b.to, a.from) * turn(b.from, b.to, a.to) < 0;
}

}  // namespace

bool crossesItself(GeoPolygon const& polygon) {
    auto const points = unwrapped(polygon);
    auto sides = points ? sidesOf(*points) : std::vector<BoxedSide>();
    if (sides.size() < 4) {
        return false;
    }
    auto const axis = bestAxis(sides);
    std::sort(sides.begin(), sides.end(),
              [axis](auto& a, auto& b) { return a.least[axis] < b.least[axis]; });
    std::int64_t looks = 0, meetings = 0;
    std::vector<std::uint32_t> reaching;
    for (std::uint32_t i = 0; i < sides.size(); ++i) {
        auto const& side = sides[i];
        looks += static_cast<std::int64_t>(reaching.size());
        std::erase_if(reaching, [&](auto j) { return sides[j].most[axis] < side.least[axis]; });
        for (auto const j : reaching) {
            if (!boxesMeet(side, sides[j]) || areNeighbours(side, sides[j], sides.size())) {
                continue;
            }
            if (cross(side, sides[j]) || ++meetings > kMostMeetings) {
                return true;
            }
        }
        if (looks > kMostLooks) {
            return true;
        }
        reaching.push_back(i);
    }
    return false;
}

}  // namespace tocsin::warnings
