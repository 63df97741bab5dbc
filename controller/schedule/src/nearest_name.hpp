// SPDX-License-Identifier: Apache-2.0
// Guessing which existing name was meant.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/config/toml_reader.hpp"

namespace tocsin::schedule {

/// "; did you mean "x"?", or nothing if no name is near.
template <class Names>
std::string nearestOf(std::string const& word, Names const& names) {
    std::vector<std::string_view> candidates;
    for (auto const& name : names) {
        candidates.emplace_back(name);
    }
    auto const found = config::nearest(word, candidates);
    return found ? "; did you mean \"" + std::string(*found) + "\"?" : "";
}

template <class Value>
std::string nearestOf(std::string const& word, std::map<std::string, Value> const& named) {
    std::vector<std::string_view> names;
    for (auto const& [name, value] : named) {
        names.emplace_back(name);
    }
    return nearestOf(word, names);
}

}  // namespace tocsin::schedule
