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

TEST(OpenApi, SaysWhatIsAskedSentAndAnswered) {
    access::Route upload{"POST",
                         "/media",
                         access::Permission::editMedia,
                         "Add",
                         "",
                         R"({"type":"object"})",
                         access::BodyPolicy::upload,
                         {}};
    upload.query = {{"name", true}, {"handle"}};
    upload.success = {200, 201};
    access::Route file{"PUT",
                       "/campaigns/{id}",
                       access::Permission::editCampaigns,
                       "Apply",
                       R"({"type":"string"})",
                       "",
                       access::BodyPolicy::text,
                       {}};
    file.requestType = "application/toml";
    file.responseTypes = {"application/json", "text/csv"};
    file.guarded = true;
    auto const document = boost::json::parse(openApi({upload, file}));
    auto const& post = document.at("paths").at("/media").at("post");
    EXPECT_EQ(boost::json::serialize(post.at("parameters").at(0)),
              R"({"name":"name","in":"query","required":true,"schema":{"type":"string"}})");
    EXPECT_EQ(post.at("parameters").at(1).at("required"), false);
    EXPECT_TRUE(post.at("responses").as_object().contains("201"));
    EXPECT_TRUE(
        post.at("requestBody").at("content").as_object().contains("application/octet-stream"));
    auto const& put = document.at("paths").at("/campaigns/{id}").at("put");
    EXPECT_EQ(put.at("parameters").as_array().size(), 1U);
    EXPECT_EQ(put.at("x-guarded"), true);
    EXPECT_FALSE(post.as_object().contains("x-guarded"));
    auto const& sent = put.at("requestBody").at("content").as_object();
    EXPECT_EQ(sent.begin()->key(), "application/toml");
    EXPECT_EQ(sent.size(), 1U);
    auto const& answer = put.at("responses").at("200").at("content").as_object();
    EXPECT_TRUE(answer.contains("application/json") && answer.contains("text/csv"));
    EXPECT_FALSE(put.at("responses").as_object().contains("201"));
}

}  // namespace
}  // namespace tocsin::http
