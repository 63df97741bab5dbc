// SPDX-License-Identifier: Apache-2.0
// tocsin activity, work against a controller that gives canned answers.
#include <filesystem>
#include <fstream>

#include "command_line.hpp"

namespace tocsin::cli::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ActivityVerbs : public CommandLine {
protected:
    std::string const month =
        R"({"handle":"month","revision":3,"title":"安全生产月","theme":"","unit":"bureau","from":"2026-06-01","to":"2026-06-30","zone":"Asia/Shanghai",)"
        R"("responsible":{"name":"张","phone":"0571","mail":""},"filing":{"receiver":"应急科","weekly":true,"weekday":2,"time":"18:00","plan_due":"","final_due":"2026-07-01","day_included":false},)"
        R"("key_dates":[{"day":"2026-06-16","title":"咨询日","note":"广场"}],"campaigns":[{"id":"fire","title":"消防","state":"approved","unit":"bureau"}],)"
        R"("parts":[{"part":"plan","text":"","done":false,"files":[{"digest":"ab12","name":"方案.docx","bytes":3}]}],"changed":"2026-06-01T00:00:00.000Z",)"
        R"("completeness":{"there":1,"of":5,"en":"five parts: plan ✓ deployment ✗","zh":"五有：方案✓ 部署✗","parts":[)"
        R"({"part":"plan","name_zh":"方案","there":true,"by_en":["1 file"],"by_zh":["附件 1 份"],"lacks_en":"","lacks_zh":""},)"
        R"({"part":"deployment","name_zh":"部署","there":false,"by_en":[],"by_zh":[],"lacks_en":"a text or a file","lacks_zh":"部署文字或附件"}]}})";
    std::string const drill =
        R"({"number":12,"revision":1,"activity":"month","kind":"drill","kind_zh":"演练","unit":"east","title":"消防疏散演练","from":"2026-06-16","to":"2026-06-16","place":"门诊楼",)"
        R"("sessions":null,"people":86,"text":"一\n二","responsible":{"name":"李"},"pictures":[{"picture":"cd34","caption":"演练开展","taken":"2026-06-16T09:30:00+08:00"}],"author":"li","withdrawn":false})";
};

