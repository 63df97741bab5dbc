// SPDX-License-Identifier: Apache-2.0
// What somebody is told who comes without TLS from another machine: the way to it, and how to trust
// the house's authority. Nothing else is served to them.
#pragma once

#include <string>
#include <string_view>

#include "tocsin/access/route.hpp"
#include "tocsin/session/authority.hpp"

namespace tocsin::http {

/// `host` as a URL has it, with its port. Everything but the page and the certificate is answered
/// with 308 to https.
[[nodiscard]] access::Response answerAtDoorstep(std::string_view method, std::string_view target,
                                                std::string const& host,
                                                session::Authority const& authority);

/// The authority's certificate as a file that browsers and systems can take in.
[[nodiscard]] access::Response authorityFile(session::Authority const& authority);

}  // namespace tocsin::http
