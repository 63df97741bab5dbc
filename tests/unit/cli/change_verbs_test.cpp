// SPDX-License-Identifier: Apache-2.0
// tocsin change, and what a held change looks like, against a controller that gives canned answers.
#include "command_line.hpp"

namespace tocsin::cli::test {
namespace {

using testing::HasSubstr;

constexpr char kChange[] =
    R"({"id":"4f2a","who":"wang","what":"settings of tag x, for 12 screens","what_zh":"更改设置，影响 12 块屏",)"
    R"("screens":12,"route":"PUT /x","asked":"2026-06-01T08:00:00.000Z","expires":"2026-06-02T08:00:00.000Z",)"
    R"("mine":false,"can_confirm":true,"why_not":null)";

class ChangeVerbs : public CommandLine {};

TEST_F(ChangeVerbs, AListShowsWhatWaits) {
    controller.answer("GET /api/v1/changes", 200, std::string(R"({"items":[)") + kChange + "}]}");
    EXPECT_EQ(tocsin({"change", "list"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("4f2a  wang"));
    EXPECT_THAT(out, HasSubstr("settings of tag x, for 12 screens"));
    EXPECT_EQ(tocsin({"change", "list"}, Language::chinese), 0) << err;
    EXPECT_THAT(out, HasSubstr("更改设置，影响 12 块屏"));
}

TEST_F(ChangeVerbs, OneIsShownWithItsScreensAndItsFile) {
    controller.answer("GET /api/v1/changes/4f2a", 200,
                      std::string(kChange) +
                          R"(,"reaches":[{"id":"gate","name":"东门","unit":"bureau"}],"request":)"
                          R"({"method":"PUT","path":"/api/v1/quiet-zones/tag/x","query":{},)"
                          R"("body":"[[quiet]]\nfrom = \"22:00\"\n"}})");
    EXPECT_EQ(tocsin({"change", "show", "4f2a"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("gate    东门  bureau"));
    EXPECT_THAT(out, HasSubstr("PUT /api/v1/quiet-zones/tag/x\n  [[quiet]]\n  from = \"22:00\"\n"));
}

TEST_F(ChangeVerbs, OneIsConfirmedOrGivenUp) {
    controller.answer("POST /api/v1/changes/4f2a/confirm", 200,
                      std::string(R"({"change":)") + kChange + R"(},"answer":{}})");
    EXPECT_EQ(tocsin({"change", "confirm", "4f2a"}), 0) << err;
    EXPECT_EQ(out, "done: settings of tag x, for 12 screens\n");
    controller.answer("POST /api/v1/changes/4f2a/cancel", 200, std::string(kChange) + "}");
    EXPECT_EQ(tocsin({"change", "cancel", "4f2a"}, Language::chinese), 0) << err;
    EXPECT_EQ(out, "已取消：更改设置，影响 12 块屏\n");
}

TEST_F(ChangeVerbs, WhatIsHeldEndsTheCommandWithWhatToDo) {
    controller.answer(
        "POST /api/v1/screens/gate/retire", 409,
        R"({"title":"x","status":409,"code":"held","detail":"nothing is changed yet",)"
        R"("detail_zh":"尚未执行"})");
    EXPECT_EQ(tocsin({"screen", "retire", "gate"}), 5);
    EXPECT_THAT(err, HasSubstr("nothing is changed yet"));
    EXPECT_EQ(tocsin({"screen", "retire", "gate"}, Language::chinese), 5);
    EXPECT_THAT(err, HasSubstr("尚未执行"));
}

}  // namespace
}  // namespace tocsin::cli::test
