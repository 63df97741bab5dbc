// SPDX-License-Identifier: Apache-2.0
// What people read, from sample answers.
#include "render.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace tocsin::cli {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

Json const kStatus = boost::json::parse(R"({
  "controller": {"version": "0.1.0", "now": "2026-06-01T00:00:10.000Z", "screens": 2, "online": 1},
  "items": [
    {"id": "gate-led", "name": "东门户外屏", "state": "playing", "cause": "", "last_contact": "2026-06-01T00:00:09.000Z",
     "playing": {"asset": "fire", "campaign": "safety", "position_ms": 3200, "length_ms": 12000}, "complete_plays": 7,
     "frames_repeated": 2, "findings": []},
    {"id": "bar", "name": "bar", "state": "offline", "cause": "not heard of for 30 s", "last_contact": null, "playing": null,
     "complete_plays": 0, "frames_repeated": 0, "findings": []}]})");

TEST(StatusTable, SaysWhatIsOnAndWhatIsWrong) {
    EXPECT_EQ(renderStatus(kStatus, Language::english),
              "controller 0.1.0, 1 of 2 screens online\n"
              "screen    name        state    now showing    position     complete  repeated "
              "frames  last contact  remark\n"
              "gate-led  东门户外屏  playing  fire (safety)  00:03/00:12         7                "
              "2           1 s\n"
              "bar       bar         offline                                     0                "
              "0         never  not heard of for 30 s\n");
}

TEST(StatusTable, SpeaksChinese) {
    auto const text = renderStatus(kStatus, Language::chinese);
    EXPECT_NE(text.find("在线 1/2 块屏"), std::string::npos) << text;
    EXPECT_NE(text.find("正常播出"), std::string::npos);
    EXPECT_NE(text.find("离线"), std::string::npos);
}

TEST(StatusTable, SaysThatTheAuditTrailIsNotWhole) {
    auto status = kStatus;
    status.at("items").as_array().pop_back();
    EXPECT_TRUE(allAsPlanned(status));
    status.at("controller").as_object()["audit"] = nullptr;
    EXPECT_TRUE(allAsPlanned(status));
    status.at("controller").as_object()["audit"] = {
        {"row", 7}, {"message", "row 7 is gone"}, {"message_zh", "第 7 条缺失"}};
    EXPECT_FALSE(allAsPlanned(status));
    EXPECT_THAT(
        renderStatus(status, Language::english),
        HasSubstr("the audit trail is NOT WHOLE: row 7 is gone; see tocsin audit verify\n"));
    EXPECT_THAT(renderStatus(status, Language::chinese), HasSubstr("审计日志不完整：第 7 条缺失"));
}

TEST(StatusTable, SaysHowManyWarningsStandAndThatShowingOneIsAsItShouldBe) {
    auto status = kStatus;
    status.at("items").as_array().pop_back();
    status.at("items").at(0).at("state") = "warning";
    auto& controller = status.at("controller").as_object();
    controller["warnings"] = {{"standing", 0}, {"waiting", 0}, {"unreached", 0}};
    EXPECT_THAT(renderStatus(status, Language::english), Not(HasSubstr("warnings stand")));
    controller["warnings"] = {{"standing", 2}, {"waiting", 1}, {"unreached", 0}};
    EXPECT_TRUE(allAsPlanned(status));
    EXPECT_THAT(
        renderStatus(status, Language::english),
        AllOf(HasSubstr("2 warnings stand, 1 wait for a person\n"), HasSubstr("shows a warning")));
    controller["warnings"] = {{"standing", 1}, {"waiting", 0}, {"unreached", 7}};
    EXPECT_THAT(renderStatus(status, Language::chinese),
                AllOf(HasSubstr("7 块屏未送达"), HasSubstr("预警播出")));
}

TEST(StatusTable, NamesFeedsOfWarningsThatAreSilentWhichIsNotAsPlanned) {
    auto status = kStatus;
    status.at("items").as_array().pop_back();
    auto& controller = status.at("controller").as_object();
    controller["silent_feeds"] = boost::json::array();
    EXPECT_TRUE(allAsPlanned(status));
    EXPECT_THAT(renderStatus(status, Language::english), Not(HasSubstr("feeds of warnings")));
    controller["silent_feeds"] = {"met", "flood"};
    EXPECT_FALSE(allAsPlanned(status));
    EXPECT_THAT(renderStatus(status, Language::english),
                HasSubstr("feeds of warnings that do not answer: met, flood; see tocsin warn"));
    EXPECT_THAT(renderStatus(status, Language::chinese), HasSubstr("预警源长时间无响应"));
}

