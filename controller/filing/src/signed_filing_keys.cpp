// SPDX-License-Identifier: Apache-2.0
#include "signed_filing_keys.hpp"

#include <algorithm>
#include <sstream>

#include "signed_filing.hpp"

namespace tocsin::filing {
namespace {

std::string settingOf(std::string const& unit) {
    return "filing.keys." + unit;
}

}  // namespace

std::vector<messages::PublicKey> pinnedKeys(store::Settings const& settings,
                                            std::string const& unit) {
    std::vector<messages::PublicKey> out;
    std::istringstream words(settings.get(settingOf(unit)).value_or(""));
    for (std::string word; words >> word;) {
        if (auto const key = keyFromHex(word)) {
            out.push_back(*key);
        }
    }
    return out;
}

Result<> pinKeys(store::Settings& settings, std::string const& unit,
                 std::vector<messages::PublicKey> const& keys) {
    if (keys.size() > kMostPinned) {
        return Error{Errc::exhausted,
                     "keys: at most " + std::to_string(kMostPinned) + " are pinned for a unit"};
    }
    std::string text;
    for (auto const& key : keys) {
        text += (text.empty() ? "" : " ") + hexOf(key);
    }
    settings.put(settingOf(unit), text);
    return {};
}

std::vector<std::string> unitsOf(store::Settings const& settings,
                                 std::vector<store::Unit> const& units,
                                 messages::PublicKey const& key) {
    std::vector<std::string> out;
    for (auto const& unit : units) {
        auto const keys = pinnedKeys(settings, unit.handle);
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
            out.push_back(unit.handle);
        }
    }
    return out;
}

}  // namespace tocsin::filing
