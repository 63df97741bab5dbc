// SPDX-License-Identifier: Apache-2.0
// The matrix role × route × own, lower or foreign unit, made from the description of the API that
// the running controller serves: a route that is added is tested without anybody thinking of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>

#include "campaigns.hpp"
#include "support/media_samples.hpp"
#include "support/site.hpp"
#include "tocsin/access/permission.hpp"
#include "tocsin/access/role.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tus_client.hpp"

namespace tocsin::integration {
namespace {

namespace json = boost::json;

/// A route of the description.
struct Described {
    std::string method, path, permission, reach, kind, name;
    bool secondFactor = false, textBody = false;
};

class Authorisation : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        keeper = site.people().keeper();
        addUnits();
        addRows();
        readRoutes();
    }

    TusAnswer ask(std::string const& token, std::string const& method, std::string const& path,
                  std::string const& body = "") {
        TusClient::Headers headers{{"Content-Type", "application/json"}};
        // What is asked is whether one may, not whether the words are right.
        return TusClient(site.address(), token).ask(method, path, headers, body);
    }
    json::object object(TusAnswer const& answer) {
        boost::system::error_code ec;
        auto const value = json::parse(answer.body, ec);
        return ec || !value.is_object() ? json::object() : value.as_object();
    }
    void must(TusAnswer const& answer) {
        ASSERT_TRUE(answer.status >= 200 && answer.status < 300)
            << answer.status << " " << answer.body;
    }