TEST(StatusTable, NamesPlayersWhoseOwnCountTheLedgerDoesNotHaveWhichIsNotAsPlanned) {
    auto status = kStatus;
    status.at("items").as_array().pop_back();
    auto& controller = status.at("controller").as_object();
    controller["mismatches"] = boost::json::array();
    EXPECT_TRUE(allAsPlanned(status));
    controller["mismatches"] = {
        {{"message", "screen gate: 4 and 3"}, {"message_zh", "东门：4 与 3"}}};
    EXPECT_FALSE(allAsPlanned(status));
    EXPECT_THAT(renderStatus(status, Language::english),
                HasSubstr("a player's own count and the ledger DIFFER: screen gate: 4 and 3\n"));
    EXPECT_THAT(renderStatus(status, Language::chinese),
                HasSubstr("播放终端自计与台账不符：东门：4 与 3\n"));
}

TEST(GapTable, NamesEachGapAndSaysWhereNoneIsKnown) {
    boost::json::value report = {{"items",
                                  {{{"kind", "waiting_for_rows"},
                                    {"screen", "gate"},
                                    {"screen_name", "东门"},
                                    {"player", "3f9a0c117be4d2a8"},
                                    {"epoch", 2},
                                    {"message", "waiting for rows: 7 of 9"}}}}};
    EXPECT_THAT(renderGaps(report, Language::english),
                AllOf(HasSubstr("东门"), HasSubstr("3f9a0c117be4d2a8"),
                      HasSubstr("waiting for rows: 7 of 9")));
    EXPECT_THAT(renderGaps(report, Language::chinese),
                AllOf(HasSubstr("等待补传"), HasSubstr("记录段: ")));
    report = {{"items", boost::json::array()}, {"cut", true}};
    EXPECT_EQ(renderGaps(report, Language::english),
              "No gap is known.\nThere are more; ask for less at once.\n");
}

TEST(StatusTable, PutsTheFirstFindingBeforeTheCause) {
    auto status = kStatus;
    status.at("items").at(1).at("findings") = {"disk is full", "clock is wrong"};
    EXPECT_NE(renderStatus(status, Language::english).find("disk is full\n"), std::string::npos);
    status.at("items").at(1).at("findings") = {{{"message", "disk is full"}}};
    EXPECT_NE(renderStatus(status, Language::english).find("disk is full\n"), std::string::npos);
}

TEST(StatusTable, SaysWhyAScreenHasNoPlayerWhateverItsLastOneFound) {
    auto status = kStatus;
    auto& screen = status.at("items").at(1).as_object();
    screen["state"] = "unbound";
    screen["cause"] = "its player was revoked by office; pair another one";
    screen["findings"] = {"timeline 39678999ad91 missing"};
    auto const text = renderStatus(status, Language::english);
    EXPECT_THAT(text, HasSubstr("revoked by office; pair another one\n"));
    EXPECT_EQ(text.find("39678999ad91"), std::string::npos) << text;
}

TEST(StatusTable, HasColumnsForOverlaysAndLightOnlyWhereTheySaySomething) {
    auto status = kStatus;
    auto& screen = status.at("items").at(0).as_object();
    screen["overlays"] = boost::json::array{};
    screen["level"] = {{"brightness", 100}, {"volume", 100}, {"powered", true}};
    EXPECT_EQ(renderStatus(status, Language::english), renderStatus(kStatus, Language::english));
    screen["overlays"] = {{{"asset", "logo"}}, {{"asset", "news"}}};
    screen["level"] = {{"brightness", 50}, {"volume", 0}, {"powered", true}};
    EXPECT_THAT(renderStatus(status, Language::english),
                AllOf(HasSubstr("00:03/00:12  logo,news  50 %/0 %"), HasSubstr("light/sound")));
    screen["level"] = {{"brightness", 100}, {"volume", 100}, {"powered", false}};
    EXPECT_THAT(renderStatus(status, Language::chinese), HasSubstr("断电"));
}

