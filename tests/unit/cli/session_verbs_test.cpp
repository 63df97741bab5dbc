// SPDX-License-Identifier: Apache-2.0
// Signing in and out, the first account, passwords, against a controller that gives canned answers.
#include <fcntl.h>

#include <thread>

#include "signed_in.hpp"

namespace tocsin::cli::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::StartsWith;

constexpr char kSession[] =
    R"({"token":"session-token","account":{"account":"wang","name":"王芳"},)"
    R"("permissions":["view-screens"],"expires":"2026-06-01T20:00:00.000Z","idle_seconds":1800})";

boost::json::value json(std::string const& text) {
    return boost::json::parse(text);
}

class SessionVerbs : public SignedIn {};

TEST_F(SessionVerbs, LoginAsksForWhatIsMissingAndKeepsTheSession) {
    controller.answer("POST /api/v1/session", 201, kSession);
    types({"wang", "correct horse"});
    ASSERT_EQ(tocsin({"login"}), 0) << err;
    EXPECT_THAT(person.asked,
                ElementsAre(Pair("account: ", Echo::shown), Pair("password: ", Echo::hidden)));
    EXPECT_EQ(sent(), json(R"({"account":"wang","password":"correct horse","client":true})"));
    EXPECT_EQ(
        out, "signed in at " + controller.address() + " as wang, until 2026-06-01T20:00:00.000Z\n");
    EXPECT_EQ(modeOf(credentials()), 0600U);
    EXPECT_EQ(modeOf(environment.configuration), 0700U);
    controller.answer("GET /api/v1/screens", 200, R"({"items":[]})");
    ASSERT_EQ(tocsin({"screen", "list"}), 0) << err;
    EXPECT_EQ(controller.asked().back().header("authorization"), "Bearer session-token");
}

TEST_F(SessionVerbs, LoginWithoutATerminalTakesThePasswordFromAFileOrStandardInput) {
    controller.answer("POST /api/v1/session", 201, kSession);
    ASSERT_EQ(tocsin({"login", "wang", "--password-file", file("password", "from a file\r\nx\n")}),
              0)
        << err;
    EXPECT_EQ(sent().at("password"), "from a file");
    environment.input = ::open(file("input", "from input\n").c_str(), O_RDONLY | O_CLOEXEC);
    ASSERT_EQ(tocsin({"login", "wang", "--password-file", "-"}), 0) << err;
    ::close(environment.input);
    EXPECT_EQ(sent().at("password"), "from input");
    auto const before = controller.asked().size();
    EXPECT_EQ(tocsin({"login", "wang"}), 2);
    EXPECT_EQ(err,
              "tocsin: there is no terminal to ask at; give --password-file FILE (- for standard "
              "input)\n");
    EXPECT_EQ(tocsin({"login"}), 2);
    EXPECT_EQ(tocsin({"login", "wang", "--password-file", file("empty", "\n")}), 1);
    EXPECT_EQ(tocsin({"login", "wang", "--password-file", (directory / "none").string()}), 1);
    EXPECT_EQ(controller.asked().size(), before);
}

TEST_F(SessionVerbs, TheTokenIsNeverPrinted) {
    controller.answer("POST /api/v1/session", 201, kSession);
    types({"correct horse"});
    ASSERT_EQ(tocsin({"login", "wang", "--json"}), 0) << err;
    EXPECT_EQ(json(out).at("account").at("name"), "王芳");
    EXPECT_THAT(out + err, AllOf(Not(HasSubstr("session-token")), Not(HasSubstr("correct"))));
}

TEST_F(SessionVerbs, AWrongPasswordIsWhatTheControllerSaysItIs) {
    controller.answer("POST /api/v1/session", 401,
                      R"({"detail":"account or password is wrong","code":"unauthorised"})");
    controller.answer("GET /api/v1/setup", 200, R"({"needed":false})");
    types({"wrong"});
    EXPECT_EQ(tocsin({"login", "wang"}), 4);
    EXPECT_EQ(err, "tocsin: account or password is wrong\n");
    EXPECT_FALSE(std::filesystem::exists(credentials()));
    controller.answer("POST /api/v1/session", 429, R"({"detail":"too many; wait 60 s"})");
    types({"wrong"});
    EXPECT_EQ(tocsin({"login", "wang"}), 1);
    EXPECT_EQ(err, "tocsin: too many; wait 60 s\n");
}

