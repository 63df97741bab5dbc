// SPDX-License-Identifier: Apache-2.0
// Tables of screens, spares and revocations at the command line.
#include "screen_table.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "command_line.hpp"
#include "csv_rows.hpp"
#include "failure.hpp"

namespace tocsin::cli::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ScreenTables : public CommandLine {
protected:
    ScreenTables() {
        std::string name = testing::TempDir() + "tocsin-table-XXXXXX";
        directory = ::mkdtemp(name.data());
    }
    ~ScreenTables() override { std::filesystem::remove_all(directory); }
    std::string write(std::string const& bytes) const {
        std::ofstream(directory / "screens.csv", std::ios::binary) << bytes;
        return (directory / "screens.csv").string();
    }
    static std::string bytesOf(std::filesystem::path const& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static boost::json::value row(std::string const& text, std::size_t number = 0) {
        return readScreenTable("t.csv", text).rows.at(number).screen;
    }

    std::filesystem::path directory;
};

constexpr char kPath[] = "POST /api/v1/screens/import";

TEST_F(ScreenTables, AreReadInChineseOrEnglishWhateverTheOrder) {
    auto const expected =
        boost::json::parse(R"({"id":"gate","name":"东门","unit":"bureau","width":960,"height":540,)"
                           R"("tags":["outdoor","安全月"],)"
                           R"("opening":[{"days":["mon"],"from":"06:00","to":"22:00"},)"
                           R"({"days":["sat"],"from":"08:00","to":"20:00"}]})");
    EXPECT_EQ(row("编号,名称,单位,尺寸,标签,开屏时间\r\n"
                  "gate,东门,bureau,960×540,outdoor；安全月,mon 06:00-22:00;sat 08:00-20:00\r\n"),
              expected);
    EXPECT_EQ(row("\xEF\xBB\xBFTags,SIZE,Unit,Id,Opening hours,Name\n"
                  "\"outdoor, 安全月\", 960x540 ,bureau,gate,"
                  "mon 06:00-22:00; sat 08:00-20:00,\"东门\"\n"),
              expected);
}

TEST_F(ScreenTables, SayWhereScreensStand) {
    auto const expected = boost::json::parse(
        R"({"id":"gate","width":8,"height":8,"place":{"latitude":30.259244,"longitude":-120.5},)"
        R"("code":"330106001000"})");
    EXPECT_EQ(row("id,size,place,code\ngate,8x8,\"30.259244, -120.5\",330106001000\n"), expected);
    EXPECT_EQ(row("编号,尺寸,位置,区划代码\ngate,8x8,30.259244，-120.5,330106001000\n"), expected);
    EXPECT_EQ(row("id,size,纬度经度,行政区划代码\ngate,8x8,30.259244 -120.5,330106001000\n"),
              expected);
    EXPECT_FALSE(row("id,size,place\ngate,8x8,\n").as_object().contains("place"));
    auto const table = readScreenTable("t.csv",
                                       "id,size,位置,code\n"
                                       "a,8x8,120.2 30.3,\n"
                                       "b,8x8,30.3,\n"
                                       "c,8x8,30.3 120.2 5,\n"
                                       "d,8x8,30.3N 120.2E,\n"
                                       "e,8x8,,3.30106E+11\n"
                                       "f,8x8,,33010\n");
    std::vector<std::string> places;
    for (auto const& fault : table.faults) {
        places.push_back(std::to_string(fault.line) + " " + fault.column);
    }
    EXPECT_THAT(places, ElementsAre("2 位置", "3 位置", "4 位置", "5 位置", "6 code", "7 code"));
}

TEST_F(ScreenTables, AreReadAsExcelInChinaSavesThem) {
    // 编号,尺寸,名称 and 东门 in GB18030.
    EXPECT_EQ(row("\xB1\xE0\xBA\xC5,\xB3\xDF\xB4\xE7,\xC3\xFB\xB3\xC6\r\n"
                  "gate,8x8,\xB6\xAB\xC3\xC5\r\n")
                  .at("name")
                  .as_string(),
              "东门");
    EXPECT_THROW((void)readScreenTable("t.csv", "id,size\n\xFF\xFF,8x8\n"), CommandFailure);
}

TEST_F(ScreenTables, NameEveryCellThatCannotBeWithItsLine) {
    auto const table = readScreenTable("t.csv",
                                       "id,尺寸,opening\n"
                                       "a,8x8,\n"
                                       "\n"
                                       "b,big,\n"
                                       ",8x8,never\n"
                                       "c,8x8,,more\n");
    ASSERT_EQ(table.rows.size(), 1U);
    std::vector<std::string> places;
    for (auto const& fault : table.faults) {
        places.push_back(std::to_string(fault.line) + " " + fault.column);
    }
    EXPECT_THAT(places, ElementsAre("4 尺寸", "5 opening", "5 id", "6 "));
}

TEST_F(ScreenTables, ThatAreNoneSayWhy) {
    auto const why = [](std::string const& text) -> std::string {
        try {
            (void)readScreenTable("t.csv", text);
        } catch (CommandFailure const& failure) {
            return failure.what();
        }
        return "";
    };
    EXPECT_THAT(why(""), HasSubstr("holds no screens"));
    EXPECT_THAT(why("id,size\n"), HasSubstr("holds no screens"));
    EXPECT_THAT(why("id,colour\na,red\n"), HasSubstr("t.csv line 1: \"colour\" is no heading"));
    EXPECT_THAT(why("id,name\na,b\n"), HasSubstr("no heading \"size\" (尺寸)"));
    EXPECT_THAT(why("id,size,编号\na,8x8,b\n"), HasSubstr("leave one of them out"));
    EXPECT_THAT(why("id,size\n\"a,8x8\n"), HasSubstr("line 2: the quote is never closed"));
}

TEST_F(ScreenTables, CellsOfFilesAreNoFormulas) {
    EXPECT_EQ(safeCell("=1+1"), "'=1+1");
    EXPECT_EQ(safeCell("@a"), "'@a");
    EXPECT_EQ(safeCell("-a,b"), "\"'-a,b\"");
    EXPECT_EQ(safeCell("a \"b\""), "\"a \"\"b\"\"\"");
    EXPECT_EQ(safeCell("东门"), "东门");
}

TEST_F(ScreenTables, AreImportedWithTokensInAFileForTheirOwner) {
    auto const file = write("id,size,name\ngate,192x32,=东门\nhall,8x8,\n");
    controller.answerOnce(kPath, 200,
                          R"({"items":[{"row":0,"id":"gate","action":"add"},)"
                          R"({"row":1,"id":"hall","action":"exists"}],"errors":[]})");
    controller.answer(kPath, 200,
                      R"({"items":[{"row":0,"id":"gate","action":"add","token":"abc.def",)"
                      R"("expires":"2026-07-01T00:00:00.000Z"},)"
                      R"({"row":1,"id":"hall","action":"exists"}],"errors":[]})");
    auto const tokens = directory / "tokens.csv";
    EXPECT_EQ(tocsin({"screen", "import", file, "--out", tokens.string(), "--address",
                      "https://10.0.0.5:8440", "--days", "7"}),
              0)
        << err;
    EXPECT_EQ(sent().at("dry_run"), false);
    EXPECT_EQ(sent().at("days"), 7);
    EXPECT_THAT(out,
                HasSubstr("added 1, changed 0; 0 are there like this, 1 are there and differ"));
    auto const written = bytesOf(tokens);
    EXPECT_THAT(written, HasSubstr("gate,'=东门,,192x32,abc.def,2026-07-01T00:00:00.000Z,"
                                   "tocsin-player --controller https://10.0.0.5:8440 --token "
                                   "abc.def --data"));
    EXPECT_THAT(written, Not(HasSubstr("hall")));
    EXPECT_THAT(out + err, Not(HasSubstr("abc.def"))) << "shown nowhere else";
    struct stat status {};
    ASSERT_EQ(::stat(tokens.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    auto const asked = controller.asked().size();
    EXPECT_EQ(tocsin({"screen", "import", file, "--out", tokens.string()}), 1);
    EXPECT_THAT(err, HasSubstr("name a file that is not there yet"));
    EXPECT_EQ(controller.asked().size(), asked + 1) << "nothing was added, no token lost";
    EXPECT_EQ(bytesOf(tokens), written);
}

TEST_F(ScreenTables, ShowNoTokenAlsoWhereProgramsRead) {
    auto const file = write("id,size\ngate,192x32\n");
    controller.answer(kPath, 200,
                      R"({"items":[{"row":0,"id":"gate","action":"add","token":"abc.def",)"
                      R"("expires":"2026-07-01T00:00:00.000Z"}],"errors":[]})");
    auto const tokens = directory / "tokens.csv";
    EXPECT_EQ(tocsin({"screen", "import", file, "--out", tokens.string(), "--json"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("\"gate\""));
    EXPECT_THAT(out + err, Not(HasSubstr("abc.def")));
    EXPECT_THAT(bytesOf(tokens), HasSubstr("abc.def"));
}

TEST_F(ScreenTables, LeaveNoFileWhereNothingWasAdded) {
    auto const file = write("id,size\ngate,192x32\n");
    controller.answer(kPath, 200,
                      R"({"items":[{"row":0,"id":"gate","action":"unchanged"}],"errors":[]})");
    auto const tokens = directory / "tokens.csv";
    EXPECT_EQ(tocsin({"screen", "import", file, "--out", tokens.string()}), 0) << err;
    EXPECT_THAT(err, HasSubstr("no tokens"));
    EXPECT_FALSE(std::filesystem::exists(tokens));
}

TEST_F(ScreenTables, ChangeNothingUnlessAllIsRight) {
    auto const file = write("编号,尺寸\ngate,192x32\nhall,big\nYard,8x8\n");
    controller.answer(kPath, 200,
                      R"({"items":[],"errors":[{"row":1,"field":"id","message":"expected a-z"}]})");
    auto const tokens = directory / "tokens.csv";
    EXPECT_EQ(tocsin({"screen", "import", file, "--out", tokens.string()}), 1);
    EXPECT_THAT(err, HasSubstr("line 3, 尺寸: \"big\" is not a size"));
    EXPECT_THAT(err, HasSubstr("line 4, 编号: expected a-z"));
    EXPECT_THAT(err, HasSubstr("nothing was changed: 2 things"));
    EXPECT_EQ(sent().at("dry_run"), true);
    EXPECT_FALSE(std::filesystem::exists(tokens));
    EXPECT_EQ(tocsin({"screen", "import", file}, Language::chinese), 2);
}

TEST_F(ScreenTables, ARevocationSaysWhatBecomesOfThePlayer) {
    controller.answer("POST /api/v1/screens/gate/revoke", 200,
                      R"({"screen":"gate","player":"0123","online":false})");
    EXPECT_EQ(tocsin({"screen", "revoke", "gate", "--reason", "设备被盗"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"reason":"设备被盗"})"));
    EXPECT_THAT(out, HasSubstr("gate: player 0123 is revoked; it is offline"));
    EXPECT_EQ(tocsin({"screen", "revoke", "gate"}, Language::chinese), 0) << err;
    EXPECT_THAT(out, HasSubstr("已吊销"));
}

TEST_F(ScreenTables, SparesAreListedWithTheirCodes) {
    constexpr char spare[] =
        R"({"player":"0123","code":"ABC234","online":true,"screens":["gate","hall"],"unit":"",)"
        R"("tag":"","width":192,"height":32,"files":{"wanted":8,"here":3}})";
    controller.answer("POST /api/v1/spares", 201, spare);
    EXPECT_EQ(tocsin({"spare", "add", "ABC234", "--for", "gate", "hall"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"code":"ABC234","screens":["gate","hall"]})"));
    controller.answer("GET /api/v1/spares", 200, R"({"items":[)" + std::string(spare) + "]}");
    EXPECT_EQ(tocsin({"spare", "list"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("ABC234"));
    EXPECT_THAT(out, HasSubstr("gate,hall"));
    EXPECT_THAT(out, HasSubstr("3/8"));
    EXPECT_EQ(tocsin({"spare", "add", "ABC234", "--for", "gate", "--tag", "t"}), 2);
}

TEST_F(ScreenTables, ACopiedKeyIsToldBeforeAllElseAndEndsWithSix) {
    controller.answer(
        "GET /api/v1/status", 200,
        R"({"controller":{"version":"1","screens":1,"online":1,"now":"2026-06-01T00:00:00.000Z"},)"
        R"("items":[{"id":"gate","name":"g","state":"playing","findings":["disk full"],)"
        R"("cloned":{"since":"2026-06-01T00:00:00.000Z","peers":["10.0.0.7:1","10.9.0.7:2"]}}]})");
    EXPECT_EQ(tocsin({"status"}), 6);
    EXPECT_THAT(out, HasSubstr("10.0.0.7:1, 10.9.0.7:2"));
    EXPECT_THAT(out, HasSubstr("tocsin screen revoke gate"));
    EXPECT_EQ(tocsin({"status"}, Language::chinese), 6);
    EXPECT_THAT(out, HasSubstr("密钥被复制"));
}

}  // namespace
}  // namespace tocsin::cli::test
