// SPDX-License-Identifier: Apache-2.0
// Checks and previews over a worker that always says the same.
#include "shelf.hpp"
#include "slogan_blanks.hpp"
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

TEST_F(SloganRoutes, ATemplateGivesWordsAndStyle) {
    json("PUT", "/api/v1/slogan-templates/倒计时",
         R"({"text":"距[活动]还有{days-until:[日期]}天","colour":"#ffffff","lines":2})",
         {{"unit", "north"}});
    EXPECT_EQ(audited(), R"(slogan-template.set: 距[活动]还有{days-until:[日期]}天 )"
                         R"({"colour":"#ffffff","lines":2})");
    codes(R"({"template":"north/倒计时","blanks":{"活动":"安全月","日期":"2026-06-01"},)"
          R"("lines":1,"screen":"bar"})");
    EXPECT_THAT(worker.asked(), HasSubstr(R"("text":"距安全月还有{days-until:2026-06-01}天")"));
    EXPECT_THAT(worker.asked(), HasSubstr(R"("colour":"#ffffff")"));
    EXPECT_THAT(worker.asked(), HasSubstr(R"("lines":1)")) << "what the request says holds";
    codes(R"({"template":"滚动","text":"安全第一","screen":"bar"})");
    EXPECT_THAT(worker.asked(), HasSubstr(R"("motion":"scroll-left")"));
}

TEST_F(SloganRoutes, TheTemplateOfAUnitIsItsOwn) {
    auto const count = [this] {
        return json("GET", "/api/v1/slogan-templates").at("items").as_array().size();
    };
    auto const before = count();
    EXPECT_GT(before, 5U) << "there are some to begin with";
    json("PUT", "/api/v1/slogan-templates/横幅", R"({"colour":"#00ff00"})", {{"unit", "north"}});
    EXPECT_EQ(count(), before + 1);
    codes(R"({"template":"横幅","text":"a","screen":"bar"})");
    EXPECT_THAT(worker.asked(), testing::Not(HasSubstr("#00ff00")));
    json("DELETE", "/api/v1/slogan-templates/横幅", "", {{"unit", "north"}});
    EXPECT_EQ(count(), before);
    codes(R"({"template":"横幅","text":"b","screen":"bar"})");
}

TEST_F(SloganRoutes, WhatIsWrongWithATemplateIsSaid) {
    auto const put = [this](std::string const& name, std::string const& body,
                            std::string const& unit = "north") {
        return refusal("PUT", "/api/v1/slogan-templates/" + name, body, {{"unit", unit}});
    };
    EXPECT_THAT(put("a", R"({"text":"[名称"})"), HasSubstr("a '[' stands alone"));
    EXPECT_THAT(put("a", R"({"text":"名称]"})"), HasSubstr("a ']' stands alone"));
    EXPECT_THAT(put("a", R"({"text":"[]"})"), HasSubstr("needs a name"));
    EXPECT_THAT(put("a", R"({"colour":"red"})"), HasSubstr("expected a colour like #ffdc00"));
    EXPECT_THAT(put("a", R"({"color":"#ffffff"})"), HasSubstr("colour"));
    EXPECT_THAT(put("a", "{}", "N o"), HasSubstr("the unit"));
    EXPECT_THAT(put("a%2Fb", "{}"), HasSubstr("nor hold a '/'"));
    auto const use = [this](std::string const& body) {
        return refusal("POST", "/api/v1/slogans/check",
                       R"({"screen":"bar","template":)" + body + "}");
    };
    EXPECT_THAT(use(R"("no")"), HasSubstr("no template \"no\""));
    EXPECT_THAT(use(R"("横幅")"), HasSubstr("text"));
    EXPECT_THAT(use(R"("横幅","text":"a","blanks":{"b":"c"})"), HasSubstr("only a style"));
    EXPECT_THAT(use(R"("倒计时","text":"a")"), HasSubstr("has its own words"));
    EXPECT_THAT(use(R"("倒计时","blanks":{"活动":"a"})"),
                HasSubstr("what stands in the template's blanks: 日期"));
    EXPECT_THAT(use(R"("倒计时","blanks":{"活动":"a","日期":"b","c":"d"})"),
                HasSubstr("no blank \"c\"; it has 活动, 日期"));
    EXPECT_THAT(use(R"("倒计时","blanks":{"活动":1})"), HasSubstr("blanks.活动"));
    EXPECT_THAT(use(R"("倒计时","slogan":"theme")"), HasSubstr("has its style already"));
    EXPECT_THAT(refusal("DELETE", "/api/v1/slogan-templates/no"), HasSubstr("no template \"no\""));
}

TEST_F(SloganRoutes, ACharacterThatNoFontHasIsTakenFromAPicture) {
    worker.say(R"({"done":true,"dots":"AAAA"})");
    auto const list = json("PUT", "/api/v1/characters/𮧵");
    EXPECT_EQ(boost::json::serialize(list.at("items")),
              R"([{"character":"𮧵","code":"U+2E9F5"}])");
    EXPECT_EQ(audited(), "character.set: U+2E9F5");
    worker.say(kSmall);
    codes(R"({"text":"𮧵村","screen":"bar"})");
    EXPECT_THAT(worker.asked(), HasSubstr(R"("characters":["U+2E9F5 AAAA"])"));
    worker.say(R"({"done":true,"dots":"BBBB"})");
    json("PUT", "/api/v1/characters/𮧵");
    worker.say(kSmall);
    codes(R"({"text":"𮧵村","screen":"bar"})");
    EXPECT_THAT(worker.asked(), HasSubstr(R"("characters":["U+2E9F5 BBBB"])"))
        << "another picture is another slogan";
    codes(R"({"text":"平安村","screen":"bar"})");
    EXPECT_THAT(worker.asked().substr(worker.asked().rfind("slogan-check")),
                testing::Not(HasSubstr("characters")));
    json("DELETE", "/api/v1/characters/𮧵");
    EXPECT_EQ(json("GET", "/api/v1/characters").at("items").as_array().size(), 0U);
}

TEST_F(SloganRoutes, WhatIsWrongWithACharacterIsSaid) {
    for (auto const* const wrong : {"a", "安全", "\xff"}) {
        EXPECT_THAT(refusal("PUT", std::string("/api/v1/characters/") + wrong),
                    testing::AnyOf(HasSubstr("is not one character"), HasSubstr("no route")))
            << wrong;
    }
    worker.say(
        R"({"done":false,"fault":"film","reason":"Nothing is drawn.","technical":"Nothing is drawn."})");
    EXPECT_THAT(refusal("PUT", "/api/v1/characters/𮧵"), HasSubstr("Nothing is drawn."));
    EXPECT_THAT(refusal("DELETE", "/api/v1/characters/𮧵"), HasSubstr("no picture of"));
}

TEST(SloganBlanks, ABracketWrittenTwiceIsABracket) {
    EXPECT_EQ(filled("[[注]] [a]和[b]、[a]", {{"a", "1"}, {"b", "[2]"}}).value(), "[注] 1和[2]、1");
    EXPECT_THAT(blanksOf("[a]和[b]、[a][[c]]").value(), testing::ElementsAre("a", "b"));
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