TEST_F(SessionVerbs, AControllerWithoutAccountsIsPointedOutAtLogin) {
    controller.answer("POST /api/v1/session", 401, R"({"detail":"account or password is wrong"})");
    controller.answer("GET /api/v1/setup", 200, R"({"needed":true})");
    types({"any"});
    EXPECT_EQ(tocsin({"login", "wang"}), 4);
    EXPECT_THAT(err, HasSubstr("no account at " + controller.address() + " yet; tocsin setup"));
}

TEST_F(SessionVerbs, AnOldSessionIsNotShownWhenSigningInAnew) {
    signIn();
    signIn();
    EXPECT_EQ(controller.asked().back().header("authorization"), "");
}

TEST_F(SessionVerbs, WithoutASessionOneLineSaysToSignIn) {
    controller.answer("GET /api/v1/screens", 401, R"({"detail":"no"})");
    EXPECT_EQ(tocsin({"screen", "list"}), 4);
    EXPECT_EQ(err, "tocsin: not signed in at " + controller.address() + "; tocsin login\n");
    EXPECT_EQ(tocsin({"screen", "list"}, Language::chinese), 4);
    EXPECT_EQ(err, "tocsin: 尚未登录 " + controller.address() + "; 请运行 tocsin login\n");
    EXPECT_EQ(controller.asked().back().header("authorization"), "");
}

TEST_F(SessionVerbs, AnEndedSessionIsToldFromNone) {
    signIn();
    controller.answer("GET /api/v1/screens", 401, R"({"detail":"no"})");
    EXPECT_EQ(tocsin({"screen", "list"}), 4);
    EXPECT_EQ(err, "tocsin: the session at " + controller.address() + " has ended; tocsin login\n");
    environment.token = "api-token";
    EXPECT_EQ(tocsin({"screen", "list"}), 4);
    EXPECT_THAT(err, HasSubstr("TOCSIN_TOKEN is not valid at " + controller.address()));
    EXPECT_THAT(err, Not(HasSubstr("api-token")));
}

TEST_F(SessionVerbs, TheEnvironmentsTokenGoesBeforeTheSession) {
    signIn();
    environment.token = "api-token";
    controller.answer("GET /api/v1/screens", 200, R"({"items":[]})");
    EXPECT_EQ(tocsin({"screen", "list"}), 0) << err;
    EXPECT_EQ(controller.asked().back().header("authorization"), "Bearer api-token");
    signIn();
    EXPECT_THAT(err, HasSubstr("TOCSIN_TOKEN is set and goes before the session"));
    environment.token = "two\r\nlines";
    EXPECT_EQ(tocsin({"screen", "list"}), 78);
    EXPECT_EQ(err, "tocsin: TOCSIN_TOKEN holds no token\n");
}

TEST_F(SessionVerbs, ASessionIsShownToItsOwnControllerOnly) {
    signIn();
    FakeController other;
    other.answer("GET /api/v1/screens", 200, R"({"items":[]})");
    EXPECT_EQ(tocsin({"screen", "list", "--controller", other.address()}), 0) << err;
    EXPECT_EQ(other.asked().back().header("authorization"), "");
    other.answer("POST /api/v1/session", 201, R"({"token":"another","expires":"x"})");
    ASSERT_EQ(tocsin({"login", "li", "--password-file", file("password", "secret"), "--controller",
                      other.address()}),
              0)
        << err;
    controller.answer("GET /api/v1/screens", 200, R"({"items":[]})");
    for (auto const& [asked, token] :
         {std::pair{&controller, "Bearer session-token"}, {&other, "Bearer another"}}) {
        EXPECT_EQ(tocsin({"screen", "list", "--controller", asked->address()}), 0) << err;
        EXPECT_EQ(asked->asked().back().header("authorization"), token);
    }
}

