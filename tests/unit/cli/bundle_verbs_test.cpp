// SPDX-License-Identifier: Apache-2.0
// tocsin bundle against a controller that gives canned answers.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "command_line.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::cli::test {
namespace {

using testing::HasSubstr;

class BundleVerbs : public CommandLine {
protected:
    ~BundleVerbs() override { std::filesystem::remove_all(folder); }
    int render(std::vector<std::string> const& more = {}) {
        std::vector<std::string> arguments{"bundle", "render", "--screen",
                                           "card",   "--out",  folder.string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return tocsin(arguments);
    }
    /// A loop of one file with these bytes that is done, found at the second look.
    void answerLoop(std::string const& name, std::string const& bytes, std::string const& digest,
                    std::string const& findings = "") {
        std::string const head = R"({"loop":"L1","screen":"card","items":2,"length_ms":20000,)"
                                 R"("progress":0.5,"message":"rendering 1 of 2: a",)";
        controller.answer("POST /api/v1/screens/card/loops", 201,
                          head + R"("state":"rendering","files":[],"findings":[]})");
        controller.answer("GET /api/v1/loops/L1", 200,
                          head + R"("state":"done","files":[{"name":")" + name + R"(","bytes":)" +
                              std::to_string(bytes.size()) + R"(,"sha256":")" + digest +
                              R"("}],"findings":[)" + findings + "]}");
        controller.answer("GET /api/v1/loops/L1/files/" + name, 200, bytes);
        controller.answer("DELETE /api/v1/loops/L1", 200, "{}");
    }
    std::string written(std::string const& name) const {
        std::ifstream in(folder / name);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    std::filesystem::path const folder =
        std::filesystem::path(testing::TempDir()) / ("tocsin-bundle-" + std::to_string(getpid()));
};

TEST_F(BundleVerbs, ALoopIsAwaitedFetchedAndRemovedFromTheController) {
    answerLoop("loop.mp4", "film", messages::sha256("film").hex());
    EXPECT_EQ(render({"--date", "2026-06-16", "--minutes", "30", "--fps", "50"}), 0) << err;
    EXPECT_EQ(written("loop.mp4"), "film");
    EXPECT_THAT(out, HasSubstr("the loop of screen card, 2 items, 00:20"));
    EXPECT_THAT(out, HasSubstr("check-sheet.html and fill it in"));
    auto const asked = controller.asked();
    EXPECT_EQ(boost::json::parse(asked.front().body),
              boost::json::parse(R"({"date":"2026-06-16","minutes":30,"fps":50})"));
    EXPECT_EQ(asked.back().method, "DELETE");
}

TEST_F(BundleVerbs, WhatWasLeftOutEndsWithSix) {
    answerLoop("loop.mp4", "film", messages::sha256("film").hex(),
               R"({"code":"loop-stream","message":"live (3 plays) is left out"})");
    EXPECT_EQ(render({"--json"}), 6);
    EXPECT_THAT(err, HasSubstr("loop-stream: live (3 plays) is left out"));
    EXPECT_EQ(boost::json::parse(out).at("folder").as_string(), folder.string());
}

TEST_F(BundleVerbs, AFileThatIsNotWhatTheControllerSaidIsNotWritten) {
    answerLoop("loop.mp4", "film", messages::sha256("another").hex());
    EXPECT_EQ(render(), 1);
    EXPECT_FALSE(std::filesystem::exists(folder / "loop.mp4"));
}

TEST_F(BundleVerbs, ANameThatLeadsOutOfTheFolderIsRefused) {
    answerLoop("../loop.mp4", "film", messages::sha256("film").hex());
    EXPECT_EQ(render(), 1);
    EXPECT_THAT(err, HasSubstr("names a file"));
}

TEST_F(BundleVerbs, NothingIsMixedWithWhatIsThere) {
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "mine") << "x";
    EXPECT_EQ(render(), 2);
    EXPECT_THAT(err, HasSubstr("is no empty folder"));
    EXPECT_TRUE(controller.asked().empty());
}

TEST_F(BundleVerbs, ALoopThatFailsSaysWhy) {
    controller.answer("POST /api/v1/screens/card/loops", 201,
                      R"({"loop":"L1","state":"failed","message":"The disk is full."})");
    EXPECT_EQ(render(), 1);
    EXPECT_THAT(err, HasSubstr("The disk is full."));
    EXPECT_FALSE(std::filesystem::exists(folder));
}

}  // namespace
}  // namespace tocsin::cli::test
