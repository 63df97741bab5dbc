// SPDX-License-Identifier: Apache-2.0
// tocsin user, unit, token and station against a controller that gives canned answers.
#include "signed_in.hpp"

namespace tocsin::cli::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kWang[] =
    R"({"account":"wang","name":"王芳","unit":"bureau","grants":[{"role":"editor","unit":"bureau"},)"
    R"({"role":"reporter","unit":""}],"program":false,"disabled":false,"locked_until":null,)"
    R"("invited":true,"totp":true,"pin":false,"created":"2026-05-01T08:00:00.000Z",)"
    R"("last_sign_in":null})";

boost::json::value json(std::string const& text) {
    return boost::json::parse(text);
}

class AccountVerbs : public SignedIn {
protected:
    std::string lastAsked() {
        auto const last = controller.asked().back();
        return last.method + " " + last.target;
    }
};

TEST_F(AccountVerbs, AccountsAreListedWithRolesAndState) {
    controller.answer("GET /api/v1/accounts", 200,
                      std::string(R"({"items":[)") + kWang +
                          R"(,{"account":"li","name":"李","unit":"","grants":[],"program":true,)"
                          R"("disabled":true,"locked_until":"2026-06-01T09:00:00.000Z"}]})");
    EXPECT_EQ(tocsin({"user", "list"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("wang     王芳  bureau  editor (bureau), reporter (all units)"));
    EXPECT_THAT(out, HasSubstr("program  disabled, locked until 2026-06-01T09:00:00.000Z  never"));
    EXPECT_EQ(tocsin({"user", "list"}, Language::chinese), 0);
    EXPECT_THAT(out, HasSubstr("编辑 (bureau), 统计 (全部单位)"));
    EXPECT_THAT(out, HasSubstr("已邀请, 未接受"));
}

TEST_F(AccountVerbs, OneAccountIsShownByLine) {
    controller.answer("GET /api/v1/accounts/wang", 200, kWang);
    EXPECT_EQ(tocsin({"user", "show", "wang"}), 0) << err;
    EXPECT_THAT(out, AllOf(HasSubstr("invited"), HasSubstr("authenticator"), HasSubstr("王芳")));
    EXPECT_EQ(tocsin({"user", "show", "wang", "--json"}), 0);
    EXPECT_EQ(out, std::string(kWang) + "\n");
}

TEST_F(AccountVerbs, AddingAnAccountPrintsTheInvitationAndWhatToDoWithIt) {
    controller.answer("POST /api/v1/accounts", 201,
                      R"({"account":"wang","name":"王芳","invitation":"invite-word"})");
    EXPECT_EQ(tocsin({"user", "add", "wang", "--name", "王芳", "--unit", "bureau", "--role",
                      "editor", "--role", "reviewer@hospital", "--role", "reporter@"}),
              0)
        << err;
    EXPECT_EQ(sent(),
              json(R"({"account":"wang","name":"王芳","unit":"bureau","program":false,"grants":[)"
                   R"({"role":"editor","unit":"bureau"},{"role":"reviewer","unit":"hospital"},)"
                   R"({"role":"reporter","unit":""}]})"));
    EXPECT_THAT(out, HasSubstr("invite-word"));
    EXPECT_THAT(err, AllOf(HasSubstr("give the invitation to wang in person"),
                           HasSubstr("tocsin accept --controller " + controller.address()),
                           Not(HasSubstr("invite-word"))));
    EXPECT_EQ(tocsin({"user", "add", "wang", "--role", "@hospital"}), 2);
}

TEST_F(AccountVerbs, AProgramHasNoInvitationButTokens) {
    controller.answer("POST /api/v1/accounts", 201, R"({"account":"board","program":true})");
    EXPECT_EQ(tocsin({"user", "add", "board", "--program"}), 0) << err;
    EXPECT_EQ(sent().at("program"), true);
    EXPECT_EQ(sent().at("name"), "board");
    EXPECT_EQ(err, "next: tocsin token create NAME --account board\n");
}

TEST_F(AccountVerbs, ARoleIsGrantedInTheAccountsUnitUnlessAnotherIsSaid) {
    controller.answer("GET /api/v1/accounts/wang", 200, kWang);
    for (auto const& [role, query] : {std::pair{"reviewer", "reviewer?unit=bureau"},
                                      {"duty@east wing", "duty?unit=east%20wing"},
                                      {"duty@", "duty?unit="}}) {
        auto const put = "PUT /api/v1/accounts/wang/grants/" + std::string(query);
        controller.answer(put, 200, kWang);
        EXPECT_EQ(tocsin({"user", "grant", "wang", role}), 0) << err;
        EXPECT_EQ(lastAsked(), put);
        EXPECT_EQ(controller.asked().back().body, "");
    }
    EXPECT_EQ(tocsin({"user", "grant", "wang"}), 2);
}

TEST_F(AccountVerbs, ARoleIsRevokedWhereTheAccountHasIt) {
    controller.answer("GET /api/v1/accounts/wang", 200, kWang);
    for (auto const& [role, query] : {std::pair{"reporter", "reporter?unit="},
                                      {"editor", "editor?unit=bureau"},
                                      {"duty@x", "duty?unit=x"}}) {
        auto const gone = "DELETE /api/v1/accounts/wang/grants/" + std::string(query);
        controller.answer(gone, 200, kWang);
        EXPECT_EQ(tocsin({"user", "revoke", "wang", role}), 0) << err;
        EXPECT_EQ(lastAsked(), gone);
    }
    EXPECT_EQ(tocsin({"user", "revoke", "wang", "duty"}), 3);
    EXPECT_EQ(err, "tocsin: wang has no role duty\n");
    controller.answer("GET /api/v1/accounts/wang", 200,
                      R"({"account":"wang","grants":[{"role":"duty","unit":"a"},)"
                      R"({"role":"duty","unit":""}]})");
    EXPECT_EQ(tocsin({"user", "revoke", "wang", "duty"}), 5);
    EXPECT_THAT(err, HasSubstr("say which: duty@a, duty@"));
}

TEST_F(AccountVerbs, AChangeSendsOnlyWhatChanges) {
    controller.answer("PATCH /api/v1/accounts/wang", 200, kWang);
    for (auto const& [arguments, body] :
         {std::pair{std::vector<std::string>{"disable", "wang"}, R"({"disabled":true})"},
          {{"enable", "wang"}, R"({"disabled":false})"},
          {{"rename", "wang", "王小芳"}, R"({"name":"王小芳"})"},
          {{"move", "wang", "hospital"}, R"({"unit":"hospital"})"},
          {{"move", "wang", ""}, R"({"unit":""})"}}) {
        std::vector<std::string> all{"user"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        EXPECT_EQ(tocsin(all), 0) << err;
        EXPECT_EQ(sent(), json(body));
    }
}

TEST_F(AccountVerbs, InvitingAnewAndUnlocking) {
    controller.answer("POST /api/v1/accounts/wang/invitation", 200,
                      R"({"account":"wang","invitation":"word-two"})");
    EXPECT_EQ(tocsin({"user", "invite", "wang"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("word-two"));
    EXPECT_EQ(tocsin({"user", "invite", "wang", "--json"}), 0);
    EXPECT_EQ(err, "");
    controller.answer("POST /api/v1/accounts/wang/unlock", 200, kWang);
    EXPECT_EQ(tocsin({"user", "unlock", "wang"}), 0) << err;
}

TEST_F(AccountVerbs, UnitsAreListedAsATree) {
    controller.answer(
        "GET /api/v1/units", 200,
        R"({"items":[{"unit":"bureau","name":"局","parent":"","code":"310115",)"
        R"("screens":2},{"unit":"hospital","name":"医院","parent":"bureau","code":"",)"
        R"("screens":1},{"unit":"east","name":"东院","parent":"hospital","code":"",)"
        R"("screens":0},{"unit":"school","name":"学校","parent":"","code":"",)"
        R"("screens":0}]})");
    EXPECT_EQ(tocsin({"unit", "list"}), 0) << err;
    EXPECT_EQ(out,
              "unit        name  code    screens\n"
              "bureau      局    310115        2\n"
              "  hospital  医院                1\n"
              "    east    东院                0\n"
              "school      学校                0\n");
}

TEST_F(AccountVerbs, SettingAUnitLeavesWhatIsNotSaid) {
    controller.answer("GET /api/v1/units", 200,
                      R"({"items":[{"unit":"hospital","name":"医院","parent":"bureau",)"
                      R"("code":"310115"}]})");
    controller.answer("PUT /api/v1/units/hospital", 200, R"({"unit":"hospital"})");
    EXPECT_EQ(tocsin({"unit", "set", "hospital", "--name", "中心医院"}), 0) << err;
    EXPECT_EQ(sent(), json(R"({"name":"中心医院","parent":"bureau","code":"310115"})"));
    EXPECT_EQ(tocsin({"unit", "set", "hospital", "--parent", "", "--code", "310101"}), 0) << err;
    EXPECT_EQ(sent(), json(R"({"name":"医院","parent":"","code":"310101"})"));
    controller.answer("PUT /api/v1/units/school", 201, R"({"unit":"school"})");
    EXPECT_EQ(tocsin({"unit", "set", "school"}), 0) << err;
    EXPECT_EQ(sent(), json(R"({"name":"school","parent":"","code":""})"));
}

TEST_F(AccountVerbs, AUnitInUseIsNotRemoved) {
    controller.answerOnce("DELETE /api/v1/units/school", 409, R"({"detail":"it has 2 screens"})");
    controller.answer("DELETE /api/v1/units/school", 204, "");
    EXPECT_EQ(tocsin({"unit", "remove", "school"}), 5);
    EXPECT_EQ(err, "tocsin: it has 2 screens\n");
    EXPECT_EQ(tocsin({"unit", "remove", "school"}), 0) << err;
    EXPECT_EQ(out, "unit school is removed\n");
    EXPECT_EQ(tocsin({"unit", "remove", "school", "--json"}), 0);
    EXPECT_EQ(out, "{\"removed\":\"school\"}\n");
}

TEST_F(AccountVerbs, ATokenIsShownWhenItIsMade) {
    controller.answer("POST /api/v1/tokens", 201,
                      R"({"id":"t1","name":"wall","account":"board","scope":["view-screens"],)"
                      R"("expires":"2027-06-01T00:00:00.000Z","token":"api-token"})");
    EXPECT_EQ(tocsin({"token", "create", "wall", "--account", "board", "--scope",
                      "view-screens,view-media", "--days", "365"}),
              0)
        << err;
    EXPECT_EQ(sent(), json(R"({"name":"wall","scope":["view-screens","view-media"],"days":365,)"
                           R"("account":"board"})"));
    EXPECT_THAT(out, AllOf(HasSubstr("api-token"), HasSubstr("2027-06-01")));
    EXPECT_EQ(tocsin({"token", "create", "mine"}), 0) << err;
    EXPECT_EQ(sent(), json(R"({"name":"mine","scope":[],"days":90})"));
    EXPECT_EQ(tocsin({"token", "create", "long", "--days", "401"}), 2);
}

TEST_F(AccountVerbs, TokensAreListedAndRevoked) {
    std::string const list =
        R"({"items":[{"id":"t1","name":"wall","account":"board","scope":[],"created":"c",)"
        R"("expires":"e","last_used":null}]})";
    controller.answer("GET /api/v1/tokens", 200, list);
    controller.answer("GET /api/v1/tokens?account=board", 200, list);
    controller.answer("DELETE /api/v1/tokens/t1", 204, "");
    EXPECT_EQ(tocsin({"token", "list"}), 0) << err;
    EXPECT_THAT(out,
                HasSubstr("t1  wall  board    all that the account may do  c        e      never"));
    EXPECT_EQ(tocsin({"token", "list", "--account", "board"}), 0) << err;
    EXPECT_EQ(tocsin({"token", "revoke", "t1"}), 0) << err;
    EXPECT_EQ(out, "token t1 is revoked\n");
}

TEST_F(AccountVerbs, AStationsTokenIsKeptAndNotPrinted) {
    registerStation();
    EXPECT_EQ(sent(), json(R"({"name":"一号机","unit":"bureau"})"));
    auto const kept = environment.configuration / "station.json";
    EXPECT_THAT(read(kept), HasSubstr("station-token"));
    EXPECT_EQ(modeOf(kept), 0600U);
    EXPECT_THAT(out + err, AllOf(HasSubstr(kept.string()), Not(HasSubstr("station-token"))));
    controller.answer("GET /api/v1/stations", 200,
                      R"({"items":[{"id":"s0","name":"x"},{"id":"s1","name":"一号机"}]})");
    EXPECT_EQ(tocsin({"station", "list"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("s0  x                         never\n"));
    EXPECT_THAT(out, HasSubstr("s1  一号机                    never      this computer\n"));
    std::filesystem::permissions(kept, std::filesystem::perms(0604));
    EXPECT_EQ(tocsin({"station", "list"}), 78);
}

TEST_F(AccountVerbs, AComputerIsOneStationUnlessItIsReplaced) {
    registerStation();
    auto const before = controller.asked().size();
    EXPECT_EQ(tocsin({"station", "register", "second"}), 5);
    EXPECT_THAT(err, HasSubstr("tocsin station revoke s1 first, or give --replace"));
    EXPECT_EQ(controller.asked().size(), before);
    EXPECT_EQ(tocsin({"station", "register", "second", "--replace", "--json"}), 0) << err;
    EXPECT_THAT(out, Not(HasSubstr("station-token")));
    EXPECT_EQ(err, "");
}

TEST_F(AccountVerbs, ARevokedStationIsForgottenWhereItWas) {
    auto const kept = environment.configuration / "station.json";
    registerStation();
    controller.answer("DELETE /api/v1/stations/s9", 204, "");
    EXPECT_EQ(tocsin({"station", "revoke", "s9"}), 0) << err;
    EXPECT_THAT(read(kept), HasSubstr("station-token"));
    controller.answerOnce("DELETE /api/v1/stations/s1", 403, R"({"detail":"not yours"})");
    EXPECT_EQ(tocsin({"station", "revoke", "s1"}), 4);
    EXPECT_THAT(read(kept), HasSubstr("station-token"));
    controller.answerOnce("DELETE /api/v1/stations/s1", 204, "");
    EXPECT_EQ(tocsin({"station", "revoke", "s1"}), 0) << err;
    EXPECT_THAT(read(kept), Not(HasSubstr("station-token")));
    registerStation();
    EXPECT_EQ(tocsin({"station", "revoke", "s1"}), 3) << "revoked on another computer";
    EXPECT_THAT(read(kept), Not(HasSubstr("station-token")));
}

TEST_F(AccountVerbs, HelpSaysTheRolesWithExamples) {
    EXPECT_EQ(tocsin({"user", "add", "--help"}), 0);
    EXPECT_THAT(out, AllOf(HasSubstr("reviewer 审核"), HasSubstr("tocsin user add wang --name")));
    for (auto const* verb : {"login", "setup", "accept", "password"}) {
        EXPECT_EQ(tocsin({verb, "--help"}), 0);
        EXPECT_THAT(out, HasSubstr("Example")) << verb;
    }
}

}  // namespace
}  // namespace tocsin::cli::test
