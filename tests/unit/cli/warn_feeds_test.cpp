// SPDX-License-Identifier: Apache-2.0
// tocsin warn feeds against a controller that gives canned answers.
#include "signed_in.hpp"

namespace tocsin::cli::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kList[] = "GET /api/v1/warning-feeds";

class WarnFeedsVerb : public SignedIn {
protected:
    static std::string feed(std::string const& name, std::string const& state, int polls,
                            std::string const& more = "") {
        return R"({"name":")" + name + R"(","url":"https://met.example/","every_seconds":60,)" +
               R"("state":")" + state + R"(","polling":false,"polls":)" + std::to_string(polls) +
               R"(,"last_good":"2026-06-01T08:00:00.000Z","next_poll":"2026-06-01T08:01:00.000Z",)"
               R"("entries":3,"taken":2,"waiting":1,"refused":0,"failures":0,"error":"",)"
               R"("findings":[])" +
               more + "}";
    }
    static std::string list(std::string const& feeds) {
        return R"({"now":"2026-06-01T08:00:30.000Z","items":[)" + feeds + "]}";
    }
};

TEST_F(WarnFeedsVerb, ListsHowEachFeedIs) {
    controller.answer(kList, 200, list(feed("met", "good", 4)));
    EXPECT_EQ(tocsin({"warn", "feeds"}), 0) << err;
    EXPECT_THAT(out, AllOf(HasSubstr("met"), HasSubstr("good"), HasSubstr("60 s"),
                           HasSubstr("30 s"), HasSubstr("https://met.example/")));
    EXPECT_EQ(tocsin({"warn", "feeds"}, Language::chinese), 0) << err;
    EXPECT_THAT(out, AllOf(HasSubstr("预警源"), HasSubstr("正常")));
    controller.answer(kList, 200, list(""));
    EXPECT_EQ(tocsin({"warn", "feeds"}), 0) << err;
    EXPECT_EQ(out, "nothing to list\n");
}

TEST_F(WarnFeedsVerb, OneThatFailsOrIsSilentEndsWithSixAndSaysWhy) {
    auto failing = feed("met", "failing", 4);
    auto const at = failing.find(R"("failures":0,"error":"")");
    failing.replace(at, 23, R"("failures":3,"error":"the server answers 500")");
    controller.answer(kList, 200, list(failing));
    EXPECT_EQ(tocsin({"warn", "feeds"}), 6);
    EXPECT_THAT(out, HasSubstr("met: 3 polls failed in a row; the server answers 500\n"));
    EXPECT_EQ(tocsin({"warn", "feeds"}, Language::chinese), 6);
    EXPECT_THAT(out, AllOf(HasSubstr("读取失败"), HasSubstr("连续失败 3 次")));
    controller.answer(kList, 200, list(feed("met", "silent", 4) + "," + feed("b", "good", 1)));
    EXPECT_EQ(tocsin({"warn", "feeds"}), 6);
    controller.answer(kList, 200, list(feed("met", "new", 0)));
    EXPECT_EQ(tocsin({"warn", "feeds"}), 0);
}

TEST_F(WarnFeedsVerb, FindingsAreToldFiveOfEach) {
    std::string findings;
    for (int i = 0; i < 7; ++i) {
        findings +=
            (i == 0 ? "" : ",") +
            (R"({"code":"LINK_NOT_ALLOWED","weight":"error","where":"entry[)" + std::to_string(i)) +
            R"(]","message":"its host is not allowed"})";
    }
    auto one = feed("met", "good", 1);
    one.replace(one.find(R"("findings":[])"), 13, R"("findings":[)" + findings + "]");
    controller.answer(kList, 200, list(one));
    EXPECT_EQ(tocsin({"warn", "feeds"}), 0) << err;
    EXPECT_THAT(out, AllOf(HasSubstr("met: LINK_NOT_ALLOWED  entry[4]: its host is not allowed\n"),
                           Not(HasSubstr("entry[5]")), HasSubstr("and 2 more")));
}

TEST_F(WarnFeedsVerb, APollWaitsUntilTheFeedHasAnswered) {
    controller.answerOnce(kList, 200, list(feed("met", "failing", 4) + "," + feed("b", "good", 7)));
    controller.answerOnce(kList, 200, list(feed("met", "failing", 4) + "," + feed("b", "good", 7)));
    controller.answer(kList, 200, list(feed("met", "good", 5) + "," + feed("b", "good", 7)));
    controller.answer("POST /api/v1/warning-feeds/met/poll", 202, feed("met", "failing", 4));
    EXPECT_EQ(tocsin({"warn", "feeds", "--poll", "met"}), 0) << err;
    auto const asked = controller.asked();
    ASSERT_EQ(asked.size(), 4U);
    EXPECT_EQ(asked[1].target, "/api/v1/warning-feeds/met/poll");
}

TEST_F(WarnFeedsVerb, AllArePolledAndOneThatIsNotThereIsSaid) {
    controller.answerOnce(kList, 200, list(feed("a", "new", 0) + "," + feed("气象", "new", 0)));
    controller.answer(kList, 200, list(feed("a", "good", 1) + "," + feed("气象", "good", 1)));
    controller.answer("POST /api/v1/warning-feeds/a/poll", 202, feed("a", "new", 0));
    controller.answer("POST /api/v1/warning-feeds/%E6%B0%94%E8%B1%A1/poll", 202,
                      feed("气象", "new", 0));
    EXPECT_EQ(tocsin({"warn", "feeds", "--poll", "all"}), 0) << err;
    EXPECT_EQ(controller.asked().size(), 4U);
    controller.answer("POST /api/v1/warning-feeds/none/poll", 404,
                      R"({"detail":"there is no feed \"none\""})");
    EXPECT_EQ(tocsin({"warn", "feeds", "--poll", "none"}), 3);
    EXPECT_THAT(err, HasSubstr("there is no feed"));
}

}  // namespace
}  // namespace tocsin::cli::test
