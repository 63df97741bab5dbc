// SPDX-License-Identifier: Apache-2.0
// Circles and divisions.
#include "tocsin/warnings/area.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "division.hpp"

namespace tocsin::warnings {
namespace {

constexpr double kEarthRadius = 6371.0088;  ///< kilometres
/// A millimetre: what rounding may add to a distance.
constexpr double kRounding = 1e-6;

double radians(double degrees) {
    return degrees * std::numbers::pi / 180;
}

/// Half the chord's square: the haversine formula, which is exact for near points too.
double distance(GeoPoint const& a, GeoPoint const& b) {
    auto const up = std::sin(radians(b.latitude - a.latitude) / 2);
    auto const across = std::sin(radians(b.longitude - a.longitude) / 2);
    auto const h =
        up * up + std::cos(radians(a.latitude)) * std::cos(radians(b.latitude)) * across * across;
    return 2 * kEarthRadius * std::asin(std::sqrt(std::clamp(h, 0.0, 1.0)));
}

}  // namespace

bool contains(GeoCircle const& circle, GeoPoint const& point) {
    auto const most = circle.kilometres + kRounding;
    // Most points are farther off by latitude alone.
    auto const up = kEarthRadius * radians(std::abs(point.latitude - circle.centre.latitude));
    return up <= most + kRounding && distance(circle.centre, point) <= most;
}

std::string_view namedPart(std::string_view division) {
    // Province, prefecture, county (GB/T 2260), township (GB/T 10114), village (statistics).
    constexpr std::array<std::size_t, 5> kLevels{2, 4, 6, 9, 12};
    for (auto const level : kLevels) {
        auto const below = division.substr(std::min(level, division.size()));
        if (below.find_first_not_of('0') == std::string_view::npos) {
            return division.substr(0, level);
        }
    }
    return division;
}

bool holds(std::string_view whole, std::string_view code) {
    auto const part = namedPart(whole);
    return !part.empty() && code.starts_with(part);
}

}  // namespace tocsin::warnings
