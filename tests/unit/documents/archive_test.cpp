// SPDX-License-Identifier: Apache-2.0
// ZIP files: what is written is read again, the same bytes each time; what is hostile is refused.
#include "tocsin/documents/archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <stdexcept>

namespace tocsin::documents {
namespace {

using testing::HasSubstr;

std::string replaced(std::string text, std::string const& what, std::string const& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
    return text;
}

std::string refusal(std::string_view bytes, ArchiveLimits const& limits = {}) {
    auto const read = unzip(bytes, limits);
    EXPECT_FALSE(read);
    if (read) {
        return "";
    }
    EXPECT_EQ(read.error().code, Errc::invalid);
    return read.error().message;
}

/// The flags and the way of packing at `at` of each head with this signature.
std::string withHeads(std::string zip, std::string_view signature, std::size_t at, char value) {
    for (auto found = zip.find(signature); found != std::string::npos;
         found = zip.find(signature, found + 4)) {
        zip[found + at] = value;
    }
    return zip;
}

TEST(Archive, FilesComeBackAsTheyWentIn) {
    std::vector<ArchiveEntry> const entries{
        {"word/document.xml", std::string(100'000, 'x'), true},
        {"图1_大门屏（东）.jpg", std::string("\xff\xd8\x00\x01", 4), false},
        {"empty.txt", "", true}};
    auto const zip = zipOf(entries);
    EXPECT_LT(zip.size(), 2'000U);
    auto const read = unzip(zip);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, entries);
}

TEST(Archive, NothingInItIsRefused) {
    EXPECT_EQ(refusal(zipOf({})), "not a ZIP file");
}

TEST(Archive, SameEntriesGiveTheSameBytesInAnyTimeZone) {
    std::vector<ArchiveEntry> const entries{{"甲.txt", "one", true}, {"b/c.txt", "two", false}};
    auto const* before = std::getenv("TZ");
    std::string const zone = before ? before : "";
    ::setenv("TZ", "Asia/Shanghai", 1);
    ::tzset();
    auto const east = zipOf(entries);
    ::setenv("TZ", "America/New_York", 1);
    ::tzset();
    auto const west = zipOf(entries);
    before ? ::setenv("TZ", zone.c_str(), 1) : ::unsetenv("TZ");
    ::tzset();
    EXPECT_EQ(east, west);
    // 1980-01-01 00:00 as ZIP writes it: time 0, date 0x0021.
    EXPECT_EQ(east.substr(10, 4), std::string("\0\0\x21\0", 4));
}

TEST(Archive, NamesSayThatTheyAreUtf8) {
    auto const zip = zipOf({{"图.txt", "x", false}});
    EXPECT_TRUE(zip[7] & 0x08);  // bit 11 of the flags
}

TEST(Archive, NamesThatLeadOutAreOurMistake) {
    for (auto const* name : {"", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a/", "..\\x",
                             "C:x", "a\nb", "\xff"}) {
        EXPECT_THROW((void)zipOf({{name, "x", true}}), std::invalid_argument) << name;
    }
    EXPECT_THROW((void)zipOf({{"a", "1", true}, {"a", "2", true}}), std::invalid_argument);
}

TEST(Archive, NamesThatLeadOutAreRefused) {
    auto const zip = zipOf({{"aaaa/bb.txt", "x", false}});
    for (auto const* name : {"../a/bb.txt", "/aaa/bb.txt", "aa/../b.txt", "..\\\\/bb.txt",
                             "C:aa/bb.txt", "aaaa//b.txt", "aaaa/./.txt", "aa\x01/bb.txt.."}) {
        auto const hostile = replaced(zip, "aaaa/bb.txt", std::string(name).substr(0, 11));
        EXPECT_FALSE(unzip(hostile)) << name;
    }
    EXPECT_THAT(refusal(replaced(zip, "aaaa/bb.txt", "../a/bb.txt")),
                HasSubstr("'../a/bb.txt': the name leads out of the archive"));
}

TEST(Archive, DoubledNamesAreRefused) {
    auto const zip = zipOf({{"a1.txt", "x", false}, {"a2.txt", "y", false}});
    EXPECT_THAT(refusal(replaced(zip, "a2.txt", "a1.txt")), HasSubstr("twice"));
}

TEST(Archive, WhatIsNotAZipFileIsRefused) {
    EXPECT_EQ(refusal(""), "not a ZIP file");
    EXPECT_EQ(refusal("%PDF-1.4"), "not a ZIP file");
    EXPECT_FALSE(unzip(std::string("PK\x03\x04") + std::string(1'000, '\0')));
}

TEST(Archive, TruncatedArchivesAreRefusedWhereverTheyEnd) {
    auto const zip = zipOf({{"a.txt", std::string(3'000, 'a'), true}, {"b.txt", "bbbb", false}});
    for (std::size_t size = 0; size < zip.size(); ++size) {
        EXPECT_FALSE(unzip(std::string_view(zip).substr(0, size))) << size;
    }
}

TEST(Archive, ChangedBytesAreRefused) {
    auto const zip = zipOf({{"b.txt", "bbbbbbbb", false}});
    EXPECT_THAT(refusal(replaced(zip, "bbbbbbbb", "bbbbcbbb")), HasSubstr("damaged"));
}

TEST(Archive, ABombIsReadNoFurtherThanTheLimit) {
    auto const zip = zipOf({{"a.txt", std::string(1'000'000, 'a'), true},
                            {"b.txt", std::string(1'000'000, 'b'), true}});
    EXPECT_THAT(refusal(zip, {10, 1'500'000}), HasSubstr("'b.txt': the archive unpacks to more"));
    EXPECT_TRUE(unzip(zip, {10, 2'000'000}));
    // The table's own sizes say nothing: one byte each.
    auto lying = zip;
    for (auto at = lying.find("PK\x01\x02"); at != std::string::npos;
         at = lying.find("PK\x01\x02", at + 4)) {
        lying.replace(at + 24, 4, std::string("\x01\0\0\0", 4));
    }
    EXPECT_FALSE(unzip(lying, {10, 1'500'000}));
}

TEST(Archive, MoreEntriesThanTheLimitAreRefused) {
    std::vector<ArchiveEntry> entries;
    for (int i = 0; i < 30; ++i) {
        entries.push_back({std::to_string(i), "", false});
    }
    EXPECT_THAT(refusal(zipOf(entries), {29, 1'000}), HasSubstr("more than 29 entries"));
    EXPECT_TRUE(unzip(zipOf(entries), {30, 1'000}));
    EXPECT_THAT(refusal(zipOf(entries), {1, 1'000}), HasSubstr("more than 1 entries"));
}

TEST(Archive, EncryptedFilesAndOddPackingsAreRefused) {
    auto const zip = zipOf({{"a.txt", std::string(500, 'a'), true}});
    auto const encrypted = withHeads(withHeads(zip, "PK\x03\x04", 6, 9), "PK\x01\x02", 8, 9);
    EXPECT_THAT(refusal(encrypted), HasSubstr("encrypted"));
    auto const lzma = withHeads(withHeads(zip, "PK\x03\x04", 8, 14), "PK\x01\x02", 10, 14);
    EXPECT_FALSE(unzip(lzma));
}

}  // namespace
}  // namespace tocsin::documents