TEST_F(SessionVerbs, ACredentialsFileThatOthersCanReadIsRefused) {
    signIn();
    std::filesystem::permissions(credentials(), std::filesystem::perms(0640));
    auto const before = controller.asked().size();
    EXPECT_EQ(tocsin({"screen", "list"}), 78);
    EXPECT_THAT(err, AllOf(StartsWith("tocsin: others on this computer can read "),
                           HasSubstr("chmod 600 " + credentials().string())));
    EXPECT_EQ(controller.asked().size(), before) << "it is not used";
    EXPECT_EQ(tocsin({"login", "wang", "--password-file", file("password", "x")}), 78);
    std::filesystem::permissions(credentials(), std::filesystem::perms(0600));
    std::ofstream(credentials()) << "nonsense";
    EXPECT_EQ(tocsin({"screen", "list"}), 78);
    EXPECT_THAT(err, HasSubstr("is damaged; delete it and sign in again"));
    environment.token = "api-token";
    controller.answer("GET /api/v1/screens", 200, R"({"items":[]})");
    EXPECT_EQ(tocsin({"screen", "list"}), 0) << "scripts with a token do not need the file";
}

TEST_F(SessionVerbs, WhereNothingCanBeKeptNoPasswordIsSent) {
    environment.configuration.clear();
    types({"secret"});
    EXPECT_EQ(tocsin({"login", "wang"}), 78);
    EXPECT_THAT(err, HasSubstr("set HOME or XDG_CONFIG_HOME"));
    environment.configuration = std::filesystem::path(file("plain", "")) / "tocsin";
    EXPECT_EQ(tocsin({"login", "wang"}), 78);
    EXPECT_THAT(controller.asked(), testing::IsEmpty());
    EXPECT_THAT(person.asked, testing::IsEmpty());
}

TEST_F(SessionVerbs, AFolderThatOthersCouldWriteToIsClosed) {
    std::filesystem::create_directories(environment.configuration);
    std::filesystem::permissions(environment.configuration, std::filesystem::perms(0777));
    signIn();
    EXPECT_EQ(modeOf(environment.configuration), 0700U);
}

TEST_F(SessionVerbs, LogoutEndsTheSessionAndForgetsIt) {
    signIn();
    controller.answer("DELETE /api/v1/session", 204, "");
    EXPECT_EQ(tocsin({"logout"}), 0) << err;
    EXPECT_EQ(out, "signed out at " + controller.address() + "\n");
    EXPECT_EQ(controller.asked().back().header("authorization"), "Bearer session-token");
    EXPECT_THAT(read(credentials()), Not(HasSubstr("session-token")));
    EXPECT_EQ(modeOf(credentials()), 0600U);
    EXPECT_EQ(tocsin({"logout", "--json"}), 0);
    EXPECT_EQ(out, "{\"signed_out\":false}\n");
    signIn();
    EXPECT_EQ(tocsin({"logout", "--json"}), 0);
    EXPECT_EQ(out, "{\"signed_out\":true,\"account\":\"wang\"}\n");
}

TEST_F(SessionVerbs, LogoutForgetsASessionThatTheControllerDoesNotKnow) {
    signIn();
    controller.answer("DELETE /api/v1/session", 401, "{}");
    EXPECT_EQ(tocsin({"logout"}), 0) << err;
    EXPECT_THAT(read(credentials()), Not(HasSubstr("session-token")));
    signIn();
    controller.answer("DELETE /api/v1/session", 500, R"({"detail":"the disk is full"})");
    EXPECT_EQ(tocsin({"logout"}), 1);
    EXPECT_THAT(err, AllOf(HasSubstr("forgotten here"), HasSubstr("the disk is full")));
    EXPECT_THAT(read(credentials()), Not(HasSubstr("session-token")));
}

TEST_F(SessionVerbs, LogoutEndsTheKeptSessionAndNotTheEnvironmentsToken) {
    signIn();
    environment.token = "api-token";
    controller.answer("DELETE /api/v1/session", 204, "");
    EXPECT_EQ(tocsin({"logout"}), 0) << err;
    EXPECT_EQ(controller.asked().back().header("authorization"), "Bearer session-token");
}

