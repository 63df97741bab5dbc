// SPDX-License-Identifier: Apache-2.0
#include "support/site_people.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/program.hpp"
#include "tocsin/session/http_client.hpp"

namespace tocsin::test {
namespace {

namespace json = boost::json;
constexpr char kPassword[] = "correct horse battery";

/// The answer's object; a test failure if it is none of success.
json::object ask(std::string const& address, std::string const& path, json::object const& body,
                 std::string const& token = "") {
    session::HttpRequest request;
    request.method = "POST";
    request.url = "http://" + address + path;
    request.headers["Content-Type"] = "application/json";
    if (!token.empty()) {
        request.headers["Authorization"] = "Bearer " + token;
    }
    request.body = json::serialize(body);
    auto const reply = session::request(request, {}, {});
    if (!reply || reply->status > 299) {
        ADD_FAILURE() << path << ": " << (reply ? reply->body : reply.error().message);
        return {};
    }
    return reply->body.empty() ? json::object() : json::parse(reply->body).as_object();
}

std::string text(json::object const& object, char const* key) {
    auto const* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

std::string signIn(std::string const& address, char const* account) {
    return text(ask(address, "/api/v1/session",
                    {{"account", account}, {"password", kPassword}, {"client", true}}),
                "token");
}

std::string setupToken(std::filesystem::path const& data) {
    auto token = readFile(data / "setup-token");
    while (!token.empty() && token.back() == '\n') {
        token.pop_back();
    }
    return token;
}

}  // namespace

void SitePeople::setUp(std::string const& address, std::filesystem::path const& data) {
    ask(address, "/api/v1/setup",
        {{"token", setupToken(data)},
         {"account", "keeper"},
         {"name", ""},
         {"password", kPassword}});
    auto const session = signIn(address, "keeper");
    auto const invited =
        ask(address, "/api/v1/accounts",
            {{"account", "reviewer"}, {"grants", {{{"role", "reviewer"}, {"unit", ""}}}}}, session);
    ask(address, "/api/v1/invitations/accept",
        {{"invitation", text(invited, "invitation")}, {"password", kPassword}});
    keeper_ =
        text(ask(address, "/api/v1/tokens", {{"name", "test"}, {"days", 400}}, session), "token");
}

std::string SitePeople::reviewer(std::string const& address) const {
    return signIn(address, "reviewer");
}

}  // namespace tocsin::test
