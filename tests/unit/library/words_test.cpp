// SPDX-License-Identifier: Apache-2.0
// The office's lists of wrong words and of themes, and what they find.
#include "shelf.hpp"
#include "theme_findings.hpp"
#include "word_findings.hpp"

namespace tocsin::library {
namespace {

using store::Theme;
using store::WrongWord;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kTheme[] = "人人讲安全、个个会应急——排查身边安全隐患";

std::string wordsFound(std::string const& text, std::vector<WrongWord> const& words) {
    std::string out;
    for (auto const& finding : wordFindings(text, words)) {
        EXPECT_EQ(finding.code, "word-list");
        out += finding.chinese;
    }
    return out;
}

std::string themeFound(std::string const& text) {
    auto const found = themeFindings(text, {Theme{"安全生产月", kTheme, "2025"}});
    return found.empty() ? std::string() : found.front().chinese;
}

TEST(WordFindings, NameTheRightWordAndTheNote) {
    EXPECT_EQ(wordsFound("请戴好安全冒", {{"安全冒", "安全帽", ""}}),
              "“安全冒”可能应为“安全帽”，请再核对");
    EXPECT_EQ(wordsFound("全国最佳", {{"最佳", "", "广告法用语"}}),
              "“最佳”在本单位的用词表中（广告法用语），请再核对");
    EXPECT_EQ(wordsFound("请戴好安全帽", {{"安全冒", "安全帽", ""}}), "");
}

TEST(WordFindings, SeeThroughWidthCaseAndLineEnds) {
    EXPECT_NE(wordsFound("请戴好安全\n冒", {{"安全冒", "安全帽", ""}}), "");
    EXPECT_NE(wordsFound("ＬＥＤ", {{"led", "", ""}}), "");
}

TEST(WordFindings, LeaveTheRightWordInPeace) {
    std::vector<WrongWord> const words{{"灭火", "灭火器", ""}};
    EXPECT_EQ(wordsFound("灭火器在此", words), "");
    EXPECT_NE(wordsFound("灭火器用于灭火", words), "");
}

TEST(ThemeFindings, TheThemeToTheLetterIsRight) {
    EXPECT_EQ(themeFound(kTheme), "");
    EXPECT_EQ(themeFound(std::string("2025年安全生产月：") + kTheme + "！"), "");
    EXPECT_EQ(themeFound("人人讲安全、\n个个会应急\n——排查身边安全隐患"), "")
        << "lines end where they like";
}

TEST(ThemeFindings, SayEveryPlaceThatDiffers) {
    EXPECT_EQ(
        themeFound("人人讲安全，个个会应急-排查身边安全隐患"),
        std::string("与安全生产月 2025主题“") + kTheme + "”不完全一致：“，”应为“、”，“-”应为“——”");
    EXPECT_THAT(themeFound("人人讲安全、人人会应急——排查身边安全隐患"),
                HasSubstr("“人人”应为“个个”"));
    EXPECT_THAT(themeFound("人人讲安全、个个会应急——排查身边的安全隐患"), HasSubstr("多“的”"));
    EXPECT_THAT(themeFound("人人讲安全个个会应急——排查身边安全隐患"), HasSubstr("缺“、”"));
    EXPECT_THAT(themeFound("主题：人人讲安全 个个会应急——排查身边安全隐患。"),
                HasSubstr("一致：“ ”应为“、”"));
}

TEST(ThemeFindings, AnotherSentenceIsNoTheme) {
    EXPECT_EQ(themeFound("人人讲安全、个个会应急——畅通生命通道"), "") << "the year before's";
    EXPECT_EQ(themeFound("排查身边安全隐患"), "");
    EXPECT_EQ(themeFound(""), "");
    EXPECT_THAT(themeFindings("安全", {Theme{"x", "安全", ""}, Theme{"y", "——", ""}}), IsEmpty());
}

class Words : public Shelf {
protected:
    std::size_t count(char const* path) { return json("GET", path).at("items").as_array().size(); }
};

TEST_F(Words, TheListBeginsWithMistakesThatAreMade) {
    auto const items = json("GET", "/api/v1/words").at("items").as_array();
    EXPECT_GT(items.size(), 30U);
    std::vector<WrongWord> words;
    for (auto const& item : items) {
        words.push_back({std::string(item.at("wrong").as_string()),
                         std::string(item.at("right").as_string()), ""});
    }
    for (auto const& word : words) {
        EXPECT_THAT(wordFindings(word.right, words), IsEmpty()) << word.wrong;
        EXPECT_THAT(wordFindings(word.wrong, words), SizeIs(testing::Ge(1U))) << word.wrong;
    }
    for (auto const* right :
         {"向人民致上崇高敬意", "围绕幸福生活", "给予防护", "电灯点燃汽车", "国防讯息", kTheme}) {
        EXPECT_THAT(wordFindings(right, words), IsEmpty()) << right;
    }
}

TEST_F(Words, AreAddedChangedAndRemoved) {
    auto const before = count("/api/v1/words");
    json("PUT", "/api/v1/words/最佳", R"({"note":"核对"})");
    EXPECT_EQ(audited(), "words.set: right= note=核对");
    json("PUT", "/api/v1/words/最佳", R"({"right":"很好"})");
    EXPECT_EQ(count("/api/v1/words"), before + 1);
    json("DELETE", "/api/v1/words/最佳");
    json("DELETE", "/api/v1/words/安全冒");
    EXPECT_EQ(count("/api/v1/words"), before - 1) << "those of the beginning too";
    EXPECT_THAT(refusal("DELETE", "/api/v1/words/最佳"), HasSubstr("no word \"最佳\""));
    EXPECT_THAT(refusal("PUT", "/api/v1/words/最佳", R"({"right":"最 佳"})"),
                HasSubstr("the same"));
    EXPECT_THAT(refusal("PUT", "/api/v1/words/最佳", R"({"right":"最佳"})"), HasSubstr("the same"));
}

TEST_F(Words, ManyComeAtOnceOrNotAtAll) {
    auto const before = count("/api/v1/words");
    json("POST", "/api/v1/words", R"({"items":[{"wrong":"甲"},{"wrong":"乙","right":"丙"}]})");
    EXPECT_EQ(count("/api/v1/words"), before + 2);
    EXPECT_EQ(audited(), "words.import: 2 words");
    EXPECT_THAT(refusal("POST", "/api/v1/words", R"({"items":[{"wrong":"丁"},{"wrong":" "}]})"),
                HasSubstr("items[1]"));
    EXPECT_EQ(count("/api/v1/words"), before + 2);
}

TEST_F(Words, ThemesAreSetAndRemoved) {
    EXPECT_EQ(count("/api/v1/themes"), 0U);
    json("PUT", "/api/v1/themes/安全生产月",
         R"({"theme":"人人讲安全、个个会应急——畅通生命通道","period":"2024"})");
    auto const list = json("PUT", "/api/v1/themes/安全生产月",
                           std::string(R"({"theme":")") + kTheme + R"(","period":"2025"})");
    ASSERT_THAT(list.at("items").as_array(), SizeIs(1));
    EXPECT_EQ(list.at("items").at(0).at("theme"), kTheme);
    EXPECT_THAT(refusal("PUT", "/api/v1/themes/x", R"({"theme":" "})"), HasSubstr("is empty"));
    json("DELETE", "/api/v1/themes/安全生产月");
    EXPECT_EQ(count("/api/v1/themes"), 0U);
    EXPECT_THAT(refusal("DELETE", "/api/v1/themes/x"), HasSubstr("no theme of \"x\""));
}

}  // namespace
}  // namespace tocsin::library
