// SPDX-License-Identifier: Apache-2.0
// Who is let in to what: sessions, tokens, cookies, units, second factors.
#include "people_fixture.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::access {
namespace {

class GateTest : public PeopleTest {
protected:
    GateTest() {
        auto const answer = [](Principal const& who, Request const&) -> Result<Response> {
            Response response;
            response.body = R"({"who":")" + who.name + R"("})";
            return response;
        };
        further_.push_back(Route{"GET", "/screens/{id}", Permission::viewScreens, "", "", "",
                                 BodyPolicy::none, answer}
                               .reaching(row("screen", "id")));
        further_.push_back(Route{"POST", "/screens/{id}", Permission::editScreens, "", "", "",
                                 BodyPolicy::none, answer}
                               .reaching(row("screen", "id")));
        further_.push_back(
            Route{"POST", "/place", Permission::editScreens, "", "", "", BodyPolicy::none, answer}
                .reaching(row("unit", "unit")));
        further_.push_back(
            Route{"GET", "/list", Permission::viewScreens, "", "", "", BodyPolicy::none, answer}
                .reaching(filtered()));
        further_.push_back(Route{"GET", "/assets/{handle}", Permission::viewMedia, "", "", "",
                                 BodyPolicy::none, answer}
                               .reaching(shared("asset", "handle")));
        further_.push_back(Route{"GET", "/forgotten", Permission::viewScreens, "", "", "",
                                 BodyPolicy::none, answer});
        Route release{"POST",           "/release", Permission::approveCampaigns, "", "", "",
                      BodyPolicy::none, answer};
        release.secondFactor = true;
        further_.push_back(std::move(release).reaching(filtered()));
    }
    void addScreen(std::string const& id, std::string const& unit) {
        store::Screen screen;
        screen.id = ScreenId(id);
        screen.unit = unit;
        write([&](store::Tx& tx) { tx.screens().put(screen); });
    }
    void addAsset(std::string const& handle, std::string const& unit) {
        store::Asset asset;
        asset.content.asset = messages::sha256(handle);
        asset.handle = handle;
        write([&](store::Tx& tx) {
            tx.assets().put(asset);
            if (!unit.empty()) {
                tx.uploads().charge(asset.content.asset, unit);
            }
        });
    }
    template <class Change>
    void write(Change const& change) {
        ASSERT_TRUE(store_->write(
            [&](store::Tx& tx) -> Result<> {
                change(tx);
                return {};
            },
            {"test", "test", "", ""}));
    }
    /// bureau → east → clinic, bureau → west; a screen and an asset in each.
    std::string site() {
        auto const token = owner();
        addUnit(token, "bureau", "");
        addUnit(token, "east", "bureau");
        addUnit(token, "clinic", "east");
        addUnit(token, "west", "bureau");
        for (auto const* unit : {"bureau", "east", "clinic", "west"}) {
            addScreen(std::string("at-") + unit, unit);
            addAsset(std::string("of-") + unit, unit);
        }
        addAsset("of-all", "");
        return token;
    }
    int status(std::string const& method, std::string const& path, std::string const& token) {
        return ask(method, path, "", token).status;
    }
};

TEST_F(GateTest, NobodyComesInWithoutBeingKnown) {
    site();
    EXPECT_EQ(status("GET", "/list", ""), 401);
    EXPECT_EQ(status("GET", "/list", "ts_guess"), 401);
    auto const refused = ask("GET", "/list");
    EXPECT_EQ(refused.headers.at("WWW-Authenticate"), "Bearer");
}

TEST_F(GateTest, ARightHoldsForItsUnitAndThoseBelowAndNoOther) {
    auto const token = person(site(), "ops", R"({"role":"operations","unit":"east"})");
    EXPECT_EQ(status("GET", "/screens/at-east", token), 200);
    EXPECT_EQ(status("GET", "/screens/at-clinic", token), 200);
    EXPECT_EQ(status("POST", "/screens/at-clinic", token), 200);
    EXPECT_EQ(status("GET", "/screens/at-west", token), 403);
    EXPECT_EQ(status("POST", "/screens/at-west", token), 403);
    EXPECT_EQ(status("GET", "/screens/at-bureau", token), 403);
    EXPECT_EQ(status("GET", "/list", token), 200) << "its handler leaves out the others";
}

TEST_F(GateTest, WhatIsSharedDownwardsIsSeenBelowAndNotBeside) {
    auto const token = person(site(), "li", R"({"role":"editor","unit":"east"})");
    EXPECT_EQ(status("GET", "/assets/of-east", token), 200);
    EXPECT_EQ(status("GET", "/assets/of-bureau", token), 200);
    EXPECT_EQ(status("GET", "/assets/of-all", token), 200);
    EXPECT_EQ(status("GET", "/assets/of-west", token), 403);
}

TEST_F(GateTest, ARouteOfWhichNothingIsSaidTakesTheRightForAllUnits) {
    auto const token = site();
    EXPECT_EQ(status("GET", "/forgotten", token), 200);
    EXPECT_EQ(status("GET", "/forgotten",
                     person(token, "ops", R"({"role":"operations","unit":"bureau"})")),
              403);
}

TEST_F(GateTest, ARightThatIsTakenAwayOrAnAccountThatIsDisabledIsGoneAtOnce) {
    auto const token = site();
    auto const ops = person(token, "ops", R"({"role":"operations","unit":"east"})");
    ASSERT_EQ(ask("DELETE", "/api/v1/accounts/ops/grants/operations?unit=east", "", token).status,
              200);
    EXPECT_EQ(status("GET", "/screens/at-east", ops), 403);
    auto const li = person(token, "li", R"({"role":"operations","unit":"east"})");
    ASSERT_EQ(ask("PATCH", "/api/v1/accounts/li", R"({"disabled":true})", token).status, 200);
    EXPECT_EQ(status("GET", "/screens/at-east", li), 401);
    EXPECT_EQ(trySignIn("li", kPassword).status, 401);
}

TEST_F(GateTest, ASessionEndsWhenItIsIdleAndAtTheLatestAfterItsLongest) {
    auto const token = site();
    now_ += std::chrono::minutes(29);
    EXPECT_EQ(status("GET", "/list", token), 200);
    now_ += std::chrono::minutes(29);
    EXPECT_EQ(status("GET", "/list", token), 200) << "it was used";
    now_ += std::chrono::minutes(31);
    EXPECT_EQ(status("GET", "/list", token), 401);
    auto const busy = signIn("owner");
    for (int i = 0; i < 36; ++i) {
        now_ += std::chrono::minutes(20);
        EXPECT_EQ(status("GET", "/list", busy), i < 35 ? 200 : 401) << i;
    }
}

TEST_F(GateTest, APageSendsTheTokenOfItsSessionWithEachChange) {
    auto const token = site();
    auto const answer =
        ask("POST", "/api/v1/session",
            std::string(R"({"account":"owner","password":")") + kPassword + R"("})");
    auto const cookie = answer.headers.at("Set-Cookie");
    for (auto const* flag : {"HttpOnly", "Secure", "SameSite=Strict", "Path=/"}) {
        EXPECT_NE(cookie.find(flag), std::string::npos) << flag;
    }
    EXPECT_EQ(text(answer, "token"), "") << "scripts of a page never see it";
    std::map<std::string, std::string> headers{{"cookie", cookie.substr(0, cookie.find(';'))}};
    EXPECT_EQ(ask("GET", "/screens/at-east", "", "", headers).status, 200);
    EXPECT_EQ(ask("POST", "/screens/at-east", "", "", headers).status, 403);
    headers["x-csrf-token"] = "guess";
    EXPECT_EQ(ask("POST", "/screens/at-east", "", "", headers).status, 403);
    headers["x-csrf-token"] = text(answer, "csrf");
    EXPECT_EQ(ask("POST", "/screens/at-east", "", "", headers).status, 200);
}

TEST_F(GateTest, ATokenHasAnEndAndNoMoreThanItsScope) {
    auto const token = site();
    auto const made = ask("POST", "/api/v1/tokens",
                          R"({"name":"dashboard","days":1,"scope":["view-screens"]})", token);
    ASSERT_EQ(made.status, 201) << made.body;
    auto const secret = text(made, "token");
    EXPECT_EQ(status("GET", "/list", secret), 200);
    EXPECT_EQ(status("POST", "/screens/at-east", secret), 403);
    EXPECT_EQ(ask("POST", "/api/v1/tokens", R"({"name":"x","days":1})", secret).status, 403)
        << "a token makes no tokens";
    now_ += std::chrono::hours(25);
    EXPECT_EQ(status("GET", "/list", secret), 401);
}

TEST_F(GateTest, ATokenIsNotMadeForARightThatItsAccountDoesNotHave) {
    auto const owner = site();
    auto const li = person(owner, "li", R"({"role":"editor","unit":"east"})");
    auto const refused =
        ask("POST", "/api/v1/tokens",
            R"({"name":"x","days":1,"scope":["view-screens","manage-accounts"]})", li);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(text(refused, "detail"),
              "scope: account li does not have the right manage-accounts; leave it out, or have a "
              "role with it given to the account first");
    EXPECT_EQ(json(ask("GET", "/api/v1/tokens", "", li)).at("items").as_array().size(), 0U);
    // The account's rights count, and not those of who makes the token for a program.
    ASSERT_EQ(ask("POST", "/api/v1/accounts",
                  R"({"account":"board","program":true,"grants":[{"role":"inspector","unit":""}]})",
                  owner)
                  .status,
              201);
    auto const forBoard = [&](std::string const& right) {
        return ask("POST", "/api/v1/tokens",
                   R"({"name":"x","days":1,"account":"board","scope":[")" + right + R"("]})", owner)
            .status;
    };
    EXPECT_EQ(forBoard("manage-accounts"), 403);
    EXPECT_EQ(forBoard("view-screens"), 201);
    EXPECT_EQ(forBoard("signed-in"), 201) << "whoever is known has it";
}

TEST_F(GateTest, ARevokedTokenIsGoneAtOnce) {
    auto const token = site();
    auto const made = ask("POST", "/api/v1/tokens", R"({"name":"x","days":9})", token);
    ASSERT_EQ(ask("DELETE", "/api/v1/tokens/" + text(made, "id"), "", token).status, 204);
    EXPECT_EQ(status("GET", "/list", text(made, "token")), 401);
}

TEST_F(GateTest, ATokenOfADisabledAccountIsWorthNothing) {
    auto const owner = site();
    auto const li = person(owner, "li", R"({"role":"operations","unit":"east"})");
    auto const secret =
        text(ask("POST", "/api/v1/tokens", R"({"name":"x","days":9})", li), "token");
    ASSERT_EQ(status("GET", "/list", secret), 200);
    ASSERT_EQ(ask("PATCH", "/api/v1/accounts/li", R"({"disabled":true})", owner).status, 200);
    EXPECT_EQ(status("GET", "/list", secret), 401);
}

TEST_F(GateTest, ATokenIsNoCookie) {
    auto const made = ask("POST", "/api/v1/tokens", R"({"name":"x","days":9})", site());
    EXPECT_EQ(
        ask("GET", "/list", "", "", {{"cookie", "__Host-tocsin=" + text(made, "token")}}).status,
        401);
}

TEST_F(GateTest, ToChangeWhatIsNamedNowhereTakesAllUnits) {
    auto const owner = site();
    auto const ops = person(owner, "ops", R"({"role":"operations","unit":"east"})");
    EXPECT_EQ(status("POST", "/place?unit=east", ops), 200);
    EXPECT_EQ(status("POST", "/place?unit=west", ops), 403);
    EXPECT_EQ(status("POST", "/place", ops), 403);
    EXPECT_EQ(status("POST", "/place", owner), 200);
}

class SecondFactor : public GateTest {
protected:
    SecondFactor() : owner_(site()) {
        reviewer_ = person(owner_, "rui", R"({"role":"reviewer","unit":""})");
    }
    Response release(std::string const& factor = "", std::string const& station = "") {
        std::map<std::string, std::string> headers;
        if (!factor.empty()) {
            headers["x-second-factor"] = factor;
        }
        if (!station.empty()) {
            headers["x-station"] = station;
        }
        return ask("POST", "/release", "", reviewer_, headers);
    }
    std::string code() { return totpCode(secret(), now_); }
    std::string secret() {
        std::string out;
        (void)store_->read([&](store::Tx const& tx) -> Result<> {
            out = tx.accounts().find(store::AccountId("rui"))->totpSecret;
            return {};
        });
        return out;
    }
    void setUpTotp() {
        ASSERT_EQ(ask("POST", "/api/v1/session/totp",
                      std::string(R"({"password":")") + kPassword + R"("})", reviewer_)
                      .status,
                  200);
        ASSERT_EQ(ask("POST", "/api/v1/session/totp/confirm", R"({"code":")" + code() + R"("})",
                      reviewer_)
                      .status,
                  204);
        now_ += Milliseconds(30'000);
    }
    void setUpPin() {
        ASSERT_EQ(
            ask("POST", "/api/v1/session/pin",
                std::string(R"({"password":")") + kPassword + R"(","pin":"471108"})", reviewer_)
                .status,
            204);
    }
    std::string owner_, reviewer_;
};

TEST_F(SecondFactor, IsAskedForAndWhoHasNoneIsToldToSetOneUp) {
    EXPECT_EQ(text(release(), "code"), "second-factor-missing");
    setUpTotp();
    auto const refused = release();
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(text(refused, "code"), "second-factor");
    auto const wrong = release("totp 000000");
    EXPECT_EQ(wrong.status, 403);
    EXPECT_EQ(text(wrong, "detail"),
              "the code is wrong, or was used already; wait for the next one");
    EXPECT_EQ(release("totp " + code()).status, 200);
}

TEST_F(SecondFactor, IsNotAskedOfWhomTheRoutesOwnRuleRefuses) {
    auto& route = further_.back();
    route.mayAtAll = [](Principal const& who, Request const&) -> Result<> {
        return who.name == "rui" ? Error{Errc::permission, "it is yours"} : Result<>();
    };
    auto const refused = release();
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(text(refused, "detail"), "it is yours") << "and nobody sets a factor up in vain";
    EXPECT_EQ(text(refused, "code"), "permission");
    EXPECT_EQ(auditActions().front(), "access.refused");
    route.mayAtAll = [](Principal const&, Request const&) -> Result<> {
        return Error{Errc::notFound, "no such thing"};
    };
    EXPECT_EQ(release().status, 404);
    route.mayAtAll = [](Principal const&, Request const&) -> Result<> { return {}; };
    EXPECT_EQ(text(release(), "code"), "second-factor-missing");
}

TEST_F(SecondFactor, HoldsFiveMinutesInItsSessionAndACodeOnce) {
    setUpTotp();
    auto const used = code();
    ASSERT_EQ(release("totp " + used).status, 200);
    EXPECT_EQ(release().status, 200) << "just confirmed";
    now_ += std::chrono::minutes(5);
    EXPECT_EQ(release().status, 403);
    reviewer_ = signIn("rui");
    EXPECT_EQ(release("totp " + used).status, 403);
}

TEST_F(SecondFactor, ACodeIsNotTakenTwiceByAnotherSession) {
    setUpTotp();
    auto const used = code();
    ASSERT_EQ(release("totp " + used).status, 200);
    reviewer_ = signIn("rui");
    EXPECT_EQ(release("totp " + used).status, 403);
}

TEST_F(SecondFactor, APinCountsAtARegisteredStationOnly) {
    setUpPin();
    EXPECT_EQ(release("pin 471108").status, 403);
    EXPECT_EQ(release("pin 471108", "td_guess").status, 403);
    auto const station = ask("POST", "/api/v1/stations", R"({"name":"值班室"})", owner_);
    ASSERT_EQ(station.status, 201) << station.body;
    auto const wrong = release("pin 471109", text(station, "station"));
    EXPECT_EQ(wrong.status, 403);
    EXPECT_EQ(text(wrong, "code"), "second-factor");
    EXPECT_EQ(text(wrong, "detail"),
              "the PIN is wrong; give it again, or set another (tocsin factor pin)")
        << "there is no next one to wait for";
    EXPECT_EQ(release("pin 471108", text(station, "station")).status, 200);
    ASSERT_EQ(ask("DELETE", "/api/v1/stations/" + text(station, "id"), "", owner_).status, 204);
    reviewer_ = signIn("rui");
    EXPECT_EQ(release("pin 471108", text(station, "station")).status, 403);
}

TEST_F(SecondFactor, IsNotGuessed) {
    setUpTotp();
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(release("totp 000000").status, 403);
    }
    EXPECT_EQ(release("totp " + code()).status, 429);
}

TEST_F(SecondFactor, ATokenConfirmsNothing) {
    setUpTotp();
    auto const made = ask("POST", "/api/v1/tokens", R"({"name":"x","days":9})", reviewer_);
    reviewer_ = text(made, "token");
    EXPECT_EQ(text(release("totp " + code()), "code"), "person");
}

TEST_F(SecondFactor, ARightThatIsLentHoldsForItsDaysAndUntilItIsTakenBack) {
    setUpTotp();
    auto const sun = person(owner_, "sun", R"({"role":"editor","unit":"east"})");
    auto const mayApprove = [&] {
        return ask("GET", "/api/v1/session", "", sun).body.find("approve-campaigns") !=
               std::string::npos;
    };
    auto const lend = [&](std::string const& to, std::string const& from,
                          std::string const& until) {
        return ask("POST", "/api/v1/delegations",
                   R"({"to":")" + to + R"(","begins":")" + from + R"(","ends":")" + until +
                       R"(","reason":"出差"})",
                   reviewer_, {{"x-second-factor", "totp " + code()}});
    };
    EXPECT_FALSE(mayApprove());
    auto const lent = lend("sun", "2026-06-01T08:10:00Z", "2026-06-01T08:20:00Z");
    ASSERT_EQ(lent.status, 201) << lent.body;
    EXPECT_FALSE(mayApprove()) << "not yet";
    now_ += std::chrono::minutes(10);
    EXPECT_TRUE(mayApprove());
    now_ += std::chrono::minutes(10);
    EXPECT_FALSE(mayApprove());
    auto const again = lend("sun", "2026-06-01T08:00:00Z", "2026-06-02T08:00:00Z");
    ASSERT_EQ(again.status, 201) << again.body;
    EXPECT_TRUE(mayApprove());
    EXPECT_EQ(ask("DELETE", "/api/v1/delegations/" + text(again, "id"), "", sun).status, 404)
        << "only who lent it takes it back";
    ASSERT_EQ(ask("DELETE", "/api/v1/delegations/" + text(again, "id"), "", reviewer_).status, 204);
    EXPECT_FALSE(mayApprove());
    EXPECT_EQ(lend("owner", "2026-06-01T08:00:00Z", "2026-06-02T08:00:00Z").status, 409)
        << "who gives rights never releases";
    EXPECT_EQ(lend("sun", "2026-06-01T08:00:00Z", "2027-06-02T08:00:00Z").status, 422);
}

TEST_F(GateTest, RefusalsStandInTheTrailOnceAMinute) {
    auto const token = person(site(), "ops", R"({"role":"operations","unit":"east"})");
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(status("GET", "/screens/at-west", token), 403);
    }
    auto const count = [&] {
        auto const actions = auditActions();
        return std::count(actions.begin(), actions.end(), "access.refused");
    };
    EXPECT_EQ(count(), 1);
    now_ += std::chrono::minutes(1);
    EXPECT_EQ(status("GET", "/screens/at-west", token), 403);
    EXPECT_EQ(count(), 2);
}

}  // namespace
}  // namespace tocsin::access
