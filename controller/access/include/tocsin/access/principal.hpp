// SPDX-License-Identifier: Apache-2.0
// Who is calling, and for which units they may do what. Every handler takes a Principal; deny is
// the default.
#pragma once

#include <map>
#include <set>
#include <string>

#include "tocsin/access/permission.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/id.hpp"

namespace tocsin::access {

/// Some units by their handles, or all there are and will be.
class UnitSet {
public:
    [[nodiscard]] static UnitSet all() {
        UnitSet out;
        out.all_ = true;
        return out;
    }
    void add(UnitSet const& others) {
        all_ = all_ || others.all_;
        units_.insert(others.units_.begin(), others.units_.end());
    }
    void add(std::string unit) { units_.insert(std::move(unit)); }
    [[nodiscard]] bool isAll() const noexcept { return all_; }
    /// The unit "" stands for the whole site: only all units hold it.
    [[nodiscard]] bool contains(std::string const& unit) const {
        return all_ || (!unit.empty() && units_.contains(unit));
    }
    [[nodiscard]] std::set<std::string> const& named() const noexcept { return units_; }
    bool operator==(UnitSet const&) const = default;

private:
    bool all_ = false;
    std::set<std::string> units_;
};

/// A person or program at the HTTP API. A value: what it may do is what it might when the request
/// came.
struct Principal {
    std::string name;  ///< account, as it stands in the audit trail
    std::map<Permission, UnitSet> permissions;
    std::string unit{};             ///< home unit: what they make is this unit's
    std::set<std::string> above{};  ///< units above those of the grants, whose things they may use
    bool person = true;             ///< false: a program, or a person's token
    UnitSet ownReviews{};           ///< of approveCampaigns what is their own
    std::map<std::string, UnitSet> lentReviews{};  ///< and what others have lent, by their accounts

    /// For some unit at least.
    [[nodiscard]] bool may(Permission permission) const { return permissions.contains(permission); }
    [[nodiscard]] bool may(Permission permission, std::string const& ofUnit) const {
        auto const found = permissions.find(permission);
        return found != permissions.end() && found->second.contains(ofUnit);
    }
    /// The same for looking at what is shared downwards: things of units above, and of the whole
    /// site.
    [[nodiscard]] bool uses(Permission permission, std::string const& ofUnit) const {
        return may(permission, ofUnit) ||
               (may(permission) && (ofUnit.empty() || above.contains(ofUnit)));
    }
    /// Empty if there is none.
    [[nodiscard]] UnitSet unitsFor(Permission permission) const {
        auto const found = permissions.find(permission);
        return found == permissions.end() ? UnitSet() : found->second;
    }
};

/// A player on an authenticated session: it proved possession of `key`, and `screen` is the one the
/// key is bound to.
struct PlayerPrincipal {
    messages::PublicKey key;
    ScreenId screen;
};

}  // namespace tocsin::access
