// SPDX-License-Identifier: Apache-2.0
// The real tocsin-document-worker, and what the controller makes of one that fails.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "tocsin/documents/archive.hpp"
#include "tocsin/documents/outside.hpp"
#include "workbook_samples.hpp"

namespace tocsin::documents {
namespace {

using testing::HasSubstr;

/// Of tests that are about something else than time.
constexpr Milliseconds kPatience{300'000};

class OutsideProcess : public testing::Test {
protected:
    OutsideProcess() {
        std::string name = testing::TempDir() + "outside-XXXXXX";
        directory_ = ::mkdtemp(name.data());
    }
    ~OutsideProcess() override { std::filesystem::remove_all(directory_); }

    static std::string workbook() {
        return test::workbookFile(
            {.sheets = {{"s",
                         "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>"
                         "{{次数}}</t></is></c><c r=\"B1\"><v>12</v></c></row>"
                         "</sheetData>"}}});
    }
    static std::shared_ptr<Outside const> real() {
        return outsideProcess(TOCSIN_DOCUMENT_WORKER, kPatience);
    }
    /// What is said of a workbook when `script` stands in place of the real program.
    [[nodiscard]] Result<Sheet> by(std::string const& script,
                                   Milliseconds within = kPatience) const {
        auto const program = directory_ / "worker";
        std::ofstream(program) << "#!/bin/sh\n" << script << '\n';
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        return outsideProcess(program, within)->sheet(workbook());
    }

    std::filesystem::path directory_;
};

TEST_F(OutsideProcess, ReadsWorkbooksAsTheFunctionDoes) {
    auto const expected = readSheet(workbook());
    auto const sheet = real()->sheet(workbook());
    ASSERT_TRUE(sheet) << sheet.error().message;
    ASSERT_TRUE(expected) << expected.error().message;
    EXPECT_EQ(sheet->name, expected->name);
    EXPECT_EQ(sheet->rows, expected->rows);
}

TEST_F(OutsideProcess, FillsFormsAsTheFunctionDoes) {
    Filling filling;
    filling.values["次数"] = {"12.8 h", Number{12.8, NumberForm::hours}};
    filling.tables["screens"] = {{{"name", {"大门\n屏"}}}, {{"name", {"大厅"}}}};
    auto const expected = fillXlsx(workbook(), filling);
    auto const filled = real()->fill(FormFormat::xlsx, workbook(), filling);
    ASSERT_TRUE(filled) << filled.error().message;
    ASSERT_TRUE(expected) << expected.error().message;
    EXPECT_EQ(filled->bytes, expected->bytes);
    EXPECT_EQ(filled->used, expected->used);
    EXPECT_EQ(filled->unknown, expected->unknown);
}

TEST_F(OutsideProcess, SaysInALineWhatIsWrongWithAFile) {
    for (auto const& file : {std::string("no archive"), zipOf({{"a.txt", "a"}}),
                             zipOf({{"a.xml", std::string(80 << 20, ' ')}})}) {
        auto const sheet = real()->sheet(file);
        ASSERT_FALSE(sheet);
        EXPECT_EQ(sheet.error().code, Errc::invalid);
        EXPECT_EQ(sheet.error().message, readSheet(file).error().message);
        auto const filled = real()->fill(FormFormat::docx, file, {});
        ASSERT_FALSE(filled);
        EXPECT_EQ(filled.error().code, Errc::invalid);
    }
}

TEST_F(OutsideProcess, BlamesTheFileForWhatEndsTheWorker) {
    for (auto const& [script, words] : std::vector<std::pair<std::string, std::string>>{
             {"kill -SEGV $$", "could not be read: the document worker was ended by signal 11"},
             {"kill -XCPU $$", "more time than any file may"},
             {"exec /bin/cat /dev/zero", "more than it may"}}) {
        auto const sheet = by(script);
        ASSERT_FALSE(sheet) << script;
        EXPECT_EQ(sheet.error().code, Errc::invalid) << script;
        EXPECT_THAT(sheet.error().message, HasSubstr(words)) << script;
    }
    auto const hanging = by("read -r nothing </dev/zero", Milliseconds(50));
    ASSERT_FALSE(hanging);
    EXPECT_EQ(hanging.error().code, Errc::invalid);
    EXPECT_THAT(hanging.error().message, HasSubstr("took longer than"));
}

TEST_F(OutsideProcess, TellsWhatItCannotDoNow) {
    auto const missing = outsideProcess(directory_ / "nowhere")->sheet(workbook());
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::unavailable);
    EXPECT_THAT(missing.error().message, HasSubstr("nowhere cannot be started"));
    for (auto const& [script, words] : std::vector<std::pair<std::string, std::string>>{
             {"echo something is wrong >&2; exit 1", "something is wrong"},
             {"exit 1", "document worker failed"},
             {"exit 0", "no question or answer"},
             {R"(echo '{"name":"a","rows":[[1]],"bytes":0}')", "no question or answer"}}) {
        auto const sheet = by(script);
        ASSERT_FALSE(sheet) << script;
        EXPECT_EQ(sheet.error().code, Errc::unavailable) << script;
        EXPECT_THAT(sheet.error().message, HasSubstr(words)) << script;
    }
}

}  // namespace
}  // namespace tocsin::documents
