// SPDX-License-Identifier: Apache-2.0
// More people for a test's site, and what they ask the controller.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "support/site.hpp"
#include "tus_client.hpp"

namespace tocsin::integration {

/// Has an account with these roles for all units invited, accepts and signs in; the session's
/// token.
[[nodiscard]] std::string signedIn(test::Site const& site, std::string const& account,
                                   std::vector<std::string> const& roles);

/// One request with JSON or, for settings and campaigns, TOML.
[[nodiscard]] TusAnswer asked(test::Site const& site, std::string const& token,
                              std::string const& method, std::string const& path,
                              std::string const& body = "",
                              std::string const& type = "application/json");
/// The answer's object; an empty one if it is none.
[[nodiscard]] boost::json::object objectOf(TusAnswer const& answer);

}  // namespace tocsin::integration
