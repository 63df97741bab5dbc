// SPDX-License-Identifier: Apache-2.0
// Requests of people who may do nothing here: of all routes of the API's description, without a
// credential or with a wrong one, mutated in every part.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "dice.hpp"

namespace tocsin::integration {

struct HostileRequest {
    std::string bytes;
    /// It is as long as it says: it will be answered, and the connection may go on.
    bool whole = false;
    bool head = false;  ///< the answer has no body
    bool open = false;  ///< anybody may ask this
};

class HostileRequests {
public:
    /// Of the served description (OpenAPI); `names` are put in for its parameters.
    HostileRequests(boost::json::object const& description, std::vector<std::string> names);
    [[nodiscard]] HostileRequest next(Dice& dice) const;

private:
    struct Route {
        std::string method, path, body, type;
        std::vector<std::string> query;
    };
    [[nodiscard]] std::string targetOf(Dice& dice, Route const& route) const;
    [[nodiscard]] HostileRequest wholeRequest(Dice& dice) const;
    [[nodiscard]] std::string brokenRequest(Dice& dice) const;

    std::vector<Route> routes_;
    std::vector<std::string> open_;  ///< how paths begin that anybody may look at
    std::vector<std::string> names_;
};

}  // namespace tocsin::integration
