// SPDX-License-Identifier: Apache-2.0
// tocsin screen blank, unblank against a controller that gives canned answers.
#include "command_line.hpp"

namespace tocsin::cli::test {
namespace {

using testing::HasSubstr;
using OrderVerbs = CommandLine;

TEST_F(OrderVerbs, BlankNamesItsScreensOrAll) {
    controller.answer("POST /api/v1/screens/blank", 200,
                      R"({"items":[{"screen":"gate","blanked":true,"online":true},)"
                      R"({"screen":"hall","blanked":true,"online":false}]})");
    EXPECT_EQ(tocsin({"screen", "blank", "gate", "hall", "--reason", "演练"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"screens":["gate","hall"],"reason":"演练"})"));
    EXPECT_THAT(out, HasSubstr("hall    blanked  offline: when it comes back"));
    EXPECT_EQ(tocsin({"screen", "blank", "--all"}, Language::chinese), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"all":true})"));
    EXPECT_THAT(out, HasSubstr("停播"));
    EXPECT_EQ(tocsin({"screen", "blank"}), 2);
    EXPECT_EQ(tocsin({"screen", "blank", "gate", "--all"}), 2);
}

TEST_F(OrderVerbs, UnblankAsksForThat) {
    controller.answer("POST /api/v1/screens/unblank", 200,
                      R"({"items":[{"screen":"gate","blanked":false,"online":true}]})");
    EXPECT_EQ(tocsin({"screen", "unblank", "gate"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("goes on"));
}

}  // namespace
}  // namespace tocsin::cli::test
