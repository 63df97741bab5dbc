// SPDX-License-Identifier: Apache-2.0
// tocsin slogan, words and theme against a controller that gives canned answers.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "command_line.hpp"
#include "csv_rows.hpp"

namespace tocsin::cli::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SloganVerbs : public CommandLine {
protected:
    ~SloganVerbs() override { std::filesystem::remove(file); }
    void write(std::string const& bytes) const { std::ofstream(file) << bytes; }

    std::filesystem::path file = std::filesystem::path(testing::TempDir()) /
                                 ("tocsin-slogan-verbs-" + std::to_string(getpid()));
};

TEST_F(SloganVerbs, ACheckSaysThatAllIsWell) {
    controller.answer("POST /api/v1/slogans/check", 200,
                      R"({"width":96,"height":16,"seconds":8,"findings":[]})");
    EXPECT_EQ(tocsin({"slogan", "check", "--text", "安全第一", "--size", "96x16", "--seconds", "8",
                      "--motion", "scroll-left", "--letter-pixels", "16"}),
              0)
        << err;
    EXPECT_EQ(out, "96x16, 8 s: can be read\n");
    EXPECT_EQ(sent(), boost::json::parse(R"({"text":"安全第一","motion":"scroll-left",)"
                                         R"("letter_pixels":16,"width":96,"height":16,)"
                                         R"("seconds":8})"));
}

TEST_F(SloganVerbs, FindingsAreToldInTheLanguageAndEndWithSix) {
    controller.answer(
        "POST /api/v1/slogans/check", 200,
        R"({"width":64,"height":12,"seconds":10,"findings":[{"code":"too-small",)"
        R"("message":"small: shorten it","message_zh":"太小；请缩短","numbers":{}}]})");
    EXPECT_EQ(tocsin({"slogan", "check", "theme", "--screen", "bar"}), 6);
    EXPECT_EQ(out, "64x12, 10 s: 1 to look at\n");
    EXPECT_EQ(err, "tocsin: warning: too-small: small: shorten it\n");
    EXPECT_EQ(sent(), boost::json::parse(R"({"slogan":"theme","screen":"bar"})"));
    EXPECT_EQ(tocsin({"slogan", "check", "theme", "--screen", "bar"}, Language::chinese), 6);
    EXPECT_EQ(out, "64x12, 10 秒: 有 1 处需要处理\n");
    EXPECT_EQ(err, "tocsin: 提示: too-small: 太小；请缩短\n");
}

TEST_F(SloganVerbs, APreviewIsWrittenAsItComes) {
    controller.answer("POST /api/v1/slogans/preview", 200, "\x89PNG bytes");
    EXPECT_EQ(tocsin({"slogan", "preview", "theme", "--screen", "bar", "--scale", "4", "--at",
                      "2.5", "--out", file.string()}),
              0)
        << err;
    EXPECT_EQ(out, "written to " + file.string() + "\n");
    EXPECT_EQ(sent(),
              boost::json::parse(R"({"slogan":"theme","screen":"bar","scale":4,"at_ms":2500})"));
    std::ifstream in(file, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "\x89PNG bytes");
}

TEST_F(SloganVerbs, WhatIsMissingIsSaidBeforeAnybodyIsAsked) {
    EXPECT_EQ(tocsin({"slogan", "check", "--screen", "bar"}), 2);
    EXPECT_THAT(err, HasSubstr("say which slogan"));
    EXPECT_EQ(tocsin({"slogan", "check", "theme"}), 2);
    EXPECT_THAT(err, HasSubstr("say where"));
    EXPECT_EQ(tocsin({"slogan", "check", "theme", "--size", "big"}), 2);
    EXPECT_THAT(err, HasSubstr("write it like 960x540"));
    EXPECT_EQ(tocsin({"slogan", "check", "theme", "--size", "96x16", "--colour", "#ffffff"}), 2);
    EXPECT_THAT(err, HasSubstr("has its style already"));
    EXPECT_EQ(tocsin({"slogan", "preview", "theme", "--size", "96x16"}), 2);
    EXPECT_THAT(controller.asked(), IsEmpty());
}

