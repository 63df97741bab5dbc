// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tocsin/http/server.hpp"

namespace tocsin::http {
namespace {

TEST(OpenApi, DescribesEveryRouteOfTheTable) {
    access::Routes routes;
    routes.push_back({"GET",
                      "/api/v1/things/{id}",
                      access::Permission::viewMedia,
                      "One thing",
                      "",
                      R"({"type":"object"})",
                      access::BodyPolicy::none,
                      {}});
    routes.push_back({"POST",
                      "/api/v1/things/{id}",
                      access::Permission::editMedia,
                      "Change it",
                      R"({"type":"string"})",
                      "",
                      access::BodyPolicy::text,
                      {}});
    auto const document = boost::json::parse(openApi(routes));
    EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
    auto const& path = document.at("paths").at("/api/v1/things/{id}");
    EXPECT_EQ(path.at("get").at("parameters").at(0).at("name").as_string(), "id");
    EXPECT_EQ(path.at("post").at("x-permission").as_string(), "edit-media");
    EXPECT_EQ(path.at("post")
                  .at("requestBody")
                  .at("content")
                  .at("application/json")
                  .at("schema")
                  .at("type")
                  .as_string(),
              "string");
}

}  // namespace
}  // namespace tocsin::http
