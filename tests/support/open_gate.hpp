// SPDX-License-Identifier: Apache-2.0
// For tests of what handlers do with whoever may do everything.
#pragma once

#include <string>
#include <utility>

#include "tocsin/access/gate.hpp"

namespace tocsin::test {

/// Has every right for all units.
[[nodiscard]] inline access::Principal everyRight(std::string name = "local-operator") {
    access::Principal out{std::move(name), {}};
    for (auto const permission : access::allPermissions()) {
        out.permissions[permission] = access::UnitSet::all();
    }
    out.ownReviews = access::UnitSet::all();
    return out;
}

/// Lets everybody in, to everything.
class OpenGate final : public access::Gate {
public:
    [[nodiscard]] std::variant<access::Principal, access::Response> admit(
        access::Route const& /*route*/, access::Request const& /*request*/) override {
        return everyRight();
    }
};

}  // namespace tocsin::test
