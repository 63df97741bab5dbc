// SPDX-License-Identifier: Apache-2.0
#include "cap_infos.hpp"

#include <algorithm>
#include <optional>

#include "cap_language.hpp"
#include "cap_over.hpp"

namespace tocsin::warnings {
namespace {

using Infos = std::vector<CapInfo const*>;

bool ofOneLanguage(CapInfo const& a, CapInfo const& b) {
    return primaryLanguage(languageOf(a)) == primaryLanguage(languageOf(b));
}

bool haveOneCode(CapInfo const& a, CapInfo const& b) {
    return std::any_of(a.eventCodes.begin(), a.eventCodes.end(), [&](auto const& code) {
        return std::find(b.eventCodes.begin(), b.eventCodes.end(), code) != b.eventCodes.end();
    });
}

/// Whether both speak of one thing. Without codes, events in two languages are never spelt alike:
/// then it is enough that all words of the standard are the same.
bool speakOfOneThing(CapInfo const& a, CapInfo const& b) {
    if (!std::is_permutation(a.categories.begin(), a.categories.end(), b.categories.begin(),
                             b.categories.end())) {
        return false;
    }
    if (!a.eventCodes.empty() && !b.eventCodes.empty()) {
        return haveOneCode(a, b);
    }
    return a.event == b.event || (!ofOneLanguage(a, b) && a.urgency == b.urgency &&
                                  a.severity == b.severity && a.certainty == b.certainty);
}

bool isTranslation(CapInfo const& a, CapInfo const& b) {
    return !ofOneLanguage(a, b) && speakOfOneThing(a, b) && a.areas.size() == b.areas.size();
}

/// Sets of infos that speak of one thing.
std::vector<Infos> things(Infos const& infos) {
    std::vector<Infos> out;
    for (auto const* info : infos) {
        auto const known = std::find_if(out.begin(), out.end(), [&](Infos const& thing) {
            return speakOfOneThing(*thing.front(), *info);
        });
        if (known == out.end()) {
            out.push_back({info});
        } else {
            known->push_back(info);
        }
    }
    return out;
}

/// A colour that is named is above any guess from the severity; of several the highest.
SaidLevel levelOfThing(Infos const& thing) {
    std::optional<SaidLevel> out;
    for (auto const* info : thing) {
        auto said = levelOf(*info);
        bool const above = !out || (said.named && !out->named) ||
                           (said.named == out->named && said.level > out->level);
        if (above) {
            out = std::move(said);
        }
    }
    return out.value_or(SaidLevel());
}

/// Those that are not about a place of a lower level.
void addOfLevel(Infos const& thing, SaidLevel const& level, Infos& out) {
    for (auto const* info : thing) {
        auto const said = levelOf(*info);
        bool const lower = said.named == level.named && said.level < level.level;
        if (!lower) {
            out.push_back(info);
        }
    }
}

}  // namespace

Infos allInfos(CapMessage const& message) {
    Infos out;
    for (auto const& info : message.infos) {
        out.push_back(&info);
    }
    return out;
}

Infos standingInfos(CapMessage const& message) {
    Infos over, out;
    for (auto const& info : message.infos) {
        auto const said = overOf(info);
        if (said && !said->past) {
            over.push_back(&info);
        }
    }
    for (auto const& info : message.infos) {
        bool const lifted = std::any_of(over.begin(), over.end(), [&](auto const* other) {
            return isTranslation(*other, info);
        });
        if (!overOf(info) && !lifted) {
            out.push_back(&info);
        }
    }
    return out;
}

ChosenInfos chooseInfos(Infos const& infos) {
    ChosenInfos out;
    auto const all = things(infos);
    for (auto const& thing : all) {
        auto level = levelOfThing(thing);
        if (out.infos.empty() || level.level > out.level.level) {
            out.infos.clear();
            out.level = level;
        }
        if (level.level == out.level.level) {
            addOfLevel(thing, level, out.infos);
        }
    }
    return out;
}

}  // namespace tocsin::warnings