    /// bureau over east over clinic, and west beside east.
    void addUnits() {
        for (auto const& [unit, parent] : std::vector<std::pair<std::string, std::string>>{
                 {"bureau", ""}, {"east", "bureau"}, {"clinic", "east"}, {"west", "bureau"}}) {
            must(ask(keeper, "PUT", "/api/v1/units/" + unit,
                     R"({"name":")" + unit + R"(","parent":")" + parent + R"("})"));
        }
    }
    /// One thing of each kind in each unit.
    void addRows() {
        int width = 64;
        for (std::string const unit : {"bureau", "east", "clinic", "west"}) {
            must(ask(keeper, "POST", "/api/v1/screens",
                     R"({"id":"screen-)" + unit + R"(","name":"x","unit":")" + unit +
                         R"(","width":192,"height":32})"));
            width += 16;  // another picture
            auto const picture = test::samplePicture("png", width, 64);
            must(TusClient(site.address(), keeper)
                     .ask("POST",
                          "/api/v1/media?name=" + unit + ".png&handle=asset-" + unit +
                              "&unit=" + unit,
                          {{"Content-Type", "application/octet-stream"}}, test::bytesOf(picture)));
            must(TusClient(site.address(), keeper)
                     .ask("PUT", "/api/v1/campaigns/campaign-" + unit + "?unit=" + unit,
                          {{"Content-Type", "application/toml"}},
                          "title = \"t\"\nclass = \"filler\"\nfrom = 2026-01-01\nto = "
                          "2036-12-31\nitems = [\"asset-" +
                              unit + "\"]\n[targets]\nall = true\n"));
            must(ask(keeper, "POST", "/api/v1/playlists",
                     R"({"handle":"playlist-)" + unit + R"(","unit":")" + unit +
                         R"(","items":["asset-)" + unit + R"("]})"));
            auto const upload =
                TusClient(site.address(), keeper)
                    .ask("POST", "/api/v1/uploads",
                         {{"Upload-Length", "1000"},
                          {"Upload-Metadata", "filename " + messages::base64(unit + ".png") +
                                                  ",unit " + messages::base64(unit)}});
            must(upload);
            auto const location = upload.headers.at("location");
            rows[{"upload", unit}] = location.substr(location.rfind('/') + 1);
            must(ask(
                keeper, "PUT", "/api/v1/activities/activity-" + unit,
                R"({"title":"t","from":"2026-06-01","to":"2026-06-30","unit":")" + unit + R"("})"));
            auto const work = ask(keeper, "POST", "/api/v1/work",
                                  R"({"title":"work-)" + unit + R"(","activity":"activity-)" +
                                      unit + R"(","unit":")" + unit + R"("})");
            must(work);
            rows[{"work", unit}] = boost::json::serialize(object(work)["number"]);
            for (std::string const kind : {"screen", "campaign", "asset", "playlist", "activity"}) {
                rows[{kind, unit}] = kind + "-" + unit;
            }
            rows[{"unit", unit}] = unit;
        }
    }
    void readRoutes() {
        auto const document = object(ask(keeper, "GET", "/api/v1/openapi.json"));
        for (auto const& path : document.at("paths").as_object()) {
            for (auto const& operation : path.value().as_object()) {
                auto const& said = operation.value().as_object();
                Described route;
                route.method = operation.key();
                std::transform(route.method.begin(), route.method.end(), route.method.begin(),
                               [](char c) { return static_cast<char>(c & ~0x20); });
                route.path = path.key();
                route.permission = std::string(said.at("x-permission").as_string());
                if (auto const* reach = said.if_contains("x-reach")) {
                    route.reach = std::string(reach->at("of").as_string());
                    if (auto const* kind = reach->as_object().if_contains("kind")) {
                        route.kind = std::string(kind->as_string());
                        route.name = std::string(reach->at("name").as_string());
                    }
                }
                route.secondFactor = said.contains("x-second-factor");
                route.textBody = said.contains("requestBody");
                routes.push_back(route);
            }
        }
    }
    /// Signs in somebody with this role for this unit alone.
    std::string person(std::string const& role, std::string const& unit) {
        auto const account = role + "-" + (unit.empty() ? "all" : unit);
        auto const invited =
            ask(keeperSession(), "POST", "/api/v1/accounts",
                R"({"account":")" + account + R"(","unit":")" + unit + R"(","grants":[{"role":")" +
                    role + R"(","unit":")" + unit + R"("}]})");
        EXPECT_EQ(invited.status, 201) << invited.body;
        auto const text = std::string(object(invited)["invitation"].as_string());
        EXPECT_EQ(ask("", "POST", "/api/v1/invitations/accept",
                      R"({"invitation":")" + text + R"(","password":"correct horse battery"})")
                      .status,
                  201);
        auto const signedIn = ask(
            "", "POST", "/api/v1/session",
            R"({"account":")" + account + R"(","password":"correct horse battery","client":true})");
        EXPECT_EQ(signedIn.status, 201) << signedIn.body;
        return std::string(object(signedIn)["token"].as_string());
    }
    std::string keeperSession() { return keeper; }

    /// The route's path with the row of `unit`; nothing if it names no row.
    std::string pathFor(Described const& route, std::string const& unit) {
        std::string out;
        for (std::size_t at = 0; at < route.path.size();) {
            auto const open = route.path.find('{', at);
            out += route.path.substr(at, open - at);
            if (open == std::string::npos) {
                break;
            }
            auto const close = route.path.find('}', open);
            auto const name = route.path.substr(open + 1, close - open - 1);
            auto const row = rows.find({route.kind, unit});
            out += name == route.name && row != rows.end() ? row->second : "none";
            at = close + 1;
        }
        bool const inQuery =
            !route.name.empty() && route.path.find("{" + route.name + "}") == std::string::npos;
        return inQuery ? out + "?" + route.name + "=" + rows.at({route.kind, unit}) : out;
    }

    test::Site site;
    std::string keeper;
    std::map<std::pair<std::string, std::string>, std::string> rows;  ///< by kind and unit
    std::vector<Described> routes;
};

bool mustHave(access::Role role, std::string const& permission) {
    auto const wanted = access::permissionFrom(permission);
    return wanted && access::permissionsOf(role).contains(*wanted);
}

