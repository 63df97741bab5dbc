// SPDX-License-Identifier: Apache-2.0
// tocsin screen restart and its sisters, and tocsin command, against a controller that gives canned
// answers.
#include "command_line.hpp"

namespace tocsin::cli::test {
namespace {

using testing::HasSubstr;
using DeedVerbs = CommandLine;

/// With one screen at this step.
std::string commandAt(std::string const& step, std::string const& detail = "") {
    return R"({"id":"c1","action":"volume","value":"30","holds_s":7200,"who":"zhang","reason":"",)"
           R"("given":"2026-06-01T00:00:00.000Z","due":"2026-06-01T00:00:00.000Z",)"
           R"("expires":"2026-06-01T00:10:00.000Z","counts":{")" +
           step + R"(":1},"items":[{"screen":"gate","step":")" + step +
           R"(","sent":"2026-06-01T00:00:00.100Z","received":null,"done":null,"verified":null,)"
           R"("ended":null,"detail":")" +
           detail + R"(","online":true}]})";
}

TEST_F(DeedVerbs, SayWhatIsToBeDoneAndWhere) {
    controller.answer("POST /api/v1/commands", 201, commandAt("sent"));
    EXPECT_EQ(tocsin({"screen", "volume", "30", "gate", "hall", "--for", "2h", "--reason", "考试"}),
              0)
        << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"action":"volume","value":30,"holds_s":7200,)"
                                         R"("screens":["gate","hall"],"reason":"考试"})"));
    EXPECT_THAT(out, HasSubstr("1 sent"));
    EXPECT_THAT(out, HasSubstr("tocsin command show c1"));
    EXPECT_EQ(tocsin({"screen", "restart", "gate"}), 0) << err;
    EXPECT_EQ(sent(),
              boost::json::parse(R"({"action":"restart","value":"engine","screens":["gate"]})"));
    EXPECT_EQ(tocsin({"screen", "restart", "--device", "--all"}, Language::chinese), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"action":"restart","value":"device","all":true})"));
    EXPECT_THAT(out, HasSubstr("已发出"));
    EXPECT_EQ(tocsin({"screen", "power", "off", "--unit", "clinic", "--at",
                      "2026-06-01T22:00:00+08:00", "--valid", "30m", "--name", "night"}),
              0)
        << err;
    EXPECT_EQ(sent(),
              boost::json::parse(R"({"action":"power","value":"off","unit":"clinic","id":"night",)"
                                 R"("at":"2026-06-01T14:00:00.000Z","valid_s":1800})"));
    EXPECT_EQ(tocsin({"screen", "brightness", "5", "--tag", "wall"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"action":"brightness","value":5,"tag":"wall"})"));
    EXPECT_EQ(tocsin({"screen", "identify", "gate", "--for", "30s"}), 0) << err;
    EXPECT_EQ(sent(),
              boost::json::parse(R"({"action":"identify","holds_s":30,"screens":["gate"]})"));
    EXPECT_EQ(tocsin({"screen", "log-level", "debug", "gate"}), 0) << err;
    EXPECT_EQ(sent(),
              boost::json::parse(R"({"action":"log-level","value":"debug","screens":["gate"]})"));
    EXPECT_EQ(tocsin({"screen", "evidence", "--all"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"action":"evidence","all":true})"));
}

TEST_F(DeedVerbs, RefuseWhatNobodyCanMean) {
    EXPECT_EQ(tocsin({"screen", "restart"}), 2);
    EXPECT_EQ(tocsin({"screen", "restart", "gate", "--all"}), 2);
    EXPECT_EQ(tocsin({"screen", "power", "maybe", "gate"}), 2);
    EXPECT_EQ(tocsin({"screen", "volume", "101", "gate"}), 2);
    EXPECT_EQ(tocsin({"screen", "volume", "30", "gate", "--for", "a while"}), 2);
    EXPECT_EQ(tocsin({"screen", "restart", "gate", "--at", "tomorrow"}), 2);
    EXPECT_TRUE(controller.asked().empty());
}

TEST_F(DeedVerbs, WaitUntilItIsKnownWhatBecameOfIt) {
    controller.answer("POST /api/v1/commands", 201, commandAt("sent"));
    controller.answer("GET /api/v1/commands/c1", 200, commandAt("verified"));
    EXPECT_EQ(tocsin({"screen", "volume", "30", "gate", "--wait"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("verified"));
    controller.answer("GET /api/v1/commands/c1", 200, commandAt("failed", "it makes no sound"));
    EXPECT_EQ(tocsin({"screen", "volume", "30", "gate", "--wait"}), 6);
    EXPECT_THAT(out, HasSubstr("it makes no sound"));
    controller.answer("GET /api/v1/commands/c1", 200,
                      commandAt("done", "cannot be verified: nobody can ask the screen"));
    EXPECT_EQ(tocsin({"screen", "volume", "30", "gate", "--wait"}), 0);
    EXPECT_THAT(out, HasSubstr("cannot be verified"));
}

TEST_F(DeedVerbs, CommandsAreListedShownAndTakenBack) {
    controller.answer("GET /api/v1/commands?limit=50&screen=gate", 200,
                      R"({"items":[)" + commandAt("done") + "]}");
    EXPECT_EQ(tocsin({"command", "list", "--screen", "gate"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("volume 30, 7200 s"));
    EXPECT_THAT(out, HasSubstr("1 done"));
    controller.answer("GET /api/v1/commands/c1", 200, commandAt("expired", "nobody was there"));
    EXPECT_EQ(tocsin({"command", "show", "c1"}, Language::chinese), 0) << err;
    EXPECT_THAT(out, HasSubstr("已过期"));
    EXPECT_THAT(out, HasSubstr("nobody was there"));
    controller.answer("DELETE /api/v1/commands/c1", 200, commandAt("cancelled"));
    EXPECT_EQ(tocsin({"command", "cancel", "c1"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("cancelled"));
}

}  // namespace
}  // namespace tocsin::cli::test
