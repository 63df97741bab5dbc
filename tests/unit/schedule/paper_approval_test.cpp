// SPDX-License-Identifier: Apache-2.0
// Approval on paper: who may file it, for which content, and what a hand in the database achieves.
#include <fstream>

#include "review_office.hpp"

namespace tocsin::schedule {
namespace {

using testing::HasSubstr;

class Paper : public ReviewOffice {
protected:
    Paper() { saysKind("pdf", 1); }
    void saysKind(std::string const& codec, int pages) {
        worker_.say(
            R"({"accepted":true,"reason":"","technical":"","kind":"picture","container":")" +
            codec + R"(","codec":")" + codec +
            R"(","width":600,"height":900,"durationMs":0,"frames":0,"rateNum":0,)"
            R"("rateDen":1,"sound":false,"bytes":9,"playable":false,"needs":[],"pages":)" +
            std::to_string(pages) + "}");
    }
    std::filesystem::path scan(std::string const& bytes = "%PDF-1.7 signed") {
        auto const out = directory_ / "incoming";
        std::ofstream(out, std::ios::binary) << bytes;
        return out;
    }
    using Query = std::map<std::string, std::string>;
    Result<access::Response> file(std::string const& who, std::string const& code,
                                  Query more = {}) {
        Query query{{"signed_by", "王主任"}, {"signed_on", "2026-06-09"}, {"code", code}};
        for (auto const& [name, value] : more) {
            query[name] = value;
        }
        return as(who, "POST", "/api/v1/campaigns/fire/approve-on-paper", "", query, scan());
    }
    boost::json::value approvals() {
        return json("GET", "/api/v1/campaigns/fire/approvals").at("items");
    }
    /// As somebody with the database in hand would.
    void alterRow(std::function<void(store::Approval&)> const& how) {
        change([&](store::Tx& tx) {
            auto row = tx.approvals().of(CampaignId("fire")).back();
            tx.approvals().voidAll(CampaignId("fire"), now_, "by hand");
            how(row);
            tx.approvals().add(row);
        });
        now_ += std::chrono::hours(1);
    }
    static std::string contents(std::string const& items) { return Office::file(items); }
};

TEST_F(Paper, TheScanOfASignedFormReleasesAndStandsWithTheApproval) {
    write(contents("\"film\""));
    auto const done = file("rui", code());
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(state(), "approved");
    EXPECT_TRUE(plays("film"));
    auto const row = approvals().at(0);
    EXPECT_EQ(row.at("on_paper"), true);
    EXPECT_EQ(row.at("signed_by"), "王主任");
    EXPECT_EQ(row.at("signed_on"), "2026-06-09");
    EXPECT_EQ(row.at("by"), "rui") << "who filed it answers for it";
    EXPECT_EQ(row.at("scan").as_string(), messages::sha256("%PDF-1.7 signed").hex());
    auto const sent = call("GET", "/api/v1/campaigns/fire/approvals/" +
                                      std::to_string(row.at("number").as_int64()) + "/scan");
    ASSERT_TRUE(sent) << sent.error().message;
    EXPECT_EQ(sent->contentType, "application/pdf");
    EXPECT_THAT(sent->headers.at("Content-Disposition"), HasSubstr("attachment"));
    auto const trail = look([](store::Tx const& tx) { return tx.audit().newest(3); });
    EXPECT_TRUE(std::any_of(trail.begin(), trail.end(), [](auto const& one) {
        return one.entry.action == "campaign.approve" &&
               one.entry.detail.find("on paper signed by 王主任") != std::string::npos;
    }));
}

TEST_F(Paper, AFormOfOtherContentApprovesNothing) {
    write(contents("\"film\""));
    auto const printed = code();
    write(contents("\"film\", \"poster\""));
    auto const refused = file("rui", printed);
    EXPECT_EQ(refused.error().code, Errc::conflict);
    EXPECT_THAT(refused.error().message, HasSubstr("of other content"));
    EXPECT_EQ(state(), "submitted");
    EXPECT_EQ(approvals().as_array().size(), 0U);
    EXPECT_FALSE(std::filesystem::exists(directory_ / "scans")) << "nothing is kept of it";
    EXPECT_EQ(file("rui", "7K2M9").error().code, Errc::invalid);
}

TEST_F(Paper, NobodyFilesTheirOwnWorkNorASecondLevel) {
    useLevels(2);
    write(contents("\"film\""));
    auto const printed = code();
    EXPECT_EQ(file("local-operator", printed).error().code, Errc::permission);
    ASSERT_TRUE(file("rui", printed));
    EXPECT_EQ(state(), "submitted");
    EXPECT_EQ(file("rui", printed, {{"signed_by", "李主任"}}).error().code, Errc::permission);
    ASSERT_TRUE(file("sun", printed, {{"signed_by", "李主任"}}));
    EXPECT_EQ(state(), "approved");
}

