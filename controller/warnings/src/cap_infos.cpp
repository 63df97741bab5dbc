// SPDX-License-Identifier: Apache-2.0
#include "cap_infos.hpp"

#include <algorithm>

#include "cap_language.hpp"
#include "cap_over.hpp"
#include "plain_text.hpp"

namespace tocsin::warnings {
namespace {

using Infos = std::vector<CapInfo const*>;

bool haveOneCode(CapInfo const& a, CapInfo const& b) {
    return std::any_of(a.eventCodes.begin(), a.eventCodes.end(), [&](auto const& code) {
        return std::find(b.eventCodes.begin(), b.eventCodes.end(), code) != b.eventCodes.end();
    });
}

bool isTranslation(CapInfo const& a, CapInfo const& b) {
    return !ofOneLanguage(a, b) && speakOfOneThing(a, b) && a.areas.size() == b.areas.size();
}

/// Where it says in that language too that it is over, all else in that language stands on.
bool lifts(CapInfo const& over, CapInfo const& info, Infos const& allOver) {
    bool const saidItself = std::any_of(allOver.begin(), allOver.end(), [&](auto const* other) {
        return ofOneLanguage(*other, info) && isTranslation(over, *other);
    });
    return !saidItself && isTranslation(over, info);
}

}  // namespace

bool ofOneLanguage(CapInfo const& a, CapInfo const& b) {
    return lowered(languageOf(a)) == lowered(languageOf(b));
}

bool ofOneWeight(CapInfo const& a, CapInfo const& b) {
    return a.urgency == b.urgency && a.severity == b.severity && a.certainty == b.certainty;
}

/// Without codes, events in two languages are never spelt alike: then it is enough that all words
/// of the standard are the same.
bool speakOfOneThing(CapInfo const& a, CapInfo const& b) {
    if (!std::is_permutation(a.categories.begin(), a.categories.end(), b.categories.begin(),
                             b.categories.end())) {
        return false;
    }
    if (!a.eventCodes.empty() && !b.eventCodes.empty()) {
        return haveOneCode(a, b);
    }
    return a.event == b.event || (!ofOneLanguage(a, b) && ofOneWeight(a, b));
}

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
        bool const lifted = std::any_of(
            over.begin(), over.end(), [&](auto const* other) { return lifts(*other, info, over); });
        if (!overOf(info) && !lifted) {
            out.push_back(&info);
        }
    }
    return out;
}

}  // namespace tocsin::warnings
