// SPDX-License-Identifier: Apache-2.0
// Where every request is let in or not, before its handler hears of it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "tocsin/access/principal.hpp"
#include "tocsin/access/route.hpp"

namespace tocsin::store {
class Tx;
}

namespace tocsin::access {

/// Thread-safe; blocks, so it is asked on workers.
class Gate {
public:
    virtual ~Gate() = default;
    /// Who is calling, if they may call this route for the row that the request names; otherwise
    /// the answer that refuses: 401 for whoever is not known, 403, 429. `request` has no body yet.
    [[nodiscard]] virtual std::variant<Principal, Response> admit(Route const& route,
                                                                  Request const& request) = 0;
};

/// The unit of the row with this id; "" for one that is the whole site's, nothing if there is none.
using UnitOf = std::function<std::optional<std::string>(store::Tx const&, std::string const&)>;
/// By the kinds that routes name in their Reach. Each room adds its own.
using RowUnits = std::map<std::string, UnitOf, std::less<>>;

}  // namespace tocsin::access
