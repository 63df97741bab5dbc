// SPDX-License-Identifier: Apache-2.0
// Pictures of the output, from the real player's frame to the file that the client writes.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <csignal>
#include <fstream>
#include <map>

#include "support/exif_samples.hpp"
#include "support/media_samples.hpp"
#include "support/site.hpp"
#include "tocsin/media/picture.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::integration {
namespace {

using namespace test;

constexpr int kWidth = 192, kHeight = 32;
constexpr std::size_t kFrameBytes = std::size_t{kWidth} * kHeight * 4;

class Evidence : public testing::Test {
protected:
    void SetUp() override {
        // The first play of the day, so that nobody has to wait for an hour of it.
        site.setConfiguration("[evidence]\nspread = false\n");
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        FilmSpec spec;
        spec.width = kWidth;
        spec.height = kHeight;
        spec.frames = 100;
        spec.keyEvery = 25;
        auto const added =
            site.tocsin({"media", "add", sampleFilm(spec).string(), "--handle", "film"});
        ASSERT_EQ(added.code, 0) << added.err;
        site.release("numbers", R"(format = "tocsin-campaign/1"
id = "numbers"
title = "numbers"
class = "filler"
from = 2026-06-01
to = 2026-06-02
items = ["film", "words"]
[targets]
tags = ["text"]
[[slogan]]
name = "words"
text = "人人讲安全"
seconds = 4
)");
        site.startPlayer("bar");
        ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    }
    /// What the raw sink recorded of this tick.
    media::Frame recorded(std::int64_t tick) const {
        auto const ticks = site.recording("bar");
        std::ifstream file(site.raw("bar"), std::ios::binary);
        media::Frame frame(kWidth, kHeight);
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            if (ticks[i].tick == tick) {
                file.seekg(static_cast<std::streamoff>(i * kFrameBytes));
                file.read(reinterpret_cast<char*>(frame.pixels.data()), kFrameBytes);
                EXPECT_EQ(file.gcount(), static_cast<std::streamsize>(kFrameBytes));
                return frame;
            }
        }
        ADD_FAILURE() << "tick " << tick << " was not recorded";
        return frame;
    }
    /// The file shows the recorded frame of its tick, but for what JPEG loses.
    void expectPictureOf(boost::json::value const& facts, std::filesystem::path const& file) {
        EXPECT_EQ(messages::sha256(readFile(file)).hex(), facts.at("picture").as_string());
        auto const shown = media::loadPicture(file, {kWidth, kHeight});
        ASSERT_TRUE(shown) << shown.error().message;
        auto const frame = recorded(facts.at("tick").as_int64());
        double sum = 0;
        int most = 0;
        for (std::size_t i = 0; i < frame.pixels.size(); ++i) {
            int const off = i % 4 == 3 ? 0 : std::abs(frame.pixels[i] - (*shown)->pixels[i]);
            sum += off;
            most = std::max(most, off);
        }
        EXPECT_LT(sum / static_cast<double>(frame.pixels.size()), 2.0);
        EXPECT_LT(most, 60);
        if (facts.at("asset_name") == "film") {
            EXPECT_GE(numberIn(frame), 0);
            EXPECT_EQ(numberIn(**shown), numberIn(frame));
        }
        EXPECT_NE(readFile(file).find("\"at\":\"" + std::string(facts.at("at").as_string())),
                  std::string::npos)
            << "the instant does not stand inside the file";
    }
    /// Asks for a picture while time passes, and gives what came of it.
    boost::json::value shoot(std::filesystem::path const& file) {
        auto const address = readFile(site.dir() / "controller" / "address");
        auto const log = site.dir() / "shot.log";
        std::filesystem::remove(log);
        Program shot(
            {(Site::bin() / "tocsin").string(), "screen", "shot", "bar", "--out", file.string(),
             "--json", "--controller", "http://" + address.substr(0, address.find('\n'))},
            log);
        EXPECT_TRUE(site.passUntil([&] { return !shot.running(); }));
        EXPECT_EQ(shot.wait(), 0) << shot.log() << site.player("bar").log();
        return boost::json::parse(shot.log());
    }
    boost::json::array pictures(std::vector<std::string> const& narrow = {}) {
        std::vector<std::string> arguments{"evidence", "list", "--screen", "bar"};
        arguments.insert(arguments.end(), narrow.begin(), narrow.end());
        return site.json(arguments).at("items").as_array();
    }
    Site site{TimeMode::controlled, fromMillis(1'780'329'420'000)};  // 23:57 in Shanghai
};

