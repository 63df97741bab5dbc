// SPDX-License-Identifier: Apache-2.0
#include "tocsin/warnings/area.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numbers>
#include <random>

namespace tocsin::warnings {
namespace {

using testing::HasSubstr;

GeoPolygon polygon(std::string_view text) {
    auto const parsed = parsePolygon(text);
    EXPECT_TRUE(parsed) << (parsed ? "" : parsed.error().message);
    return parsed ? *parsed : GeoPolygon();
}

std::string faultOf(std::string_view text) {
    auto const parsed = parsePolygon(text);
    return parsed ? "" : parsed.error().message;
}

constexpr auto kSquare = "30,120 30,120.2 30.2,120.2 30.2,120 30,120";

TEST(Polygon, EdgesAndCornersAreInside) {
    auto const square = polygon(kSquare);
    EXPECT_TRUE(contains(square, {30.1, 120.1}));
    EXPECT_TRUE(contains(square, {30.0, 120.1})) << "southern side";
    EXPECT_TRUE(contains(square, {30.2, 120.1})) << "northern side";
    EXPECT_TRUE(contains(square, {30.1, 120.0}));
    EXPECT_TRUE(contains(square, {30.1, 120.2}));
    EXPECT_TRUE(contains(square, {30.0, 120.0}));
    EXPECT_TRUE(contains(square, {30.2, 120.2}));
    EXPECT_FALSE(contains(square, {29.9999999, 120.1}));
    EXPECT_FALSE(contains(square, {30.1, 120.2000001}));
}

TEST(Polygon, APointOnASlantingSideIsInside) {
    auto const triangle = polygon("0,0 1,2 1,0 0,0");
    EXPECT_TRUE(contains(triangle, {0.5, 1}));
    EXPECT_TRUE(contains(triangle, {0.1, 0.2}));
    EXPECT_TRUE(contains(triangle, {0.3, 0.6}));
    EXPECT_FALSE(contains(triangle, {0.3, 0.60001}));
    // A third has no end in decimals.
    auto const thirds = polygon("0,0 1,3 1,0 0,0");
    EXPECT_TRUE(contains(thirds, {1.0 / 3, 1}));
    EXPECT_TRUE(contains(thirds, {0.333333333, 1}));
    EXPECT_FALSE(contains(thirds, {0.33333, 1}));
}

TEST(Polygon, ALevelWithACornerCountsTheCornerOnce) {
    auto const diamond = polygon("0,0 1,1 0,2 -1,1 0,0");
    EXPECT_TRUE(contains(diamond, {0, 1}));
    EXPECT_FALSE(contains(diamond, {0, -1}));
    EXPECT_FALSE(contains(diamond, {0, 3}));
    EXPECT_FALSE(contains(diamond, {1, 0}));
}

TEST(Polygon, ANotchIsOutside) {
    auto const u = polygon("0,0 0,3 3,3 3,2 1,2 1,1 3,1 3,0 0,0");
    EXPECT_FALSE(contains(u, {2, 1.5}));
    EXPECT_TRUE(contains(u, {0.5, 1.5}));
    EXPECT_TRUE(contains(u, {2, 0.5}));
}

TEST(Polygon, GoesOverTheAntimeridian) {
    auto const fiji = polygon("-20,175 -20,-175 -15,-175 -15,175 -20,175");
    EXPECT_TRUE(contains(fiji, {-18, 179}));
    EXPECT_TRUE(contains(fiji, {-18, -179}));
    EXPECT_TRUE(contains(fiji, {-18, 180}));
    EXPECT_TRUE(contains(fiji, {-18, -180}));
    EXPECT_FALSE(contains(fiji, {-18, 0}));
    EXPECT_FALSE(contains(fiji, {-18, -174}));
    EXPECT_FALSE(contains(fiji, {-18, 174}));
    // The same, begun in the west.
    auto const west = polygon("-20,-175 -15,-175 -15,175 -20,175 -20,-175");
    EXPECT_TRUE(contains(west, {-18, 179}));
    EXPECT_TRUE(contains(west, {-18, -179}));
    // One that stops there and goes on behind it.
    auto const stops = polygon("50,170 50,180 50,-180 50,-170 60,-170 60,170 50,170");
    EXPECT_TRUE(contains(stops, {55, 175}));
    EXPECT_TRUE(contains(stops, {55, -175}));
    EXPECT_FALSE(contains(stops, {55, 0}));
}

TEST(Polygon, TheWholeEarthIsABand) {
    auto const world = polygon("-90,-180 -90,180 90,180 90,-180 -90,-180");
    EXPECT_TRUE(contains(world, {30, 120}));
    EXPECT_TRUE(contains(world, {-30, -120}));
    auto const tropics = polygon("-23,-180 -23,180 23,180 23,-180 -23,-180");
    EXPECT_TRUE(contains(tropics, {0, 0}));
    EXPECT_FALSE(contains(tropics, {30, 0}));
}

TEST(Polygon, AroundAPoleIsRefusedAndHoldsNothing) {
    EXPECT_THAT(faultOf("80,0 80,90 80,180 80,-90 80,0"), HasSubstr("around a pole"));
    GeoPolygon const around{{{80, 0}, {80, 90}, {80, 179}, {80, -90}, {80, 0}}};
    EXPECT_FALSE(contains(around, {85, 10}));
    EXPECT_FALSE(contains(around, {80, 10}));
}

TEST(Polygon, AllThatItGoesAroundIsInside) {
    auto const bowTie = polygon("0,0 2,2 0,2 2,0 0,0");
    EXPECT_TRUE(contains(bowTie, {1, 0.3}));
    EXPECT_TRUE(contains(bowTie, {1, 1.7}));
    EXPECT_FALSE(contains(bowTie, {0.3, 1}));
    // A star drawn in one stroke goes around its middle twice.
    GeoPolygon star;
    for (int i = 0; i <= 5; ++i) {
        auto const angle = 4 * std::numbers::pi * (i % 5) / 5;
        star.points.push_back({std::sin(angle), std::cos(angle)});
    }
    EXPECT_TRUE(contains(star, {0, 0}));
}

TEST(Polygon, AgreesWithAHalfPlaneTestOnManyPoints) {
    GeoPolygon circle;
    constexpr int kPoints = 1000;
    for (int i = 0; i <= kPoints; ++i) {
        auto const angle = 2 * std::numbers::pi * (i % kPoints) / kPoints;
        circle.points.push_back({30 + std::sin(angle), 120 + std::cos(angle)});
    }
    std::mt19937 random(7);
    std::uniform_real_distribution<> away(-1.2, 1.2);
    for (int i = 0; i < 2'000; ++i) {
        auto const up = away(random), across = away(random);
        auto const radius = std::hypot(up, across);
        if (radius < 0.999 || radius > 1.001) {
            EXPECT_EQ(contains(circle, {30 + up, 120 + across}), radius < 1) << up << " " << across;
        }
    }
}

TEST(Polygon, SaysWhatIsWrongWithAText) {
    EXPECT_THAT(faultOf("0,0 1,1 0,1 1,0"), HasSubstr("open"));
    EXPECT_THAT(faultOf("0,0 1,1 0,0"), HasSubstr("3 points"));
    EXPECT_THAT(faultOf(""), HasSubstr("0 points"));
    EXPECT_THAT(faultOf("120,30 120,31 121,31 120,30"), HasSubstr("latitude"));
    EXPECT_THAT(faultOf("30,181 30,120 31,121 30,181"), HasSubstr("longitude"));
    for (std::string_view const bad : {"30", "30,", ",120", "30,120,5", "30;120", "inf,0", "nan,0",
                                       "1e1,2", "0x1,2", "--1,2", "30.1.2,120", "30,120m", "+,1"}) {
        EXPECT_THAT(faultOf(std::string(bad) + " 1,1 0,1 1,0"), HasSubstr("is not a point")) << bad;
    }
    std::string many;
    for (int i = 0; i < 10'001; ++i) {
        many += "0,0 ";
    }
    EXPECT_THAT(faultOf(many), HasSubstr("more than 10000"));
}

TEST(Polygon, TakesBlanksAndSignsAsTheyCome) {
    EXPECT_EQ(polygon("  +0,0\n1,-1\t0,.5\r\n 0,0 ").points.size(), 4U);
    EXPECT_EQ(polygon("0,0 1,-1 0,.5 -0,0").points[2].longitude, 0.5);
}

TEST(SelfCrossing, IsSeenAndTouchingIsNot) {
    EXPECT_TRUE(crossesItself(polygon("0,0 1,1 0,1 1,0 0,0")));
    EXPECT_FALSE(crossesItself(polygon(kSquare)));
    EXPECT_FALSE(crossesItself(polygon("0,0 1,1 0,2 0,0")));
    EXPECT_FALSE(crossesItself(polygon("0,0 0,0 0,3 3,3 3,0 0,0 0,0"))) << "doubled points";
    // A hole that a bridge joins to the outside touches itself all along.
    EXPECT_FALSE(crossesItself(polygon("0,0 0,9 9,9 9,0 0,0 3,3 6,3 6,6 3,6 3,3 0,0")));
    EXPECT_TRUE(crossesItself(polygon("10,179 10,-179 12,179 12,-179 10,179")))
        << "over the antimeridian";
    EXPECT_FALSE(crossesItself(polygon("10,179 10,-179 12,-179 12,179 10,179")));
}

TEST(SelfCrossing, IsFoundAmongThousandsOfPoints) {
    GeoPolygon ring;
    for (int i = 0; i < 9'999; ++i) {
        auto const angle = 2 * std::numbers::pi * i / 9'999;
        ring.points.push_back({std::sin(angle), std::cos(angle)});
    }
    ring.points.push_back(ring.points.front());
    EXPECT_FALSE(crossesItself(ring));
    std::swap(ring.points[4'000], ring.points[4'002]);
    EXPECT_TRUE(crossesItself(ring));
}

TEST(SelfCrossing, GivesUpOnSidesThatAllLieAcrossOneAnother) {
    // A bundle of long slanting needles, none of which crosses another: too costly to be sure.
    GeoPolygon needles;
    for (int i = 0; i < 9'996; ++i) {
        needles.points.push_back({i % 2 != 0 ? 60.0 : 0.0, i * 0.0001 + (i % 2 != 0 ? 31.0 : 0.0)});
    }
    needles.points.push_back({-1, 1});
    needles.points.push_back({-1, 0});
    needles.points.push_back(needles.points.front());
    EXPECT_TRUE(crossesItself(needles));
}

TEST(Circle, HoldsUpToItsRadiusInKilometres) {
    // A degree along a meridian is 111.195 km on this sphere.
    GeoCircle const circle{{30, 120}, 111.19508023352};
    EXPECT_TRUE(contains(circle, {31, 120}));
    EXPECT_TRUE(contains(circle, {30, 120}));
    EXPECT_FALSE(contains(circle, {31.0001, 120}));
    EXPECT_TRUE(contains(circle, {30, 121.15}));
    EXPECT_FALSE(contains(circle, {30, 121.16}));
}

TEST(Circle, GoesOverTheAntimeridianAndThePole) {
    EXPECT_TRUE(contains({{0, 179.9}, 30}, {0, -179.9}));
    EXPECT_FALSE(contains({{0, 179.9}, 20}, {0, -179.9}));
    EXPECT_TRUE(contains({{89, 0}, 230}, {89, 180}));
    EXPECT_FALSE(contains({{89, 0}, 200}, {89, 180}));
}

TEST(Circle, WithoutRadiusOrWithABadOneIsRefused) {
    EXPECT_TRUE(parseCircle("12.747,-88.783 0.0"));
    EXPECT_EQ(parseCircle(" 30.25,120.17\n15 ")->kilometres, 15);
    for (std::string_view const bad : {"30,120", "30,120 -1", "30,120 x", "30,120 1 2", "30 120 1",
                                       "91,0 1", "", "30,120 30000", "30,120 inf"}) {
        EXPECT_FALSE(parseCircle(bad)) << bad;
    }
}

TEST(Division, HoldsWhatIsBelowIt) {
    EXPECT_TRUE(holds("330000", "330106"));
    EXPECT_TRUE(holds("330106", "330106"));
    EXPECT_TRUE(holds("33", "330106"));
    EXPECT_TRUE(holds("3301", "330106001"));
    EXPECT_TRUE(holds("330106001", "330106001002"));
    EXPECT_TRUE(holds("330106000", "330106001")) << "a county, written with a township's digits";
    EXPECT_TRUE(holds("330106001000", "330106001002"));
    EXPECT_TRUE(holds("330100000000", "330106"));
    EXPECT_FALSE(holds("330100", "330206"));
    EXPECT_FALSE(holds("330106001", "330106")) << "who knows in which township it stands";
    EXPECT_FALSE(holds("330106", "330100"));
    EXPECT_FALSE(holds("330106", "330000"));
    EXPECT_FALSE(holds("330106", ""));
    EXPECT_FALSE(holds("", "330106"));
    EXPECT_FALSE(holds("110000", "010000"));
}

TEST(Division, IsTwoToTwelveDigits) {
    EXPECT_EQ(*parseDivision("330106"), "330106");
    for (std::string_view const bad : {"", "3", "3301060010021", "33 01", "33a1", "-330106"}) {
        EXPECT_FALSE(parseDivision(bad)) << bad;
    }
}

TEST(AreaMatcher, TakesTheUnionOfShapesAndCodes) {
    Area first{"西湖区", {polygon(kSquare)}, {}, {}};
    Area second{"海岛", {}, {{{10, 10}, 5}}, {"330200"}};
    AreaMatcher const matcher({first, second});
    EXPECT_THAT(matcher.match({GeoPoint{30.1, 120.1}, ""}).why, HasSubstr("polygon of \"西湖区\""));
    EXPECT_THAT(matcher.match({GeoPoint{10.01, 10}, ""}).why, HasSubstr("within 5 km"));
    auto const byCode = matcher.match({GeoPoint{0, 0}, "330206001"});
    EXPECT_TRUE(byCode.inside);
    EXPECT_THAT(byCode.why, HasSubstr("330206001 belongs to 3302 of \"海岛\""));
    EXPECT_THAT(byCode.whyZh, HasSubstr("330206001"));
    auto const outside = matcher.match({GeoPoint{0, 0}, "330106"});
    EXPECT_FALSE(outside.inside);
    EXPECT_THAT(outside.why, HasSubstr("outside"));
}

TEST(AreaMatcher, FailsClosedAndSaysWhy) {
    Area const shape{"甲", {polygon(kSquare)}, {}, {}}, code{"乙", {}, {}, {"330100"}};
    EXPECT_THAT(AreaMatcher({}).match({GeoPoint{30, 120}, "330106"}).why, HasSubstr("names no"));
    EXPECT_FALSE(AreaMatcher({Area{"丙", {}, {}, {}}}).match({GeoPoint{30, 120}, "330106"}).inside);
    EXPECT_THAT(AreaMatcher({shape}).match({std::nullopt, "330106"}).why,
                HasSubstr("no coordinates"));
    EXPECT_THAT(AreaMatcher({code}).match({GeoPoint{30, 120}, ""}).why,
                HasSubstr("division codes only"));
    auto const nowhere = AreaMatcher({shape, code}).match({std::nullopt, ""});
    EXPECT_FALSE(nowhere.inside);
    EXPECT_THAT(nowhere.why, HasSubstr("nobody said where"));
    EXPECT_FALSE(nowhere.whyZh.empty());
}

TEST(AreaMatcher, KeepsANameFromOutsideOnOneShortLine) {
    Area const area{"a\nb<br/>" + std::string(5'000, 'c'), {polygon(kSquare)}, {}, {}};
    auto const matched = AreaMatcher({area}).match({GeoPoint{30.1, 120.1}, ""});
    EXPECT_LT(matched.why.size(), 200U);
    EXPECT_EQ(matched.why.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace tocsin::warnings