TEST_F(ActivityVerbs, ShowEndsWithWhichOfTheFivePartsAreThere) {
    controller.answer("GET /api/v1/activities/month", 200, month);
    EXPECT_EQ(tocsin({"activity", "show", "month"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("theme        still to be said\n"));
    EXPECT_THAT(out, HasSubstr("weekly by Tuesday 18:00; final by 2026-07-01 (before it)"));
    EXPECT_THAT(out, HasSubstr("2026-06-16  咨询日"));
    EXPECT_THAT(out, HasSubstr("a text or a file"));
    EXPECT_TRUE(out.ends_with("five parts: plan ✓ deployment ✗\n")) << out;
    EXPECT_EQ(tocsin({"activity", "show", "month"}, Language::chinese), 0);
    EXPECT_THAT(out, HasSubstr("每周二 18:00; 总结 2026-07-01（不含当日）"));
    EXPECT_TRUE(out.ends_with("五有：方案✓ 部署✗\n")) << out;
    EXPECT_EQ(tocsin({"activity", "show", "month", "--json"}), 0);
    EXPECT_EQ(boost::json::parse(out), boost::json::parse(month));
}

TEST_F(ActivityVerbs, SetSaysAgainWhatStaysAndOnlyOfTheRevisionThatItSaw) {
    controller.answer("GET /api/v1/activities/month", 200, month);
    controller.answer("PUT /api/v1/activities/month", 200, month);
    EXPECT_EQ(tocsin({"activity", "set", "month", "--theme", "人人讲安全", "--mail", "a@b",
                      "--not-weekly"}),
              0)
        << err;
    EXPECT_EQ(controller.asked().back().header("if-match"), "\"3\"");
    auto const body = sent().as_object();
    EXPECT_EQ(body.at("theme"), "人人讲安全");
    EXPECT_EQ(body.at("title"), "安全生产月");
    EXPECT_EQ(body.at("responsible").at("name"), "张");
    EXPECT_EQ(body.at("responsible").at("mail"), "a@b");
    EXPECT_EQ(body.at("filing").at("weekly"), false);
    EXPECT_EQ(body.at("filing").at("final_due"), "2026-07-01");
    EXPECT_EQ(body.at("key_dates").as_array().size(), 1U);
    EXPECT_FALSE(body.contains("campaigns"));
    EXPECT_EQ(tocsin({"activity", "set", "month"}), 2);
    controller.answer("PUT /api/v1/activities/month", 412, R"({"detail":"look at it again"})");
    EXPECT_EQ(tocsin({"activity", "set", "month", "--title", "x"}), 5);
}

TEST_F(ActivityVerbs, AddWritesOverNothing) {
    controller.answer("PUT /api/v1/activities/month", 201, month);
    EXPECT_EQ(tocsin({"activity", "add", "month", "--title", "月", "--from", "2026-06-01", "--to",
                      "2026-06-30"}),
              0)
        << err;
    EXPECT_EQ(controller.asked().back().header("if-none-match"), "*");
    EXPECT_EQ(sent(),
              boost::json::parse(R"({"title":"月","from":"2026-06-01","to":"2026-06-30"})"));
    EXPECT_EQ(tocsin({"activity", "add", "month", "--title", "月"}), 2);
}

TEST_F(ActivityVerbs, CloneRemindsOfTheTheme) {
    controller.answer("POST /api/v1/activities/month/clone", 201, month);
    EXPECT_EQ(tocsin({"activity", "clone", "month", "month-2027"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"handle":"month-2027","years":1})"));
    EXPECT_EQ(err,
              "tocsin: its theme is still to be said: tocsin activity set month-2027 --theme …\n");
}

TEST_F(ActivityVerbs, PartsFilesAreNamedAsPeopleCallThem) {
    controller.answer("GET /api/v1/activities/month", 200, month);
    controller.answer("DELETE /api/v1/activities/month/parts/plan/files/ab12", 200, month);
    EXPECT_EQ(tocsin({"activity", "part", "month", "plan", "--remove", "方案.docx"}), 0) << err;
    EXPECT_EQ(tocsin({"activity", "part", "month", "plan", "--get", "none.docx"}), 3);
    EXPECT_THAT(err, HasSubstr("has no file \"none.docx\""));
    EXPECT_EQ(tocsin({"activity", "part", "month", "plan"}), 0);
    EXPECT_EQ(out, "file       bytes  digest\n方案.docx      3  ab12\n");
    EXPECT_EQ(tocsin({"activity", "part", "month", "summary"}, Language::chinese), 0);
    EXPECT_EQ(out, "尚无内容\n");
    EXPECT_EQ(tocsin({"activity", "part", "month", "party"}), 2);
    controller.answer("PUT /api/v1/activities/month/parts/plan", 200, month);
    EXPECT_EQ(tocsin({"activity", "part", "month", "plan", "--text", "略", "--not-done"}), 0);
    EXPECT_EQ(sent(), boost::json::parse(R"({"text":"略","done":false})"));
}

TEST_F(ActivityVerbs, WorkIsAddedWithOneWordAndItsPicturesAfterIt) {
    controller.answer("POST /api/v1/work", 201, drill);
    EXPECT_EQ(tocsin({"work", "add", "消防疏散演练"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"title":"消防疏散演练"})"))
        << "the controller knows the rest";
    EXPECT_THAT(out, HasSubstr("people (by hand)  86\n"));
    EXPECT_THAT(out, Not(HasSubstr("sessions"))) << "nobody counted them";
    EXPECT_THAT(out, HasSubstr("\n一\n二\n"));
    auto const file = std::filesystem::path(testing::TempDir()) / "hall.jpg";
    std::ofstream(file) << "x";
    controller.answer("POST /api/v1/work/12/pictures?caption=%E6%BC%94%E7%BB%83", 201, drill);
    EXPECT_EQ(tocsin({"work", "add", "演练", "--people", "86", "--responsible", "李", "--picture",
                      file.string() + "=演练"}),
              0)
        << err;
    EXPECT_EQ(controller.asked().back().body, "x");
    std::filesystem::remove(file);
}

TEST_F(ActivityVerbs, WorkIsListedWithItsSumsAndWhatNobodyCounted) {
    controller.answer(
        "GET /api/v1/work?activity=month&withdrawn=any", 200,
        R"({"items":[)" + drill +
            R"(],"sums":{"records":1,"sessions":0,"people":86,"without_sessions":1,"without_people":0}})");
    EXPECT_EQ(tocsin({"work", "list", "--activity", "month", "--withdrawn"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("people (by hand)"));
    EXPECT_THAT(out, HasSubstr("1 without a number of sessions, which are not in the total\n"));
    EXPECT_EQ(tocsin({"work", "list", "--activity", "month", "--withdrawn"}, Language::chinese), 0);
    EXPECT_THAT(out, HasSubstr("人次（人工填报）"));
}

TEST_F(ActivityVerbs, SettingOnePersonsPhoneKeepsTheirName) {
    controller.answer("GET /api/v1/work/12", 200, drill);
    controller.answer("PATCH /api/v1/work/12", 200, drill);
    EXPECT_EQ(tocsin({"work", "set", "12", "--phone", "0571"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"responsible":{"name":"李","phone":"0571"}})"));
    EXPECT_EQ(tocsin({"work", "set", "12"}), 2);
}

TEST_F(ActivityVerbs, AnImportSaysWhatWasThereAlreadyOrEveryMistake) {
    auto const file = std::filesystem::path(testing::TempDir()) / "june.xlsx";
    std::ofstream(file) << "workbook";
    controller.answer("POST /api/v1/work/import?name=june.xlsx", 200,
                      R"({"added":[{"number":4},{"number":5}],"already":[{"row":2,"number":1,)"
                      R"("differs":true}],"errors":[]})");
    EXPECT_EQ(tocsin({"work", "import", file.string()}), 0) << err;
    EXPECT_EQ(out,
              "2 records added (4–5)\n"
              "row 2 is there already, as record 1, which says something else\n");
    controller.answer(
        "POST /api/v1/work/import?name=june.xlsx", 422,
        R"({"detail":"nothing was imported: 1 mistake\nrow 3, column G (people): no number","detail_zh":"未导入\n第 3 行"})");
    EXPECT_EQ(tocsin({"work", "import", file.string()}), 1);
    EXPECT_EQ(err,
              "tocsin: nothing was imported: 1 mistake\n"
              "tocsin: row 3, column G (people): no number\n");
    EXPECT_EQ(tocsin({"work", "import", file.string()}, Language::chinese), 1);
    EXPECT_THAT(err, HasSubstr("第 3 行"));
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace tocsin::cli::test
