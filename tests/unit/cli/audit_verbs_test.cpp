// SPDX-License-Identifier: Apache-2.0
// tocsin audit against a controller that gives canned answers.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "command_line.hpp"

namespace tocsin::cli::test {
namespace {

using testing::HasSubstr;

constexpr char kRow[] =
    R"({"number":1,"at":"2026-06-01T08:00:00.000Z","who":"office","action":"screen.add",)"
    R"("subject":"gate","detail":"960x540","chain":)"
    R"("0000000000000000000000000000000000000000000000000000000000000000"})";

class AuditVerbs : public CommandLine {
protected:
    ~AuditVerbs() override { std::filesystem::remove(file); }

    std::filesystem::path file = std::filesystem::path(testing::TempDir()) /
                                 ("tocsin-audit-verbs-" + std::to_string(getpid()));
};

TEST_F(AuditVerbs, AListAsksForWhatIsSaid) {
    controller.answer("GET /api/v1/audit?limit=5&who=office&action=screen.&subject=gate&before=9",
                      200, std::string(R"({"items":[)") + kRow + "]}");
    EXPECT_EQ(tocsin({"audit", "list", "--limit", "5", "--who", "office", "--action", "screen.",
                      "--subject", "gate", "--before", "9"}),
              0)
        << err;
    EXPECT_THAT(out, HasSubstr("1  2026-06-01T08:00:00.000Z  office  screen.add  gate  960x540"));
}

TEST_F(AuditVerbs, AWholeTrailShowsItsHead) {
    controller.answer("GET /api/v1/audit/check?head=3:ab", 200,
                      R"({"rows":4,"head":"4:cd","whole":true})");
    EXPECT_EQ(tocsin({"audit", "verify", "--head", "3:ab"}), 0) << err;
    EXPECT_EQ(out, "4 rows, whole\nhead 4:cd\n");
}

TEST_F(AuditVerbs, ABrokenTrailEndsWithSix) {
    controller.answer("GET /api/v1/audit/check", 200,
                      R"({"rows":4,"head":"4:cd","whole":false,"row":2,)"
                      R"("message":"row 2 missing","message_zh":"第 2 条缺失"})");
    EXPECT_EQ(tocsin({"audit", "verify"}), 6);
    EXPECT_EQ(out, "4 rows, NOT WHOLE: row 2 missing\n");
    EXPECT_EQ(tocsin({"audit", "verify"}, Language::chinese), 6);
    EXPECT_EQ(out, "共 4 条，不完整：第 2 条缺失\n");
}

TEST_F(AuditVerbs, AWholeTrailSaysWhatSignaturesCover) {
    controller.answer(
        "GET /api/v1/audit/check", 200,
        R"({"rows":4,"head":"4:cd","whole":true,"signed":{"heads":2,"revoked":1,)"
        R"("newest":"3:ab","at":"2026-06-01T08:00:00.000Z","root":"3f9a","uncovered":1}})");
    EXPECT_EQ(tocsin({"audit", "verify"}), 0) << err;
    EXPECT_EQ(
        out,
        "4 rows, whole\n2 signed heads hold, the newest of 2026-06-01T08:00:00.000Z under root "
        "3f9a; rows after it: 1\n1 heads do not count: their key is revoked\nhead 4:cd\n");
}

TEST_F(AuditVerbs, AnExportIsCheckedWithoutTheController) {
    controller.answer("GET /api/v1/audit/heads", 200, R"({"items":[]})");
    controller.answer("GET /api/v1/audit?after=0&limit=10000", 200,
                      std::string(R"({"items":[)") + kRow + "]}");
    EXPECT_EQ(tocsin({"audit", "export", "--out", file.string()}), 0) << err;
    std::ifstream in(file);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}),
              R"({"format":"tocsin-audit-export/1","before":"","first":1,"last":1,"heads":0})"
              "\n" +
                  std::string(kRow) + "\n");
    auto const asked = controller.asked().size();
    EXPECT_EQ(tocsin({"audit", "verify", file.string()}), 6) << "its digest is none of its own";
    EXPECT_THAT(out, HasSubstr("line 2: row 1 was altered"));
    std::ofstream(file) << kRow << "\n";
    EXPECT_EQ(tocsin({"audit", "verify", file.string()}), 6) << "an export of rows alone";
    EXPECT_THAT(out, HasSubstr("row 1 was altered"));
    std::ofstream(file) << "nonsense\n";
    EXPECT_EQ(tocsin({"audit", "verify", file.string()}), 1);
    EXPECT_THAT(err, HasSubstr("line 1 is no row of an audit trail"));
    EXPECT_EQ(tocsin({"audit", "verify", file.string(), "--head", "x"}), 2);
    EXPECT_EQ(controller.asked().size(), asked);
}

TEST_F(AuditVerbs, AnExportHoldsTheDaysThatAreAskedFor) {
    auto const row = [](int number, char const* at) {
        return R"({"number":)" + std::to_string(number) + R"(,"at":")" + at +
               R"(","who":"office","action":"screen.add","subject":"gate","detail":"","chain":")" +
               std::string(63, '0') + std::to_string(number) + "\"}";
    };
    controller.answer("GET /api/v1/audit/heads", 200, R"({"items":[]})");
    controller.answer("GET /api/v1/audit?after=0&limit=10000", 200,
                      R"({"items":[)" + row(1, "2026-06-01T08:00:00.000Z") + "," +
                          row(2, "2026-06-02T08:00:00.000Z") + "," +
                          row(3, "2026-06-03T08:00:00.000Z") + "]}");
    EXPECT_EQ(tocsin({"audit", "export", "--from", "2026-06-02T00:00:00Z", "--to",
                      "2026-06-03T00:00:00Z", "--out", file.string()}),
              0)
        << err;
    std::ifstream in(file);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}),
              R"({"format":"tocsin-audit-export/1","before":"1:)" + std::string(63, '0') +
                  R"(1","first":2,"last":2,"heads":0})"
                  "\n" +
                  row(2, "2026-06-02T08:00:00.000Z") + "\n");
    EXPECT_EQ(tocsin({"audit", "export", "--from", "2026-06-03T00:00:00Z", "--to",
                      "2026-06-02T00:00:00Z", "--out", file.string()}),
              2);
    EXPECT_EQ(tocsin({"audit", "verify", "--root", "00"}), 2);
    EXPECT_EQ(tocsin({"audit", "export", "--from", "yesterday", "--out", file.string()}), 2);
    EXPECT_THAT(err, HasSubstr("--from: \"yesterday\" is no instant"));
}

}  // namespace
}  // namespace tocsin::cli::test
