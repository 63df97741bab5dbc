// SPDX-License-Identifier: Apache-2.0
// What lies over the programme and what the screen itself needs, by the real programs: a corner
// logo that comes and goes, a ticker, half brightness in the evening, a quiet zone.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "support/media_samples.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

using namespace test;

constexpr int kWidth = 192, kHeight = 64;
constexpr std::size_t kFrameBytes = std::size_t{kWidth} * kHeight * 4;
constexpr int kTickerTop = 52;   // and down to the bottom
constexpr int kPixelsATick = 2;  // of the ticker, 50 a second
constexpr int kFilmFrames = 50;  // two seconds
constexpr std::int64_t kTicksASecond = 25;

Instant at(char const* text) {
    return parseInstant(text).value();
}

/// A logo of 20x12: magenta on the left, nothing on the right.
std::filesystem::path logo() {
    return madeByFfmpeg(
        "-f lavfi -i "
        "\"color=c=black:s=20x12,format=rgba,geq=r=255:g=0:b=255:a='if(lt(X,10),255,0)'\" "
        "-frames:v 1 -pix_fmt rgba",
        "png");
}

class Layers : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("gate", "192x64", "医院"));
        FilmSpec film;
        film.width = kWidth;
        film.height = kHeight;
        film.frames = kFilmFrames;
        add("film", sampleFilm(film));
        add("logo", logo());
        site.release("films", campaign("films", "film", "class = \"filler\"\n"));
    }
    void add(std::string const& name, std::filesystem::path const& file) {
        auto const added = site.tocsin({"media", "add", file.string(), "--handle", name});
        ASSERT_EQ(added.code, 0) << added.err;
    }
    static std::string campaign(std::string const& id, std::string const& item,
                                std::string const& head, std::string const& tables = "") {
        return "format = \"tocsin-campaign/1\"\nid = \"" + id + "\"\ntitle = \"" + id + "\"\n" +
               head + "from = 2026-06-01\nto = 2026-06-30\nitems = [\"" + item +
               "\"]\n[targets]\ntags = [\"医院\"]\n" + tables;
    }
    void releaseOverlays() {
        site.release("corner", campaign("corner", "logo", "placement = \"overlay\"\n",
                                        "[overlay]\nx = 4\ny = 34\n[[daypart]]\nfrom = "
                                        "\"10:01:00\"\nto = \"10:01:30\"\n"));
        site.release("news", campaign("news", "news", "placement = \"ticker\"\n",
                                      "[overlay]\nheight = 12\n[[slogan]]\nname = \"news\"\ntext = "
                                      "\"发现火情 立即报警 119\"\nmotion = \"scroll-left\"\n"
                                      "pixels_per_second = 50\nbackground = \"#a06400\"\n"));
    }
    void apply(std::vector<std::string> arguments, std::string const& toml) {
        auto const file = site.dir() / "settings.toml";
        std::ofstream(file) << "format = \"tocsin-screen/1\"\n" << toml;
        arguments.push_back(file.string());
        auto const applied = site.tocsin(std::move(arguments));
        ASSERT_EQ(applied.code, 0) << applied.err;
    }
    [[nodiscard]] boost::json::value status() const {
        return site.json({"status"}).at("items").as_array().at(0);
    }
    Site site;
};

/// One recorded tick's picture.
class Recording {
public:
    explicit Recording(Site const& site)
        : ticks_(site.recording("gate")), file_(site.raw("gate"), std::ios::binary) {}
    [[nodiscard]] std::vector<RecordedTick> const& ticks() const { return ticks_; }
    media::Frame frame(std::size_t index) {
        media::Frame out(kWidth, kHeight);
        file_.seekg(static_cast<std::streamoff>(index * kFrameBytes));
        file_.read(reinterpret_cast<char*>(out.pixels.data()), kFrameBytes);
        EXPECT_EQ(file_.gcount(), static_cast<std::streamsize>(kFrameBytes));
        return out;
    }

private:
    std::vector<RecordedTick> ticks_;
    std::ifstream file_;
};

/// What a screen at half brightness would have shown at full.
media::Frame brightened(media::Frame frame) {
    for (auto& value : frame.pixels) {
        value = static_cast<std::uint8_t>(std::min(255, value * 2));
    }
    return frame;
}

/// Whether the ticker of `next` is the one of `before`, run on by one tick.
bool runsOn(media::Frame const& before, media::Frame const& next) {
    for (int y = kTickerTop; y < kHeight; ++y) {
        for (int x = 0; x + kPixelsATick < kWidth; ++x) {
            auto const was = pixelAt(before, x + kPixelsATick, y);
            if (!nearColour(pixelAt(next, x, y), was.red, was.green, was.blue, 0)) {
                return false;
            }
        }
    }
    return true;
}

/// Nothing but the ticker's ground and its letters, which are as high as it is, without a half
/// tone.
bool isTicker(media::Frame const& frame) {
    for (int x = 0; x < kWidth; ++x) {
        auto const pixel = pixelAt(frame, x, kTickerTop);
        if (!nearColour(pixel, 0xa0, 0x64, 0, 2) && !nearColour(pixel, 0xff, 0xdc, 0, 2)) {
            return false;
        }
    }
    return true;
}

