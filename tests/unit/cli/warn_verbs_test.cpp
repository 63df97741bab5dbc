// SPDX-License-Identifier: Apache-2.0
// tocsin warn … against a controller that gives canned answers.
#include "signed_in.hpp"

namespace tocsin::cli::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

constexpr char kPreview[] = "POST /api/v1/warnings/preview";
constexpr char kRaise[] = "POST /api/v1/warnings";
constexpr char kOne[] = "GET /api/v1/warnings/w1";

class WarnVerbs : public SignedIn {
protected:
    WarnVerbs() {
        preview(R"({"screen":"gate","name":"东门","look":"takeover","why":"all screens"})");
    }
    void preview(std::string const& screens, std::string const& by = "one") {
        controller.answer(
            kPreview, 200,
            R"({"headline":"暴雨红色预警","issuer":"市气象台","body":"三小时内\n有暴雨",)"
            R"("instruction":"避险","level":"red","kind":"forwarded","event":"暴雨",)"
            R"("expires":"2026-06-01T03:00:00.000Z","by":")" +
                by + R"(","screens":[)" + screens +
                R"(],"left_out":[{"screen":"pool","name":"泳池","why":"its place is )"
                R"(not known","why_zh":"位置未知"}]})");
    }
    static std::string detail(std::string const& state, int received, int onGlass,
                              std::string const& more = "") {
        return R"({"id":"w1","state":")" + state +
               R"(","revision":1,"kind":"forwarded","level":"red","event":"暴雨","headline":"暴雨红色预警",)"
               R"("drill":false,"raised_by":"wang","expires":"2026-06-01T03:00:00.000Z","screens":2,)"
               R"("received":)" +
               std::to_string(received) + R"(,"verified":)" + std::to_string(received) +
               R"(,"on_glass":)" + std::to_string(onGlass) + R"(,"pending":false,"texts":[],)" +
               R"("targets":[],"unreached":)" + (received == 2 ? "[]" : R"(["hall"])") + more + "}";
    }
    int raise(std::vector<std::string> const& more = {}) {
        std::vector<std::string> arguments{"warn",    "raise", "--template", "rainstorm",
                                           "--level", "red",   "--all"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return tocsin(arguments);
    }
    /// How often this was asked.
    std::size_t asked(std::string const& request) {
        auto const all = controller.asked();
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](auto const& one) {
            return one.method + " " + one.target == request;
        }));
    }
};

TEST_F(WarnVerbs, ARaiseShowsWhatWouldBeWhereAndAsksBefore) {
    types({"yes"});
    controller.answer(kRaise, 201, detail("standing", 2, 2));
    EXPECT_EQ(raise(), 0) << err;
    EXPECT_THAT(person.asked, ElementsAre(Pair(HasSubstr("Type yes"), Echo::shown)));
    EXPECT_THAT(err, AllOf(HasSubstr("forwarded, red, on 1 screens, until 2026-06-01T03:00:00"),
                           HasSubstr("  暴雨红色预警\n  市气象台\n  三小时内\n  有暴雨\n  避险\n"),
                           HasSubstr("gate (东门)  takeover  all screens"),
                           HasSubstr("pool (泳池)  its place is not known")));
    EXPECT_EQ(out,
              "w1: standing, until 2026-06-01T03:00:00.000Z\n"
              "received 2, verified 2, on glass 2 of 2 screens\n");
    EXPECT_EQ(sent(),
              boost::json::parse(R"({"template":"rainstorm","level":"red","where":{"all":true}})"));
}

TEST_F(WarnVerbs, NothingIsRaisedWithoutAYes) {
    controller.answer(kRaise, 201, detail("standing", 2, 2));
    types({"y"});
    EXPECT_EQ(raise(), 1);
    EXPECT_THAT(err, HasSubstr("nothing was changed"));
    environment.terminal = nullptr;
    EXPECT_EQ(raise(), 2);
    EXPECT_THAT(err, HasSubstr("--yes"));
    EXPECT_EQ(asked(kRaise), 0U);
    EXPECT_EQ(raise({"--yes"}), 0) << err;
    EXPECT_EQ(asked(kRaise), 1U);
}

