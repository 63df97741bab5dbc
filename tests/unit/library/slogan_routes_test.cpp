// SPDX-License-Identifier: Apache-2.0
// Checks and previews over a worker that always says the same.
#include "shelf.hpp"
#include "standing_worker.hpp"
#include "tocsin/library/slogan_reviews.hpp"

namespace tocsin::library {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr char kSmall[] =
    R"({"accepted":true,"findings":[[{"code":"too-small","message":"small","message_zh":"小","numbers":{"letter_pixels":5}}]]})";

class SloganRoutes : public Shelf {
protected:
    SloganRoutes() : worker(directory / "stand-in") {
        LibrarySettings settings;
        settings.directory = directory;
        settings.worker = worker.program();
        settings.now = [] { return parseInstant("2026-06-16T04:00:00Z").value(); };
        settings.diskReserveBytes = 0;
        library = std::make_unique<Library>(*store, settings);
        worker.say(kSmall);
        store::Screen screen;
        screen.id = ScreenId("bar");
        screen.width = 64;
        screen.height = 12;
        screen.zone = "Asia/Shanghai";
        change([&](store::Tx& tx) { tx.screens().put(screen); });
        put("theme", [](store::Asset& asset) {
            asset.kind = playlists::AssetKind::slogan;
            asset.broughtAs = "戴好安全冒";
        });
    }
    std::vector<std::string> codes(std::string const& body) {
        std::vector<std::string> out;
        auto const answer = json("POST", "/api/v1/slogans/check", body);
        for (auto const& finding : answer.at("findings").as_array()) {
            out.emplace_back(finding.at("code").as_string());
        }
        return out;
    }
    std::size_t runs() {
        auto const all = worker.asked();
        std::size_t out = 0;
        for (auto at = all.find("slogan-check"); at != std::string::npos;
             at = all.find("slogan-check", at + 1)) {
            ++out;
        }
        return out;
    }

    test::StandingWorker worker;
};

TEST_F(SloganRoutes, ACheckTellsWhatTheWorkerFindsOnThatScreen) {
    auto const answer = json("POST", "/api/v1/slogans/check",
                             R"({"text":"安全","motion":"still","screen":"bar","seconds":8})");
    EXPECT_EQ(answer.at("width"), 64);
    EXPECT_EQ(answer.at("seconds"), 8);
    auto const& finding = answer.at("findings").at(0);
    EXPECT_EQ(finding.at("message_zh"), "小");
    EXPECT_EQ(finding.at("numbers").at("letter_pixels"), 5);
    EXPECT_THAT(worker.asked(), HasSubstr(R"("style":{"text":"安全","motion":"still"})"));
    EXPECT_THAT(worker.asked(), HasSubstr(R"({"width":64,"height":12,"ms":8000})"));
}

TEST_F(SloganRoutes, ASloganOfTheLibraryIsCheckedWithItsWords) {
    EXPECT_THAT(codes(R"({"slogan":"theme","width":96,"height":16})"),
                testing::ElementsAre("too-small", "word-list"));
    EXPECT_THAT(worker.asked(), HasSubstr(R"("canonical":"theme")"));
    EXPECT_THAT(worker.asked(), HasSubstr(R"("ms":8000)")) << "its own time";
}

TEST_F(SloganRoutes, WhatWasSeenIsRemembered) {
    auto const body = [](char const* text, int width, int seconds) {
        return std::string(R"({"text":")") + text + R"(","width":)" + std::to_string(width) +
               R"(,"height":12,"seconds":)" + std::to_string(seconds) + "}";
    };
    for (int i = 0; i < 3; ++i) {
        EXPECT_THAT(codes(body("安全", 64, 8)), SizeIs(1));
    }
    EXPECT_EQ(runs(), 1U);
    codes(body("安全", 65, 8));
    codes(body("安全", 64, 9));
    codes(body("安 全", 64, 8));
    EXPECT_EQ(runs(), 4U);
}

TEST_F(SloganRoutes, APreviewIsThePictureOfTheWorkerAndLeavesNoFile) {
    auto const answer = call("POST", "/api/v1/slogans/preview",
                             R"({"text":"{time}","screen":"bar","scale":4,"at_ms":1500})");
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->contentType, "image/png");
    EXPECT_EQ(answer->body, "picture");
    EXPECT_THAT(worker.asked(),
                HasSubstr(R"("scale":4,"atMs":1500,"localMs":)" +
                          std::to_string(toMillis(parseInstant("2026-06-16T12:00:00Z").value()))));
    for (auto const& file : std::filesystem::directory_iterator(directory)) {
        EXPECT_FALSE(file.path().filename().string().starts_with("preview-")) << file.path();
    }
}

TEST_F(SloganRoutes, WhatIsWrongWithARequestIsSaid) {
    auto const refused = [this](std::string const& body) {
        return refusal("POST", "/api/v1/slogans/check", body);
    };
    EXPECT_THAT(refused(R"({"text":"a"})"), HasSubstr("say where it shall be shown"));
    EXPECT_THAT(refused(R"({"screen":"bar"})"), HasSubstr("text"));
    EXPECT_THAT(refused(R"({"text":"a","screen":"no"})"), HasSubstr("no screen \"no\""));
    EXPECT_THAT(refused(R"({"text":"a","screen":"bar","width":9})"), HasSubstr("either a screen"));
    EXPECT_THAT(refused(R"({"slogan":"theme","colour":"#000000","screen":"bar"})"),
                HasSubstr("colour"));
    put("film");
    EXPECT_THAT(refused(R"({"slogan":"film","screen":"bar"})"), HasSubstr("no slogan"));
    worker.say(R"({"accepted":false,"reason":"colour: must be a colour"})");
    EXPECT_EQ(refused(R"({"text":"b","colour":"x","screen":"bar"})"), "colour: must be a colour");
    worker.say("nonsense");
    EXPECT_NE(refused(R"({"text":"c","screen":"bar"})"), "");
}

}  // namespace
}  // namespace tocsin::library