TEST_F(SloganVerbs, TemplatesAreListedSetAndRemoved) {
    auto const* const list =
        R"({"items":[{"template":"north/banner","unit":"north","name":"banner","text":"[名称]",)"
        R"("blanks":["名称"],"style":{"colour":"#ffffff","lines":2},"note":"蓝底"}]})";
    controller.answer("GET /api/v1/slogan-templates", 200, list);
    EXPECT_EQ(tocsin({"slogan", "template", "list"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("north/banner  [名称]  colour=#ffffff lines=2  蓝底"));
    controller.answer("PUT /api/v1/slogan-templates/banner?unit=north", 200, list);
    EXPECT_EQ(tocsin({"slogan", "template", "set", "north/banner", "--text", "[名称]", "--colour",
                      "#ffffff", "--lines", "2", "--note", "蓝底"}),
              0)
        << err;
    EXPECT_EQ(sent(), boost::json::parse(
                          R"({"text":"[名称]","note":"蓝底","colour":"#ffffff","lines":2})"));
    controller.answer("DELETE /api/v1/slogan-templates/banner", 200, R"({"items":[]})");
    EXPECT_EQ(tocsin({"slogan", "template", "remove", "banner"}), 0) << err;
    EXPECT_EQ(out, "nothing to list\n");
}

TEST_F(SloganVerbs, CharactersAreListedSetAndRemoved) {
    auto const* const list = R"({"items":[{"character":"𮧵","code":"U+2E9F5"}]})";
    controller.answer("PUT /api/v1/characters/%F0%AE%A7%B5", 200, list);
    write("picture");
    EXPECT_EQ(tocsin({"slogan", "character", "set", "𮧵", file.string()}), 0) << err;
    EXPECT_THAT(out, HasSubstr("U+2E9F5"));
    EXPECT_EQ(controller.asked().back().body, "picture");
    controller.answer("GET /api/v1/characters", 200, list);
    EXPECT_EQ(tocsin({"slogan", "character", "list"}), 0) << err;
    controller.answer("DELETE /api/v1/characters/%F0%AE%A7%B5", 200, R"({"items":[]})");
    EXPECT_EQ(tocsin({"slogan", "character", "remove", "𮧵"}), 0) << err;
    EXPECT_EQ(tocsin({"slogan", "character", "set", "𮧵", "/nonexistent"}), 1);
}

TEST_F(SloganVerbs, ATemplateIsNamedWithWhatStandsInItsBlanks) {
    controller.answer("POST /api/v1/slogans", 201, R"({"handle":"x","kind":"slogan"})");
    EXPECT_EQ(tocsin({"media", "slogan", "--template", "north/倒计时", "--fill", "活动=a=b",
                      "--fill", "日期=2026-06-01", "--lines", "1"}),
              0)
        << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"template":"north/倒计时","lines":1,)"
                                         R"("blanks":{"活动":"a=b","日期":"2026-06-01"}})"));
    controller.answer("POST /api/v1/slogans/check", 200,
                      R"({"width":96,"height":16,"seconds":8,"findings":[]})");
    EXPECT_EQ(
        tocsin({"slogan", "check", "--template", "横幅", "--text", "安全", "--size", "96x16"}), 0)
        << err;
    EXPECT_EQ(sent(),
              boost::json::parse(R"({"text":"安全","template":"横幅","width":96,"height":16})"));
    auto const asked = controller.asked().size();
    EXPECT_EQ(tocsin({"media", "slogan", "a", "--fill", "日期=1"}), 2);
    EXPECT_THAT(err, HasSubstr("say which with --template"));
    EXPECT_EQ(tocsin({"media", "slogan", "--template", "a", "--fill", "日期"}), 2);
    EXPECT_THAT(err, HasSubstr("like 日期=2026-06-30"));
    EXPECT_EQ(tocsin({"media", "slogan"}), 2);
    EXPECT_THAT(err, HasSubstr("write the words"));
    EXPECT_EQ(controller.asked().size(), asked);
}

TEST_F(SloganVerbs, AddingASloganTellsOfItsWords) {
    controller.answer("POST /api/v1/slogans", 201,
                      R"({"handle":"cap","kind":"slogan","findings":[{"code":"word-list",)"
                      R"("message":"\"安全冒\" may be a mistake","message_zh":"","numbers":{}}]})");
    EXPECT_EQ(tocsin({"media", "slogan", "戴好安全冒"}), 6);
    EXPECT_THAT(out, HasSubstr("cap"));
    EXPECT_EQ(err, "tocsin: warning: word-list: \"安全冒\" may be a mistake\n");
}

