// SPDX-License-Identifier: Apache-2.0
// Accounts over a real store, with requests as the server gives them to gate and handlers.
#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "tocsin/access/people.hpp"
#include "tocsin/access/row_units.hpp"
#include "tocsin/access/totp.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::access {

inline constexpr char kPassword[] = "correct horse battery";

class PeopleTest : public testing::Test {
protected:
    PeopleTest() {
        std::filesystem::remove_all(directory_);
        store_ = store::openSqliteStore(directory_, [this] { return now_; }).value();
        start();
        prepared_ = people_->prepareSetup().has_value();
    }
    ~PeopleTest() override {
        people_.reset();
        store_.reset();
        std::filesystem::remove_all(directory_);
    }
    void start() {
        PeopleSettings settings;
        settings.passwordMemory = 8 << 10;
        settings.setupToken = directory_ / "setup-token";
        settings.now = [this] { return now_; };
        people_ = std::make_unique<People>(*store_, settings, storedRows());
    }

    /// As the server does: the route, then the gate, then the handler.
    Response ask(std::string const& method, std::string const& target, std::string const& body = "",
                 std::string const& token = "", std::map<std::string, std::string> headers = {}) {
        auto const question = target.find('?');
        Request request{method, target.substr(0, question), {}, {}, std::move(headers), body, {}};
        request.peer = peer_;
        if (question != std::string::npos) {
            auto const equals = target.find('=', question);
            request.query[target.substr(question + 1, equals - question - 1)] =
                target.substr(equals + 1);
        }
        if (!token.empty()) {
            request.headers["authorization"] = "Bearer " + token;
        }
        auto routes = people_->routes();
        routes.insert(routes.end(), further_.begin(), further_.end());
        for (auto const& route : routes) {
            auto parameters = match(route.pattern, request.path);
            if (route.method != method || !parameters) {
                continue;
            }
            request.parameters = std::move(*parameters);
            Principal who;
            if (!route.withoutAuthorisation) {
                auto outcome = people_->gate().admit(route, request);
                if (auto* refusal = std::get_if<Response>(&outcome)) {
                    return *refusal;
                }
                who = std::get<Principal>(outcome);
            }
            auto const answer = route.handler(who, request);
            return answer ? *answer : problem(answer.error());
        }
        return problem({Errc::notFound, "no route"});
    }
    boost::json::object json(Response const& response) {
        return response.body.empty() ? boost::json::object()
                                     : boost::json::parse(response.body).as_object();
    }
    std::string text(Response const& response, char const* key) {
        auto const object = json(response);
        auto const* found = object.if_contains(key);
        return found != nullptr && found->is_string() ? std::string(found->as_string()) : "";
    }

    std::string setupToken() {
        std::ifstream in(directory_ / "setup-token");
        std::string line;
        std::getline(in, line);
        return line;
    }
    /// Makes the first account and signs it in.
    std::string owner() {
        auto const made =
            ask("POST", "/api/v1/setup",
                R"({"token":")" + setupToken() + R"(","account":"owner","name":"张","password":")" +
                    kPassword + R"("})");
        EXPECT_EQ(made.status, 201) << made.body;
        return signIn("owner");
    }
    Response trySignIn(std::string const& account, std::string const& password) {
        return ask(
            "POST", "/api/v1/session",
            R"({"account":")" + account + R"(","password":")" + password + R"(","client":true})");
    }
    std::string signIn(std::string const& account) {
        auto const answer = trySignIn(account, kPassword);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return text(answer, "token");
    }
    /// Adds an account with these grants, which accepts and signs in.
    std::string person(std::string const& owner, std::string const& account,
                       std::string const& grants, std::string const& unit = "") {
        auto const added = ask("POST", "/api/v1/accounts",
                               R"({"account":")" + account + R"(","unit":")" + unit +
                                   R"(","grants":[)" + grants + "]}",
                               owner);
        EXPECT_EQ(added.status, 201) << added.body;
        auto const accepted = ask("POST", "/api/v1/invitations/accept",
                                  R"({"invitation":")" + text(added, "invitation") +
                                      R"(","password":")" + kPassword + R"("})");
        EXPECT_EQ(accepted.status, 201) << accepted.body;
        return signIn(account);
    }
    void addUnit(std::string const& owner, std::string const& unit, std::string const& parent) {
        auto const put = ask("PUT", "/api/v1/units/" + unit,
                             R"({"name":")" + unit + R"(","parent":")" + parent + R"("})", owner);
        EXPECT_EQ(put.status, 201) << put.body;
    }
    std::vector<std::string> auditActions() {
        std::vector<std::string> out;
        auto const read = store_->read([&](store::Tx const& tx) -> Result<> {
            for (auto const& row : tx.audit().newest(100)) {
                out.push_back(row.entry.action);
            }
            return {};
        });
        EXPECT_TRUE(read);
        return out;
    }

    Instant now_ = parseInstant("2026-06-01T08:00:00Z").value();
    std::string peer_ = "10.0.0.9";
    std::filesystem::path directory_ =
        std::filesystem::path(testing::TempDir()) /
        ("tocsin-people-" + std::to_string(getpid()) + "-" +
         testing::UnitTest::GetInstance()->current_test_info()->name());
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<People> people_;
    Routes further_;  ///< of the test itself
    bool prepared_ = false;
};

}  // namespace tocsin::access
