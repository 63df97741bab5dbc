// SPDX-License-Identifier: Apache-2.0
// A polygon made ready for many points: whole numbers on a grid of a billionth of a degree (a tenth
// of a millimetre), longitudes unwrapped so that no side jumps, sides sorted into bands of
// latitude. A side is a straight line in latitude and longitude, as CAP's producers draw them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tocsin/warnings/area.hpp"

namespace tocsin::warnings {

/// Billionths of a degree.
using GridUnit = std::int64_t;
inline constexpr GridUnit kGridUnitsInDegree = 1'000'000'000;
inline constexpr GridUnit kGridTurn = 360 * kGridUnitsInDegree;

struct GridPoint {
    GridUnit latitude = 0, longitude = 0;
    bool operator==(GridPoint const&) const = default;
};
[[nodiscard]] GridPoint onGrid(GeoPoint const& point);

/// Above 0: `c` lies left of the way from `a` to `b`; 0: on their line. Exact.
[[nodiscard]] int turn(GridPoint const& a, GridPoint const& b, GridPoint const& c);

/// The points with longitudes that go on from one another, the shorter way around. Nothing: it goes
/// around a pole or more than once around the earth, so nobody can say what is inside. A polygon
/// whose longitudes are -180 and 180 and nothing else is the whole band between its latitudes.
[[nodiscard]] std::optional<std::vector<GridPoint>> unwrapped(GeoPolygon const& polygon);

class PreparedPolygon {
public:
    explicit PreparedPolygon(GeoPolygon const& polygon);
    /// On a side, or within two billionths of a degree of one, is inside. Of a polygon that crosses
    /// itself, all is inside that it goes around, however often.
    [[nodiscard]] bool contains(GridPoint const& point) const;

private:
    struct Side {
        GridPoint from, to;
    };

    [[nodiscard]] bool containsAt(GridPoint const& point) const;
    [[nodiscard]] std::size_t bandOf(GridUnit latitude) const;
    void sortIntoBands();

    std::vector<Side> sides_;  ///< none: holds no point
    GridPoint least_, most_;   ///< corners of the box around it
    GridUnit bandHeight_ = 1;
    std::vector<std::uint32_t> bandStarts_;  ///< into bandSides_; one more than there are bands
    std::vector<std::uint32_t> bandSides_;   ///< indexes of sides
};

}  // namespace tocsin::warnings
