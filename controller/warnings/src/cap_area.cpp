// SPDX-License-Identifier: Apache-2.0
// One area of an info. A shape or a division code that cannot be read is fatal: whoever it was
// meant for would not be warned, and nobody would notice.
#include <fmt/format.h>

#include <array>
#include <charconv>

#include "cap_parts.hpp"
#include "plain_text.hpp"
#include "xml_document.hpp"

namespace tocsin::warnings {
namespace {

using Weight = CapFinding::Weight;

// {name, many, matters, block}
constexpr std::array<ElementRule, 6> kArea{{{"areaDesc"},
                                            {"polygon", true, true},
                                            {"circle", true, true},
                                            {"geocode", true, false, true},
                                            {"altitude"},
                                            {"ceiling"}}};

/// "GB/T 2260", "GB/T 10114-2003", "国家行政区划代码", "adcode".
bool isOfDivisions(std::string_view valueName) {
    auto const name = lowered(valueName);
    for (std::string_view const known : {"2260", "10114", "区划"}) {
        if (name.find(known) != std::string::npos) {
            return true;
        }
    }
    return name == "adcode";
}

void readPolygons(CapBlock const& block, Area& out) {
    auto& context = block.context();
    for (auto const& node : block.all("polygon")) {
        auto const where = fmt::format("{}[{}]", block.where("polygon"), out.polygons.size());
        auto polygon = parsePolygon(textOf(node));
        if (!polygon) {
            context.findings.fatal("INVALID_POLYGON", where, polygon.error().message);
            return;
        }
        auto const points = polygon->points.size();
        if (points > context.pointsLeft) {
            context.findings.fatal("INVALID_POLYGON", where,
                                   "the message's polygons have more points than are read");
            return;
        }
        context.pointsLeft -= points;
        if (points <= context.crossingsLeft) {
            context.crossingsLeft -= points;
            if (crossesItself(*polygon)) {
                context.findings.error("INVALID_POLYGON_SELF_INTERSECTION", where,
                                       "its sides cross; all that they go around is inside");
            }
        }
        out.polygons.push_back(std::move(*polygon));
    }
}

void readCircles(CapBlock const& block, Area& out) {
    auto& context = block.context();
    for (auto const& node : block.all("circle")) {
        auto const where = fmt::format("{}[{}]", block.where("circle"), out.circles.size());
        auto const circle = parseCircle(textOf(node));
        if (!circle || context.pointsLeft == 0) {
            context.findings.fatal(
                "INVALID_CIRCLE", where,
                circle ? "the message has more circles than are read" : circle.error().message);
            return;
        }
        --context.pointsLeft;
        out.circles.push_back(*circle);
    }
}

/// A value may hold several codes with blanks or commas between them.
void readDivisions(CapBlock const& block, std::string_view value, std::string const& where,
                   Area& out) {
    constexpr std::string_view kBetween = " \t\r\n,;";
    auto& context = block.context();
    bool any = false;
    for (;;) {
        value.remove_prefix(std::min(value.find_first_not_of(kBetween), value.size()));
        auto const one = value.substr(0, value.find_first_of(kBetween));
        if (one.empty()) {
            break;
        }
        value.remove_prefix(one.size());
        any = true;
        auto code = parseDivision(one);
        if (!code || context.codesLeft == 0) {
            context.findings.fatal(
                "INVALID_VALUE", where,
                code ? "the message has more division codes than are read" : code.error().message);
            return;
        }
        --context.codesLeft;
        out.codes.push_back(std::move(*code));
    }
    if (!any) {
        context.findings.fatal("INVALID_VALUE", where, "it names no division");
    }
}

std::optional<double> heightOf(CapBlock const& block, std::string_view name) {
    auto const text = block.text(name);
    if (text.empty()) {
        return std::nullopt;
    }
    double feet = 0;
    auto const* end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, feet);
    if (read.ec != std::errc{} || read.ptr != end) {
        block.context().findings.error("INVALID_VALUE", block.where(name),
                                       fmt::format("{} is no number of feet", inQuotes(text)));
        return std::nullopt;
    }
    return feet;
}

/// Heights are of no matter on the ground, where the screens are.
void checkHeights(CapBlock const& block) {
    auto const altitude = heightOf(block, "altitude"), ceiling = heightOf(block, "ceiling");
    auto& findings = block.context().findings;
    if (block.has("ceiling") && !block.has("altitude")) {
        findings.error("INVALID_AREA", block.where("ceiling"),
                       "a ceiling may stand only beside an altitude");
    } else if (altitude && ceiling && *altitude > *ceiling) {
        findings.error("INVALID_ALTITUDE_CEILING_RANGE", block.where("ceiling"),
                       "it is below the altitude");
    }
}

}  // namespace

CapArea readCapArea(pugi::xml_node node, std::string const& where, CapContext& context) {
    CapArea out;
    CapBlock const block(node, kArea, where, context);
    out.area.description = block.required("areaDesc", Weight::error);
    checkPlain(block, "areaDesc", out.area.description);
    readPolygons(block, out.area);
    readCircles(block, out.area);
    out.codes = readPairs(block, "geocode");
    for (std::size_t i = 0; i < out.codes.size(); ++i) {
        if (isOfDivisions(out.codes[i].first)) {
            readDivisions(block, out.codes[i].second,
                          fmt::format("{}[{}].value", block.where("geocode"), i), out.area);
        }
    }
    checkHeights(block);
    return out;
}

}  // namespace tocsin::warnings
