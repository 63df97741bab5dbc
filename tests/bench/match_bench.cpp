// SPDX-License-Identifier: Apache-2.0
// How long it takes from a CAP message's text to knowing which of 10,000 screens lie in its area: a
// polygon of 1,000 points, a circle and division codes. Prints one JSON object; ./dev bench
// collects it.
#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cmath>
#include <iostream>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "tocsin/warnings/area.hpp"
#include "tocsin/warnings/cap.hpp"

namespace {

using namespace tocsin;

constexpr int kScreens = 10'000;
constexpr int kPoints = 1'000;
constexpr int kRounds = 21;
constexpr double kTargetMs = 50;

/// A coast line of sorts around Hangzhou: the radius swings, so that the polygon is not convex.
std::string polygon() {
    std::string out;
    for (int i = 0; i <= kPoints; ++i) {
        auto const angle = 2 * std::numbers::pi * (i % kPoints) / kPoints;
        auto const radius = 0.8 + 0.1 * std::sin(37 * angle);
        out += std::to_string(30.25 + radius * std::sin(angle)) + "," +
               std::to_string(120.15 + radius * std::cos(angle)) + " ";
    }
    return out;
}

std::string message() {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>33010041600000_20260601100000</identifier><sender>bench@example.org</sender><sent>2026-06-01T10:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>zh-CN</language><category>Met</category><event>暴雨</event><urgency>Immediate</urgency><severity>Extreme</severity><certainty>Observed</certainty><expires>2026-06-01T16:00:00+08:00</expires><headline>暴雨红色预警</headline><description>预计三小时内降雨量将达100毫米以上。</description>
<area><areaDesc>杭州市</areaDesc><polygon>)" +
           polygon() +
           R"(</polygon><circle>29.6,119.0 25</circle><geocode><valueName>GB/T 2260</valueName><value>330400</value></geocode></area></info></alert>)";
}

/// Half of them have a place, some a code as well, some nothing.
std::vector<warnings::Whereabouts> screens() {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> latitude(29, 31.5), longitude(118.5, 121.5);
    std::vector<warnings::Whereabouts> out;
    for (int i = 0; i < kScreens; ++i) {
        warnings::Whereabouts one;
        if (i % 10 != 0) {
            one.place = warnings::GeoPoint{latitude(random), longitude(random)};
        }
        if (i % 3 == 0) {
            one.code = i % 2 == 0 ? "330402001" : "330106";
        }
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<warnings::Area> areasIn(std::string const& xml) {
    auto const reading = warnings::readCap(xml);
    std::vector<warnings::Area> out;
    if (reading.message) {
        for (auto const& info : reading.message->infos) {
            for (auto const& area : info.areas) {
                out.push_back(area.area);
            }
        }
    }
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    std::string const pattern = argc > 1 ? argv[1] : "";
    if (std::string("warn.match").find(pattern) == std::string::npos) {
        return 0;
    }
    auto const xml = message();
    auto const all = screens();
    std::vector<double> times;
    int inside = 0;
    for (int round = 0; round < kRounds; ++round) {
        auto const begin = std::chrono::steady_clock::now();
        warnings::AreaMatcher const matcher(areasIn(xml));
        inside = 0;
        for (auto const& screen : all) {
            inside += matcher.match(screen).inside ? 1 : 0;
        }
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
                .count());
    }
    std::ranges::sort(times);
    auto const value = times[times.size() / 2];
    bool const some = inside > kScreens / 10 && inside < kScreens;
    std::cerr << "  " << inside << " of " << kScreens << " screens inside; the slowest of "
              << kRounds << " rounds took " << times.back() << " ms\n";
    std::cout << boost::json::serialize(boost::json::object{
                     {"name", "warn.match"},
                     {"value", value},
                     {"unit", "ms from a CAP message's text to its screens among 10,000"},
                     {"peer", nullptr},
                     {"peer_value", nullptr},
                     {"ratio", nullptr},
                     {"target", kTargetMs},
                     {"holds", value <= kTargetMs && some},
                     {"command", "./dev bench warn.match"}})
              << "\n";
    return 0;
}