TEST_F(WarnVerbs, NothingIsRaisedThatIsForNoScreen) {
    preview("");
    EXPECT_EQ(raise({"--yes"}), 3);
    EXPECT_THAT(err, AllOf(HasSubstr("left out (1)"), HasSubstr("no screen is chosen")));
    EXPECT_EQ(asked(kRaise), 0U);
}

TEST_F(WarnVerbs, ARaiseIsConfirmedWithTheSecondFactor) {
    controller.answerOnce(kRaise, 403, R"({"detail":"confirm it","code":"second-factor"})");
    controller.answer(kRaise, 201, detail("standing", 2, 2));
    types({"是", "123456"});
    EXPECT_EQ(raise(), 0) << err;
    EXPECT_EQ(controller.asked().back().header("x-second-factor"), "totp 123456");
}

TEST_F(WarnVerbs, ARaiseWaitsForTheScreensAndNamesThoseThatAreNotReached) {
    controller.answer(kRaise, 201, detail("standing", 0, 0));
    controller.answerOnce(kOne, 200, detail("standing", 1, 0));
    controller.answer(kOne, 200, detail("standing", 2, 2));
    EXPECT_EQ(raise({"--yes"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("on glass 2 of 2"));
    EXPECT_EQ(asked(kOne), 2U) << "no longer than it takes";
    EXPECT_EQ(raise({"--yes", "--wait", "0"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("not reached yet: hall\n"));
    EXPECT_EQ(asked(kOne), 2U);
}

TEST_F(WarnVerbs, AScreenThatRefusesIsNamedWithItsReason) {
    controller.answer(kRaise, 201,
                      R"({"id":"w1","state":"standing","screens":1,"on_glass":1,)"
                      R"("targets":[{"screen":"gate","refused":"not in the list"}]})");
    EXPECT_EQ(raise({"--yes"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("gate refuses it: not in the list\n"));
}

TEST_F(WarnVerbs, WhatWaitsForASecondPersonEndsWithFive) {
    preview(R"({"screen":"gate","name":"gate","look":"split","why":""})", "two");
    controller.answer(kRaise, 201, detail("waiting", 0, 0));
    auto const free = std::vector<std::string>{
        "warn",   "raise", "--headline", "今晚停水", "--tag", "lobby",   "--tag",      "bar",
        "--body", "检修",  "--minutes",  "30",       "--yes", "--drill", "--emergency"};
    EXPECT_EQ(tocsin(free), 5);
    EXPECT_THAT(err, AllOf(HasSubstr("another person has released it"),
                           HasSubstr("tocsin: w1 waits for a second person"),
                           HasSubstr("tocsin warn release w1")));
    EXPECT_EQ(out, "w1: waits for a second person\n");
    EXPECT_EQ(sent(),
              boost::json::parse(R"({"headline":"今晚停水","body":"检修","emergency":true,)"
                                 R"("where":{"tags":["lobby","bar"]},"minutes":30,"drill":true})"));
    EXPECT_EQ(asked(kOne), 0U);
}

TEST_F(WarnVerbs, BlanksAndPlacesAreSentAsTheyAreTyped) {
    controller.answer(kRaise, 201, detail("standing", 2, 2));
    EXPECT_EQ(tocsin({"warn",       "raise",
                      "--template", "fire",
                      "--field",    "place=3号楼",
                      "--issuer",   "消防",
                      "--time",     "14:30",
                      "--area",     "校区",
                      "--circle",   "-33.9,151.2 20",
                      "--polygon",  "1,1 1,2 2,2 1,1",
                      "--code",     "3301",
                      "--unit",     "school",
                      "--until",    "2026-06-01T18:00:00+08:00",
                      "--from",     "2026-06-01T10:00:00+08:00",
                      "--look",     "ticker",
                      "--sound",    "--yes"}),
              0)
        << err;
    EXPECT_EQ(sent(),
              boost::json::parse(
                  R"({"template":"fire","fields":{"issuer":"消防","time":"14:30","area":"校区",)"
                  R"("place":"3号楼"},"where":{"units":["school"],"polygons":["1,1 1,2 2,2 1,1"],)"
                  R"("circles":["-33.9,151.2 20"],"codes":["3301"]},)"
                  R"("expires":"2026-06-01T18:00:00+08:00","from":"2026-06-01T10:00:00+08:00",)"
                  R"("look":"ticker","sound":true})"));
}

TEST_F(WarnVerbs, WhatCannotBeMeantIsUsage) {
    for (auto const& wrong : std::vector<std::vector<std::string>>{
             {"warn", "raise", "--all"},
             {"warn", "raise", "--template", "x"},
             {"warn", "raise", "--template", "x", "--headline", "y", "--all"},
             {"warn", "raise", "--template", "x", "--all", "--screen", "gate"},
             {"warn", "raise", "--template", "x", "--all", "--field", "place"},
             {"warn", "raise", "--template", "x", "--all", "--field", "time=1", "--time", "2"},
             {"warn", "raise", "--template", "x", "--all", "--level", "green"},
             {"warn", "raise", "--template", "x", "--all", "--minutes", "5", "--until", "z"},
             {"warn", "extend", "w1"},
             {"warn"}}) {
        EXPECT_EQ(tocsin(wrong), 2) << err;
    }
    EXPECT_TRUE(controller.asked().empty());
}

TEST_F(WarnVerbs, AChangePutsAnotherInThePlaceOfOne) {
    controller.answer("POST /api/v1/warnings/w1/change", 200, detail("standing", 2, 2));
    EXPECT_EQ(tocsin({"warn", "change", "w1", "--template", "rainstorm", "--level", "orange",
                      "--all", "--yes"}),
              0)
        << err;
    EXPECT_EQ(sent().at("level").as_string(), "orange");
    controller.answer("POST /api/v1/warnings/w1/change", 200,
                      R"({"id":"w1","state":"standing","pending":true,"expires":"x"})");
    EXPECT_EQ(tocsin({"warn", "change", "w1", "--headline", "x", "--all", "--yes"}), 5);
    EXPECT_THAT(out, HasSubstr("a change waits for a second person"));
}

TEST_F(WarnVerbs, OneIsClearedExtendedReleasedAndRejected) {
    auto const answer = [&](char const* step, char const* state) {
        controller.answer(std::string("POST /api/v1/warnings/w1/") + step, 200,
                          std::string(R"({"id":"w1","state":")") + state + R"(","expires":"T"})");
    };
    answer("clear", "cleared");
    EXPECT_EQ(tocsin({"warn", "clear", "w1", "--reason", "雨停"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"reason":"雨停"})"));
    EXPECT_EQ(out, "w1: cleared\n");
    answer("extend", "standing");
    EXPECT_EQ(tocsin({"warn", "extend", "w1", "--minutes", "30"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"minutes":30})"));
    EXPECT_EQ(tocsin({"warn", "extend", "w1", "--until", "2026-06-01T18:00:00+08:00"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"expires":"2026-06-01T18:00:00+08:00"})"));
    answer("release", "standing");
    EXPECT_EQ(tocsin({"warn", "release", "w1"}, Language::chinese), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse("{}"));
    EXPECT_EQ(out, "w1: 生效中, 有效至 T\n");
    answer("reject", "rejected");
    EXPECT_EQ(tocsin({"warn", "reject", "w1"}), 0) << err;
    EXPECT_EQ(out, "w1: rejected\n");
}

TEST_F(WarnVerbs, TheListSaysHowFarEachHasCome) {
    controller.answer("GET /api/v1/warnings", 200,
                      R"({"items":[)" + detail("standing", 2, 1) + "]}");
    controller.answer("GET /api/v1/warnings?state=all", 200, R"({"items":[]})");
    EXPECT_EQ(tocsin({"warn", "list"}), 0) << err;
    EXPECT_THAT(out,
                AllOf(HasSubstr("w1  standing  forwarded, red  暴雨红色预警"), HasSubstr("wang")));
    EXPECT_EQ(tocsin({"warn", "list", "--all"}), 0) << err;
    EXPECT_EQ(out, "nothing to list\n");
}

TEST_F(WarnVerbs, OneIsShownWithWhatBecameOfItOnEachScreen) {
    controller.answer(
        kOne, 200,
        R"({"id":"w1","state":"cleared","kind":"emergency","level":"none","drill":true,)"
        R"("ended":"E","ended_by":"sun","pending_change":{"by":"zhao","level":"red","headline":"新标题","expires":"X"},"reason":"演练结束","alert":null,"unreached":["hall"],)"
        R"("timely":{"rate":0.5,"formula":"on glass within 5 s","formula_zh":"5 秒内上屏"},)"
        R"("texts":[{"language":"zh-CN","headline":"疏散","issuer":"","body":"走楼梯","instruction":""}],)"
        R"("targets":[{"screen":"gate","name":"东门","look":"takeover","why":"all","online":true,)"
        R"("received":"R","verified":"V","on_glass":"G","lit":false,"ended":"D","end":"cleared","refused":""},)"
        R"({"screen":"hall","name":"大厅","look":"off","online":false,"received":null,"verified":null,)"
        R"("on_glass":null,"lit":false,"ended":null,"end":"","refused":""}],)"
        R"("pictures":[{"picture":"p1","screen":"gate","at":"T"}]})");
    EXPECT_EQ(tocsin({"warn", "show", "w1"}), 0) << err;
    EXPECT_THAT(
        out,
        AllOf(HasSubstr("drill, emergency, no level"), HasSubstr("E, sun"), HasSubstr("p1"),
              HasSubstr("50.00 %  (on glass within 5 s)"), HasSubstr("zh-CN\n  疏散\n  走楼梯\n"),
              HasSubstr("not reached"), HasSubstr("G (no lit output)"), HasSubstr("offline"),
              HasSubstr("a change by zhao waits for a second person (red, until X):\n  新标题\n")));
    EXPECT_EQ(tocsin({"warn", "show", "w1"}, Language::chinese), 0) << err;
    EXPECT_THAT(out, AllOf(HasSubstr("演练, 应急插播, 无等级"), HasSubstr("5 秒内上屏"),
                           HasSubstr("离线")));
}

TEST_F(WarnVerbs, TemplatesAreListedWithTheirBlanks) {
    controller.answer(
        "GET /api/v1/warning-templates", 200,
        R"({"items":[{"handle":"rainstorm","name":"暴雨","kind":"forwarded","levels":["blue","red"],)"
        R"("fields":[{"name":"issuer","label":"发布单位","label_en":"issuer","required":true},)"
        R"({"name":"time","label":"时间","label_en":"time","required":false}]}]})");
    EXPECT_EQ(tocsin({"warn", "templates"}, Language::chinese), 0) << err;
    EXPECT_THAT(out,
                HasSubstr("rainstorm  暴雨  转发预警  蓝色 红色  issuer* (发布单位), time (时间)"));
}

class LostPlays : public SignedIn {
protected:
    void answerWith(std::string const& offered) {
        controller.answer(
            "GET /api/v1/warnings/w1/make-good", 200,
            R"({"warning":"w1","headline":"暴雨","state":"cleared","open":["hall"],"items":[)"
            R"({"campaign":"fire","title":"消防","lost":12,"lost_seconds":96.0,"made_good":2,)"
            R"("left":10,"by_planner":0,"offered":)" +
                offered +
                R"(,"screens":[{"screen":"gate","way":"offer","lost":12,"left":10,)"
                R"("why":"nothing repays it","why_zh":"目前不会补播"}]},)"
                R"({"campaign":"","title":"","lost":1,"lost_seconds":5.4,"made_good":0,"left":1,)"
                R"("by_planner":0,"offered":0,"screens":[{"screen":"gate","way":"none","lost":1,)"
                R"("left":1,"why":"owed nothing","why_zh":"无需补播"}]}]})");
    }
};

TEST_F(LostPlays, AreListedWithWhatBecomesOfThemAndTheNextStep) {
    answerWith("10");
    EXPECT_EQ(tocsin({"warn", "make-good", "w1"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("w1  暴雨\n"));
    EXPECT_THAT(out, testing::ContainsRegex("fire +消防 +1 +12 +96 +2 +0 +10\n"));
    EXPECT_THAT(out, AllOf(HasSubstr("fire, 10 plays: nothing repays it\n"),
                           HasSubstr("(fallback loop), 1 plays: owed nothing\n"), HasSubstr("hall"),
                           HasSubstr("tocsin warn make-good w1 --plan")));
    EXPECT_EQ(tocsin({"warn", "make-good", "w1"}, Language::chinese), 0) << err;
    EXPECT_THAT(out, HasSubstr("fire，10 次: 目前不会补播\n"));
    answerWith("0");
    EXPECT_EQ(tocsin({"warn", "make-good", "w1"}), 0) << err;
    EXPECT_THAT(out, Not(HasSubstr("--plan")));
}

TEST_F(LostPlays, ThatAreOfferedArePlannedByTheCampaignsFile) {
    answerWith("10");
    struct Case {
        char const *file, *sent;
    };
    for (auto const& one :
         {Case{"title = \"t\"\n[pacing]\nmake_good = 1\n",
               "make_good = \"flight\"\ntitle = \"t\"\n[pacing]\nmake_good = 1\n"},
          Case{"title = \"t\"\nmake_good = \"none\" # so far\n[pacing]\n",
               "title = \"t\"\nmake_good = \"flight\"\n[pacing]\n"}}) {
        controller.answer(
            "GET /api/v1/campaigns/fire", 200,
            boost::json::serialize(boost::json::object{{"id", "fire"}, {"file", one.file}}));
        controller.answer("PUT /api/v1/campaigns/fire?file=fire.toml", 200,
                          R"({"id":"fire","state":"approved","findings":[]})");
        EXPECT_EQ(tocsin({"warn", "make-good", "w1", "--plan"}), 0) << err;
        EXPECT_EQ(controller.asked().back().body, one.sent);
        EXPECT_THAT(out, HasSubstr("fire: approved"));
    }
    controller.answer("PUT /api/v1/campaigns/fire?file=fire.toml", 409,
                      R"({"detail":"another person confirms it","code":"conflict"})");
    EXPECT_EQ(tocsin({"warn", "make-good", "w1", "--plan"}), 5);
    EXPECT_THAT(err, HasSubstr("another person confirms it"));
    answerWith("0");
    EXPECT_EQ(tocsin({"warn", "make-good", "w1", "--plan"}), 0);
    EXPECT_THAT(out, HasSubstr("nothing is offered"));
}

class CapFiles : public SignedIn {
protected:
    static std::string answerTo(std::string const& verdict, std::string const& state,
                                std::string const& findings) {
        return R"({"sender":"cma","identifier":"1","sent":"S","type":"Alert","status":"Actual","verdict":")" +
               verdict + R"(","use":"show","why":"","why_zh":"","standing":"inForce","warning":)" +
               (state.empty() ? "null" : R"("w1")") + R"(,"state":)" +
               (state.empty() ? "null" : "\"" + state + "\"") + R"(,"warnings":[)" +
               (state.empty()
                    ? ""
                    : R"({"id":"w1","state":"standing"},{"id":"w2","state":")" + state + "\"}") +
               R"(],"findings":[)" + findings + "]}";
    }
    int ingest(int status, std::string const& answer) {
        controller.answer("POST /api/v1/cap", status, answer);
        return tocsin({"warn", "ingest", file("alert.xml", "<alert/>")});
    }
};

TEST_F(CapFiles, AMessageIsSentAsItIsAndItsVerdictIsShown) {
    EXPECT_EQ(ingest(200, answerTo("accepted", "standing", "")), 0) << err;
    EXPECT_EQ(controller.asked().back().body, "<alert/>");
    EXPECT_EQ(controller.asked().back().header("content-type"), "application/xml");
    EXPECT_THAT(out, AllOf(HasSubstr("accepted"), HasSubstr("cma,1,S"), HasSubstr("Alert Actual"),
                           HasSubstr("w1 (standing), w2 (standing)")));
}

TEST_F(CapFiles, ItIsSaidWhetherTheSignatureWasVerified) {
    auto const with = [&](std::string const& signature) {
        auto answer = answerTo("accepted", "standing", "");
        answer.insert(answer.size() - 1, R"(,"signature":)" + signature);
        EXPECT_EQ(ingest(200, answer), 0) << err;
        return out;
    };
    EXPECT_THAT(
        with(R"({"verified":true,"certificate":"0123456789abcdef0123","subject":"CN=气象台"})"),
        HasSubstr("verified, by CN=气象台 (0123456789abcdef)\n"));
    EXPECT_THAT(with(R"({"verified":false,"certificate":null,"subject":null})"),
                HasSubstr("not verified\n"));
    EXPECT_THAT(with("null"), HasSubstr("none\n"));
}

TEST_F(CapFiles, MistakesThatWereTakenAlongEndWithSixAndAdviceDoesNot) {
    EXPECT_EQ(ingest(200, answerTo("accepted", "standing",
                                   R"({"code":"INVALID_DATE","weight":"error","where":"sent",)"
                                   R"("message":"the offset is not numeric"})")),
              6)
        << err;
    EXPECT_THAT(out, HasSubstr("mistake  INVALID_DATE  sent: the offset is not numeric\n"));
    EXPECT_EQ(
        ingest(200, answerTo("accepted", "standing",
                             R"({"code":"CONTACT","weight":"recommendation","message":"m"})")),
        0)
        << err;
}

TEST_F(CapFiles, WhatWaitsForAPersonEndsWithFive) {
    EXPECT_EQ(ingest(200, answerTo("accepted", "waiting", "")), 5);
    EXPECT_THAT(
        err, AllOf(HasSubstr("tocsin warn release w2"), Not(HasSubstr("tocsin warn release w1"))));
}

TEST_F(CapFiles, WhatIsRefusedOrCannotBeReadEndsWithOneAndSaysWhy) {
    EXPECT_EQ(ingest(200, R"({"verdict":"refused","why":"sent by somebody else","findings":[]})"),
              1);
    EXPECT_THAT(out, HasSubstr("sent by somebody else"));
    EXPECT_EQ(
        ingest(
            422,
            R"({"title":"x","status":422,"detail":"no CAP message","verdict":"refused","findings":)"
            R"([{"code":"NO_ALERT","weight":"fatal","where":"","message":"the root is html"}]})"),
        1);
    EXPECT_THAT(out, AllOf(HasSubstr("refused: no CAP message"),
                           HasSubstr("fatal  NO_ALERT: the root is html")));
    EXPECT_EQ(ingest(422, R"({"detail":"too long"})"), 1);
    EXPECT_THAT(err, HasSubstr("too long"));
    EXPECT_EQ(ingest(403, R"({"detail":"not yours","code":"permission"})"), 4);
    EXPECT_EQ(tocsin({"warn", "ingest", (directory / "none.xml").string()}), 1);
    EXPECT_THAT(err, Not(HasSubstr("not yours")));
}

}  // namespace
}  // namespace tocsin::cli::test
