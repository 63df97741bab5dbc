// SPDX-License-Identifier: Apache-2.0
// Whether a screen lies in a warning's area: the union of polygons, circles and division codes
// (GB/T 2260, GB/T 10114). Pure. Whatever cannot be told is not inside: it fails closed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::warnings {

/// WGS 84 degrees: latitude -90 to 90, longitude -180 to 180.
struct GeoPoint {
    double latitude = 0, longitude = 0;
    bool operator==(GeoPoint const&) const = default;
};

/// Closed: first == last; at least 4 points, at most kMostPoints. A side goes the shorter way
/// around, so it may cross the antimeridian, and is straight in latitude and longitude. One that
/// goes around a pole holds nothing.
struct GeoPolygon {
    static constexpr std::size_t kMostPoints = 10'000;
    std::vector<GeoPoint> points;
    bool operator==(GeoPolygon const&) const = default;
};

struct GeoCircle {
    GeoPoint centre;
    double kilometres = 0;  ///< 0 or more
    bool operator==(GeoCircle const&) const = default;
};

struct Area {
    std::string description;  ///< for people
    std::vector<GeoPolygon> polygons;
    std::vector<GeoCircle> circles;
    /// Division codes: 2 to 12 digits; zeros from a level's beginning (2, 4, 6, 9 digits) to the
    /// end stand for all below.
    std::vector<std::string> codes;
    bool operator==(Area const&) const = default;
    [[nodiscard]] bool saysWhere() const {
        return !polygons.empty() || !circles.empty() || !codes.empty();
    }
};

/// Where a screen stands, as far as anybody said.
struct Whereabouts {
    std::optional<GeoPoint> place;
    std::string code;  ///< GB/T 2260 or GB/T 10114, 6 to 12 digits; empty: nobody said
};

/// "lat,lon lat,lon …" as CAP has it. Errc::invalid says what is wrong.
[[nodiscard]] Result<GeoPolygon> parsePolygon(std::string_view text);
/// "lat,lon radius", kilometres.
[[nodiscard]] Result<GeoCircle> parseCircle(std::string_view text);
/// Errc::invalid for anything but 2 to 12 digits.
[[nodiscard]] Result<std::string> parseDivision(std::string_view text);

/// On an edge or a corner is inside.
[[nodiscard]] bool contains(GeoPolygon const& polygon, GeoPoint const& point);
/// By the great circle on a sphere of 6,371.0088 km. At the very radius is inside.
[[nodiscard]] bool contains(GeoCircle const& circle, GeoPoint const& point);
/// Whether the division `whole` holds the screen's: "330000" holds "330106", and itself. A screen's
/// code that is shorter than the division's is not inside.
[[nodiscard]] bool holds(std::string_view whole, std::string_view code);

/// Whether a side crosses another that is not its neighbour; touching is not crossing. Capped so
/// that 10,000 points take less than 0.2 s: a polygon that takes longer is taken for one that does.
[[nodiscard]] bool crossesItself(GeoPolygon const& polygon);

struct Matched {
    bool inside = false;
    std::string why;    ///< one English sentence: by what it is inside, or why it is not
    std::string whyZh;  ///< the same in Chinese
};
/// An area prepared for many screens: 10,000 of them against a polygon of 1,000 points in well
/// below 50 ms.
class AreaMatcher {
public:
    explicit AreaMatcher(std::vector<Area> areas);
    ~AreaMatcher();
    AreaMatcher(AreaMatcher const&) = delete;
    AreaMatcher& operator=(AreaMatcher const&) = delete;
    [[nodiscard]] Matched match(Whereabouts const& screen) const;

private:
    struct Prepared;
    std::unique_ptr<Prepared const> prepared_;
};

}  // namespace tocsin::warnings
