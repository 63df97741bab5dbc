// SPDX-License-Identifier: Apache-2.0
// Headers of mails from texts that want to be more than one header.
#include "mail_headers.hpp"

#include <gmock/gmock.h>

namespace tocsin::outbound {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MailHeaders, ShortPlainTextStaysReadable) {
    EXPECT_EQ(headerText("Report of week 23"), "Report of week 23");
    EXPECT_EQ(headerText(""), "");
}

TEST(MailHeaders, ChineseBecomesEncodedWordsThatEndBetweenCharacters) {
    EXPECT_EQ(headerText("安全月周报"), "=?UTF-8?B?5a6J5YWo5pyI5ZGo5oql?=");
    std::string title;
    for (int i = 0; i < 16; ++i) {
        title += "安";
    }
    auto const text = headerText(title);
    EXPECT_EQ(text,
              "=?UTF-8?B?5a6J5a6J5a6J5a6J5a6J5a6J5a6J5a6J5a6J5a6J5a6J5a6J5a6J5a6J5a6J?=\r\n "
              "=?UTF-8?B?5a6J?=");
}

TEST(MailHeaders, WhatLooksLikeAnEncodedWordIsEncoded) {
    EXPECT_THAT(headerText("=?UTF-8?Q?a?="), HasSubstr("=?UTF-8?B?"));
    EXPECT_THAT(headerText("a\"; b=c <x@y>"), Not(HasSubstr("<x@y>")));
}

TEST(MailHeaders, NoTextBeginsAnotherHeader) {
    for (auto const* hostile : {"a\r\nBcc: x@y", "a\nBcc: x@y", "a\rBcc: x@y", "\r\n\r\nbody"}) {
        auto const text = headerText(hostile);
        EXPECT_THAT(text, Not(HasSubstr("Bcc"))) << text;
        EXPECT_THAT(text, Not(HasSubstr("\n"))) << text;
    }
    EXPECT_EQ(headerText("a\r\nb"), "a  b");
}

TEST(MailHeaders, BytesThatAreNoTextAreShownAsSuch) {
    EXPECT_EQ(headerText("a\xff"), headerText("a?"));
}

TEST(MailHeaders, DatesAreWrittenInTheirZone) {
    auto const t = parseInstant("2026-06-01T00:30:05Z").value();
    EXPECT_EQ(mailDate(t, std::chrono::hours(8)), "Mon, 01 Jun 2026 08:30:05 +0800");
    EXPECT_EQ(mailDate(t, -std::chrono::minutes(210)), "Sun, 31 May 2026 21:00:05 -0330");
}

TEST(MailHeaders, FileNamesOfOtherScriptsAreWrittenByRfc2231) {
    EXPECT_EQ(disposition("report.pdf"),
              "Content-Disposition: attachment;\r\n filename=\"report.pdf\"");
    EXPECT_EQ(disposition("周报 1.docx"),
              "Content-Disposition: attachment;\r\n "
              "filename*=UTF-8''%E5%91%A8%E6%8A%A5%201.docx");
    EXPECT_THAT(disposition("a\"\r\nX: y"), Not(HasSubstr("\nX")));
}

TEST(MailHeaders, LinesOfATextEndAsMailsDo) {
    EXPECT_EQ(withLineEnds("a\nb\r\n\nc"), "a\r\nb\r\n\r\nc\r\n");
    EXPECT_EQ(withLineEnds(""), "");
}

TEST(MailHeaders, AMailNeedsPeopleAndAnId) {
    Mail mail;
    mail.from = "led@example.org";
    mail.to = {"a@example.org"};
    mail.id = "1@example.org";
    EXPECT_TRUE(checkMail(mail));
    auto wrong = mail;
    wrong.to = {};
    EXPECT_FALSE(checkMail(wrong));
    for (auto const* address : {"a", "a@", "@b", "a b@c", "a@b>,<c@d", "a@b\r\nRCPT", "\"a\"@b",
                                "a..b@c", "a@-b", "安@b"}) {
        wrong.to = {address};
        EXPECT_FALSE(checkMail(wrong)) << address;
    }
    wrong = mail;
    wrong.id = "1@b>\r\nBcc: x@y";
    EXPECT_FALSE(checkMail(wrong));
}

}  // namespace
}  // namespace tocsin::outbound
