// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <limits>
#include <stdexcept>

#include "sample_document.hpp"
#include "tocsin/documents/write.hpp"

namespace tocsin::documents {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Html, NoHostileNameBecomesMarkup) {
    for (auto const& name : kHostileNames) {
        auto const page = toHtml(documentNaming(name));
        EXPECT_THAT(page, Not(HasSubstr("<script"))) << name;
        EXPECT_THAT(page, Not(HasSubstr("\" onload"))) << name;
        EXPECT_THAT(page, Not(HasSubstr("\xe2\x80\xae"))) << name;
        EXPECT_THAT(page, Not(HasSubstr("\x1b"))) << name;
        EXPECT_THAT(page, Not(HasSubstr("\xff"))) << name;
    }
}

TEST(Html, NeedsNothingFromElsewhere) {
    auto const page = toHtml(documentNaming("屏"));
    for (auto const* const reference : {"http:", "https:", "<link", "@import", "url("}) {
        EXPECT_THAT(page, Not(HasSubstr(reference)));
    }
}

TEST(Html, SaysItsLanguage) {
    Document document;
    EXPECT_THAT(toHtml(document), HasSubstr("<html lang=\"zh-CN\">"));
    document.language = Language::english;
    EXPECT_THAT(toHtml(document), HasSubstr("<html lang=\"en\">"));
}

TEST(Html, HasPicturesInside) {
    Document document;
    document.blocks = {Pictures{{{"\xff\xd8\xff", "a.jpg", {"图1"}}, {"text", "b.jpg", {"图2"}}}}};
    auto const page = toHtml(document);
    EXPECT_THAT(page, HasSubstr("data:image/jpeg;base64,/9j/"));
    EXPECT_THAT(page, HasSubstr("<span class=\"missing\"></span><figcaption>图2"));
}

TEST(Html, AlignsNumbersAndColoursCellsWithTextThatCanBeRead) {
    Document document;
    Cell dark{"98", Number{98}};
    dark.fill = 0x102030;
    document.blocks = {Table{"", "", {{"率"}}, {{dark}}}};
    EXPECT_THAT(toHtml(document),
                HasSubstr("<td class=\"number\" style=\"background:#102030;color:#fff\">98</td>"));
}

TEST(Html, LeavesLedgersOut) {
    Document document;
    Table ledger{"流水", "", {{"次"}}, {{{"1"}}}};
    ledger.ledger = true;
    document.blocks = {ledger};
    EXPECT_THAT(toHtml(document), Not(HasSubstr("流水")));
}

TEST(Html, AWideTableTakesItsHeadingAndItsNotesToItsPages) {
    Document document;
    Table wide{"宽表", "", {{"次"}}, {{{"1"}}}};
    wide.wide = true;
    document.blocks = {Heading{1, "一、"}, wide, Paragraph{"注", ParagraphStyle::note},
                       Paragraph{"文"}};
    auto const page = toHtml(document);
    EXPECT_THAT(page, HasSubstr("<div class=\"side\">\n<h2>"));
    EXPECT_THAT(page, HasSubstr("注</p>\n</div>\n<p class=\"body\">文"));
}

TEST(Html, TheSameDocumentGivesTheSameBytes) {
    auto const document = documentNaming("屏");
    EXPECT_EQ(toHtml(document), toHtml(document));
}

TEST(Html, RefusesWhatBreaksTheBoundsOfADocument) {
    Document document;
    document.blocks = {Heading{4, "x"}};
    EXPECT_THROW(toHtml(document), std::invalid_argument);
    document.blocks = {Table{"", "", {{"a"}, {"b"}}, {{{"1"}}}}};
    EXPECT_THROW(toHtml(document), std::invalid_argument);
    document.blocks = {Chart{ChartKind::lines, "", "", {"a"}, {{"x", 0, {}}}}};
    EXPECT_THROW(toHtml(document), std::invalid_argument);
}

}  // namespace
}  // namespace tocsin::documents