TEST_F(Layers, LieWhereTheyBelongWhileTheFilmLosesNoFrame) {
    releaseOverlays();
    ASSERT_NO_FATAL_FAILURE(apply({"screen", "settings", "gate"},
                                  "[[brightness]]\nfrom = \"06:00\"\npercent = 100\n"
                                  "[[brightness]]\nfrom = \"10:02\"\npercent = 50\n"));
    ASSERT_NO_FATAL_FAILURE(apply({"screen", "quiet", "--tag", "医院"},
                                  "[[quiet]]\nname = \"诊疗时间\"\nfrom = \"08:00\"\nto = "
                                  "\"18:00\"\n"));
    site.startPlayer("gate");
    ASSERT_TRUE(site.allPlaying()) << site.player("gate").log();
    ASSERT_LT(site.now(), at("2026-06-01T10:00:50+08:00")) << "too late to see the logo come";
    site.pass(at("2026-06-01T10:00:50+08:00") - site.now(), Milliseconds(1));
    EXPECT_EQ(status().at("overlays").as_array().size(), 1U);
    // Another manifest while all goes on: the ticker must not jerk.
    ASSERT_NO_FATAL_FAILURE(apply({"screen", "settings", "gate"},
                                  "[[brightness]]\nfrom = \"06:00\"\npercent = 100\n"
                                  "[[brightness]]\nfrom = \"10:02\"\npercent = 50\n"
                                  "[[volume]]\nfrom = \"00:00\"\npercent = 80\n"));
    site.pass(at("2026-06-01T10:01:10+08:00") - site.now(), Milliseconds(1));
    auto const during = status();
    EXPECT_EQ(during.at("overlays").as_array().size(), 2U);
    EXPECT_EQ(during.at("level").at("brightness"), 100);
    EXPECT_EQ(during.at("level").at("volume"), 0) << "the quiet zone wins";
    site.pass(at("2026-06-01T10:02:05+08:00") - site.now(), Milliseconds(1));
    EXPECT_EQ(status().at("level").at("brightness"), 50);
    EXPECT_EQ(site.player("gate").stop(), 0);

    std::map<std::string, PlannedPlay> plays;
    for (auto const& play : site.plan("gate")) {
        plays[play.id] = play;
    }
    Recording recording(site);
    auto const& ticks = recording.ticks();
    int withLogo = 0, withTicker = 0, dimmed = 0;
    media::Frame before(kWidth, kHeight);
    bool tickerWas = false;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        auto const found = plays.find(ticks[i].play);
        if (found == plays.end()) {
            ASSERT_EQ(withTicker, 0) << "the film stopped at " << formatInstant(ticks[i].at);
            continue;
        }
        ASSERT_TRUE(i == 0 || ticks[i].tick == ticks[i - 1].tick + 1);
        auto const when = ticks[i].at;
        bool const isDimmed = when >= at("2026-06-01T10:02:00+08:00");
        auto const shown = recording.frame(i);
        auto const frame = isDimmed ? brightened(shown) : shown;
        auto const first = (toMillis(found->second.start) * kTicksASecond + 999) / 1000;
        ASSERT_EQ(numberIn(frame), static_cast<int>(ticks[i].tick - first)) << formatInstant(when);

        bool const logoIsOn =
            at("2026-06-01T10:01:00+08:00") <= when && when < at("2026-06-01T10:01:30+08:00");
        ASSERT_EQ(nearColour(pixelAt(frame, 8, 40), 255, 0, 255, 2), logoIsOn)
            << formatInstant(when);
        ASSERT_FALSE(nearColour(pixelAt(frame, 19, 40), 255, 0, 255, 60))
            << "the transparent half at " << formatInstant(when);
        withLogo += logoIsOn ? 1 : 0;
        dimmed += isDimmed ? 1 : 0;
        bool const tickerIsOn = isTicker(frame);
        if (tickerWas && !isDimmed) {
            ASSERT_TRUE(tickerIsOn && runsOn(before, frame)) << formatInstant(when);
        }
        tickerWas = tickerIsOn;
        withTicker += tickerIsOn ? 1 : 0;
        before = frame;
        ASSERT_FALSE(isDimmed && nearColour(pixelAt(shown, 170, 45), 255, 255, 255, 100))
            << "the white bar at half brightness";
    }
    EXPECT_EQ(withLogo, 30 * kTicksASecond);
    EXPECT_GE(withTicker, 70 * kTicksASecond);
    EXPECT_GE(dimmed, 4 * kTicksASecond);
}

TEST_F(Layers, AreToldOfInWords) {
    releaseOverlays();
    ASSERT_NO_FATAL_FAILURE(apply({"screen", "quiet", "--tag", "医院"},
                                  "[[quiet]]\nname = \"诊疗时间\"\nfrom = \"08:00\"\nto = "
                                  "\"18:00\"\n"));
    auto const plan = site.tocsin({"plan", "--screen", "gate", "--date", "2026-06-02"});
    EXPECT_EQ(plan.code, 0) << plan.err;
    EXPECT_NE(plan.err.find("news (news), 2026-06-02T00:00:00.000+08:00"), std::string::npos)
        << plan.err;
    EXPECT_NE(plan.err.find("20x12 at 4,34"), std::string::npos) << plan.err;
    auto const settings = site.tocsin({"screen", "settings", "gate"});
    EXPECT_NE(settings.out.find("诊疗时间"), std::string::npos) << settings.out;
    auto const cleared = site.tocsin({"screen", "quiet", "--tag", "医院", "--clear"});
    EXPECT_EQ(cleared.code, 0) << cleared.err;
    EXPECT_EQ(site.json({"screen", "settings", "gate"}).at("quiet").as_array().size(), 0U);
    auto const nobody = site.tocsin({"screen", "settings", "gat"});
    EXPECT_EQ(nobody.code, 3);
    auto const shown = site.tocsin({"campaign", "show", "news"});
    EXPECT_NE(shown.out.find("ticker"), std::string::npos) << shown.out;
}

}  // namespace
}  // namespace tocsin::integration
