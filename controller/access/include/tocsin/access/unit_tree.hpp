// SPDX-License-Identifier: Apache-2.0
// Which units stand below which. Made from the units of one snapshot; a value.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tocsin/access/principal.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::access {

class UnitTree {
public:
    explicit UnitTree(std::vector<store::Unit> const& units);
    /// The unit and all below it; for "" all units. A handle that is not in the tree stands alone.
    [[nodiscard]] UnitSet from(std::string const& unit) const;
    /// Units above it, without itself.
    [[nodiscard]] std::set<std::string> above(std::string const& unit) const;
    /// Whether `unit` is `top` or below it. Everything is below "".
    [[nodiscard]] bool isWithin(std::string const& unit, std::string const& top) const;

private:
    std::map<std::string, std::string> parents_;
    std::multimap<std::string, std::string> children_;
};

}  // namespace tocsin::access