TEST(SettingsText, SaysWhatHoldsAndWhatItMakesOfToday) {
    auto const settings = boost::json::parse(R"({
        "screen": "gate", "zone": "Asia/Shanghai", "cross_fade_ms": 400, "gamma_percent": 205, "white": [100, 100, 95],
        "brightness": [{"days": ["fri", "sat"], "from": "19:00", "percent": 50}], "volume": [],
        "quiet": [{"name": "夜间", "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "22:00", "to": "06:00",
                   "scope": "tag", "of": "医院"}],
        "powered": [], "today": [{"from": "2026-06-01T00:00:00.000+08:00", "brightness": 50, "volume": 0, "powered": true},
                                 {"from": "2026-06-01T06:00:30.000+08:00", "brightness": 50, "volume": 100, "powered": false}],
        "file": "gamma = 2.05\n", "changed": null})");
    EXPECT_EQ(renderSettings(settings, Language::english),
              "screen        gate\n"
              "zone          Asia/Shanghai\n"
              "cross-fade    400 ms\n"
              "gamma         2.05\n"
              "white         100/100/95 %\n"
              "brightness    fri,sat 19:00: 50 %\n"
              "quiet         夜间 daily 22:00-06:00 (tag 医院)\n"
              "\n"
              "today\n"
              "from      brightness  volume  remark\n"
              "00:00           50 %     0 %\n"
              "06:00:30        50 %   100 %  no power\n"
              "\n"
              "gamma = 2.05\n");
}

TEST(QuietZones, AreListedWithTheScreensThatObey) {
    auto const list = boost::json::parse(
        R"({"items": [{"scope": "unit", "of": "hospital-1", "screens": ["gate", "hall"],
        "quiet": [{"name": "夜间", "days": ["sun"], "from": "22:00", "to": "06:00"}]}]})");
    EXPECT_EQ(renderQuietZones(list, Language::english),
              "of               name  hours            screens\n"
              "unit hospital-1  夜间  sun 22:00-06:00  gate,hall\n");
    EXPECT_THAT(renderQuietZones(boost::json::parse(R"({"items": []})"), Language::english),
                HasSubstr("nothing"));
}

TEST(OverlayLines, SayWhenAndWhere) {
    auto const plan = boost::json::parse(R"({"overlays": [{"start": "2026-06-01T00:00:00.000+08:00",
        "end": "2026-06-02T00:00:00.000+08:00", "asset": "logo", "campaign": "corner", "x": 792, "y": 8, "width": 160,
        "height": 40, "opacity": 80}]})");
    EXPECT_EQ(
        renderOverlays(plan, Language::english),
        std::vector<std::string>{"over it: corner (logo), 2026-06-01T00:00:00.000+08:00 to "
                                 "2026-06-02T00:00:00.000+08:00, 160x40 at 792,8, 80 % opaque"});
}

TEST(StatusVerdict, IsGoodOnlyIfEveryScreenPlaysOrIsDark) {
    auto status = kStatus;
    EXPECT_FALSE(allAsPlanned(status));
    status.at("items").at(1).at("state") = "dark";
    EXPECT_TRUE(allAsPlanned(status));
    status.at("items").at(0).at("state") = "fallback";
    EXPECT_FALSE(allAsPlanned(status));
    status.at("items") = boost::json::array{};
    EXPECT_TRUE(allAsPlanned(status));
}

TEST(PlanCsv, HasTheHeaderAndAQuotedReason) {
    auto const plan = boost::json::parse(R"({"plays": [
        {"start": "2026-06-01T06:00:00.000+08:00", "end": "2026-06-01T06:00:12.000+08:00", "asset": "fire", "campaign": "safety",
         "reason": "paced, 20 an hour", "id": "ab"},
        {"start": "2026-06-01T06:00:12.000+08:00", "end": "2026-06-02T00:00:00.000+08:00", "asset": "", "campaign": "", "reason": "idle"}]})");
    EXPECT_EQ(renderPlanCsv(plan),
              "start,end,asset,campaign,reason\n"
              "2026-06-01T06:00:00.000+08:00,2026-06-01T06:00:12.000+08:00,fire,safety,\"paced, 20 "
              "an hour\"\n"
              "2026-06-01T06:00:12.000+08:00,2026-06-02T00:00:00.000+08:00,,,idle\n");
}

TEST(ReportTable, NamesTheGroupsAndAddsTheTotal) {
    auto const report =
        boost::json::parse(R"({"from": "2026-06-01", "to": "2026-06-01", "by": ["screen", "asset"],
        "rows": [{"screen": "gate-led", "screen_name": "东门", "asset": "aa", "asset_name": "fire", "planned": 10, "complete": 9, "partial": 1,
                  "cut": 2, "other": 0, "shown_ms": 125000, "completion": "0.9000"}],
        "total": {"planned": 10, "complete": 9, "partial": 1, "cut": 2, "other": 0, "shown_ms": 125000, "completion": "0.9000"}})");
    auto const text = renderReport(report, Language::english);
    EXPECT_EQ(text.substr(0, text.find("planned: ")),
              "from: 2026-06-01, to: 2026-06-01\n"
              "screen  asset  planned  complete  partial  cut  other  shown  completion\n"
              "东门    fire        10         9        1    2      0  02:05     90.00 %\n"
              "total               10         9        1    2      0  02:05     90.00 %\n");
    EXPECT_NE(text.find("cut: plays that a changed plan cut"), std::string::npos);
}

