// SPDX-License-Identifier: Apache-2.0
// What a request's header decides before its body is read: to which route it goes. Who is calling
// is the gate's business.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "guard.hpp"
#include "tocsin/access/route.hpp"

namespace tocsin::http {

/// How somebody came, and what this controller is called.
struct Visit {
    Way way = Way::plain;
    std::vector<std::string> const& names;
};

struct Admitted {
    access::Route const* route = nullptr;
    access::Request request;  ///< without its body
};

/// The route of the request, or the answer that refuses it. `method` as on the wire; HEAD counts as
/// GET where it has no route of its own, and POST as what X-HTTP-Method-Override says. `headers`
/// with names in lower case. The result refers into `routes`.
[[nodiscard]] std::variant<Admitted, access::Response> admit(
    access::Routes const& routes, std::string method, std::string_view target,
    std::map<std::string, std::string> headers, Visit const& visit);

/// Why this request may not come in at all: it names another host than this one, or it wants to
/// change something from a page of another origin. An empty answer lets it in.
[[nodiscard]] std::optional<access::Response> refuseStranger(
    bool changes, std::map<std::string, std::string> const& headers, Visit const& visit);

/// A problem with a status that no Errc has.
[[nodiscard]] access::Response problemWithStatus(int status, std::string detail);

}  // namespace tocsin::http
