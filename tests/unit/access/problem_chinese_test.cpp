// SPDX-License-Identifier: Apache-2.0
// Problems in Chinese: the everyday ones, with what they quote.
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

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

/// Source text in which literals that stand behind one another are one.
std::string sourceOf(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::string const text(std::istreambuf_iterator<char>(in), {});
    static std::regex const seam("\"\\s*\\n\\s*\"");
    return std::regex_replace(text, seam, "");
}

/// What stands between gaps and states of campaigns, which the sources put in.
std::vector<std::string> piecesOf(std::string const& sentence) {
    static std::regex const gap(R"(\{\}|draft|approved|retired)");
    std::vector<std::string> out;
    std::sregex_token_iterator const end;
    for (std::sregex_token_iterator at(sentence.begin(), sentence.end(), gap, -1); at != end;
         ++at) {
        if (at->length() > 3) {
            out.push_back(*at);
        }
    }
    return out;
}

TEST(ProblemChinese, EverySentenceIsStillSaidSomewhere) {
    std::filesystem::path const sources(TOCSIN_CONTROLLER_SOURCES);
    std::string all;
    std::string table;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(sources)) {
        if (entry.path().extension() == ".cpp") {
            (entry.path().filename() == "problem_chinese.cpp" ? table : all) +=
                sourceOf(entry.path());
        }
    }
    static std::regex const first(R"rx(\{"((?:[^"\\]|\\.)*)",)rx");
    std::size_t sentences = 0;
    for (std::sregex_iterator at(table.begin(), table.end(), first), end; at != end; ++at) {
        ++sentences;
        for (auto const& piece : piecesOf((*at)[1])) {
            EXPECT_NE(all.find(piece), std::string::npos)
                << "nobody says \"" << piece << "\" any more, of: " << (*at)[1];
        }
    }
    EXPECT_GE(sentences, 20U);
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
