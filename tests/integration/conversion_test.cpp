// SPDX-License-Identifier: Apache-2.0
// Films that screens cannot show as they came, by the real programs: converted, shown, and shown at
// a screen's own pixels.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "support/media_samples.hpp"
#include "support/pdf_samples.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

using test::eventually;
using test::Site;

constexpr int kFrames = 50;

/// Two seconds of a disc's film with sound, its frames numbered.
std::filesystem::path discFilm(int width, int height) {
    auto const film = test::sampleFilm(
        {.suffix = "mkv", .width = width, .height = height, .frames = kFrames, .sound = true});
    return test::madeByFfmpeg(
        "-i " + film.string() + " -c:v mpeg2video -q:v 2 -bf 2 -c:a mp2 -b:a 128k -f vob", "vob");
}

constexpr char kCampaign[] = R"(title = "films"
class = "filler"
from = 2026-01-01
to = 2036-12-31
items = ["disc"]
[targets]
all = true
)";

class ConversionOfASite : public testing::Test {
protected:
    void start(std::string const& config = "") {
        site.setConfiguration(config);
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("wall", "320x180", "text"));
    }
    void applyCampaign() {
        auto const file = site.dir() / "films.toml";
        std::ofstream(file) << kCampaign;
        auto const applied = site.tocsin({"campaign", "apply", file.string()});
        ASSERT_TRUE(applied.code == 0 || applied.code == 6) << applied.err;
    }
    [[nodiscard]] std::vector<boost::json::value> conversions() const {
        auto const list = site.json({"media", "convert", "list", "disc"});
        auto const& items = list.at("items").as_array();
        return {items.begin(), items.end()};
    }
    /// Until the film has its master and one rendition, of this size; `file`: where the wall's
    /// player will have it.
    void awaitRendition(int width, int height, std::filesystem::path& file) {
        ASSERT_TRUE(eventually([&] {
            auto const made = conversions();
            return made.size() == 2 && made.back().at("state") == "done";
        })) << site.controller().log();
        auto const rendition = conversions().back();
        EXPECT_EQ(rendition.at("width"), width);
        EXPECT_EQ(rendition.at("height"), height);
        file = site.playerData("wall") / "cache" / std::string(rendition.at("digest").as_string());
    }

    Site site;
};

/// The frame number that is on at each tick of the film's plays, in the order in which they come.
std::vector<int> numbersShown(Site const& site, int width, int height) {
    std::vector<int> out;
    std::ifstream raw(site.raw("wall"), std::ios::binary);
    media::Frame frame(width, height);
    for (auto const& tick : site.recording("wall")) {
        raw.read(reinterpret_cast<char*>(frame.pixels.data()),
                 static_cast<std::streamsize>(frame.pixels.size()));
        if (tick.play != "-") {
            out.push_back(test::numberIn(frame));
        }
    }
    return out;
}

