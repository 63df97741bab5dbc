// SPDX-License-Identifier: Apache-2.0
// The page that a reviewer opens: all in it, and nothing that a name could add to it.
#include "review_page.hpp"

#include <gmock/gmock.h>

#include "render.hpp"

namespace tocsin::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

Json sheetWith(std::string const& name) {
    return {{"campaign", "fire"},
            {"title", name},
            {"sheet", "3f7c0a1b2c3d4e5f00112233445566778899aabbccddeeff0011223344556677"},
            {"code", "7K2M9-QX4TB-0W3VZ-8H6DR-N"},
            {"revision", 2},
            {"state", "submitted"},
            {"granted", 1},
            {"levels", 2},
            {"covers", {{"when", {{"from", "2026-06-01"}, {"to", "2026-06-30"}}}}},
            {"changes",
             {{"since_revision", 1},
              {"lines", {Json({{"message", name}, {"message_zh", "新增素材 film"}})}}}},
            {"items",
             {Json({{"number", 1},
                    {"title", name},
                    {"handle", "film"},
                    {"kind", "film"},
                    {"change", "added"},
                    {"address", name},
                    {"pictures", {"/picture?a=1&width=192&height=32", "/gone"}},
                    {"clip", "/clip"}})}},
            {"screens", {Json({{"id", name}, {"name", name}, {"width", 192}, {"height", 32}})}},
            {"approvals",
             {Json({{"level", 1},
                    {"granted", true},
                    {"on_paper", true},
                    {"signed_by", name},
                    {"signed_on", "2026-06-01"},
                    {"by_name", name},
                    {"reason", name}})}},
            {"may", {Json({{"account", "sun"}, {"name", name}})}}};
}

std::string fetched(std::string const& path) {
    if (path == "/clip") {
        return std::string("\0\0\0\x18", 4) + "ftypisom";
    }
    return path == "/gone" ? "" : std::string("\x89PNG\r\n\x1a\n");
}

TEST(ReviewPage, SaysWhenAndHowOftenInWords) {
    auto sheet = sheetWith("t");
    sheet.at("covers").as_object() = {
        {"when",
         {{"from", "2026-06-01"},
          {"to", "2026-06-30"},
          {"days", {"mon", "fri"}},
          {"dayparts", {"07:00-09:30"}},
          {"day_kind", "workdays"},
          {"except", {"2026-06-05"}},
          {"key_dates", {Json({{"day", "2026-06-16"}, {"plays_per_hour", 9}})}}}},
        {"how_often",
         {{"class", "key"},
          {"pacing", {{"share_millionths", 250'000}, {"min_per_day", 3}}},
          {"order", "rotate"},
          {"max_per_hour", 7},
          {"min_separation_ms", 90'000},
          {"fixed", {Json({{"item", "theme"}, {"at", {"08:00"}}, {"hourly", false}})}}}}};
    auto const page = reviewPage(sheet, fetched);
    for (auto const* words : {"周一 mon、周五 fri", "07:00-09:30", "工作日 workdays", "2026-06-05",
                              "9 plays an hour", "重点 key", "25 % of the time", "每天至少 3 次",
                              "轮换播放 rotate", "7 an hour", "90 s apart", "theme 08:00"}) {
        EXPECT_THAT(page, HasSubstr(words));
    }
    EXPECT_THAT(page, Not(HasSubstr("plays_per_hour")));
}

TEST(ReviewPage, HoldsPicturesAndClipsAndAsksForNothing) {
    auto const page = reviewPage(sheetWith("安全生产月"), fetched);
    EXPECT_THAT(page, HasSubstr("data:image/png;base64,"));
    EXPECT_THAT(page, HasSubstr("data:video/mp4;base64,"));
    EXPECT_THAT(page, HasSubstr("192×32"));
    EXPECT_THAT(page, HasSubstr("画面无法取得")) << "what is missing is said";
    EXPECT_THAT(page, HasSubstr("default-src 'none'"));
    EXPECT_THAT(page, HasSubstr("线下审批"));
    for (auto const* const asks : {"http://", "https://", "<script", "<link", "<iframe", "url("}) {
        EXPECT_THAT(page, Not(HasSubstr(asks)));
    }
}

TEST(ReviewPage, NamesBecomeNoPartOfThePageWhateverTheyAre) {
    for (std::string const name : {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
                                   "' onclick='x", "</title><script>", "&lt;b&gt;"}) {
        auto const page = reviewPage(sheetWith(name), fetched);
        EXPECT_THAT(page, Not(HasSubstr("<script"))) << name;
        EXPECT_THAT(page, Not(HasSubstr("<img src=x"))) << name;
        EXPECT_THAT(page, Not(HasSubstr("' onclick='x"))) << name;
        EXPECT_THAT(page, Not(HasSubstr("&lt;b&gt;"))) << "what is escaped is escaped again";
    }
}

TEST(ReviewPage, WhatIsNoPictureIsNotEmbedded) {
    auto const page =
        reviewPage(sheetWith("x"), [](std::string const&) { return "<svg onload=x>"; });
    EXPECT_THAT(page, Not(HasSubstr("data:image")));
    EXPECT_THAT(page, Not(HasSubstr("base64")));
}

TEST(ReviewSheetText, SaysWhatIsApprovedAndHowToApproveExactlyThat) {
    auto const chinese = renderSheet(sheetWith("安全生产月"), Language::chinese);
    EXPECT_THAT(chinese, HasSubstr("fire：安全生产月（第 2 版，待审批），已通过 1/2 级审批"));
    EXPECT_THAT(chinese, HasSubstr("新增素材 film"));
    EXPECT_THAT(chinese, HasSubstr("通过（线下审批）"));
    EXPECT_THAT(chinese, HasSubstr("--sheet 3f7c0a1b2c3d4e5f\n"));
    auto const english = renderSheet(sheetWith("\x1b[31mred"), Language::english);
    EXPECT_THAT(english, Not(HasSubstr("\x1b")));
    EXPECT_THAT(english, HasSubstr("7K2M9-QX4TB-0W3VZ-8H6DR-N"));
}

}  // namespace
}  // namespace tocsin::cli
