// SPDX-License-Identifier: Apache-2.0
// Loops for screens without a player: what goes into one, and what becomes of an order.
#include "tocsin/schedule/loops.hpp"

#include <condition_variable>
#include <fstream>
#include <mutex>

#include "loop_plan.hpp"
#include "office.hpp"
#include "support/open_gate.hpp"
#include "tocsin/access/route.hpp"

namespace tocsin::schedule {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

LoopItem item(char const* name, int milliseconds) {
    return {messages::sha256(name), CampaignId("c"), Milliseconds(milliseconds), 0};
}

TEST(ARoundOfALoop, IsTheShortestThatTheItemsRepeatWhole) {
    auto const a = item("a", 10), b = item("b", 10), longA = item("a", 20);
    EXPECT_EQ(roundOf({a, b, a, b, a, b}), 2U);
    EXPECT_EQ(roundOf({a, b, a, b, a}), 2U) << "the last may be cut";
    EXPECT_EQ(roundOf({a, a, a}), 1U);
    EXPECT_EQ(roundOf({a, b, longA, b}), 4U) << "another length is another item";
    EXPECT_EQ(roundOf({a, b, a}), 3U) << "it stands in them only once and a half";
    EXPECT_EQ(roundOf({a}), 1U);
    EXPECT_EQ(roundOf({}), 0U);
}

TEST(FramesOfALoop, AreTogetherAsManyAsItsLengthHas) {
    std::vector<LoopItem> items{item("a", 1'010), item("b", 1'010), item("c", 1'010)};
    countFrames(items, 25);  // a frame every 40 ms: 0 to 25, 26 to 50, 51 to 75
    EXPECT_EQ(items[0].frames, 26);
    EXPECT_EQ(items[1].frames, 25);
    EXPECT_EQ(items[2].frames, 25);
}

TEST(ASlogansDescription, SaysWhetherItMovesAndWhetherItTellsTheTime) {
    auto const of = [](char const* motion, char const* text) {
        return sloganTraits("tocsin-slogan/2\nmotion " + std::string(motion) + "\ntext " + text +
                            "\n");
    };
    EXPECT_FALSE(of("still", "plain").moves);
    EXPECT_TRUE(of("scroll-left", "plain").moves);
    EXPECT_FALSE(of("still", "a {{brace}}").tellsTime);
    EXPECT_TRUE(of("still", "now {time}").tellsTime);
}

/// Writes what it was asked for; holds until it is let go, or refuses items by their words.
class FakeMaker final : public library::SegmentMaker {
public:
    Result<media::Segment> render(std::filesystem::path const& item,
                                  media::SegmentOrder const& order,
                                  std::filesystem::path const& target, Progress const& progress,
                                  std::stop_token const& stop) override {
        std::ifstream in(item);
        std::string const words(std::istreambuf_iterator<char>(in), {});
        {
            std::unique_lock lock(mutex);
            rendered.push_back(words + " " + std::to_string(order.frames));
            changed.notify_all();
            changed.wait(lock, stop, [&] { return !hold; });
        }
        if (stop.stop_requested()) {
            return Error{Errc::cancelled, "stopped"};
        }
        if (words.starts_with("torn")) {
            return Error{Errc::damaged, "The film is torn."};
        }
        if (words.starts_with("heavy")) {
            return Error{Errc::exhausted, "The disk is full."};
        }
        progress(1);
        std::ofstream(target) << words;
        media::Segment made;
        made.frames = order.frames;
        made.bytes = static_cast<std::int64_t>(words.size());
        frames[target] = order.frames;
        return made;
    }
    Result<std::int64_t> join(std::vector<std::filesystem::path> const& parts,
                              std::vector<std::size_t> const& order,
                              std::filesystem::path const& target, Progress const&,
                              std::stop_token const&) override {
        std::ofstream out(target);
        std::int64_t all = 0;
        for (auto const place : order) {
            std::ifstream in(parts.at(place));
            out << in.rdbuf() << ' ';
            all += frames.at(parts.at(place));
        }
        return all;
    }

    std::mutex mutex;
    std::condition_variable_any changed;
    bool hold = false;                  // guarded by mutex
    std::vector<std::string> rendered;  // guarded by mutex
    std::map<std::filesystem::path, std::int64_t> frames;
};

class LoopsOfAScreen : public Office {
protected:
    LoopsOfAScreen() { addScreen("card", false); }
    ~LoopsOfAScreen() override { loops_.reset(); }
    void putFilm(std::string const& handle) {
        addAsset(handle, Milliseconds(10'000));
        ASSERT_TRUE(library_->keep(messages::sha256(handle), handle));
    }
    void start() {
        LoopSettings settings;
        settings.directory = directory_;
        settings.now = [this] {
            std::scoped_lock const lock(told_);
            return now_;
        };
        settings.diskReserveBytes = 0;
        settings.log = [this](std::string const& line) {
            std::scoped_lock const lock(told_);
            said_ += line + "\n";
            heard_.notify_all();
        };
        loops_ = std::make_unique<Loops>(*store_, *library_, maker_, settings);
        loops_->start();
    }
    Result<access::Response> ask(std::string const& method, std::string const& path,
                                 std::string const& body = "") {
        for (auto const& route : loops_->routes()) {
            if (auto const parameters = access::match(route.pattern, path);
                parameters && route.method == method) {
                access::Request request{method, path, *parameters, {}, {}, body, {}};
                return route.handler(test::everyRight(), request);
            }
        }
        return Error{Errc::internal, "no route"};
    }
    boost::json::object json(std::string const& method, std::string const& path,
                             std::string const& body = "") {
        auto const answer = ask(method, path, body);
        EXPECT_TRUE(answer) << answer.error().message;
        return answer ? boost::json::parse(answer->body).as_object() : boost::json::object{};
    }
    std::string order(std::string const& body = "") {
        return json("POST", "/api/v1/screens/card/loops", body).at("loop").as_string().c_str();
    }
    boost::json::object awaited(std::string const& loop) {
        std::unique_lock lock(told_);
        EXPECT_TRUE(
            heard_.wait_for(lock, std::chrono::seconds(60), [&] { return !said_.empty(); }));
        said_.clear();
        lock.unlock();
        return json("GET", "/api/v1/loops/" + loop);
    }
    std::string fileOf(std::string const& loop, std::string const& name) {
        auto const answer = ask("GET", "/api/v1/loops/" + loop + "/files/" + name);
        EXPECT_TRUE(answer) << answer.error().message;
        if (!answer) {
            return "";
        }
        std::ifstream in(answer->file->file);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static std::vector<std::string> codes(boost::json::object const& loop) {
        std::vector<std::string> out;
        for (auto const& finding : loop.at("findings").as_array()) {
            out.emplace_back(finding.at("code").as_string());
        }
        return out;
    }
    static std::vector<std::string> names(boost::json::object const& loop) {
        std::vector<std::string> out;
        for (auto const& file : loop.at("files").as_array()) {
            out.emplace_back(file.at("name").as_string());
        }
        return out;
    }

    FakeMaker maker_;
    std::unique_ptr<Loops> loops_;
    std::mutex told_;
    std::condition_variable heard_;
    std::string said_;
};

constexpr char kInOrder[] = "class = \"filler\"\norder = \"sequence\"\n";

TEST_F(LoopsOfAScreen, OneRoundIsRenderedEachItemOnceAndJoinedInOrder) {
    putFilm("a");
    putFilm("b");
    approve("fire", file(R"("a", "b")", kInOrder));
    start();
    auto const id = order(R"({"minutes":10})");
    auto const loop = awaited(id);
    EXPECT_EQ(loop.at("state"), "done");
    EXPECT_EQ(loop.at("items"), 2);
    EXPECT_EQ(loop.at("length_ms"), 20'000);
    EXPECT_THAT(maker_.rendered, ElementsAre("a 250", "b 250"));
    EXPECT_THAT(names(loop), ElementsAre("loop.mp4", "check-sheet.html", "check-sheet.json"));
    EXPECT_EQ(fileOf(id, "loop.mp4"), "a b ");
    EXPECT_THAT(codes(loop), IsEmpty());
    auto const sheet = boost::json::parse(fileOf(id, "check-sheet.json"));
    EXPECT_EQ(sheet.at("format"), "tocsin-loop/1");
    EXPECT_EQ(sheet.at("proof"), "manual");
    EXPECT_EQ(sheet.at("items").as_array().size(), 2U);
    EXPECT_EQ(sheet.at("items").at(1).at("start_ms"), 10'000);
    EXPECT_EQ(sheet.at("assets").at(0).at("per_loop"), 1);
    EXPECT_EQ(sheet.at("assets").at(0).at("per_hour"), 180.0);
    EXPECT_EQ(sheet.at("files").at(0).at("sha256"), loop.at("files").at(0).at("sha256"));
    auto const rows = look([](store::Tx const& tx) { return tx.audit().newest(1); });
    EXPECT_EQ(rows.at(0).entry.action, "loop.render");
}

TEST_F(LoopsOfAScreen, WhatIsWrittenByPeopleIsTextOnThePrintedSheet) {
    putFilm("a");
    change([&](store::Tx& tx) {
        auto screen = *tx.screens().find(ScreenId("card"));
        screen.name = "<script>alert('东门')</script>";
        tx.screens().put(screen);
    });
    approve("fire", file(R"("a")", kInOrder));
    start();
    auto const id = order();
    awaited(id);
    auto const html = fileOf(id, "check-sheet.html");
    EXPECT_THAT(html, Not(HasSubstr("<script>")));
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&#39;东门&#39;)"));
    EXPECT_THAT(html, HasSubstr("本屏的播放由人工填报"));
}

TEST_F(LoopsOfAScreen, WhatCannotBeRenderedIsLeftOutAndSaid) {
    putFilm("a");
    putFilm("torn");
    addAsset("live", Milliseconds(10'000), playlists::AssetKind::stream);
    approve("fire", file(R"("a", "live", "torn")", kInOrder));
    start();
    auto const loop = awaited(order(R"({"minutes":2})"));
    EXPECT_EQ(loop.at("state"), "done");
    EXPECT_EQ(loop.at("items"), 1);
    EXPECT_THAT(codes(loop), ElementsAre("loop-stream", "loop-refused"));
}

TEST_F(LoopsOfAScreen, AFilmIsNoPicture) {
    putFilm("a");
    approve("fire", file(R"("a")", kInOrder));
    start();
    auto const refused = ask("POST", "/api/v1/screens/card/loops", R"({"format":"png"})");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invalid);
    EXPECT_THAT(refused.error().message, HasSubstr("render the loop as MP4"));
}

TEST_F(LoopsOfAScreen, PicturesAreNumberedAndSayHowLongTheyStand) {
    addAsset("poster", Milliseconds(8'000), playlists::AssetKind::picture);
    ASSERT_TRUE(library_->keep(messages::sha256("poster"), "poster"));
    approve("fire", file(R"("poster")", kInOrder));
    start();
    auto const loop = awaited(order(R"({"format":"png","minutes":1})"));
    EXPECT_THAT(names(loop),
                ElementsAre("001-poster-8s.png", "check-sheet.html", "check-sheet.json"));
}

TEST_F(LoopsOfAScreen, WhatTheMachineCannotDoFailsWithItsSentence) {
    putFilm("heavy");
    approve("fire", file(R"("heavy")", kInOrder));
    start();
    auto const loop = awaited(order());
    EXPECT_EQ(loop.at("state"), "failed");
    EXPECT_EQ(loop.at("message"), "The disk is full.");
    EXPECT_THAT(names(loop), IsEmpty());
    EXPECT_FALSE(
        std::filesystem::exists(directory_ / "loops" / std::string(loop.at("loop").as_string())));
}

TEST_F(LoopsOfAScreen, AnOrderThatMakesNoSenseIsRefusedWithWhatIsWrong) {
    start();
    auto const refusal = [&](std::string const& body, char const* screen = "card") {
        auto const answer = ask("POST", "/api/v1/screens/" + std::string(screen) + "/loops", body);
        return answer ? "" : answer.error().message;
    };
    EXPECT_THAT(refusal("{}", "gate"), HasSubstr("there is no screen \"gate\""));
    EXPECT_THAT(refusal("{}"), HasSubstr("there is nothing to render for screen card"));
    EXPECT_THAT(refusal(R"({"minutes":0})"), HasSubstr("minutes"));
    EXPECT_THAT(refusal(R"({"date":"2026-02-30"})"), HasSubstr("date"));
    EXPECT_THAT(refusal(R"({"from":"25:00"})"), HasSubstr("from"));
    EXPECT_THAT(refusal(R"({"format":"avi"})"), HasSubstr("expected mp4 or png"));
    EXPECT_THAT(refusal(R"({"colour":1})"), HasSubstr("colour"));
    EXPECT_FALSE(ask("GET", "/api/v1/loops/none"));
}

TEST_F(LoopsOfAScreen, ARemovedOneIsStoppedAndTheNextGoesOn) {
    putFilm("a");
    approve("fire", file(R"("a")", kInOrder));
    maker_.hold = true;
    start();
    auto const first = order();
    auto const second = order();
    {
        std::unique_lock lock(maker_.mutex);
        maker_.changed.wait(lock, [&] { return !maker_.rendered.empty(); });
    }
    EXPECT_EQ(json("GET", "/api/v1/loops/" + second).at("state"), "waiting");
    EXPECT_TRUE(ask("DELETE", "/api/v1/loops/" + first));
    EXPECT_FALSE(ask("GET", "/api/v1/loops/" + first));
    {
        std::scoped_lock const lock(maker_.mutex);
        maker_.hold = false;
        maker_.changed.notify_all();
    }
    EXPECT_EQ(awaited(second).at("state"), "done");
    EXPECT_EQ(json("GET", "/api/v1/loops").at("items").as_array().size(), 1U);
}

TEST_F(LoopsOfAScreen, OnlySoManyWaitAndFinishedOnesAreForgottenAfterADay) {
    putFilm("a");
    approve("fire", file(R"("a")", kInOrder));
    maker_.hold = true;
    start();
    std::vector<std::string> ids;
    for (int i = 0; i < 8; ++i) {
        ids.push_back(order());
    }
    auto const refused = ask("POST", "/api/v1/screens/card/loops");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unavailable);
    for (std::size_t i = 1; i < ids.size(); ++i) {
        EXPECT_TRUE(ask("DELETE", "/api/v1/loops/" + ids[i]));
    }
    {
        std::scoped_lock const lock(maker_.mutex);
        maker_.hold = false;
        maker_.changed.notify_all();
    }
    EXPECT_EQ(awaited(ids[0]).at("state"), "done");
    {
        std::scoped_lock const lock(told_);
        now_ += std::chrono::hours(24);
    }
    EXPECT_FALSE(ask("GET", "/api/v1/loops/" + ids[0]));
    EXPECT_FALSE(std::filesystem::exists(directory_ / "loops" / ids[0]));
}

}  // namespace
}  // namespace tocsin::schedule
