// SPDX-License-Identifier: Apache-2.0
#include "people_of_site.hpp"

#include <gtest/gtest.h>

namespace tocsin::integration {
namespace {

constexpr char kPassword[] = "correct horse battery";

std::string textOf(boost::json::object const& object, char const* key) {
    auto const* found = object.if_contains(key);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : "";
}

}  // namespace

TusAnswer asked(test::Site const& site, std::string const& token, std::string const& method,
                std::string const& path, std::string const& body, std::string const& type) {
    return TusClient(site.address(), token).ask(method, path, {{"Content-Type", type}}, body);
}

boost::json::object objectOf(TusAnswer const& answer) {
    boost::system::error_code ec;
    auto const value = boost::json::parse(answer.body, ec);
    return ec || !value.is_object() ? boost::json::object() : value.as_object();
}

std::string signedIn(test::Site const& site, std::string const& account,
                     std::vector<std::string> const& roles) {
    boost::json::array grants;
    for (auto const& role : roles) {
        grants.push_back(boost::json::object{{"role", role}, {"unit", ""}});
    }
    // Whoever gives rights has to have them, and to be signed in.
    auto const keeper =
        objectOf(asked(site, "", "POST", "/api/v1/session",
                       boost::json::serialize(boost::json::object{
                           {"account", "keeper"}, {"password", kPassword}, {"client", true}})));
    auto const invited = objectOf(asked(site, textOf(keeper, "token"), "POST", "/api/v1/accounts",
                                        boost::json::serialize(boost::json::object{
                                            {"account", account}, {"grants", std::move(grants)}})));
    auto const accepted =
        asked(site, "", "POST", "/api/v1/invitations/accept",
              boost::json::serialize(boost::json::object{
                  {"invitation", textOf(invited, "invitation")}, {"password", kPassword}}));
    EXPECT_EQ(accepted.status, 201) << accepted.body;
    auto const session =
        asked(site, "", "POST", "/api/v1/session",
              boost::json::serialize(boost::json::object{
                  {"account", account}, {"password", kPassword}, {"client", true}}));
    EXPECT_EQ(session.status, 201) << session.body;
    return textOf(objectOf(session), "token");
}

}  // namespace tocsin::integration
