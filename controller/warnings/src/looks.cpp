// SPDX-License-Identifier: Apache-2.0
#include "looks.hpp"

#include <algorithm>

namespace tocsin::warnings {
namespace {

using playlists::WarningLevel;
using playlists::WarningLook;

struct Look {
    WarningLook look = WarningLook::takeover;
    bool sound = false;
};

bool fits(LookRule const& rule, store::Screen const& screen, Wanted const& wanted,
          access::UnitTree const& tree) {
    auto const& [units, tags, levels, emergency, look, sound] = rule;
    bool const ofUnit =
        units.empty() || std::any_of(units.begin(), units.end(), [&](auto const& unit) {
            return tree.isWithin(screen.unit, unit);
        });
    bool const tagged =
        tags.empty() || std::any_of(tags.begin(), tags.end(), [&](auto const& tag) {
            return std::find(screen.tags.begin(), screen.tags.end(), tag) != screen.tags.end();
        });
    bool const ofLevel =
        levels.empty() || std::find(levels.begin(), levels.end(), wanted.level) != levels.end();
    return ofUnit && tagged && ofLevel && emergency.value_or(wanted.emergency) == wanted.emergency;
}

Look houseLook(Wanted const& wanted) {
    switch (wanted.level) {
        case WarningLevel::red:
        case WarningLevel::orange:
            return {WarningLook::takeover, true};
        case WarningLevel::yellow:
            return {wanted.usualLook.value_or(WarningLook::split), false};
        case WarningLevel::blue:
        case WarningLevel::none:
            return {wanted.usualLook.value_or(WarningLook::ticker), false};
    }
    return {};
}

}  // namespace

messages::WarningTarget lookOn(store::Screen const& screen, Wanted const& wanted,
                               std::vector<LookRule> const& rules, access::UnitTree const& tree) {
    auto const rule = std::find_if(rules.begin(), rules.end(), [&](auto const& one) {
        return fits(one, screen, wanted, tree);
    });
    auto const usual = rule == rules.end() ? houseLook(wanted) : Look{rule->look, rule->sound};
    messages::WarningTarget out;
    out.screen = screen.id;
    out.look = wanted.look.value_or(usual.look);
    out.sound = wanted.sound.value_or(usual.sound);
    out.always = wanted.level >= WarningLevel::orange;
    if (out.look == WarningLook::split && screen.height < kLeastSplitHeight) {
        out.look = WarningLook::takeover;
    }
    return out;
}

}  // namespace tocsin::warnings