TEST_F(SessionVerbs, WhoamiSaysWhoMayDoWhatAndUntilWhen) {
    signIn();
    controller.answer(
        "GET /api/v1/session", 200,
        R"({"account":{"account":"wang","name":"王芳","unit":"bureau"},)"
        R"("permissions":["view-screens","edit-media"],)"
        R"("grants":[{"role":"editor","unit":"hospital"},{"role":"operations","unit":""}],)"
        R"("expires":"2026-06-01T20:00:00.000Z","station":null,"second_factors":["totp"]})");
    EXPECT_EQ(tocsin({"whoami"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("account         wang\n"));
    EXPECT_THAT(out, HasSubstr("editor (hospital), operations (all units)"));
    EXPECT_THAT(out, HasSubstr("view-screens, edit-media"));
    EXPECT_THAT(out, HasSubstr("2026-06-01T20:00:00.000Z"));
    EXPECT_THAT(out, HasSubstr("authenticator"));
    EXPECT_EQ(tocsin({"whoami"}, Language::chinese), 0);
    EXPECT_THAT(out, HasSubstr("编辑 (hospital), 运维 (全部单位)"));
    EXPECT_EQ(controller.asked().back().header("x-station"), "");
    registerStation();
    EXPECT_EQ(tocsin({"whoami"}), 0);
    EXPECT_EQ(controller.asked().back().header("x-station"), "station-token");
}

TEST_F(SessionVerbs, SetupMakesTheFirstAccountAndSignsIn) {
    controller.answer("GET /api/v1/setup", 200, R"({"needed":true})");
    controller.answer("POST /api/v1/setup", 201, R"({"account":{"account":"wang"}})");
    controller.answer("POST /api/v1/session", 201, kSession);
    types({"setup-word", "wang", "王芳", "correct horse", "correct horse"});
    ASSERT_EQ(tocsin({"setup"}), 0) << err;
    ASSERT_EQ(controller.asked().size(), 3U);
    EXPECT_EQ(json(controller.asked().at(1).body),
              json(R"({"token":"setup-word","account":"wang","name":"王芳",)"
                   R"("password":"correct horse"})"));
    EXPECT_EQ(sent().at("password"), "correct horse");
    EXPECT_THAT(read(credentials()), HasSubstr("session-token"));
}

TEST_F(SessionVerbs, SetupWorksWithoutATerminal) {
    controller.answer("GET /api/v1/setup", 200, R"({"needed":true})");
    controller.answer("POST /api/v1/setup", 201, R"({"account":{"account":"wang"}})");
    controller.answer("POST /api/v1/session", 201, kSession);
    ASSERT_EQ(tocsin({"setup", "--account", "wang", "--token-file", file("setup-token", "word\n"),
                      "--password-file", file("password", "correct horse\n")}),
              0)
        << err;
    EXPECT_EQ(
        json(controller.asked().at(1).body),
        json(R"({"token":"word","account":"wang","name":"wang","password":"correct horse"})"));
}

TEST_F(SessionVerbs, SetupOfAControllerThatHasAccountsIsAConflict) {
    controller.answer("GET /api/v1/setup", 200, R"({"needed":false})");
    EXPECT_EQ(tocsin({"setup", "--account", "wang", "--token", "t"}), 5);
    EXPECT_THAT(err, HasSubstr("has accounts already; tocsin login"));
    EXPECT_EQ(tocsin({"setup", "--token", "t", "--token-file", "f"}), 2);
}

TEST_F(SessionVerbs, ANewPasswordIsTypedTwice) {
    signIn();
    controller.answer("POST /api/v1/session/password", 204, "");
    types({"old one", "new password", "new pasword", "new password", "new password"});
    EXPECT_EQ(tocsin({"password"}), 0) << err;
    EXPECT_EQ(sent(), json(R"({"old":"old one","new":"new password"})"));
    EXPECT_THAT(err, HasSubstr("the two are not the same; once more"));
    EXPECT_THAT(person.asked, testing::Each(Pair(testing::_, Echo::hidden)));
    EXPECT_EQ(out, "the password is changed; your other sessions have ended\n");
    types({"old one", "a", "b", "a", "b", "a", "b"});
    auto const before = controller.asked().size();
    EXPECT_EQ(tocsin({"password"}), 1);
    EXPECT_EQ(controller.asked().size(), before);
}

TEST_F(SessionVerbs, BothPasswordsCanComeFromStandardInput) {
    signIn();
    controller.answer("POST /api/v1/session/password", 204, "");
    environment.input = ::open(file("input", "old one\nnew one").c_str(), O_RDONLY | O_CLOEXEC);
    EXPECT_EQ(tocsin({"password", "--old-file", "-", "--password-file", "-", "--json"}), 0) << err;
    ::close(environment.input);
    EXPECT_EQ(sent(), json(R"({"old":"old one","new":"new one"})"));
    EXPECT_EQ(out, "{\"changed\":true}\n");
}

TEST_F(SessionVerbs, AnInvitationIsAcceptedWithAPassword) {
    controller.answer("POST /api/v1/invitations/accept", 201, R"({"account":{"account":"wang"}})");
    controller.answer("POST /api/v1/session", 201, kSession);
    types({"invite-word", "correct horse", "correct horse"});
    EXPECT_EQ(tocsin({"accept"}), 0) << err;
    EXPECT_EQ(json(controller.asked().at(0).body),
              json(R"({"invitation":"invite-word","password":"correct horse"})"));
    EXPECT_EQ(sent(), json(R"({"account":"wang","password":"correct horse","client":true})"));
    environment.terminal = nullptr;
    EXPECT_EQ(tocsin({"accept", "invite-word", "--password-file", file("password", "good one")}),
              0);
    EXPECT_EQ(tocsin({"accept"}), 2);
    EXPECT_THAT(err, HasSubstr("tocsin accept INVITATION"));
}

TEST_F(SessionVerbs, AnInterruptedQuestionEndsTheCommand) {
    types({});
    EXPECT_EQ(tocsin({"login", "wang"}), 1);
    EXPECT_EQ(err, "tocsin: interrupted\n");
    EXPECT_THAT(controller.asked(), testing::IsEmpty());
}

TEST_F(SessionVerbs, DownloadsShowTheSessionToo) {
    signIn();
    std::string const loop =
        R"({"loop":"l1","screen":"gate","state":"done","items":1,"length_ms":1000,"findings":[],)"
        R"("files":[{"name":"loop.mp4","bytes":5,"sha256":)"
        R"("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"}]})";
    controller.answer("POST /api/v1/screens/gate/loops", 201, loop);
    controller.answer("GET /api/v1/loops/l1/files/loop.mp4", 200, "hello");
    controller.answer("DELETE /api/v1/loops/l1", 200, "{}");
    ASSERT_EQ(tocsin({"bundle", "render", "--screen", "gate", "--date", "2026-06-16", "--out",
                      (directory / "card").string()}),
              0)
        << err;
    for (auto const& asked : controller.asked()) {
        if (asked.target != "/api/v1/session") {
            EXPECT_EQ(asked.header("authorization"), "Bearer session-token") << asked.target;
        }
    }
}

TEST_F(SessionVerbs, ResumableUploadsShowTheSessionAndGoNowhereElse) {
    signIn();
    auto const film = file("film.mp4", std::string(5U << 20, 'x'));
    auto const size = std::to_string(5U << 20);
    controller.answerOnce("POST /api/v1/uploads", 201, "", "Location: /api/v1/uploads/u1\r\n");
    controller.answer("PATCH /api/v1/uploads/u1", 204, "");
    controller.answer("GET /api/v1/uploads/u1", 200,
                      R"({"state":"done","asset":{"handle":"film","kind":"film"}})");
    EXPECT_EQ(tocsin({"media", "add", film, "--no-wait"}), 0) << err;
    auto const asked = controller.asked();
    ASSERT_EQ(asked.size(), 4U);
    for (std::size_t i = 1; i < asked.size(); ++i) {
        EXPECT_EQ(asked[i].header("authorization"), "Bearer session-token") << asked[i].method;
    }
    FakeController thief;
    auto const port = thief.address().substr(thief.address().rfind(':'));
    controller.answerOnce("POST /api/v1/uploads", 201, "",
                          "Location: @127.0.0.1" + port + "/api/v1/uploads/u1\r\n");
    EXPECT_EQ(tocsin({"media", "add", film}), 1);
    EXPECT_THAT(err, HasSubstr("which is no path on it"));
    EXPECT_THAT(thief.asked(), testing::IsEmpty());
}

}  // namespace
}  // namespace tocsin::cli::test
