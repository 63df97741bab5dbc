// SPDX-License-Identifier: Apache-2.0
#include "polygon.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace tocsin::warnings {
namespace {

// Products of two differences of coordinates take up to 80 bits.
__extension__ using Product = __int128;

constexpr GridUnit kOnSide = 2;
constexpr std::size_t kMostBands = 512;
/// A side may stand in many bands; together not more often than this a side.
constexpr std::size_t kMostEntriesPerSide = 8;

Product cross(GridPoint const& a, GridPoint const& b, GridPoint const& c) {
    return Product(b.longitude - a.longitude) * (c.latitude - a.latitude) -
           Product(b.latitude - a.latitude) * (c.longitude - a.longitude);
}

/// The shorter way from one longitude to the next; half a turn stays as it was written.
GridUnit shorterWay(GridUnit way) {
    if (way > kGridTurn / 2) {
        return way - kGridTurn;
    }
    return way < -kGridTurn / 2 ? way + kGridTurn : way;
}

bool isBandAroundTheEarth(GeoPolygon const& polygon) {
    bool west = false, east = false;
    for (auto const& point : polygon.points) {
        west = west || point.longitude == -180;
        east = east || point.longitude == 180;
        if (std::abs(point.longitude) != 180) {
            return false;
        }
    }
    return west && east;
}

bool isOnSide(GridPoint const& from, GridPoint const& to, GridPoint const& point) {
    auto const [south, north] = std::minmax(from.latitude, to.latitude);
    auto const [west, east] = std::minmax(from.longitude, to.longitude);
    if (point.latitude < south - kOnSide || point.latitude > north + kOnSide ||
        point.longitude < west - kOnSide || point.longitude > east + kOnSide) {
        return false;
    }
    auto const doubled = static_cast<long double>(cross(from, to, point));
    auto const length =
        std::hypot(static_cast<long double>(north - south), static_cast<long double>(east - west));
    return std::abs(doubled) <= static_cast<long double>(kOnSide) * length;
}

}  // namespace

GridPoint onGrid(GeoPoint const& point) {
    constexpr auto kUnits = static_cast<long double>(kGridUnitsInDegree);
    return {std::llround(kUnits * point.latitude), std::llround(kUnits * point.longitude)};
}

int turn(GridPoint const& a, GridPoint const& b, GridPoint const& c) {
    auto const area = cross(a, b, c);
    return area > 0 ? 1 : area < 0 ? -1 : 0;
}

std::optional<std::vector<GridPoint>> unwrapped(GeoPolygon const& polygon) {
    std::vector<GridPoint> out;
    out.reserve(polygon.points.size());
    bool const asWritten = isBandAroundTheEarth(polygon);
    for (auto const& point : polygon.points) {
        auto next = onGrid(point);
        if (!out.empty() && !asWritten) {
            // The way is taken between the places as written, which are within one turn.
            auto const written = onGrid(polygon.points[out.size() - 1]).longitude;
            next.longitude = out.back().longitude + shorterWay(next.longitude - written);
        }
        out.push_back(next);
    }
    if (out.size() < 4 || out.front() != out.back()) {
        return std::nullopt;
    }
    auto const [west, east] = std::minmax_element(
        out.begin(), out.end(), [](auto& a, auto& b) { return a.longitude < b.longitude; });
    if (east->longitude - west->longitude > kGridTurn) {
        return std::nullopt;
    }
    return out;
}

PreparedPolygon::PreparedPolygon(GeoPolygon const& polygon) {
    auto const points = unwrapped(polygon);
    if (!points) {
        return;
    }
    least_ = most_ = points->front();
    sides_.reserve(points->size() - 1);
    for (std::size_t i = 1; i < points->size(); ++i) {
        auto const& to = (*points)[i];
        sides_.push_back({(*points)[i - 1], to});
        least_.latitude = std::min(least_.latitude, to.latitude);
        least_.longitude = std::min(least_.longitude, to.longitude);
        most_.latitude = std::max(most_.latitude, to.latitude);
        most_.longitude = std::max(most_.longitude, to.longitude);
    }
    sortIntoBands();
}

std::size_t PreparedPolygon::bandOf(GridUnit latitude) const {
    auto const within = std::clamp(latitude, least_.latitude, most_.latitude) - least_.latitude;
    return static_cast<std::size_t>(within / bandHeight_);
}

void PreparedPolygon::sortIntoBands() {
    auto const height = most_.latitude - least_.latitude;
    auto const bandsOf = [this](Side const& side) {
        auto const [south, north] = std::minmax(side.from.latitude, side.to.latitude);
        return std::pair(bandOf(south - kOnSide), bandOf(north + kOnSide));
    };
    // Fewer bands where the sides are long, so that a zigzag does not fill all of them.
    for (auto bands = std::min(kMostBands, sides_.size()); bands > 0; bands /= 2) {
        bandHeight_ = height / static_cast<GridUnit>(bands) + 1;
        bandStarts_.assign(bandOf(most_.latitude) + 2, 0);
        std::size_t entries = 0;
        for (auto const& side : sides_) {
            auto const [first, last] = bandsOf(side);
            entries += last - first + 1;
            for (auto band = first; band <= last; ++band) {
                ++bandStarts_[band + 1];
            }
        }
        if (entries <= kMostEntriesPerSide * sides_.size() || bands == 1) {
            bandSides_.resize(entries);
            break;
        }
    }
    for (std::size_t band = 1; band < bandStarts_.size(); ++band) {
        bandStarts_[band] += bandStarts_[band - 1];
    }
    auto next = bandStarts_;
    for (std::uint32_t i = 0; i < sides_.size(); ++i) {
        auto const [first, last] = bandsOf(sides_[i]);
        for (auto band = first; band <= last; ++band) {
            bandSides_[next[band]++] = i;
        }
    }
}

bool PreparedPolygon::contains(GridPoint const& point) const {
    if (sides_.empty() || point.latitude < least_.latitude - kOnSide ||
        point.latitude > most_.latitude + kOnSide) {
        return false;
    }
    // Unwrapped, the polygon may lie up to a turn beside the point.
    for (GridUnit const shift : std::array{-kGridTurn, GridUnit{0}, kGridTurn}) {
        if (containsAt({point.latitude, point.longitude + shift})) {
            return true;
        }
    }
    return false;
}

bool PreparedPolygon::containsAt(GridPoint const& point) const {
    if (point.longitude < least_.longitude - kOnSide ||
        point.longitude > most_.longitude + kOnSide) {
        return false;
    }
    auto const band = bandOf(point.latitude);
    int around = 0;  // how often the polygon goes around the point
    for (auto i = bandStarts_[band]; i < bandStarts_[band + 1]; ++i) {
        auto const& [from, to] = sides_[bandSides_[i]];
        if (isOnSide(from, to, point)) {
            return true;
        }
        bool const up = from.latitude <= point.latitude && point.latitude < to.latitude;
        bool const down = to.latitude <= point.latitude && point.latitude < from.latitude;
        if (up && turn(from, to, point) > 0) {
            ++around;
        } else if (down && turn(from, to, point) < 0) {
            --around;
        }
    }
    return around != 0;
}

bool contains(GeoPolygon const& polygon, GeoPoint const& point) {
    return PreparedPolygon(polygon).contains(onGrid(point));
}

}  // namespace tocsin::warnings
