// SPDX-License-Identifier: Apache-2.0
#include "info_facts.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "cap_event.hpp"
#include "cap_language.hpp"
#include "plain_text.hpp"

namespace tocsin::warnings {
namespace {

std::tuple<double, double> order(GeoPoint const& point) {
    return {point.latitude, point.longitude};
}
std::tuple<double, double, double> order(GeoCircle const& circle) {
    return {circle.centre.latitude, circle.centre.longitude, circle.kilometres};
}
std::vector<GeoPoint> const& order(GeoPolygon const& polygon) {
    return polygon.points;
}

template <class Shape>
bool comesBefore(std::vector<Shape> const& a, std::vector<Shape> const& b);

template <class Shape>
bool shapeBefore(Shape const& a, Shape const& b) {
    if constexpr (std::is_same_v<Shape, GeoPolygon>) {
        return comesBefore(order(a), order(b));
    } else {
        return order(a) < order(b);
    }
}

template <class Shape>
bool comesBefore(std::vector<Shape> const& a, std::vector<Shape> const& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), shapeBefore<Shape>);
}

/// Some order, in which areas are equal if their shapes are; descriptions do not count.
struct ByShape {
    bool operator()(Area const* a, Area const* b) const {
        if (a->codes != b->codes) {
            return a->codes < b->codes;
        }
        if (a->circles != b->circles) {
            return comesBefore(a->circles, b->circles);
        }
        return comesBefore(a->polygons, b->polygons);
    }
};

using Words =
    std::tuple<std::string, std::string_view, std::string_view, std::string_view, std::string_view,
               std::optional<Instant>, std::optional<Instant>, playlists::WarningLevel, bool>;

Words wordsOf(InfoFact const& fact) {
    auto const& info = *fact.info;
    return {fact.language,  info.senderName, info.headline,   info.description, info.instruction,
            info.effective, info.expires,    fact.said.level, fact.said.named};
}

}  // namespace

std::vector<InfoFact> factsOf(std::vector<CapInfo const*> const& infos) {
    std::vector<InfoFact> out;
    std::map<Area const*, std::size_t, ByShape> areas;
    std::map<Words, std::size_t> words;
    for (std::size_t i = 0; i < infos.size(); ++i) {
        auto const* info = infos[i];
        InfoFact fact;
        fact.info = info;
        fact.number = i;
        fact.language = lowered(languageOf(*info));
        fact.icon = iconOf({info});
        fact.said = levelOf(*info);
        std::set<std::size_t> numbers;
        for (auto const& area : info->areas) {
            if (area.area.saysWhere()) {
                numbers.insert(areas.try_emplace(&area.area, areas.size()).first->second);
            }
        }
        fact.areas.assign(numbers.begin(), numbers.end());
        fact.words = words.try_emplace(wordsOf(fact), words.size()).first->second;
        out.push_back(std::move(fact));
    }
    return out;
}

std::vector<Area> areasOf(std::vector<CapInfo const*> const& infos) {
    std::vector<Area> out;
    std::set<Area const*, ByShape> known;
    for (auto const* info : infos) {
        for (auto const& area : info->areas) {
            if (!area.area.saysWhere() || known.insert(&area.area).second) {
                out.push_back(area.area);
            }
        }
    }
    return out;
}

}  // namespace tocsin::warnings
