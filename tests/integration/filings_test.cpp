// SPDX-License-Identifier: Apache-2.0
// A week of an activity, from plays of a real player to the files that an office gets.
#include <gmock/gmock.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>

#include "raw_connection.hpp"
#include "support/media_samples.hpp"
#include "support/site.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::integration {
namespace {

using namespace test;
using testing::HasSubstr;

class Filings : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("gate", "192x32", "text"));
        FilmSpec spec;
        spec.width = 192;
        spec.height = 32;
        spec.frames = 100;
        spec.keyEvery = 25;
        auto const added =
            site.tocsin({"media", "add", sampleFilm(spec).string(), "--handle", "film"});
        ASSERT_EQ(added.code, 0) << added.err;
        site.release("safety", R"(format = "tocsin-campaign/1"
id = "safety"
title = "安全生产月"
class = "filler"
from = 2026-06-01
to = 2026-06-30
items = ["film"]
[targets]
tags = ["text"]
)");
        site.startPlayer("gate");
        ASSERT_TRUE(site.allPlaying()) << site.player("gate").log();
        must({"activity", "add", "month", "--title", "2026年“安全生产月”", "--from", "2026-06-01",
              "--to", "2026-06-30", "--final-due", "2026-07-01"});
        must({"activity", "campaign", "month", "safety"});
        ASSERT_TRUE(site.passUntil([this] { return complete() > 3; }));
    }
    void must(std::vector<std::string> arguments) {
        auto const ended = site.tocsin(std::move(arguments));
        ASSERT_EQ(ended.code, 0) << ended.out << ended.err;
    }
    [[nodiscard]] std::int64_t complete() const {
        auto const draft = site.json({"filing", "show", "--activity", "month", "--issue", "1"});
        return draft.at("content").at("figures").at("complete").as_int64();
    }
    /// The whole answer, as somebody who is not signed in gets it.
    static std::string fetched(std::string const& url) {
        auto const host = url.find("://") + 3;
        auto const path = url.find('/', host);
        RawConnection connection(url.substr(host, path - host));
        connection.send("GET " + url.substr(path) + " HTTP/1.1\r\nHost: " +
                        url.substr(host, path - host) + "\r\nConnection: close\r\n\r\n");
        return connection.rest();
    }
    [[nodiscard]] std::string textOf(std::filesystem::path const& pdf) const {
        return run({"/usr/bin/pdftotext", "-layout", pdf.string(), "-"}).out;
    }

    Site site;
};

