// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/unit_for.hpp"

namespace tocsin::access {

Result<std::string> unitFor(Principal const& who, Permission permission, std::string const& asked) {
    if (!asked.empty()) {
        if (!who.may(permission, asked)) {
            return Error{Errc::permission, "you do not have the right " +
                                               std::string(toString(permission)) +
                                               " for the unit \"" + asked + "\""};
        }
        return asked;
    }
    auto const units = who.unitsFor(permission);
    if (units.contains(who.unit)) {
        return who.unit;
    }
    if (units.named().size() == 1 && !units.isAll()) {
        return *units.named().begin();
    }
    if (units.isAll()) {
        return std::string();
    }
    return Error{Errc::invalid, "say whose this is: name one of your units (unit)"};
}

std::string ownUnit(Principal const& who) {
    return who.may(Permission::editMedia, who.unit) ? who.unit : std::string();
}

std::optional<std::vector<std::string>> usedUnits(Principal const& who, Permission permission) {
    auto const units = who.unitsFor(permission);
    if (units.isAll()) {
        return std::nullopt;
    }
    std::vector<std::string> out(units.named().begin(), units.named().end());
    out.insert(out.end(), who.above.begin(), who.above.end());
    return out;
}

}  // namespace tocsin::access
