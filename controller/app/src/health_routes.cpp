// SPDX-License-Identifier: Apache-2.0
#include "health_routes.hpp"

#include "tocsin/http/server.hpp"

namespace tocsin::app {
namespace {

using access::BodyPolicy;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

constexpr char kStateSchema[] =
    R"({"type":"object","required":["status"],"properties":{"status":{"type":"string"}}})";

Response answer(std::string body) {
    Response response;
    response.body = std::move(body);
    return response;
}

/// Ready: the store can be read, so its migrations are done.
Result<Response> readiness(store::Store& store) {
    auto const looked = store.read([](store::Tx const& tx) -> Result<> {
        (void)tx.settings().get("generation");
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return answer(R"({"status":"ready"})");
}

}  // namespace

access::Routes healthRoutes(store::Store& store) {
    access::Routes routes;
    routes.push_back({"GET", "/livez", Permission::viewScreens, "The process is alive", "",
                      kStateSchema, BodyPolicy::none,
                      [](Principal const&, Request const&) -> Result<Response> {
                          return answer(R"({"status":"ok"})");
                      },
                      true, true});
    routes.push_back({"GET", "/readyz", Permission::viewScreens, "The controller can serve", "",
                      kStateSchema, BodyPolicy::none,
                      [&store](Principal const&, Request const&) { return readiness(store); },
                      true});
    return routes;
}

access::Route openApiRoute(access::Routes const& routes) {
    access::Route own{"GET", "/api/v1/openapi.json", Permission::viewScreens, "This description",
                      "",    R"({"type":"object"})", BodyPolicy::none,        {},
                      true};
    auto described = routes;
    described.push_back(own);
    own.handler = [document = http::openApi(described)](Principal const&,
                                                        Request const&) -> Result<Response> {
        return answer(document);
    };
    return own;
}

}  // namespace tocsin::app