TEST(ReportTable, SaysWhatWasNotLookedForAndWhatNobodyOrdered) {
    auto const report =
        boost::json::parse(R"({"from": "2026-06-01", "to": "2026-06-30", "by": ["campaign"],
        "rows": [{"campaign": "", "campaign_title": "", "planned": 0, "complete": 3, "partial": 0, "cut": 0, "other": null, "shown_ms": 30000, "completion": "—"}],
        "total": {"planned": 0, "complete": 3, "partial": 0, "cut": 0, "other": null, "shown_ms": 30000, "completion": "—"}})");
    auto const table = renderReport(report, Language::english);
    EXPECT_EQ(table.substr(0, table.find("planned: ")),
              "from: 2026-06-01, to: 2026-06-30\n"
              "campaign  planned  complete  partial  cut  other  shown  completion\n"
              "fallback        0         3        0    0      —  00:30           —\n"
              "total           0         3        0    0      —  00:30           —\n");
    EXPECT_THAT(renderReport(report, Language::chinese), HasSubstr("备播"));
}

TEST(SecondsTable, NamesTheClassesAndSaysHowTheyAddUp) {
    auto const report = boost::json::parse(
        R"({"from": "2026-06-01", "to": "2026-06-01", "by": ["tree"], "as_of": "2026-06-02T00:00:00.000Z", "unreported": [{}],
        "formula": "a + b = opening hours", "formula_zh": "甲 + 乙 = 开放时长",
        "classes": [{"class": "proven_lit", "name": "proven", "name_zh": "已核实"}, {"class": "offline", "name": "offline", "name_zh": "离线"}],
        "rows": [{"tree": "bureau", "tree_name": "市局", "open_ms": 60000, "proven_lit_ms": 45000, "offline_ms": 15000}],
        "total": {"open_ms": 60000, "proven_lit_ms": 45000, "offline_ms": 15000}})");
    EXPECT_EQ(renderSeconds(report, Language::english),
              "from: 2026-06-01, to: 2026-06-01\n"
              "unit and below  opening hours  proven  offline\n"
              "市局                    01:00   00:45    00:15\n"
              "total                   01:00   00:45    00:15\n"
              "data as of 2026-06-02T00:00:00.000Z, screens that have not reported: 1\n"
              "a + b = opening hours\n");
    EXPECT_NE(renderSeconds(report, Language::chinese).find("未回传屏 1 块"), std::string::npos);
}

TEST(SubmittedReports, AreListedAndTheirAddendaAddUp) {
    auto const list = boost::json::parse(
        R"({"items": [{"number": 3, "revision": 2, "report": "plays", "title": "总结", "unit": "north", "from": "2026-06-01", "to": "2026-06-30",
        "as_of": "2026-07-01T00:00:00.000Z", "who": "wang", "reason": "补传"}]})");
    auto const text = renderSubmitted(list, Language::english);
    EXPECT_NE(text.find("     3         2  plays   总结   north  2026-06-01  2026-06-30  "
                        "2026-07-01T00:00:00.000Z  wang  补传\n"),
              std::string::npos)
        << text;
    EXPECT_EQ(
        renderSubmitted(boost::json::object{{"items", boost::json::array{}}}, Language::english),
        "nothing to list\n");
    auto const addendum = boost::json::parse(
        R"({"rows": [{"screen": "gate", "screen_name": "东门", "campaign": "fire", "campaign_title": "", "asset": "aa", "asset_name": "film",
        "complete": 2, "partial": 1, "failed": 0, "shown_ms": 24000}], "total": {"complete": 2, "partial": 1, "failed": 0, "shown_ms": 24000}})");
    EXPECT_EQ(renderAddendum(addendum, Language::english),
              "screen  campaign  asset  complete  partial  failed  shown\n"
              "东门    fire      film          2        1       0  00:24\n"
              "total                           2        1       0  00:24\n"
              "late rows: they came after the report, and are not in it\n");
}

