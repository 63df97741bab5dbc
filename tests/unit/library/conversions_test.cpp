// SPDX-License-Identifier: Apache-2.0
// The queue of conversions, with a script in the media worker's place.
#include "tocsin/library/conversions.hpp"

#include <sys/stat.h>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <sstream>

#include "shelf.hpp"
#include "support/open_gate.hpp"

namespace tocsin::library {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Writes down what it is told; holds at a part while the file "hold-<from>" is there, by waiting
/// for somebody to write into the pipe.
constexpr char kFakeWorker[] = R"(#!/bin/sh
here=$(dirname "$0")
verb=$1
order=""
case "$verb" in transcode|picture) order=$(cat) ;; esac
echo "$verb $order" >> "$here/told"
out='{"done":true,"frames":1500,"rateNum":25,"rateDen":1,"durationMs":60000,"width":640,"height":360,"level":30,"sound":false,"bytes":5}'
case "$verb" in
    loudness) echo '{"done":true,"integrated":-17.5,"truePeak":-3,"range":4}' ;;
    transcode)
        [ -e "$here/broken" ] && echo '{"done":false,"fault":"film","reason":"The film is torn.","technical":"bad atom"}' && exit 0
        [ -e "$here/full" ] && echo '{"done":false,"fault":"machine","reason":"The disk is full.","technical":"ENOSPC"}' && exit 0
        for hold in "$here"/hold-*; do
            from=${hold##*-}
            case "$order" in *"\"fromMs\":$from,"*) echo '{"progress":0.5,"frames":700}'; echo held > "$here/held"; read -r line < "$here/pipe" ;; esac
        done
        printf 'part' > "$3"; echo "$out" ;;
    join) [ "$2" = --sound ] && shift 2; printf 'joined' > "$2"; echo "$out" ;;
    picture) printf 'joined' > "$3"; echo "$out" ;;
    probe)
        echo '{"accepted":true,"reason":"","technical":"","kind":"film","container":"mov","codec":"h264","width":640,"height":360,"durationMs":180000,"frames":4500,"rateNum":25,"rateDen":1,"sound":true,"bytes":6,"whole":true,"playable":true,"needs":[],"pages":1,"pixelFormat":"yuv420p","bitDepth":8,"interlaced":false,"hdr":"","rotation":0,"pixelAspectNum":1,"pixelAspectDen":1,"houseRateNum":25,"houseRateDen":1,"bitRate":1000,"soundCodec":"aac","soundChannels":2,"soundRate":48000}' ;;
esac
)";

class ConversionsTest : public Shelf {
protected:
    ConversionsTest() {
        std::ofstream(directory / "worker") << kFakeWorker;
        std::filesystem::permissions(directory / "worker", std::filesystem::perms::owner_all);
        ::mkfifo((directory / "pipe").c_str(), 0600);
        ::mkfifo((directory / "held").c_str(), 0600);
        settings.directory = directory;
        settings.worker = directory / "worker";
        settings.now = [this] { return now.load(); };
        settings.diskReserveBytes = 0;
        settings.log = [this](std::string const& line) {
            std::scoped_lock const lock(mutex);
            said += line + "\n";
            heard.notify_all();
        };
    }
    ~ConversionsTest() override { conversions.reset(); }

