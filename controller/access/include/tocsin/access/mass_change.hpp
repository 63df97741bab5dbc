// SPDX-License-Identifier: Apache-2.0
// What a change that no review covers would do to screens, for the guard that holds those which
// reach many of them.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "tocsin/vocabulary/id.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::store {
class Tx;
}

namespace tocsin::access {

struct Reached {
    std::vector<ScreenId> screens;
    /// For these units ("": the whole site) whoever confirms it needs the route's permission.
    std::set<std::string> units;
    std::string english, chinese;  ///< what would happen to the screens, a line
    /// What it would take the place of, in whatever form: where that is another when a second
    /// person confirms, it is not the change any more that they saw.
    std::string before;
};

/// Asked by handlers of guarded routes in the transaction that makes the change, before anything is
/// changed in it. An error is to be returned as it is: the change is held, or it is not the one any
/// more that a second person confirmed.
using MassGuard = std::function<Result<>(store::Tx&, Reached const&)>;

/// Handlers that are called by themselves, without the guard, are not held.
[[nodiscard]] inline Result<> askGuard(MassGuard const& guard, store::Tx& tx,
                                       Reached const& reached) {
    return guard ? guard(tx, reached) : Result<>();
}

}  // namespace tocsin::access