TEST_F(Evidence, ARequestedPictureIsTheFrameOfItsInstant) {
    for (int i = 0; i < 3; ++i) {
        auto const file = site.dir() / ("shot-" + std::to_string(i) + ".jpg");
        auto const facts = shoot(file);
        ASSERT_TRUE(facts.is_object());
        EXPECT_EQ(facts.at("cause"), "request");
        EXPECT_EQ(facts.at("screen"), "bar");
        site.pass(Milliseconds(400), Milliseconds(10));  // the recording has it by now
        ASSERT_NO_FATAL_FAILURE(expectPictureOf(facts, file));
        site.pass(Milliseconds(1'700), Milliseconds(1));
    }
}

TEST_F(Evidence, APhotographWithTheScreensStickerIsKeptAsManualAndShownInTheGallery) {
    auto const sticker = site.dir() / "sticker.pdf";
    auto const printed = site.tocsin({"screen", "sticker", "bar", "--out", sticker.string()});
    ASSERT_EQ(printed.code, 0) << printed.err;
    auto const page = (site.dir() / "sticker").string();
    ASSERT_EQ(
        run({"/usr/bin/pdftoppm", "-r", "75", "-png", "-singlefile", sticker.string(), page}).code,
        0);
    auto const jpeg = readFile(madeByFfmpeg("-i " + page + ".png -frames:v 1", "jpg"));
    auto const photographs = site.dir() / "photographs";
    std::filesystem::create_directories(photographs);
    std::ofstream(photographs / "phone.JPG", std::ios::binary)
        << withExif(jpeg, "2026:06:01 23:30:00", "+08:00");
    std::ofstream(photographs / "without-a-screen.png", std::ios::binary)
        << readFile(samplePicture("png"));

    auto const added =
        site.tocsin({"evidence", "add", photographs.string(), "--campaign", "numbers"});
    EXPECT_EQ(added.code, 1);
    EXPECT_NE(added.out.find("phone.JPG: screen bar, taken 2026-06-01T15:30:00.000Z"),
              std::string::npos)
        << added.out << added.err;
    EXPECT_NE(added.err.find("without-a-screen.png: nothing tells which screen"), std::string::npos)
        << added.err;
    auto const listed = pictures({"--to", "2026-06-01T15:31:00Z"});
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].at("manual"), true);
    EXPECT_EQ(listed[0].at("cause"), "photo");
    EXPECT_EQ(listed[0].at("time"), "camera");
    EXPECT_EQ(listed[0].at("sticker"), true);

    auto const gallery = site.dir() / "gallery";
    auto const made =
        site.tocsin({"evidence", "gallery", "--campaign", "numbers", "--out", gallery.string()});
    ASSERT_EQ(made.code, 0) << made.err;
    std::string const digest(listed[0].at("picture").as_string());
    auto const html = readFile(gallery / "index.html");
    EXPECT_NE(html.find("src=\"" + digest + ".jpg\""), std::string::npos);
    EXPECT_NE(html.find("2026-06-01 23:30:00 UTC+08:00"), std::string::npos);
    EXPECT_EQ(messages::sha256(readFile(gallery / (digest + ".jpg"))).hex(), digest);
}

TEST_F(Evidence, SamplesOfAnOutageComeLaterAlsoIfThePlayerWasKilled) {
    // Of the first day there are pictures by now, or soon.
    ASSERT_TRUE(site.passUntil([&] { return pictures().size() >= 2; }));
    site.controller().signal(SIGKILL);
    site.controller().wait();
    // The last of those pictures may be of this very instant.
    auto const gone = site.now() + Milliseconds(1);
    // Over midnight: the next day has its own samples.
    auto const midnight = parseInstant("2026-06-01T16:00:00Z").value();
    ASSERT_LT(gone, midnight);
    site.pass(midnight - gone + Milliseconds(30'000), Milliseconds(1));
    site.player("bar").signal(SIGKILL);
    site.player("bar").wait();
    auto const dead = site.now();

    ASSERT_NO_FATAL_FAILURE(site.startController());
    site.startPlayer("bar");
    boost::json::array found;
    ASSERT_TRUE(site.passUntil([&] {
        found = pictures({"--from", formatInstant(gone), "--to", formatInstant(dead)});
        return found.size() >= 2;
    })) << site.player("bar").log();
    std::map<std::string, int> assets;
    for (auto const& facts : found) {
        EXPECT_EQ(facts.at("cause"), "first-play");
        EXPECT_EQ(facts.at("campaign"), "numbers");
        ++assets[std::string(facts.at("asset_name").as_string())];
        auto const file = site.dir() / "late.jpg";
        std::string const picture(facts.at("picture").as_string());
        auto const got = site.tocsin({"evidence", "get", picture, "--out", file.string()});
        ASSERT_EQ(got.code, 0) << got.err;
        ASSERT_NO_FATAL_FAILURE(expectPictureOf(facts, file));
    }
    EXPECT_EQ(assets.size(), 2U);
    for (auto const& [asset, count] : assets) {
        EXPECT_EQ(count, 1) << asset;
    }
}

}  // namespace
}  // namespace tocsin::integration
