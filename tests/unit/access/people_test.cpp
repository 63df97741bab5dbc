// SPDX-License-Identifier: Apache-2.0
// Accounts: how the first one is made, how others come and go, what an administrator may not.
#include <sys/stat.h>

#include "people_fixture.hpp"

namespace tocsin::access {
namespace {

using testing::Contains;
using testing::HasSubstr;

TEST_F(PeopleTest, AFreshControllerHasNoAccountAndATokenThatOnlyItsOwnerReads) {
    ASSERT_TRUE(prepared_);
    EXPECT_EQ(ask("GET", "/api/v1/setup").body, R"({"needed":true})");
    for (auto const* name : {"admin", "root", "operator", "local-operator", ""}) {
        EXPECT_EQ(trySignIn(name, "admin").status, 401) << name;
        peer_ += "1";
    }
    struct stat facts {};
    ASSERT_EQ(::stat((directory_ / "setup-token").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600U);
    EXPECT_EQ(setupToken().size(), 32U);
}

TEST_F(PeopleTest, TheFirstAccountTakesTheTokenAndTheTokenIsGone) {
    EXPECT_EQ(
        ask("POST", "/api/v1/setup",
            R"({"token":"guess","account":"x","name":"x","password":"correct horse battery"})")
            .status,
        403);
    auto const kept = setupToken();
    auto const token = owner();
    EXPECT_FALSE(std::filesystem::exists(directory_ / "setup-token"));
    EXPECT_EQ(ask("POST", "/api/v1/setup",
                  R"({"token":")" + kept +
                      R"(","account":"y","name":"y","password":"correct horse battery"})")
                  .status,
              409);
    EXPECT_EQ(ask("GET", "/api/v1/setup").body, R"({"needed":false})");
    auto const me = json(ask("GET", "/api/v1/session", "", token));
    EXPECT_THAT(me.at("permissions").as_array(), Contains("manage-accounts"));
    EXPECT_THAT(me.at("permissions").as_array(), testing::Not(Contains("approve-campaigns")));
}

TEST_F(PeopleTest, AStartWithAccountsMakesNoTokenAndTakesAnOldOneAway) {
    owner();
    std::ofstream(directory_ / "setup-token") << "old\n";
    ASSERT_TRUE(people_->prepareSetup());
    EXPECT_FALSE(std::filesystem::exists(directory_ / "setup-token"));
}

TEST_F(PeopleTest, ASecondStartKeepsTheTokenThatSomebodyMayHaveReadAlready) {
    auto const before = setupToken();
    ASSERT_TRUE(people_->prepareSetup());
    EXPECT_EQ(setupToken(), before);
}

TEST_F(PeopleTest, AnInvitationHoldsOnceAndForSevenDays) {
    auto const token = owner();
    auto const added = ask("POST", "/api/v1/accounts", R"({"account":"li"})", token);
    auto const accept = [&](std::string const& invitation) {
        peer_ += "1";
        return ask("POST", "/api/v1/invitations/accept",
                   R"({"invitation":")" + invitation + R"(","password":"correct horse battery"})")
            .status;
    };
    EXPECT_EQ(trySignIn("li", "").status, 401) << "it has no password yet";
    EXPECT_EQ(accept("ti_guess"), 403);
    EXPECT_EQ(accept(text(added, "invitation")), 201);
    EXPECT_EQ(accept(text(added, "invitation")), 403);
    auto const late = ask("POST", "/api/v1/accounts", R"({"account":"wang"})", token);
    now_ += std::chrono::hours(24 * 7);
    EXPECT_EQ(accept(text(late, "invitation")), 403);
}

TEST_F(PeopleTest, AWeakPasswordIsRefusedAndTheInvitationStays) {
    auto const added = ask("POST", "/api/v1/accounts", R"({"account":"li"})", owner());
    auto const weak =
        ask("POST", "/api/v1/invitations/accept",
            R"({"invitation":")" + text(added, "invitation") + R"(","password":"1234567890"})");
    EXPECT_EQ(weak.status, 422);
    EXPECT_EQ(ask("POST", "/api/v1/invitations/accept",
                  R"({"invitation":")" + text(added, "invitation") +
                      R"(","password":"correct horse battery"})")
                  .status,
              201);
}