TEST_F(SloganVerbs, WordsAreListedAddedAndRemoved) {
    auto const* const list = R"({"items":[{"wrong":"安全冒","right":"安全帽","note":"别字"}]})";
    controller.answer("GET /api/v1/words", 200, list);
    EXPECT_EQ(tocsin({"words", "list"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("安全冒  安全帽  别字"));
    controller.answer("PUT /api/v1/words/%E5%AE%89%E5%85%A8%E5%86%92", 200, list);
    EXPECT_EQ(tocsin({"words", "add", "安全冒", "安全帽", "--note", "别字"}), 0) << err;
    EXPECT_EQ(out, "1 words in the list\n");
    EXPECT_EQ(sent(), boost::json::parse(R"({"right":"安全帽","note":"别字"})"));
    controller.answer("DELETE /api/v1/words/%E5%AE%89%E5%85%A8%E5%86%92", 200, R"({"items":[]})");
    EXPECT_EQ(tocsin({"words", "remove", "安全冒"}), 0) << err;
}

TEST_F(SloganVerbs, WordsComeFromATable) {
    controller.answer("POST /api/v1/words", 200, R"({"items":[{},{}]})");
    write("\xEF\xBB\xBF错词,正确,说明\r\n安全冒,安全帽,\"别字, 常见\"\r\n\r\n最佳\r\n");
    EXPECT_EQ(tocsin({"words", "import", file.string()}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(
                          R"({"items":[{"wrong":"安全冒","right":"安全帽","note":"别字, 常见"},)"
                          R"({"wrong":"最佳","right":"","note":""}]})"));
    write("a,b,c,d\n");
    EXPECT_EQ(tocsin({"words", "import", file.string()}), 1);
    EXPECT_THAT(err, HasSubstr("more than three cells"));
    write("\xB0\xB2\xC8\xAB\n");
    EXPECT_EQ(tocsin({"words", "import", file.string()}), 1);
    EXPECT_THAT(err, HasSubstr("save it as \"CSV UTF-8\""));
    write("\n");
    EXPECT_EQ(tocsin({"words", "import", file.string()}), 1);
    EXPECT_THAT(err, HasSubstr("holds no words"));
}

TEST_F(SloganVerbs, ThemesAreListedSetAndRemoved) {
    auto const* const list =
        R"({"items":[{"title":"安全生产月","theme":"人人讲安全","period":"2025"}]})";
    controller.answer("PUT /api/v1/themes/%E6%9C%88", 200, list);
    EXPECT_EQ(tocsin({"theme", "set", "月", "人人讲安全", "--period", "2025"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("安全生产月  2025    人人讲安全"));
    EXPECT_EQ(sent(), boost::json::parse(R"({"theme":"人人讲安全","period":"2025"})"));
    controller.answer("DELETE /api/v1/themes/%E6%9C%88", 200, R"({"items":[]})");
    EXPECT_EQ(tocsin({"theme", "remove", "月"}), 0) << err;
    EXPECT_EQ(out, "nothing to list\n");
}

TEST(CsvRows, KeepQuotedCommasQuotesAndLineEnds) {
    EXPECT_THAT(csvRows("a, b ,\"c,\"\"d\"\"\n\"\n,,\nlast"),
                ElementsAre(ElementsAre("a", "b", "c,\"d\"\n"), ElementsAre("last")));
    EXPECT_THAT(csvRows(""), IsEmpty());
    EXPECT_THAT(csvRows("\"never closed,\nx"), ElementsAre(ElementsAre("never closed,\nx")));
}

}  // namespace
}  // namespace tocsin::cli::test
