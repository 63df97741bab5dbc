// SPDX-License-Identifier: Apache-2.0
// Polygons, circles and division codes as messages and people write them.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "plain_text.hpp"
#include "polygon.hpp"
#include "tocsin/warnings/area.hpp"

namespace tocsin::warnings {
namespace {

constexpr double kMostKilometres = 20'038;  ///< half way around the earth
constexpr std::size_t kLeastDigits = 2, kMostDigits = 12;

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

/// Digits with or without a point and a sign, nothing else.
std::optional<double> numberOf(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    auto const digits = text.starts_with('-') ? text.substr(1) : text;
    bool const plain = std::all_of(digits.begin(), digits.end(),
                                   [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    double value = 0;
    auto const* end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    bool const whole = plain && read.ec == std::errc{} && read.ptr == end;
    return whole ? std::optional(value) : std::nullopt;
}

Result<GeoPoint> parsePoint(std::string_view text) {
    auto const comma = text.find(',');
    auto const latitude = numberOf(text.substr(0, comma));
    auto const longitude =
        comma == std::string_view::npos ? std::nullopt : numberOf(text.substr(comma + 1));
    if (!latitude || !longitude) {
        return invalid(
            fmt::format("{} is not a point; write it as latitude,longitude, e.g. "
                        "30.25,120.17",
                        inQuotes(text)));
    }
    if (std::abs(*latitude) > 90) {
        return invalid(
            fmt::format("{} has a latitude beyond 90 degrees; the latitude stands before "
                        "the longitude",
                        inQuotes(text)));
    }
    if (std::abs(*longitude) > 180) {
        return invalid(fmt::format("{} has a longitude beyond 180 degrees", inQuotes(text)));
    }
    return GeoPoint{*latitude, *longitude};
}

std::string_view takeWord(std::string_view& text) {
    constexpr std::string_view kBlank = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
    auto const word = text.substr(0, text.find_first_of(kBlank));
    text.remove_prefix(word.size());
    return word;
}

}  // namespace

Result<GeoPolygon> parsePolygon(std::string_view text) {
    GeoPolygon out;
    for (auto word = takeWord(text); !word.empty(); word = takeWord(text)) {
        auto const point = parsePoint(word);
        if (!point) {
            return point.error();
        }
        if (out.points.size() == GeoPolygon::kMostPoints) {
            return invalid(fmt::format("the polygon has more than {} points; simplify it",
                                       GeoPolygon::kMostPoints));
        }
        out.points.push_back(*point);
    }
    if (out.points.size() < 4) {
        return invalid(
            fmt::format("the polygon has {} points; it takes at least 4, the last the "
                        "same as the first",
                        out.points.size()));
    }
    if (out.points.front() != out.points.back()) {
        return invalid("the polygon is open: its last point is not its first");
    }
    if (!unwrapped(out)) {
        return invalid(
            "the polygon goes around a pole or around the earth, so that nobody can say "
            "what is inside; lead it along a meridian");
    }
    return out;
}

Result<GeoCircle> parseCircle(std::string_view text) {
    auto const whole = text;
    auto const centre = takeWord(text), radius = takeWord(text), more = takeWord(text);
    if (centre.empty() || radius.empty() || !more.empty()) {
        return invalid(
            fmt::format("{} is not a circle; write it as latitude,longitude and the "
                        "radius in kilometres, e.g. \"30.25,120.17 15\"",
                        inQuotes(whole)));
    }
    auto const point = parsePoint(centre);
    if (!point) {
        return point.error();
    }
    auto const kilometres = numberOf(radius);
    if (!kilometres || *kilometres < 0 || *kilometres > kMostKilometres) {
        return invalid(fmt::format("{} is not a radius; it takes 0 to {} kilometres",
                                   inQuotes(radius), kMostKilometres));
    }
    return GeoCircle{*point, *kilometres};
}

Result<std::string> parseDivision(std::string_view text) {
    bool const digits =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || text.size() < kLeastDigits || text.size() > kMostDigits) {
        return invalid(
            fmt::format("{} is not a division code; it takes {} to {} digits, e.g. "
                        "330106",
                        inQuotes(text), kLeastDigits, kMostDigits));
    }
    return std::string(text);
}

}  // namespace tocsin::warnings