    void start() {
        conversions = std::make_unique<Conversions>(*store, *library, settings);
        library->onConversionsWanted([this] { conversions->wake(); });
        conversions->start();
    }
    /// Until the log says it.
    void await(std::string const& words) {
        std::unique_lock lock(mutex);
        EXPECT_TRUE(heard.wait_for(lock, std::chrono::seconds(60),
                                   [&] { return said.find(words) != std::string::npos; }))
            << words << " was not said:\n"
            << said;
        said.clear();
    }
    /// Until the worker is held.
    void awaitHeld() {
        std::ifstream in(directory / "held");
        std::string line;
        EXPECT_TRUE(std::getline(in, line));
    }
    /// A film of three minutes that is not fit.
    store::Asset putUnfit(std::string const& handle) {
        auto asset = put(handle, [](auto& film) {
            film.ready = false;
            film.codec = "prores";
            film.uploadBytes = 7;
        });
        store::Conversion master;
        master.asset = asset.content.asset;
        master.needs = {"codec"};
        master.length = Milliseconds(180'000);
        master.rateNum = 25;
        master.sound = true;
        change([&](store::Tx& tx) { tx.conversions().put(master); });
        return asset;
    }
    store::Asset stored(std::string const& handle) {
        return look([&](store::Tx const& tx) { return tx.assets().findByHandle(handle); }).value();
    }
    /// What the worker was told, verb by verb; orders without what is always the same.
    std::vector<std::string> told() {
        std::vector<std::string> out;
        std::ifstream in(directory / "told");
        for (std::string line; std::getline(in, line);) {
            auto const from = line.find("\"fromMs\":");
            out.push_back(from == std::string::npos
                              ? line.substr(0, line.find(' '))
                              : "part " + line.substr(from + 9, line.find(',', from) - from - 9));
        }
        return out;
    }
    boost::json::object only(std::string const& path) {
        auto const items = json("GET", path).at("items").as_array();
        EXPECT_EQ(items.size(), 1U);
        return items.empty() ? boost::json::object{} : items.front().as_object();
    }
    access::Routes routes() override { return conversions->routes(); }

    ConversionSettings settings;
    std::atomic<Instant> now = fromMillis(1'000);
    std::unique_ptr<Conversions> conversions;
    std::mutex mutex;
    std::condition_variable heard;
    std::string said;
};

TEST_F(ConversionsTest, MakesTheHouseMasterPartByPart) {
    auto const before = putUnfit("fire");
    start();
    await("converted media=fire");
    EXPECT_THAT(told(), ElementsAre("loudness", "part 0", "part 60000", "part 120000", "transcode",
                                    "join", "probe"));
    auto const after = stored("fire");
    auto const master = messages::sha256("joined");
    EXPECT_TRUE(after.ready);
    EXPECT_EQ(after.content, (ContentRef{before.content.asset, master, master}));
    EXPECT_EQ(after.codec, "h264");
    EXPECT_EQ(after.bytes, 6);
    EXPECT_EQ(after.uploadBytes, 7) << "the original is kept";
    EXPECT_EQ(after.duration, Milliseconds(180'000));
    EXPECT_TRUE(library->file(master));
    EXPECT_TRUE(library->file(before.content.asset));
    EXPECT_FALSE(std::filesystem::exists(directory / "converting" / before.content.asset.hex()));
    auto const one = only("/api/v1/media/fire/conversions");
    EXPECT_EQ(one.at("state"), "done");
    EXPECT_EQ(one.at("progress").to_number<double>(), 1);
    EXPECT_EQ(std::string(one.at("digest").as_string()), master.hex());
}

TEST_F(ConversionsTest, GoOnWhereTheyWereInterrupted) {
    putUnfit("fire");
    std::ofstream(directory / "hold-60000") << "";
    start();
    awaitHeld();
    EXPECT_EQ(only("/api/v1/conversions").at("state"), "running");
    conversions->stop();
    EXPECT_FALSE(stored("fire").ready);

    std::filesystem::remove(directory / "hold-60000");
    start();
    await("converted media=fire");
    EXPECT_THAT(told(), ElementsAre("loudness", "part 0", "part 60000", "part 60000", "part 120000",
                                    "transcode", "join", "probe"));
    EXPECT_TRUE(stored("fire").ready);
}

TEST_F(ConversionsTest, WaitWhilePausedAndGoOnWhenTold) {
    putUnfit("fire");
    std::ofstream(directory / "hold-60000") << "";
    start();
    awaitHeld();
    EXPECT_EQ(json("POST", "/api/v1/conversions/pause", R"({"media":"fire"})").at("conversions"),
              1);
    EXPECT_EQ(only("/api/v1/conversions").at("state"), "paused");
    EXPECT_EQ(audited(), "media.conversions.paused: ");
    std::filesystem::remove(directory / "hold-60000");
    EXPECT_EQ(json("POST", "/api/v1/conversions/resume").at("conversions"), 1);
    await("converted media=fire");
    EXPECT_TRUE(stored("fire").ready);
}

TEST_F(ConversionsTest, SayWhyAFilmCannotBeConvertedAndTryAgainWhenTold) {
    putUnfit("torn");
    std::ofstream(directory / "broken") << "";
    start();
    await("conversion failed media=torn");
    auto const one = only("/api/v1/conversions");
    EXPECT_EQ(one.at("state"), "failed");
    EXPECT_EQ(one.at("reason"), "The film is torn. (bad atom)");
    EXPECT_FALSE(stored("torn").ready);
    std::filesystem::remove(directory / "broken");
    EXPECT_EQ(json("POST", "/api/v1/conversions/again", R"({"media":"torn"})").at("conversions"),
              1);
    await("converted media=torn");
    EXPECT_TRUE(stored("torn").ready);
}

TEST_F(ConversionsTest, WaitForWhatTheMachineCannotNow) {
    putUnfit("fire");
    std::ofstream(directory / "full") << "";
    start();
    await("conversion waits media=fire");
    auto const one = only("/api/v1/conversions");
    EXPECT_EQ(one.at("state"), "waiting");
    EXPECT_EQ(one.at("reason"), "The disk is full. (ENOSPC)");
    std::filesystem::remove(directory / "full");
    conversions->wake();
    await("converted media=fire");
}

TEST_F(ConversionsTest, BeginOnlyInTheirHours) {
    settings.hours = playlists::Daypart{std::chrono::hours(20), std::chrono::hours(6)};
    settings.zone = "Asia/Shanghai";
    now = fromMillis(1'780'279'200'000);  // 2026-06-01 10:00 there
    putUnfit("fire");
    start();
    conversions->wake();
    EXPECT_EQ(only("/api/v1/conversions").at("state"), "waiting");
    EXPECT_THAT(told(), testing::IsEmpty());
    auto const poster = put("poster", [](auto& asset) {
        asset.kind = playlists::AssetKind::picture;
        asset.ready = false;
    });
    store::Conversion picture;
    picture.asset = poster.content.asset;
    change([&](store::Tx& tx) { tx.conversions().put(picture); });
    conversions->wake();
    await("converted media=poster");  // a moment's work
    EXPECT_FALSE(stored("fire").ready);
    now = fromMillis(1'780'279'200'000 + 11 * 3'600'000);
    conversions->wake();
    await("converted media=fire");
}

TEST_F(ConversionsTest, AreNotMadeOfWhatIsRetired) {
    auto asset = putUnfit("old");
    asset.retired = true;
    change([&](store::Tx& tx) { tx.assets().put(asset); });
    putUnfit("new");
    start();
    await("converted media=new");
    EXPECT_FALSE(stored("old").ready);
}

TEST_F(ConversionsTest, AreMadeAgainWhenTheBytesOfADeletedAssetComeBack) {
    auto asset = putUnfit("fire");
    start();
    await("converted media=fire");
    asset = stored("fire");
    asset.retired = true;
    change([&](store::Tx& tx) { tx.assets().put(asset); });
    ASSERT_TRUE(library->remove(test::everyRight(), "fire"));
    EXPECT_FALSE(library->file(asset.content.master));

    std::ofstream(directory / "again.mov") << "fire";
    auto const back = library->add(test::everyRight(), directory / "again.mov", "again.mov", "",
                                   Milliseconds(10'000));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_FALSE(back->asset.ready);
    EXPECT_EQ(back->asset.content.master, asset.content.asset);
    conversions->wake();
    await("converted media=fire");
    EXPECT_TRUE(stored("fire").ready);
    EXPECT_TRUE(library->file(asset.content.master));
}

TEST_F(ConversionsTest, MakeRenditionsOfTheMasterAndTellThePlans) {
    auto const asset = put("wide", [](auto& film) {
        film.width = 1'920;
        film.height = 1'080;
        film.sound = true;
    });
    auto const screens = renditionFor(asset, {960, 540});
    ASSERT_TRUE(screens);
    start();
    ASSERT_TRUE(library->wantRenditions({{asset.content.asset, *screens}}, {}));
    ASSERT_TRUE(library->wantRenditions({{asset.content.asset, *screens}}, {})) << "once is enough";
    await("converted media=wide");
    EXPECT_THAT(told(), ElementsAre("part 0", "join", "probe")) << "sound as the master has it";
    auto const one = only("/api/v1/media/wide/conversions");
    EXPECT_EQ(one.at("kind"), "rendition");
    EXPECT_EQ(one.at("width"), 960);
    EXPECT_EQ(one.at("state"), "done");
    EXPECT_EQ(stored("wide"), asset) << "the master is the same";
    EXPECT_EQ(replans, 1);

    auto gone = asset;
    gone.retired = true;
    change([&](store::Tx& tx) { tx.assets().put(gone); });
    ASSERT_TRUE(library->remove(test::everyRight(), "wide"));
    EXPECT_FALSE(library->file(messages::sha256("joined"))) << "renditions go with the master";
}

TEST_F(ConversionsTest, RenditionsAreForFilmsWithManyMorePixelsThanTheScreen) {
    auto const sized = [&](int width, int height) {
        store::Asset film;
        film.width = width;
        film.height = height;
        return film;
    };
    EXPECT_TRUE(renditionFor(sized(1'920, 1'080), {960, 540}));
    EXPECT_FALSE(renditionFor(sized(1'920, 1'080), {1'920, 1'080}));
    EXPECT_FALSE(renditionFor(sized(1'920, 1'080), {3'840, 2'160}));
    EXPECT_FALSE(renditionFor(sized(1'920, 1'080), {1'600, 1'200})) << "1600x900 is nearly as many";
    EXPECT_FALSE(renditionFor(sized(640, 360), {64, 32})) << "small films cost nothing";
    auto film = sized(1'920, 1'080);
    film.fit = Fit::cover;
    EXPECT_EQ(renditionFor(film, {192, 32}), (store::ScreenClass{192, 32, Fit::cover}));
    film.ready = false;
    EXPECT_FALSE(renditionFor(film, {960, 540}));
    film.ready = true;
    film.kind = playlists::AssetKind::picture;
    EXPECT_FALSE(renditionFor(film, {960, 540}));
}

TEST_F(ConversionsTest, RenditionsAreAlsoForFilmsThatThePlayerCannotDecodeAtTheScreensSize) {
    store::Asset film;
    film.width = 3'840;
    film.height = 2'160;
    film.rateNum = 25;
    // 207 million pixels a second.
    EXPECT_FALSE(renditionFor(film, {3'840, 2'160, 0})) << "not known";
    EXPECT_FALSE(renditionFor(film, {3'840, 2'160, 400'000'000}));
    EXPECT_EQ(renditionFor(film, {3'840, 2'160, 235'000'000}),
              (store::ScreenClass{2'880, 1'620, Fit::contain}));
    EXPECT_EQ(renditionFor(film, {3'840, 2'160, 100'000'000}),
              (store::ScreenClass{1'920, 1'080, Fit::contain}));
    EXPECT_EQ(renditionFor(film, {1'920, 1'080, 100'000'000}),
              (store::ScreenClass{1'920, 1'080, Fit::contain}))
        << "what spares work anyhow is enough";
    EXPECT_EQ(renditionFor(film, {1'920, 1'080, 30'000'000}),
              (store::ScreenClass{960, 540, Fit::contain}));
    film.rateNum = 50;
    EXPECT_EQ(renditionFor(film, {3'840, 2'160, 235'000'000}),
              (store::ScreenClass{1'920, 1'080, Fit::contain}))
        << "twice the pictures a second";
}

TEST_F(ConversionsTest, ASmallFilmGetsASmallerRenditionOnlyFromTheWeakestPlayer) {
    store::Asset film;
    film.width = 640;
    film.height = 360;
    film.rateNum = 25;
    EXPECT_FALSE(renditionFor(film, {1'920, 1'080, 20'000'000}));
    EXPECT_EQ(renditionFor(film, {1'920, 1'080, 2'100'000}),
              (store::ScreenClass{320, 180, Fit::contain}));
}

}  // namespace
}  // namespace tocsin::library