TEST_F(PeopleTest, WrongPasswordsLockTheAccountAndAnAdministratorUnlocksIt) {
    auto const token = owner();
    person(token, "li", R"({"role":"editor","unit":""})");
    peer_ = "10.0.0.66";
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(trySignIn("li", "wrong horse battery").status, 401);
    }
    auto const locked = trySignIn("li", kPassword);
    EXPECT_EQ(locked.status, 429);
    EXPECT_FALSE(locked.headers.at("Retry-After").empty());
    EXPECT_THAT(auditActions(), Contains("session.locked"));
    EXPECT_THAT(text(ask("GET", "/api/v1/accounts/li", "", token), "locked_until"),
                HasSubstr("2026"));
    ASSERT_EQ(ask("POST", "/api/v1/accounts/li/unlock", "", token).status, 200);
    EXPECT_EQ(trySignIn("li", kPassword).status, 201);
}

TEST_F(PeopleTest, AnUnknownAccountIsAnsweredLikeAWrongPassword) {
    owner();
    EXPECT_EQ(trySignIn("owner", "wrong horse battery").body,
              trySignIn("nobody-here", "wrong horse battery").body);
}

TEST_F(PeopleTest, ANewPasswordEndsTheOtherSessions) {
    owner();
    auto const here = signIn("owner");
    auto const there = signIn("owner");
    ASSERT_EQ(
        ask("POST", "/api/v1/session/password",
            std::string(R"({"old":")") + kPassword + R"(","new":"another horse battery"})", here)
            .status,
        204);
    EXPECT_EQ(ask("GET", "/api/v1/session", "", here).status, 200);
    EXPECT_EQ(ask("GET", "/api/v1/session", "", there).status, 401);
    EXPECT_EQ(trySignIn("owner", kPassword).status, 401);
}

TEST_F(PeopleTest, SigningOutEndsTheSession) {
    auto const token = owner();
    EXPECT_EQ(ask("DELETE", "/api/v1/session", "", token).status, 204);
    EXPECT_EQ(ask("GET", "/api/v1/session", "", token).status, 401);
    EXPECT_THAT(auditActions(), testing::IsSupersetOf({"session.begin", "session.end"}));
}

TEST_F(PeopleTest, AnAdministratorCanNeitherReviewNorRaiseNorGiveThemselvesRights) {
    auto const token = owner();
    EXPECT_EQ(ask("PUT", "/api/v1/accounts/owner/grants/reviewer", "", token).status, 403);
    auto const other =
        ask("POST", "/api/v1/accounts",
            R"({"account":"both","grants":[{"role":"administrator"},{"role":"reviewer"}]})", token);
    EXPECT_EQ(other.status, 409) << other.body;
    person(token, "admin2", R"({"role":"administrator","unit":""})");
    EXPECT_EQ(ask("PUT", "/api/v1/accounts/admin2/grants/duty", "", token).status, 409);
}

TEST_F(PeopleTest, AnAdministratorOfAUnitManagesOnlyThePeopleOfThatUnit) {
    auto const token = owner();
    addUnit(token, "bureau", "");
    addUnit(token, "east", "bureau");
    addUnit(token, "west", "bureau");
    auto const east =
        person(token, "east-admin", R"({"role":"administrator","unit":"east"})", "east");
    person(token, "west-editor", R"({"role":"editor","unit":"west"})", "west");
    person(token, "everywhere", R"({"role":"editor","unit":""})", "east");
    EXPECT_EQ(
        ask("POST", "/api/v1/accounts",
            R"({"account":"ok","unit":"east","grants":[{"role":"editor","unit":"east"}]})", east)
            .status,
        201);
    EXPECT_EQ(ask("POST", "/api/v1/accounts",
                  R"({"account":"no","unit":"east","grants":[{"role":"editor","unit":""}]})", east)
                  .status,
              403);
    EXPECT_EQ(ask("POST", "/api/v1/accounts", R"({"account":"no2","unit":"west"})", east).status,
              403);
    EXPECT_EQ(ask("GET", "/api/v1/accounts/west-editor", "", east).status, 403);
    EXPECT_EQ(ask("POST", "/api/v1/accounts/west-editor/invitation", "", east).status, 403);
    EXPECT_EQ(ask("PATCH", "/api/v1/accounts/everywhere", R"({"disabled":true})", east).status, 403)
        << "it has rights beyond the unit";
    EXPECT_EQ(ask("PUT", "/api/v1/accounts/ok/grants/editor?unit=west", "", east).status, 403);
    EXPECT_EQ(ask("PUT", "/api/v1/units/west", R"({"name":"x","parent":"bureau"})", east).status,
              403);
    EXPECT_EQ(ask("PUT", "/api/v1/units/ward", R"({"name":"x","parent":"east"})", east).status,
              201);
    EXPECT_EQ(ask("PUT", "/api/v1/units/ward", R"({"name":"x","parent":"west"})", east).status,
              403);
}

TEST_F(PeopleTest, TheLastAdministratorStays) {
    auto const token = owner();
    EXPECT_EQ(ask("DELETE", "/api/v1/accounts/owner/grants/administrator", "", token).status, 409);
    EXPECT_EQ(ask("PATCH", "/api/v1/accounts/owner", R"({"disabled":true})", token).status, 409);
}

TEST_F(PeopleTest, AForgottenPasswordIsSetAnewAndAllThatWasBeforeEnds) {
    auto const token = owner();
    auto const li = person(token, "li", R"({"role":"editor","unit":""})");
    auto const made = ask("POST", "/api/v1/tokens", R"({"name":"x","days":9})", li);
    auto const invited = ask("POST", "/api/v1/accounts/li/invitation", "", token);
    ASSERT_EQ(invited.status, 200);
    EXPECT_EQ(ask("GET", "/api/v1/session", "", li).status, 401);
    EXPECT_EQ(ask("GET", "/api/v1/session", "", text(made, "token")).status, 401);
    EXPECT_EQ(trySignIn("li", kPassword).status, 401);
}

TEST_F(PeopleTest, NobodyMakesATokenForAnotherPerson) {
    auto const token = owner();
    person(token, "rui", R"({"role":"reviewer","unit":""})");
    EXPECT_EQ(
        ask("POST", "/api/v1/tokens", R"({"name":"x","days":9,"account":"rui"})", token).status,
        403);
    ASSERT_EQ(
        ask("POST", "/api/v1/accounts",
            R"({"account":"dashboard","program":true,"grants":[{"role":"inspector","unit":""}]})",
            token)
            .status,
        201);
    EXPECT_EQ(ask("POST", "/api/v1/tokens", R"({"name":"x","days":9,"account":"dashboard"})", token)
                  .status,
              201);
    EXPECT_EQ(trySignIn("dashboard", "").status, 401) << "programs have no password";
}

TEST_F(PeopleTest, AUnitCannotStandBelowItselfOrGoWhileItIsUsed) {
    auto const token = owner();
    addUnit(token, "bureau", "");
    addUnit(token, "east", "bureau");
    EXPECT_EQ(ask("PUT", "/api/v1/units/bureau", R"({"name":"x","parent":"east"})", token).status,
              409);
    EXPECT_EQ(ask("DELETE", "/api/v1/units/bureau", "", token).status, 409);
    EXPECT_EQ(ask("DELETE", "/api/v1/units/east", "", token).status, 204);
    EXPECT_EQ(ask("DELETE", "/api/v1/units/bureau", "", token).status, 204);
    EXPECT_EQ(ask("PUT", "/api/v1/units/x", R"({"name":"x","code":"12"})", token).status, 422);
}

TEST_F(PeopleTest, SessionsThatHaveEndedAreForgotten) {
    auto const token = owner();
    now_ += std::chrono::hours(13);
    ASSERT_TRUE(people_->expire());
    bool gone = false;
    (void)store_->read([&](store::Tx const& tx) -> Result<> {
        gone = tx.sessions().of(store::AccountId("owner")).empty();
        return {};
    });
    EXPECT_TRUE(gone);
}

TEST_F(PeopleTest, WhatHandlersRefuseIsWrittenDownAndAFloodOfItIsNot) {
    auto const who = person(owner(), "li", R"({"role":"operations","unit":""})");
    further_ = people_->noting({Route{
        "POST", "/api/v1/door/{id}", Permission::editScreens, "a door", "", "", BodyPolicy::none,
        [](Principal const&, Request const&) -> Result<Response> {
            return Error{Errc::permission, "it belongs to another unit"};
        }}.reaching(filtered())});
    EXPECT_EQ(ask("POST", "/api/v1/door/1", "", who).status, 403);
    EXPECT_EQ(auditActions().front(), "access.refused");
    auto const before = auditActions().size();
    EXPECT_EQ(ask("POST", "/api/v1/door/1", "", who).status, 403);
    EXPECT_EQ(auditActions().size(), before) << "the same within a minute";
    for (int i = 2; i < 60; ++i) {
        EXPECT_EQ(ask("POST", "/api/v1/door/" + std::to_string(i), "", who).status, 403);
    }
    EXPECT_EQ(auditActions().size(), before + 19);
    EXPECT_EQ(auditActions().front(), "access.refused-many");
    now_ += Milliseconds(60'000);
    EXPECT_EQ(ask("POST", "/api/v1/door/1", "", who).status, 403);
    EXPECT_EQ(auditActions().front(), "access.refused");
}

TEST_F(PeopleTest, AnAccountHasItsRightsWithoutSigningIn) {
    auto const first = owner();
    person(first, "li", R"({"role":"operations","unit":""})");
    EXPECT_TRUE(people_->principal("li")->may(Permission::editScreens, "anywhere"));
    EXPECT_FALSE(people_->principal("nobody"));
    EXPECT_EQ(ask("PATCH", "/api/v1/accounts/li", R"({"disabled":true})", first).status, 200);
    EXPECT_FALSE(people_->principal("li"));
}

TEST_F(PeopleTest, WhoSignedInFromAnAddressIsKnownThereAlsoAfterARestart) {
    owner();
    auto const isKnown = [&](std::string const& account, std::string const& peer) {
        Request request;
        request.body = R"({"account":")" + account + R"(","password":"x"})";
        request.peer = peer;
        for (auto const& route : people_->routes()) {
            if (route.fromKnown) {
                EXPECT_EQ(route.method + " " + route.pattern, "POST /api/v1/session");
                EXPECT_TRUE(route.signsIn);
                return route.fromKnown(request);
            }
        }
        return false;
    };
    EXPECT_TRUE(isKnown("owner", peer_));
    EXPECT_FALSE(isKnown("owner", "10.0.0.66"));
    EXPECT_FALSE(isKnown("li", peer_));
    EXPECT_FALSE(isKnown(R"(owner","further":")", peer_));
    people_.reset();
    start();
    EXPECT_TRUE(isKnown("owner", peer_));
    now_ += std::chrono::hours(24 * 30);
    EXPECT_FALSE(isKnown("owner", peer_));
}

TEST_F(PeopleTest, AFloodOfUnknownAccountsIsRefusedWithoutComparingAndKeepsNoKnownPersonOut) {
    owner();
    auto const own = peer_;
    for (int i = 0; i < 60; ++i) {
        peer_ = "10.0.1." + std::to_string(i);
        EXPECT_EQ(trySignIn("nobody" + std::to_string(i), "wrong horse battery").status, 401);
    }
    EXPECT_EQ(trySignIn("nobody", "wrong horse battery").status, 429);
    EXPECT_EQ(trySignIn("owner", kPassword).status, 429)
        << "nobody learns from it which accounts there are";
    peer_ = own;
    EXPECT_EQ(trySignIn("owner", kPassword).status, 201);
}

}  // namespace
}  // namespace tocsin::access