/// Whether somebody with rights for east may, by what the route says of itself.
bool mayIn(Described const& route, std::string const& unit) {
    // A picture needs a player, and there is none here; nor is there a warning, which a duty
    // officer raises with a second factor, nor a mail without a mail server. The handler says so to
    // whoever asks.
    if (route.reach == "filtered" || route.kind == "picture" || route.kind == "warning" ||
        route.kind == "mail") {
        return true;
    }
    if (route.reach == "row") {
        return unit == "east" || unit == "clinic";
    }
    if (route.reach == "shared") {
        return unit != "west";
    }
    return false;
}

TEST_F(Authorisation, NobodyGetsPastAnyRouteWithoutBeingKnown) {
    ASSERT_GT(routes.size(), 80U);
    for (auto const& route : routes) {
        auto const answer =
            ask("guess", route.method, pathFor(route, "east"), route.textBody ? "{}" : "");
        if (route.permission == "none") {
            EXPECT_NE(answer.status, 401) << route.method << " " << route.path;
        } else {
            EXPECT_EQ(answer.status, 401) << route.method << " " << route.path;
        }
    }
}

TEST_F(Authorisation, EveryRoleGetsWhatItsRightsSayInItsUnitAndNowhereElse) {
    for (auto const role : access::allRoles()) {
        auto const word = std::string(access::toString(role));
        auto const token = person(word, "east");
        for (auto const& route : routes) {
            bool const isOfSession = route.path.starts_with("/api/v1/session");
            if (route.permission == "none" || isOfSession) {
                continue;
            }
            for (std::string const unit : {"east", "clinic", "west", "bureau"}) {
                bool const may = mustHave(role, route.permission) && mayIn(route, unit);
                if (may && route.method != "GET") {
                    continue;  // it would change what the others are asked about
                }
                auto const answer =
                    ask(token, route.method, pathFor(route, unit), route.textBody ? "{}" : "");
                auto const code = object(answer)["code"];
                bool const refused =
                    answer.status == 403 || (answer.status == 401 && code == "not-signed-in");
                EXPECT_EQ(refused, !may)
                    << word << " " << route.method << " " << pathFor(route, unit) << ": "
                    << answer.status << " " << answer.body.substr(0, 200);
            }
        }
    }
}

TEST_F(Authorisation, ListsShowNothingOfAForeignUnit) {
    auto const token = person("inspector", "east");
    for (auto const& route : routes) {
        if (route.method != "GET" || route.reach != "filtered" ||
            route.path.find('{') != std::string::npos || route.path == "/api/v1/units") {
            continue;
        }
        auto const answer = ask(token, "GET", route.path);
        if (answer.status == 403) {
            continue;  // not an inspector's
        }
        EXPECT_EQ(answer.body.find("-west"), std::string::npos)
            << route.path << ": " << answer.body.substr(0, 300);
        EXPECT_EQ(answer.body.find("\"west\""), std::string::npos) << route.path;
    }
    auto const all = ask(keeper, "GET", "/api/v1/screens");
    EXPECT_NE(all.body.find("screen-west"), std::string::npos)
        << "the test looks for what is there";
}

TEST_F(Authorisation, ACommandReachesNoForeignScreen) {
    auto const token = person("duty", "east");
    EXPECT_EQ(ask(token, "POST", "/api/v1/commands",
                  R"({"action":"identify","screens":["screen-east","screen-west"]})")
                  .status,
              403);
    auto const all =
        ask(token, "POST", "/api/v1/commands", R"({"id":"all","action":"identify","all":true})");
    EXPECT_EQ(all.status, 201) << all.body;
    EXPECT_NE(all.body.find("screen-east"), std::string::npos);
    EXPECT_NE(all.body.find("screen-clinic"), std::string::npos) << "it is below";
    EXPECT_EQ(all.body.find("screen-west"), std::string::npos);
    must(ask(keeper, "POST", "/api/v1/commands",
             R"({"id":"both","action":"identify","screens":["screen-east","screen-west"]})"));
    must(ask(keeper, "POST", "/api/v1/commands",
             R"({"id":"west","action":"identify","screens":["screen-west"]})"));
    EXPECT_EQ(ask(token, "GET", "/api/v1/commands/west").status, 404);
    EXPECT_EQ(ask(token, "DELETE", "/api/v1/commands/west").status, 404);
    auto const both = ask(token, "GET", "/api/v1/commands/both");
    EXPECT_EQ(both.status, 200);
    EXPECT_EQ(both.body.find("screen-west"), std::string::npos);
    EXPECT_EQ(ask(token, "DELETE", "/api/v1/commands/both").status, 403);
    EXPECT_EQ(ask(person("reporter", "east"), "POST", "/api/v1/commands",
                  R"({"action":"identify","screens":["screen-east"]})")
                  .status,
              403);
}