TEST_F(ConversionOfASite, AFilmOfADiscBecomesAMasterAndARenditionAndEveryFrameIsShown) {
    ASSERT_NO_FATAL_FAILURE(start());
    auto const added = site.json({"media", "add", discFilm(960, 540).string(), "--handle", "disc"});
    auto const asset = added.as_array().at(0).at("asset");
    EXPECT_EQ(asset.at("ready"), true) << "the command waits";
    EXPECT_EQ(asset.at("codec"), "h264");
    EXPECT_EQ(asset.at("duration_ms"), 2'000);
    EXPECT_NE(asset.at("master"), asset.at("digest"));
    ASSERT_NO_FATAL_FAILURE(site.startPlayer("wall"));
    site.release("films", kCampaign);
    std::filesystem::path file;
    ASSERT_NO_FATAL_FAILURE(awaitRendition(320, 180, file));
    ASSERT_TRUE(site.passUntil([&] { return site.allPlaying(); }));
    // It is fetched while the master is shown; then nothing is missing.
    ASSERT_TRUE(site.passUntil([&] { return std::filesystem::exists(file); }));
    site.pass(Milliseconds(4'000));
    site.clearRecording("wall");
    site.pass(Milliseconds(6'000));
    auto const shown = numbersShown(site, 320, 180);
    ASSERT_GE(shown.size(), 100U);
    for (std::size_t i = 1; i < shown.size(); ++i) {
        ASSERT_EQ(shown[i], (shown[i - 1] + 1) % kFrames) << "tick " << i;
    }
}

TEST_F(ConversionOfASite, AWeakPlayerSaysSoAndGetsARenditionThatItCanDecode) {
    ASSERT_NO_FATAL_FAILURE(start());
    // 320x180 at 25 a second are 1.4 million pixels.
    ::setenv("TOCSIN_TEST_DECODE_RATE", "1000000", 1);
    ASSERT_NO_FATAL_FAILURE(site.startPlayer("wall"));
    ::unsetenv("TOCSIN_TEST_DECODE_RATE");
    ASSERT_TRUE(eventually([&] {
        return site.json({"screen", "show", "wall"}).at("decode_rate") == 1'000'000;
    }));
    EXPECT_NE(site.tocsin({"screen", "show", "wall"}).out.find("1 Mpx/s"), std::string::npos);
    EXPECT_EQ(site.tocsin({"media", "add", discFilm(320, 180).string(), "--handle", "disc"}).code,
              0);
    site.release("films", kCampaign);
    std::filesystem::path file;
    ASSERT_NO_FATAL_FAILURE(awaitRendition(213, 120, file));
    ASSERT_TRUE(site.passUntil([&] { return std::filesystem::exists(file); }));
}

TEST_F(ConversionOfASite, WhatIsFoundInAFilmIsToldToItsEditor) {
    ASSERT_NO_FATAL_FAILURE(start());
    auto const film = test::madeByFfmpeg(
        "-f lavfi -i color=black:s=320x180:r=25:d=2 -f lavfi -i testsrc2=s=320x180:r=25:d=3 "
        "-filter_complex \"[0][1]concat=n=2:v=1[v]\" -map [v] -pix_fmt yuv420p -c:v libx264",
        "mp4");
    EXPECT_EQ(site.tocsin({"media", "add", film.string(), "--handle", "late"}).code, 0);
    ASSERT_TRUE(eventually([&] {
        return site.json({"media", "show", "late"}).at("examined").as_bool();
    })) << site.controller().log();
    auto const shown = site.tocsin({"media", "show", "late"});
    EXPECT_NE(shown.out.find("begins with 2.0 s of black"), std::string::npos) << shown.out;
}

TEST_F(ConversionOfASite, ACampaignWaitsForWhatIsNotReadyAndItGoesOnAfterAKill) {
    ASSERT_NO_FATAL_FAILURE(
        start("[conversion]\nfrom = \"20:00\"\nto = \"06:00\"\n"));  // it is ten o'clock
    auto const added =
        site.json({"media", "add", discFilm(320, 180).string(), "--handle", "disc", "--no-wait"});
    EXPECT_EQ(added.as_array().at(0).at("asset").at("ready"), false);
    ASSERT_NO_FATAL_FAILURE(applyCampaign());
    auto const refused = site.tocsin({"campaign", "submit", "films"});
    EXPECT_EQ(refused.code, 5);
    EXPECT_NE(refused.err.find("still being converted"), std::string::npos) << refused.err;
    auto const shown = site.tocsin({"media", "show", "disc"});
    EXPECT_NE(shown.out.find("waits to be converted"), std::string::npos) << shown.out;

    site.controller().signal(9);
    site.controller().wait();
    site.setConfiguration("");
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_TRUE(eventually([&] {
        return site.json({"media", "show", "disc"}).at("ready").as_bool();
    })) << site.controller().log();
    EXPECT_EQ(site.tocsin({"campaign", "submit", "films"}).code, 0);
    EXPECT_EQ(site.tocsin({"campaign", "approve", "films"}).code, 0);
}

TEST_F(ConversionOfASite, APausedOneWaitsForAPersonAndAFitOneIsNotConverted) {
    ASSERT_NO_FATAL_FAILURE(start("[conversion]\nfrom = \"20:00\"\nto = \"06:00\"\n"));
    auto const fit = site.json({"media", "add", test::sampleFilm({}).string()});
    EXPECT_EQ(fit.as_array().at(0).at("asset").at("ready"), true);
    auto const added =
        site.tocsin({"media", "add", discFilm(320, 180).string(), "--handle", "disc", "--no-wait"});
    EXPECT_EQ(added.code, 0);
    EXPECT_NE(added.out.find("still to be converted"), std::string::npos) << added.out;
    EXPECT_EQ(site.json({"media", "convert", "pause"}).at("conversions"), 1);
    EXPECT_EQ(conversions().front().at("state"), "paused");
    EXPECT_EQ(site.json({"media", "convert", "resume", "disc"}).at("conversions"), 1);
    EXPECT_EQ(conversions().front().at("state"), "waiting");
    EXPECT_EQ(site.tocsin({"media", "convert", "pause", "nothing"}).code, 3);
}

TEST_F(ConversionOfASite, ADocumentBecomesAPictureAPageAndAPlaylist) {
    ASSERT_NO_FATAL_FAILURE(start());
    auto const slides =
        test::samplePdf({.pages = 3, .width = 640, .height = 360, .differing = true});
    for (int twice = 0; twice < 2; ++twice) {
        auto const added = site.json({"media", "add", slides.string(), "--handle", "slides"});
        EXPECT_EQ(added.as_array().at(0).at("asset").at("handle"), "slides-1");
        auto const list = site.json({"playlist", "list"});
        auto const& lists = list.at("items").as_array();
        ASSERT_EQ(lists.size(), 1U) << "the same document again is the same";
        EXPECT_EQ(lists.at(0).at("handle"), "slides");
        EXPECT_EQ(lists.at(0).at("items").as_array().size(), 3U);
    }
    auto const page = site.json({"media", "show", "slides-3"});
    EXPECT_EQ(page.at("kind"), "picture");
    EXPECT_EQ(page.at("ready"), true);
    EXPECT_EQ(page.at("width"), 3'840);
}

TEST_F(ConversionOfASite, ThumbnailsShowWhatThePublicWillSeeAndStayWhenItIsDeleted) {
    ASSERT_NO_FATAL_FAILURE(start());
    auto const film = test::sampleFilm({.width = 640, .height = 360, .frames = 125});
    EXPECT_EQ(site.tocsin({"media", "add", film.string(), "--handle", "film"}).code, 0);
    EXPECT_EQ(site.tocsin({"media", "slogan", "安全第一", "--handle", "theme"}).code, 0);
    auto const look = [&](std::string const& what, std::string const& handle) {
        auto const file = site.dir() / (what + "-" + handle);
        auto const done = site.tocsin({"media", what, handle, "--out", file.string()});
        EXPECT_EQ(done.code, 0) << done.err;
        return test::readFile(file);
    };
    EXPECT_EQ(look("thumbnail", "theme").substr(1, 3), "PNG");
    EXPECT_EQ(look("preview", "film").substr(4, 4), "ftyp");
    EXPECT_EQ(site.tocsin({"media", "preview", "theme", "--out", "x"}).code, 3);
    // Nobody has looked at this one when it goes.
    EXPECT_EQ(site.tocsin({"media", "retire", "film"}).code, 0);
    EXPECT_EQ(site.tocsin({"media", "delete", "film"}).code, 0);
    EXPECT_EQ(look("thumbnail", "film").substr(0, 2), "\xff\xd8");
}

}  // namespace
}  // namespace tocsin::integration