TEST_F(Paper, TheSignerIsNeitherTheAuthorNorTheSignerOfAnotherLevel) {
    useLevels(2);
    write(contents("\"film\""));
    auto const printed = code();
    for (auto const* const author : {"罗编", " 罗 编", "local-operator", "LOCAL-OPERATOR"}) {
        EXPECT_EQ(file("rui", printed, {{"signed_by", author}}).error().code, Errc::permission)
            << author;
    }
    ASSERT_TRUE(file("rui", printed));
    EXPECT_EQ(file("sun", printed).error().code, Errc::permission) << "王主任 signed already";
    EXPECT_EQ(file("sun", printed, {{"signed_by", "芮敏"}}).error().code, Errc::permission)
        << "who filed the first level";
}

TEST_F(Paper, WhatIsMissingOrMakesNoSenseIsRefusedInOneLine) {
    write(contents("\"film\""));
    auto const printed = code();
    for (auto const& wrong :
         {Query{{"signed_by", ""}}, Query{{"signed_by", "  "}}, Query{{"signed_by", "a\nb"}},
          Query{{"signed_on", "yesterday"}}, Query{{"signed_on", "2026-06-31"}},
          Query{{"signed_on", "2026-06-12"}}, Query{{"sheet", "xyz"}}}) {
        auto const refused = file("rui", printed, wrong);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::invalid) << refused.error().message;
    }
    EXPECT_EQ(state(), "submitted");
}

TEST_F(Paper, OnlyPdfJpegAndPngAreScansByTheirBytes) {
    write(contents("\"film\""));
    auto const printed = code();
    saysKind("gif", 1);
    EXPECT_THAT(file("rui", printed).error().message, HasSubstr("no PDF, JPEG or PNG"));
    saysKind("pdf", 51);
    EXPECT_THAT(file("rui", printed).error().message, HasSubstr("51 pages"));
    worker_.say(R"({"accepted":false,"reason":"The file is damaged.","technical":""})");
    EXPECT_EQ(file("rui", printed).error().code, Errc::invalid);
    saysKind("png", 1);
    ASSERT_TRUE(file("rui", printed));
    EXPECT_EQ(approvals().at(0).at("scan_type"), "image/png");
}

TEST_F(Paper, ARowWithoutItsScanOrWithAnotherIsOnNoManifest) {
    using Alter = std::function<void(store::Approval&)>;
    for (auto const& [what, alter] : std::initializer_list<std::pair<char const*, Alter>>{
             {"no scan", [](store::Approval& row) { row.scan.reset(); }},
             {"another scan", [](store::Approval& row) { row.scan = messages::sha256("forged"); }},
             {"no paper any more", [](store::Approval& row) { row.onPaper = false; }},
             {"another signer", [](store::Approval& row) { row.signedBy = "李主任"; }},
             {"another day", [](store::Approval& row) { row.signedOn = "2026-06-01"; }}}) {
        write(contents("\"film\""));
        ASSERT_TRUE(file("rui", code())) << what;
        EXPECT_TRUE(plays("film")) << what;
        alterRow(alter);
        auto const planned = schedule_->replan();
        ASSERT_FALSE(planned) << what;
        EXPECT_THAT(planned.error().message, HasSubstr("no signed approval covers")) << what;
        ASSERT_TRUE(as("rui", "POST", "/api/v1/campaigns/fire/return", R"({"reason":"again"})"));
    }
}

TEST_F(Paper, ARowThatCallsAnOnlineApprovalOneOnPaperIsOnNoManifest) {
    write(contents("\"film\""));
    ASSERT_TRUE(as("rui", "POST", "/api/v1/campaigns/fire/approve"));
    alterRow([](store::Approval& row) {
        row.onPaper = true;
        row.scan = messages::sha256("forged");
        row.signedBy = "王主任";
        row.signedOn = "2026-06-09";
    });
    EXPECT_FALSE(schedule_->replan());
}

TEST_F(Paper, AScanThatWasAlteredOnTheDiskIsToldAndNotSent) {
    write(contents("\"film\""));
    ASSERT_TRUE(file("rui", code()));
    auto const hex = messages::sha256("%PDF-1.7 signed").hex();
    std::ofstream(directory_ / "scans" / hex.substr(0, 2) / hex) << "forged";
    auto const row = approvals().at(0);
    auto const sent = call("GET", "/api/v1/campaigns/fire/approvals/" +
                                      std::to_string(row.at("number").as_int64()) + "/scan");
    EXPECT_EQ(sent.error().code, Errc::damaged);
    EXPECT_TRUE(schedule_->replan()) << "a lost file darkens no screen: what counts is signed";
}

}  // namespace
}  // namespace tocsin::schedule