TEST_F(Authorisation, AUnitsCampaignReachesNoForeignScreenAndUsesNoForeignAsset) {
    auto const token = person("editor", "east");
    auto const apply = [&](std::string const& id, std::string const& items,
                           std::string const& targets) {
        return TusClient(site.address(), token)
            .ask(
                "PUT", "/api/v1/campaigns/" + id, {{"Content-Type", "application/toml"}},
                "title = \"t\"\nclass = \"filler\"\nfrom = 2026-01-01\nto = 2036-12-31\nitems = [" +
                    items + "]\n[targets]\n" + targets + "\n");
    };
    EXPECT_EQ(apply("mine", "\"asset-east\"", "all = true").status, 201);
    EXPECT_EQ(apply("theirs", "\"asset-west\"", "all = true").status, 422);
    EXPECT_EQ(apply("there", "\"asset-east\"", "screens = [\"screen-west\"]").status, 422);
    EXPECT_EQ(
        ask(token, "POST", "/api/v1/playlists", R"({"handle":"borrowed","items":["asset-west"]})")
            .status,
        403)
        << "nor by way of a playlist";
    EXPECT_EQ(apply("shared", "\"asset-bureau\"", "units = [\"clinic\"]").status, 201);
    EXPECT_EQ(apply("campaign-west", "\"asset-east\"", "all = true").status, 403);
    must(ask(token, "POST", "/api/v1/campaigns/mine/submit"));
    must(ask(site.people().reviewer(site.address()), "POST", "/api/v1/campaigns/mine/approve"));
    for (std::string const unit : {"east", "clinic", "west", "bureau"}) {
        auto const plan =
            ask(keeper, "GET", "/api/v1/screens/screen-" + unit + "/plan?date=2026-06-02");
        bool const shown = plan.body.find("\"mine\"") != std::string::npos;
        EXPECT_EQ(shown, unit == "east" || unit == "clinic") << unit;
    }
}

TEST_F(Authorisation, AForeignAssetIsForeignByEachOfItsNames) {
    auto const token = person("editor", "east");
    for (std::string const unit : {"east", "west"}) {
        auto const said = object(ask(keeper, "GET", "/api/v1/media/asset-" + unit));
        auto const digest = std::string(said.at("digest").as_string());
        for (auto const& name : {"asset-" + unit, digest, digest.substr(0, 12)}) {
            auto const path = "/api/v1/media/" + name;
            EXPECT_EQ(ask(token, "GET", path).status, unit == "east" ? 200 : 403) << path;
            EXPECT_EQ(ask(token, "PATCH", path, R"({"title":"mine"})").status,
                      unit == "east" ? 200 : 403)
                << path;
        }
    }
}

TEST_F(Authorisation, TheMatrixKnowsEveryKindOfRow) {
    std::set<std::string> kinds;
    for (auto const& route : routes) {
        if (!route.kind.empty()) {
            kinds.insert(route.kind);
        }
    }
    // A picture needs a player; its unit is its screen's. A warning needs a duty officer with a
    // second factor, and a mail a server; the tests of their rooms ask for those of other units.
    kinds.erase("picture");
    kinds.erase("warning");
    kinds.erase("mail");
    for (auto const& kind : kinds) {
        EXPECT_TRUE(rows.contains({kind, "east"})) << "give the test a row of kind " << kind;
    }
}

}  // namespace
}  // namespace tocsin::integration
