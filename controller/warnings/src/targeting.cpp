// SPDX-License-Identifier: Apache-2.0
#include "targeting.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "looks.hpp"
#include "tocsin/access/unit_tree.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::warnings {
namespace {

using store::Screen;

/// Whether it was asked for, and by what.
struct Asked {
    bool in = false;
    bool byName = false;
    std::string why, whyZh;
};

class Chooser {
public:
    Chooser(std::vector<store::Unit> const& units, Wanted const& wanted,
            WarningSettings const& settings)
        : tree_(units),
          wanted_(wanted),
          settings_(settings),
          named_(wanted.where.screens.begin(), wanted.where.screens.end()),
          areas_(wanted.where.areas),
          except_(wanted.where.except) {
        for (auto const& unit : units) {
            codes_[unit.handle] = unit.code;
        }
    }

    void consider(Screen const& screen, Chosen& out) const {
        auto asked = askedFor(screen);
        if (asked.in && !wanted_.reach.isAll() && !wanted_.reach.contains(screen.unit)) {
            asked = {false, false, "it belongs to a unit for which the warning may not be raised",
                     "属于其他单位，无权向其发布预警"};
        } else if (asked.in && !asked.byName) {
            checkThreshold(screen, asked);
        }
        if (asked.in) {
            out.screens.push_back({screen.name, screen.unit,
                                   lookOn(screen, wanted_, settings_.looks, tree_),
                                   std::move(asked.why), std::move(asked.whyZh)});
        } else {
            out.leftOut.push_back({screen.id, screen.name, screen.unit, std::move(asked.why),
                                   std::move(asked.whyZh)});
        }
    }

private:
    [[nodiscard]] Asked askedFor(Screen const& screen) const {
        auto const& where = wanted_.where;
        if (where.all) {
            return {true, false, "all screens are meant", "面向全部屏幕"};
        }
        if (named_.contains(screen.id.str())) {
            return {true, true, "it is named", "按屏幕指定"};
        }
        for (auto const& unit : where.units) {
            if (tree_.isWithin(screen.unit, unit)) {
                return {true, false, "it belongs to unit " + unit, "属于单位 " + unit};
            }
        }
        for (auto const& tag : where.tags) {
            if (std::find(screen.tags.begin(), screen.tags.end(), tag) != screen.tags.end()) {
                return {true, false, "it has the tag " + tag, "带有标签 " + tag};
            }
        }
        if (!where.areas.empty()) {
            auto const whereabouts = whereaboutsOf(screen);
            auto matched = areas_.match(whereabouts);
            if (matched.inside && except_.match(whereabouts).inside) {
                return {false, false, "a higher level of the same event is for it",
                        "适用同一事件的更高级别"};
            }
            return {matched.inside, false, std::move(matched.why), std::move(matched.whyZh)};
        }
        return {false, false, "neither it, its unit nor a tag of it is named",
                "未指定该屏、其单位或标签"};
    }

    [[nodiscard]] Whereabouts whereaboutsOf(Screen const& screen) const {
        Whereabouts out;
        if (screen.place) {
            out.place = GeoPoint{screen.place->latitude, screen.place->longitude};
        }
        out.code = screen.code;
        auto const unit = codes_.find(screen.unit);
        if (out.code.empty() && unit != codes_.end()) {
            out.code = unit->second;
        }
        return out;
    }

    /// Of several thresholds the highest counts. What happens in the house has none.
    void checkThreshold(Screen const& screen, Asked& asked) const {
        if (wanted_.emergency) {
            return;
        }
        for (auto const& tag : screen.tags) {
            auto const threshold = settings_.thresholds.find(tag);
            if (threshold != settings_.thresholds.end() && wanted_.level < threshold->second) {
                auto const least = std::string(playlists::toString(threshold->second));
                asked = {false, false,
                         "its tag " + tag + " takes forwarded warnings from " + least + " on only",
                         "标签 " + tag + " 只接收 " + least + " 及以上级别的转发预警"};
                return;
            }
        }
    }

    access::UnitTree tree_;
    Wanted const& wanted_;
    WarningSettings const& settings_;
    std::set<std::string> named_;
    std::map<std::string, std::string> codes_;
    AreaMatcher areas_, except_;
};

Result<> checkNamed(store::Tx const& tx, std::vector<store::Unit> const& units,
                    Wanted const& wanted) {
    for (auto const& name : wanted.where.screens) {
        auto const screen = tx.screens().find(ScreenId(name));
        if (!screen) {
            return Error{Errc::notFound, "there is no screen \"" + name + "\""};
        }
        if (screen->retired) {
            return Error{Errc::conflict, "screen " + name + " is retired"};
        }
        if (!wanted.reach.isAll() && !wanted.reach.contains(screen->unit)) {
            return Error{Errc::permission, "screen " + name +
                                               " belongs to another unit, for which you do not "
                                               "have the right raise-warnings"};
        }
    }
    for (auto const& name : wanted.where.units) {
        bool const known = std::any_of(units.begin(), units.end(),
                                       [&](auto const& unit) { return unit.handle == name; });
        if (!known) {
            return Error{Errc::notFound, "there is no unit \"" + name + "\""};
        }
    }
    return {};
}

}  // namespace

Result<Chosen> chooseScreens(store::Tx const& tx, Wanted const& wanted,
                             WarningSettings const& settings) {
    auto const units = tx.units().all();
    if (auto known = checkNamed(tx, units, wanted); !known) {
        return known.error();
    }
    Chooser const chooser(units, wanted, settings);
    Chosen out;
    out.tree = access::UnitTree(units);
    for (auto const& screen : tx.screens().all()) {
        if (!screen.retired) {
            chooser.consider(screen, out);
        }
    }
    return out;
}

std::string ownerOf(Chosen const& chosen, std::string const& unit, access::UnitSet const& reach) {
    std::set<std::string> below;
    for (auto const& screen : chosen.screens) {
        below.insert(screen.unit);
    }
    if (!unit.empty()) {
        below.insert(unit);
    }
    auto const first = below.empty() ? std::string() : *below.begin();
    auto above = chosen.tree.above(first);
    above.insert(first);
    std::string out;
    std::size_t depth = 0;
    for (auto const& candidate : above) {
        bool const holdsAll = std::all_of(below.begin(), below.end(), [&](auto const& one) {
            return chosen.tree.isWithin(one, candidate);
        });
        auto const itsDepth = chosen.tree.above(candidate).size() + 1;
        if (!candidate.empty() && holdsAll && itsDepth > depth) {
            out = candidate;
            depth = itsDepth;
        }
    }
    return reach.contains(out) ? out : unit;
}

Result<> someScreen(Chosen const& chosen) {
    if (chosen.screens.empty()) {
        return Error{Errc::invalid,
                     "no screen of this site is meant by that, so it is not raised; "
                     "name others, or look with a preview why not"};
    }
    return {};
}

}  // namespace tocsin::warnings
