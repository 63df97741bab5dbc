// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/unit_tree.hpp"

namespace tocsin::access {

UnitTree::UnitTree(std::vector<store::Unit> const& units) {
    for (auto const& unit : units) {
        parents_[unit.handle] = unit.parent;
        children_.emplace(unit.parent, unit.handle);
    }
}

UnitSet UnitTree::from(std::string const& unit) const {
    if (unit.empty()) {
        return UnitSet::all();
    }
    UnitSet out;
    std::vector<std::string> open{unit};
    while (!open.empty()) {
        auto const next = std::move(open.back());
        open.pop_back();
        if (out.contains(next)) {
            continue;  // a ring, which routes refuse, ends here all the same
        }
        out.add(next);
        auto const [begin, end] = children_.equal_range(next);
        for (auto child = begin; child != end; ++child) {
            open.push_back(child->second);
        }
    }
    return out;
}

std::set<std::string> UnitTree::above(std::string const& unit) const {
    std::set<std::string> out;
    auto at = parents_.find(unit);
    while (at != parents_.end() && !at->second.empty() && out.insert(at->second).second) {
        at = parents_.find(at->second);
    }
    return out;
}

bool UnitTree::isWithin(std::string const& unit, std::string const& top) const {
    return top.empty() || unit == top || above(unit).contains(top);
}

}  // namespace tocsin::access
