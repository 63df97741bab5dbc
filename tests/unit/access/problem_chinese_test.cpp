// SPDX-License-Identifier: Apache-2.0
// Problems in Chinese: the everyday ones, with what they quote.
#include <boost/json.hpp>

#include "people_fixture.hpp"

namespace tocsin::access {
namespace {

std::string chineseOf(Errc code, std::string const& english) {
    auto const body = boost::json::parse(problem({code, english}).body).as_object();
    EXPECT_EQ(std::string(body.at("detail").as_string()), english);
    auto const* chinese = body.if_contains("detail_zh");
    return chinese != nullptr ? std::string(chinese->as_string()) : "";
}

TEST(ProblemChinese, QuotesWhatTheEnglishSentenceQuotes) {
    EXPECT_EQ(chineseOf(Errc::notFound, "there is no screen \"gate-led\"; see tocsin screen list"),
              "没有屏幕“gate-led”；用 tocsin screen list 查看现有屏幕");
    EXPECT_EQ(chineseOf(Errc::notFound, "there is no screen \"gate-led\""),
              "没有屏幕“gate-led”；用 tocsin screen list 查看现有屏幕");
    EXPECT_EQ(chineseOf(Errc::notFound,
                        "there is no campaign \"a{}b\"; tocsin campaign list shows those there "
                        "are"),
              "没有播放任务“a{}b”；用 tocsin campaign list 查看现有任务");
    EXPECT_EQ(chineseOf(Errc::conflict,
                        "campaign \"fire\" is draft; submit it first: tocsin campaign submit "
                        "fire"),
              "播放任务“fire”还是草稿：请先提交：tocsin campaign submit fire");
}

TEST(ProblemChinese, WhatIsNotKnownWholeStaysEnglishAlone) {
    EXPECT_EQ(chineseOf(Errc::internal, ""), "");
    EXPECT_EQ(chineseOf(Errc::invalid, "fire.toml:7 there is no screen \"x\""), "");
    EXPECT_EQ(chineseOf(Errc::notFound, "there is no screen \"gate-led"), "");
    EXPECT_EQ(chineseOf(Errc::permission, "account or password is wrong, says a page"), "");
}

class ProblemsInChinese : public PeopleTest {};

TEST_F(ProblemsInChinese, SigningInAndMissingRightsHaveIt) {
    auto const token = owner();
    auto const wrong =
        ask("POST", "/api/v1/session", R"({"account":"nobody","password":"wrong password"})");
    EXPECT_EQ(text(wrong, "detail_zh"), "账号或密码不正确") << wrong.body;
    auto const editor = person(token, "xiaoli", R"({"role":"editor","unit":""})");
    auto const refused = ask("GET", "/api/v1/accounts", "", editor);
    EXPECT_EQ(refused.status, 403);
    EXPECT_THAT(text(refused, "detail_zh"), testing::StartsWith("没有权限：")) << refused.body;
}

}  // namespace
}  // namespace tocsin::access