TEST(Catalogue, ShowsScreensAssetsAndCampaigns) {
    auto const screens = boost::json::parse(
        R"({"items": [{"id": "gate", "name": "东门", "unit": "u", "tags": ["a", "b"], "width": 960,
        "height": 540, "zone": "Asia/Shanghai", "bound": true, "retired": false}]})");
    EXPECT_NE(renderScreens(screens, Language::english)
                  .find("gate    东门  u     960×540  Asia/Shanghai  a,b   bound\n"),
              std::string::npos)
        << renderScreens(screens, Language::english);
    EXPECT_EQ(
        renderScreens(boost::json::object{{"items", boost::json::array{}}}, Language::english),
        "nothing to list\n");
    auto const asset = boost::json::parse(
        R"({"handle": "fire", "kind": "film", "duration_ms": 12000, "width": 1280, "height": 720, "sound": true})");
    EXPECT_EQ(renderAsset(asset, Language::chinese),
              "素材  fire\n类型  视频\n时长  00:12\n像素  1280×720\n声音  有\n");
    auto const campaign = boost::json::parse(R"({"id": "fire-2026", "state": "draft"})");
    EXPECT_EQ(renderCampaignState(campaign, Language::english),
              "fire-2026: draft; next: tocsin campaign submit fire-2026\n");
}

TEST(Catalogue, ShowsCategoryAndUsableDaysOfAnAsset) {
    auto const shown = [](char const* more) {
        auto const asset =
            boost::json::parse(std::string(R"({"handle":"fire","kind":"film",)") + more + "}");
        return renderAsset(asset, Language::english);
    };
    EXPECT_THAT(
        shown(R"("category":"消防","usable_from":"2026-06-01","usable_until":"2026-12-31")"),
        HasSubstr("category  消防\nusable    2026-06-01 – 2026-12-31\n"));
    EXPECT_THAT(shown(R"("usable_from":"2026-06-01","usable_until":null)"),
                HasSubstr("usable  2026-06-01 –\n"));
    EXPECT_THAT(shown(R"("usable_from":null,"usable_until":"2026-12-31")"),
                HasSubstr("usable  – 2026-12-31\n"));
    EXPECT_THAT(shown(R"("category":"","usable_from":null,"usable_until":null)"),
                Not(AnyOf(HasSubstr("usable"), HasSubstr("category"))));
    auto const list = boost::json::parse(
        R"({"items":[{"handle":"fire","category":"消防","expires":"2026-12-31"}]})");
    EXPECT_THAT(renderAssets(list, Language::english),
                AllOf(HasSubstr("category"), HasSubstr("消防"), HasSubstr("– 2026-12-31")));
}

TEST(Catalogue, ShowsEachPieceOfAdviceOnALineOfItsOwn) {
    auto const asset = boost::json::parse(
        R"({"handle":"fire","kind":"film","advice":[{"message":"cut it","message_zh":"请剪掉"},{"message":"softer","message_zh":"请调低"}]})");
    EXPECT_THAT(renderAsset(asset, Language::english),
                HasSubstr("advice  cut it\nadvice  softer\n"));
    EXPECT_THAT(renderAsset(asset, Language::chinese), HasSubstr("建议  请剪掉\n建议  请调低\n"));
}

TEST(Catalogue, ShowsWhatAPlayerDecodesOnceItIsKnown) {
    EXPECT_THAT(renderScreen(boost::json::parse(R"({"id":"gate","decode_rate":225000000})"),
                             Language::english),
                HasSubstr("decodes  225 Mpx/s (1920×1080 × 109/s)\n"));
    EXPECT_THAT(
        renderScreen(boost::json::parse(R"({"id":"gate","decode_rate":0})"), Language::english),
        Not(HasSubstr("decodes")));
}

TEST(Catalogue, ShowsWhereAScreenStandsIfAnybodySaidSo) {
    auto const screen = boost::json::parse(
        R"({"id":"gate","place":{"latitude":30.259244,"longitude":-120},"code":"330106"})");
    EXPECT_EQ(renderScreen(screen, Language::english),
              "screen  gate\nplace   30.259244, -120\ncode    330106\nstate   no player\n");
    EXPECT_THAT(renderScreen(screen, Language::chinese),
                HasSubstr("位置      30.259244, -120\n区划代码  330106\n"));
    auto const nowhere = boost::json::parse(R"({"id":"gate","place":null,"code":""})");
    EXPECT_THAT(renderScreen(nowhere, Language::english), Not(HasSubstr("place")));
}

TEST(Catalogue, ShowsACampaignFileLineByLine) {
    auto const campaign = boost::json::parse(
        R"({"id": "fire", "state": "retired", "file": "id = \"fire\"\n\u001b[2Jtitle = 1"})");
    EXPECT_EQ(renderCampaign(campaign, Language::english),
              "campaign  fire\nstate     retired\n\nid = \"fire\"\n [2Jtitle = 1\n");
}

}  // namespace
}  // namespace tocsin::cli
