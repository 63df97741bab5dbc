// SPDX-License-Identifier: Apache-2.0
// One warning's areas against many screens.
#include <fmt/format.h>

#include <algorithm>

#include "division.hpp"
#include "plain_text.hpp"
#include "polygon.hpp"
#include "tocsin/warnings/area.hpp"

namespace tocsin::warnings {
namespace {

constexpr std::size_t kMostShownBytes = 120;

/// What an area is called in sentences about it.
std::string nameOf(Area const& area, std::string_view otherwise) {
    auto const name = bounded(plainLine(area.description), kMostShownBytes);
    return name.empty() ? std::string(otherwise) : name;
}

std::string inEnglish(Area const& area) {
    auto const name = nameOf(area, "");
    return name.empty() ? "the area" : fmt::format("\"{}\"", name);
}

std::string inChinese(Area const& area) {
    return fmt::format("“{}”", nameOf(area, "未命名区域"));
}

/// A shape of the area with this index.
template <class Shape>
struct Of {
    Shape shape;
    std::size_t area;
};

}  // namespace

struct AreaMatcher::Prepared {
    std::vector<Area> areas;
    std::vector<Of<PreparedPolygon>> polygons;
    std::vector<Of<GeoCircle>> circles;
    std::vector<Of<std::string>> codes;  ///< ascending by the part that names something

    [[nodiscard]] Of<GeoCircle> const* circleAround(GeoPoint const& place) const {
        auto const found = std::find_if(circles.begin(), circles.end(), [&](auto const& circle) {
            return warnings::contains(circle.shape, place);
        });
        return found == circles.end() ? nullptr : &*found;
    }
    [[nodiscard]] Of<PreparedPolygon> const* polygonAround(GeoPoint const& place) const {
        auto const point = onGrid(place);
        auto const found = std::find_if(polygons.begin(), polygons.end(), [&](auto const& polygon) {
            return polygon.shape.contains(point);
        });
        return found == polygons.end() ? nullptr : &*found;
    }
    [[nodiscard]] Of<std::string> const* divisionAbove(std::string_view code) const {
        auto const less = [](auto const& of, std::string_view part) { return of.shape < part; };
        for (std::size_t length = 1; length <= code.size(); ++length) {
            auto const part = code.substr(0, length);
            auto const found = std::lower_bound(codes.begin(), codes.end(), part, less);
            if (found != codes.end() && found->shape == part) {
                return &*found;
            }
        }
        return nullptr;
    }
    [[nodiscard]] Matched outside(Whereabouts const& screen) const;
};

AreaMatcher::AreaMatcher(std::vector<Area> areas) {
    auto prepared = std::make_unique<Prepared>();
    prepared->areas = std::move(areas);
    for (std::size_t i = 0; i < prepared->areas.size(); ++i) {
        auto const& area = prepared->areas[i];
        for (auto const& polygon : area.polygons) {
            prepared->polygons.push_back({PreparedPolygon(polygon), i});
        }
        for (auto const& circle : area.circles) {
            prepared->circles.push_back({circle, i});
        }
        for (auto const& code : area.codes) {
            prepared->codes.push_back({std::string(namedPart(code)), i});
        }
    }
    std::stable_sort(prepared->codes.begin(), prepared->codes.end(),
                     [](auto const& a, auto const& b) { return a.shape < b.shape; });
    prepared_ = std::move(prepared);
}

AreaMatcher::~AreaMatcher() = default;

Matched AreaMatcher::match(Whereabouts const& screen) const {
    auto const& all = *prepared_;
    if (screen.place) {
        if (auto const* polygon = all.polygonAround(*screen.place)) {
            auto const& area = all.areas[polygon->area];
            return {true, fmt::format("it stands in the polygon of {}", inEnglish(area)),
                    fmt::format("位于{}的多边形范围内", inChinese(area))};
        }
        if (auto const* circle = all.circleAround(*screen.place)) {
            auto const& area = all.areas[circle->area];
            auto const& km = circle->shape.kilometres;
            return {true,
                    fmt::format("it stands within {} km of the centre of {}", km, inEnglish(area)),
                    fmt::format("位于{}中心 {} 公里范围内", inChinese(area), km)};
        }
    }
    if (auto const* division = all.divisionAbove(screen.code)) {
        auto const& area = all.areas[division->area];
        return {true,
                fmt::format("its division {} belongs to {} of {}", screen.code, division->shape,
                            inEnglish(area)),
                fmt::format("所属区划 {} 在{}的 {} 之内", screen.code, inChinese(area),
                            division->shape)};
    }
    return all.outside(screen);
}

Matched AreaMatcher::Prepared::outside(Whereabouts const& screen) const {
    bool const shapes = !polygons.empty() || !circles.empty();
    if (!shapes && codes.empty()) {
        return {false, "the warning names no polygon, no circle and no division code",
                "预警未给出多边形、圆形或行政区划代码"};
    }
    if (!screen.place && screen.code.empty()) {
        return {false, "nobody said where the screen stands: it has no coordinates and no division",
                "屏幕未登记坐标和行政区划，无法判断是否在范围内"};
    }
    if (!screen.place && codes.empty()) {
        return {false, "the warning names shapes only, and the screen has no coordinates",
                "预警只给出图形范围，而屏幕未登记坐标"};
    }
    if (screen.code.empty() && !shapes) {
        return {false, "the warning names division codes only, and the screen has none",
                "预警只给出行政区划代码，而屏幕未登记区划"};
    }
    return {false, "it stands outside all areas of the warning", "不在预警的任何范围内"};
}

}  // namespace tocsin::warnings
