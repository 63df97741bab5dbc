// SPDX-License-Identifier: Apache-2.0
// What a request says behind its path.
#pragma once

#include <string>

#include "tocsin/access/route.hpp"

namespace tocsin::access {

/// The value of a name in the query; empty if it is not there.
[[nodiscard]] inline std::string queried(Request const& request, std::string const& name) {
    auto const found = request.query.find(name);
    return found == request.query.end() ? std::string() : found->second;
}

}  // namespace tocsin::access
