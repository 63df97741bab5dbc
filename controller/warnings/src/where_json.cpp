// SPDX-License-Identifier: Apache-2.0
#include "where_json.hpp"

#include <algorithm>
#include <charconv>

namespace tocsin::warnings {
namespace {

namespace json = boost::json;
using messages::JsonReader;

constexpr std::size_t kMostPolygonBytes = 512 << 10;

std::vector<std::string> readNames(JsonReader const& in, std::string_view key) {
    std::vector<std::string> out;
    if (auto const names = in.find(key)) {
        for (auto const& name : names->array(kMostNamed)) {
            out.push_back(name.string(64));
        }
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
    }
    return out;
}

template <class Parse, class Into>
void readEach(JsonReader const& in, std::string_view key, Parse const& parse, Into& out) {
    if (auto const list = in.find(key)) {
        for (auto const& one : list->array(kMostNamed)) {
            auto parsed = parse(one.string(kMostPolygonBytes));
            if (!parsed) {
                one.fail(parsed.error().message);
            }
            out.push_back(std::move(*parsed));
        }
    }
}

void readShapes(JsonReader const& in, Area& out) {
    readEach(in, "polygons", parsePolygon, out.polygons);
    readEach(in, "circles", parseCircle, out.circles);
    readEach(in, "codes", parseDivision, out.codes);
}

/// The shortest text that is read as the same number.
std::string number(double value) {
    char text[32];
    auto const written = std::to_chars(text, text + sizeof text, value);
    return {text, written.ptr};
}

std::string text(GeoPoint const& point) {
    return number(point.latitude) + "," + number(point.longitude);
}

std::string text(GeoPolygon const& polygon) {
    std::string out;
    for (auto const& point : polygon.points) {
        out += (out.empty() ? "" : " ") + text(point);
    }
    return out;
}

json::array namesJson(std::vector<std::string> const& names) {
    return json::array(names.begin(), names.end());
}

void putShapes(json::object& out, Area const& area) {
    json::array polygons, circles;
    for (auto const& polygon : area.polygons) {
        polygons.emplace_back(text(polygon));
    }
    for (auto const& circle : area.circles) {
        circles.emplace_back(text(circle.centre) + " " + number(circle.kilometres));
    }
    if (!polygons.empty()) {
        out["polygons"] = std::move(polygons);
    }
    if (!circles.empty()) {
        out["circles"] = std::move(circles);
    }
    if (!area.codes.empty()) {
        out["codes"] = namesJson(area.codes);
    }
}

void putUnion(json::object& out, std::vector<Area> const& areas) {
    Area all;
    for (auto const& area : areas) {
        all.polygons.insert(all.polygons.end(), area.polygons.begin(), area.polygons.end());
        all.circles.insert(all.circles.end(), area.circles.begin(), area.circles.end());
        all.codes.insert(all.codes.end(), area.codes.begin(), area.codes.end());
        all.description +=
            (all.description.empty() || area.description.empty() ? "" : "; ") + area.description;
    }
    putShapes(out, all);
    if (!all.description.empty()) {
        out["description"] = all.description;
    }
}

}  // namespace

Where readWhere(JsonReader const& in) {
    in.onlyKeys({"all", "screens", "units", "tags", "polygons", "circles", "codes"});
    Where out;
    if (auto const all = in.find("all")) {
        out.all = all->boolean();
    }
    out.screens = readNames(in, "screens");
    out.units = readNames(in, "units");
    out.tags = readNames(in, "tags");
    Area area;
    readShapes(in, area);
    if (area.saysWhere()) {
        out.areas.push_back(std::move(area));
    }
    if (!out.saysAny()) {
        in.fail(
            "say where: \"all\": true, or any of screens, units, tags, polygons, circles, codes");
    }
    bool const more =
        !out.screens.empty() || !out.units.empty() || !out.tags.empty() || !out.areas.empty();
    if (out.all && more) {
        in.fail("\"all\": true stands alone; leave out the rest");
    }
    return out;
}

json::object whereJson(Where const& where) {
    json::object out;
    if (where.all) {
        out["all"] = true;
    }
    for (auto const& [key, names] :
         {std::pair("screens", &where.screens), std::pair("units", &where.units),
          std::pair("tags", &where.tags)}) {
        if (!names->empty()) {
            out[key] = namesJson(*names);
        }
    }
    putUnion(out, where.areas);
    if (!where.except.empty()) {
        json::object except;
        putUnion(except, where.except);
        out["except"] = std::move(except);
    }
    return out;
}

Area readArea(JsonReader const& in) {
    Area out;
    if (auto const description = in.find("description")) {
        out.description = description->string();
    }
    readShapes(in, out);
    return out;
}

json::object areaJson(Area const& area) {
    json::object out{{"description", area.description}};
    putShapes(out, area);
    return out;
}

}  // namespace tocsin::warnings