TEST_F(Filings, AWeekIsFrozenAndItsFilesSayWhatWasPlayed) {
    auto const folder = site.dir() / "week";
    auto const made = site.json(
        {"filing", "week", "month", "--issue", "1", "--freeze", "--out", folder.string()});
    auto const& filing = made.at("filing").as_object();
    EXPECT_EQ(filing.at("number"), 1);
    ASSERT_EQ(made.at("files").as_array().size(), 6U);
    std::map<std::string, std::filesystem::path> files;
    for (auto const& file : made.at("files").as_array()) {
        std::filesystem::path const path(std::string(file.as_string()));
        files.emplace(path.extension().string(), path);
    }
    for (auto const& form : filing.at("forms").as_array()) {
        auto const format = "." + std::string(form.at("format").as_string());
        ASSERT_TRUE(files.contains(format)) << format;
        EXPECT_EQ(messages::sha256(readFile(files.at(format))).hex(),
                  form.at("digest").as_string());
    }
    EXPECT_THAT(files.at(".docx").filename().string(), HasSubstr("_第1周_截至2026-06-01"));
    auto const shown = site.json({"filing", "show", "1"});
    auto const plays = shown.at("content").at("figures").at("complete").as_int64();
    EXPECT_GT(plays, 3);
    auto const pdf = textOf(files.at(".pdf"));
    EXPECT_THAT(pdf, HasSubstr("电子屏播放情况报告"));
    EXPECT_THAT(pdf, HasSubstr(std::string(shown.at("check_code").as_string())));
    auto const paragraph = site.tocsin({"filing", "text", "1", "--length", "brief"});
    EXPECT_THAT(paragraph.out, HasSubstr("累计完整播放" + std::to_string(plays) + "次"));

    // What comes later changes nothing of it.
    site.pass(Milliseconds(20'000));
    EXPECT_EQ(site.json({"filing", "show", "1"}).at("content").at("figures").at("complete"), plays);
    EXPECT_NE(site.tocsin({"filing", "freeze", "--activity", "month", "--issue", "1"}).code, 0)
        << "another revision says why";
}

TEST_F(Filings, EveryKindIsPrintedByTheSandboxedWorkerAndItsChineseIsFound) {
    std::pair<std::vector<std::string>, std::string> const kinds[] = {
        {{"week", "month", "--issue", "1"}, "电子屏播放情况报告"},
        {{"plan", "month"}, "电子屏播放计划表"},
        {{"patrol", "month", "--day", "2026-06-01"}, "电子屏巡查日报"}};
    for (auto const& [words, title] : kinds) {
        SCOPED_TRACE(words.front());
        auto const folder = site.dir() / ("printed-" + words.front());
        std::vector<std::string> arguments{"filing"};
        arguments.insert(arguments.end(), words.begin(), words.end());
        arguments.insert(arguments.end(), {"--out", folder.string()});
        auto const made = site.json(arguments);
        auto const& files = made.at("files").as_array();
        auto const pdf = std::find_if(files.begin(), files.end(), [](auto const& file) {
            return std::string_view(file.as_string()).ends_with(".pdf");
        });
        ASSERT_NE(pdf, files.end());
        std::filesystem::path const path(std::string(pdf->as_string()));
        EXPECT_TRUE(readFile(path).starts_with("%PDF-"));
        auto const text = textOf(path);
        EXPECT_THAT(text, HasSubstr(title));
        EXPECT_THAT(text, HasSubstr("草稿，未冻结"));
    }
}

TEST_F(Filings, LibreOfficeReadsTheChineseOfTheDocument) {
    auto const docx = site.dir() / "week.docx";
    must({"filing", "get", "--activity", "month", "--issue", "1", "--format", "docx", "--out",
          docx.string()});
    auto const converted =
        run({"/usr/bin/soffice", "--headless",
             "-env:UserInstallation=file://" + (site.dir() / "lo").string(), "--convert-to", "pdf",
             "--outdir", site.dir().string(), docx.string()},
            std::chrono::seconds(120));
    ASSERT_EQ(converted.code, 0) << converted.err;
    auto const text = textOf(site.dir() / "week.pdf");
    EXPECT_THAT(text, HasSubstr("电子屏播放情况报告"));
    EXPECT_THAT(text, HasSubstr("数据说明"));
    EXPECT_THAT(text, HasSubstr("草稿，未冻结"));
}

TEST_F(Filings, AnInspectorReadsThePackageByItsLinkUntilItIsRevoked) {
    must({"work", "add", "消防疏散演练", "--activity", "month", "--from", "2026-06-01", "--place",
          "门诊楼", "--people", "86"});
    auto const zip = site.dir() / "inspection.zip";
    auto const made = site.json({"filing", "inspection", "make", "month", "--note", "区应急局",
                                 "--days", "3", "--out", zip.string()});
    auto const url = std::string(made.at("url").as_string());
    EXPECT_EQ(messages::sha256(readFile(zip)).hex(), made.at("digest").as_string());
    std::vector<std::string> names;
    for (auto const& file : made.at("files").as_array()) {
        names.emplace_back(file.at("name").as_string());
    }
    for (auto const* name : {"2-审批/审批一览.pdf", "2-审批/审批单-安全生产月.pdf",
                             "3-播放/播放统计与明细.xlsx", "6-工作记录/工作记录（人工填报）.pdf"}) {
        EXPECT_THAT(names, testing::Contains(name));
    }
    auto const page = fetched(url);
    EXPECT_THAT(page, testing::StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(page, HasSubstr("迎检资料包"));
    EXPECT_THAT(page, HasSubstr("区应急局"));
    auto const form = std::find(names.begin(), names.end(), "2-审批/审批单-安全生产月.pdf");
    ASSERT_NE(form, names.end());
    auto const answer = fetched(url + "/file/" + std::to_string(form - names.begin()));
    auto const body = answer.find("\r\n\r\n");
    ASSERT_NE(body, std::string::npos);
    auto const pdf = site.dir() / "form.pdf";
    std::ofstream(pdf, std::ios::binary) << answer.substr(body + 4);
    EXPECT_THAT(textOf(pdf), HasSubstr("审批"));
    must({"filing", "inspection", "revoke", "1"});
    EXPECT_THAT(fetched(url),
                testing::AllOf(testing::StartsWith("HTTP/1.1 410"), HasSubstr("链接无效")));
    EXPECT_EQ(site.json({"filing", "inspection", "list"}).at("items").at(0).at("openings"), 1);
}

TEST_F(Filings, WhatIsDueIsListedToTheInstant) {
    auto const due = site.json({"filing", "due", "--activity", "month"});
    auto const& items = due.at("items").as_array();
    auto const week = std::find_if(items.begin(), items.end(),
                                   [](auto const& one) { return one.at("issue") == 1; });
    ASSERT_NE(week, items.end());
    EXPECT_EQ(week->at("due"), "2026-06-09T10:00:00.000Z");
    EXPECT_EQ(week->at("state"), "none");
    EXPECT_EQ(due.at("in_no_week").at(0).at("from"), "2026-06-29");
}

}  // namespace
}  // namespace tocsin::integration
