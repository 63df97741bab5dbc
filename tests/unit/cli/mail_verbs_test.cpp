// SPDX-License-Identifier: Apache-2.0
// tocsin mail … against a controller that gives canned answers.
#include "render.hpp"
#include "signed_in.hpp"

namespace tocsin::cli::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string mail(std::string const& state, std::string const& attempts = "") {
    return R"({"number":17,"state":")" + state +
           R"(","purpose":"filing-reminders","unit":"east","to":["wang@example.org"],)"
           R"("subject":"【提醒】周报\u001b[2J","text":"第一行\nsecond line","who":"controller",)"
           R"("created":"2026-06-08T10:00:00.000Z","next":null,"until":null,"message_id":"a@b",)"
           R"("attempts":[)" +
           attempts + R"(],"attachments":[{"name":"周报.docx","bytes":12,"sha256":"00"}]})";
}

constexpr char kRefused[] =
    R"({"at":"2026-06-08T10:00:01.000Z","outcome":"refused","answer":"550 5.1.1 unknown user"})";

class MailVerbs : public SignedIn {};

TEST_F(MailVerbs, ListsMailsWithTheServersLastWords) {
    controller.answer(
        "GET /api/v1/mail?most=100&state=failed", 200,
        R"({"now":"2026-06-08T10:00:00.000Z","configured":false,"before":17,"items":[)" +
            mail("failed", kRefused) + "]}");
    EXPECT_EQ(tocsin({"mail", "list", "--state", "failed"}), 0) << err;
    EXPECT_THAT(out, AllOf(HasSubstr("17"), HasSubstr("refused"), HasSubstr("wang@example.org"),
                           HasSubstr("550 5.1.1 unknown user"), Not(HasSubstr("\x1b")),
                           HasSubstr("mail is not configured"), HasSubstr("--before 17")));
    EXPECT_EQ(tocsin({"mail", "list", "--state", "failed"}, Language::chinese), 0) << err;
    EXPECT_THAT(out, AllOf(HasSubstr("被拒收"), HasSubstr("收件人")));
    EXPECT_EQ(tocsin({"mail", "list", "--state", "lost"}), 2);
}

TEST_F(MailVerbs, ShowsOneWithItsTextAndAttempts) {
    controller.answer("GET /api/v1/mail/17", 200, mail("failed", kRefused));
    EXPECT_EQ(tocsin({"mail", "show", "17"}), 0) << err;
    EXPECT_THAT(out, AllOf(HasSubstr("| 第一行\n| second line\n"), HasSubstr("周报.docx (12 B)"),
                           HasSubstr("2026-06-08T10:00:01.000Z  refused  550 5.1.1")));
}

TEST_F(MailVerbs, RetriesAndCancels) {
    controller.answer("POST /api/v1/mail/17/retry", 200, mail("queued"));
    EXPECT_EQ(tocsin({"mail", "retry", "17"}), 0) << err;
    EXPECT_EQ(out, "17  waits\n");
    controller.answer("POST /api/v1/mail/17/cancel", 200, mail("cancelled"));
    EXPECT_EQ(tocsin({"mail", "cancel", "17"}, Language::chinese), 0) << err;
    EXPECT_EQ(out, "17  已取消\n");
}

TEST_F(MailVerbs, ATestWaitsForTheFirstAttempt) {
    controller.answer("POST /api/v1/mail/test", 202, mail("queued"));
    controller.answer("GET /api/v1/mail/17", 200, mail("sent"));
    EXPECT_EQ(tocsin({"mail", "test", "wang@example.org"}), 0) << err;
    controller.answer("GET /api/v1/mail/17", 200, mail("failed", kRefused));
    EXPECT_EQ(tocsin({"mail", "test", "wang@example.org"}), 6) << err;
    EXPECT_THAT(out, HasSubstr("550 5.1.1 unknown user"));
}

TEST(MailLine, IsThereOnlyIfMailsWereNotSent) {
    auto const line = [](char const* json) {
        return mailLine(boost::json::parse(json), Language::english);
    };
    EXPECT_EQ(line(R"({"waiting":3,"failed":0})"), "");
    EXPECT_EQ(line("null"), "");
    EXPECT_THAT(line(R"({"waiting":0,"failed":2})"), HasSubstr("mails that were not sent: 2"));
}

}  // namespace
}  // namespace tocsin::cli::test
