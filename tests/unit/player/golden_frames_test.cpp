// SPDX-License-Identifier: Apache-2.0
// Every kind of layer through the real sources and the real compositor, as pictures in letters:
// one letter a pixel.
#include "media_samples.hpp"
#include "stage/item_thread.hpp"
#include "stage/sources.hpp"
#include "stage_fixtures.hpp"
#include "tocsin/media/slogan.hpp"

namespace tocsin::player {
namespace {

using test::Pixel;
using test::pixelAt;

constexpr int kWidth = 16, kHeight = 8;

/// Capitals at full, small letters at half; `?` is nothing of the kind.
std::map<char, Pixel> const kLetters{
    {'.', {0, 0, 0, 0}},     {'R', {255, 0, 0, 0}},     {'G', {0, 255, 0, 0}},
    {'B', {0, 0, 255, 0}},   {'W', {255, 255, 255, 0}}, {'r', {128, 0, 0, 0}},
    {'g', {0, 128, 0, 0}},   {'b', {0, 0, 128, 0}},     {'w', {128, 128, 128, 0}},
    {'p', {128, 0, 128, 0}}, {'Y', {255, 255, 0, 0}}};

/// Codecs and rounding may be off by so much.
constexpr int kTolerance = 12;

char letterOf(Pixel const& pixel) {
    for (auto const& [letter, colour] : kLetters) {
        if (test::nearColour(pixel, colour.red, colour.green, colour.blue, kTolerance)) {
            return letter;
        }
    }
    return '?';
}

std::string lettersOf(media::Frame const& frame) {
    std::string out = "\n";
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x) {
            out += letterOf(pixelAt(frame, x, y));
        }
        out += '\n';
    }
    return out;
}

class GoldenFrames : public StageFixture {
protected:
    GoldenFrames() {
        manifest = manifestFor({{kPlan, 10, morning(0), morning(8'000)}}, {});
        auto with = parts({kWidth, kHeight});
        with.failed = [](Cue const& cue, Error const& error) {
            ADD_FAILURE() << cue.name << ": " << error.message;
        };
        stage.emplace(std::move(with));
    }
    void asset(std::string const& name, playlists::AssetKind kind, std::filesystem::path file,
               std::optional<Fit> fit = {}) {
        files[digestOf(name)] = std::move(file);
        manifest.assets.push_back(assetNamed(name));
        manifest.assets.back().kind = kind;
        manifest.assets.back().fit = fit;
    }
    void picture(std::string const& name, std::string const& filter,
                 std::optional<Fit> fit = std::nullopt) {
        asset(name, playlists::AssetKind::picture,
              test::madeByFfmpeg("-f lavfi -i \"" + filter + "\" -frames:v 1", "png"), fit);
    }
    void slogan(std::string const& name, media::SloganStyle const& style) {
        auto const described = media::describeSlogan(style);
        ASSERT_TRUE(described) << described.error().message;
        asset(name, playlists::AssetKind::slogan,
              test::fileOf(media::canonicalSlogan(*described), "txt"));
    }
    void overlay(std::string const& name, int x, int y, int width, int height, int opacity = 100) {
        manifest.overlays.push_back(
            {digestOf(name), morning(0), morning(4'000), x, y, width, height, opacity});
    }
    /// Plays the items a second each, and goes on to this instant.
    void play(std::vector<std::string> const& items, std::int64_t toMs) {
        std::vector<Entry> entries;
        for (auto const& item : items) {
            entries.push_back({static_cast<std::int64_t>(entries.size()) * 1'000, item});
        }
        std::set<Digest> present;
        for (auto const& [digest, file] : files) {
            present.insert(digest);
        }
        timelines[kPlan] = timelineOf(entries, static_cast<std::int64_t>(items.size()) * 1'000);
        stage->setPlan(std::make_shared<Plan>(manifest, timelines, present));
        go(toMs);
    }
    void go(std::int64_t toMs) {
        run(shownMs, toMs);
        shownMs = toMs;
    }
    media::Frame const& frameAt(std::int64_t ms) const { return *seenAt(ms).frame; }
    std::string at(std::int64_t ms) const { return lettersOf(frameAt(ms)); }
    std::unique_ptr<Item> item(Cue const& cue, std::int64_t fromTick) override {
        return opened(cue, fromTick, {kWidth, kHeight, cue.fit.value_or(Fit::contain)});
    }
    std::unique_ptr<Item> overlayItem(OverlayCue const& overlay, std::int64_t fromTick) override {
        return opened(overlay.cue, fromTick,
                      {overlay.width, overlay.height, media::Fit::contain, true});
    }
    std::unique_ptr<Item> opened(Cue const& cue, std::int64_t fromTick, media::Canvas canvas) {
        auto const path = [this](Digest const& digest) { return files.at(digest); };
        return std::make_unique<ItemThread>(cue, openFromCache(path, canvas, grid, findings), clock,
                                            grid.firstAt(cue.start), fromTick,
                                            grid.firstAt(cue.end));
    }

    std::int64_t shownMs = 0;  ///< all ticks before this have been shown
    messages::Manifest manifest;
    std::map<Digest, std::filesystem::path> files;
    Findings findings;
};

/// Red, green, blue and white columns, six times as wide as high.
constexpr char kColumns[] =
    "color=black:s=96x16,format=rgb24,geq=r='255*(lt(X,24)+gte(X,72))':"
    "g='255*(between(X,24,47)+gte(X,72))':b='255*gte(X,48)'";

TEST_F(GoldenFrames, ContentThatIsContainedStandsWholeBetweenBlackBars) {
    picture("columns",
            "color=black:s=32x32,format=rgb24,geq=r='255*lt(X,16)':g='255*gte(X,16)':b=0",
            Fit::contain);
    play({"columns"}, 200);
    EXPECT_EQ(at(120), R"(
....RRRRGGGG....
....RRRRGGGG....
....RRRRGGGG....
....RRRRGGGG....
....RRRRGGGG....
....RRRRGGGG....
....RRRRGGGG....
....RRRRGGGG....
)");
}

TEST_F(GoldenFrames, ContentThatCoversLosesItsEdges) {
    picture("columns", kColumns, Fit::cover);
    play({"columns"}, 200);
    EXPECT_EQ(at(120), R"(
GGGGGGGGBBBBBBBB
GGGGGGGGBBBBBBBB
GGGGGGGGBBBBBBBB
GGGGGGGGBBBBBBBB
GGGGGGGGBBBBBBBB
GGGGGGGGBBBBBBBB
GGGGGGGGBBBBBBBB
GGGGGGGGBBBBBBBB
)");
}

TEST_F(GoldenFrames, ContentThatIsStretchedFillsTheScreenWhole) {
    picture("columns", kColumns, Fit::stretch);
    play({"columns"}, 200);
    EXPECT_EQ(at(120), R"(
RRRRGGGGBBBBWWWW
RRRRGGGGBBBBWWWW
RRRRGGGGBBBBWWWW
RRRRGGGGBBBBWWWW
RRRRGGGGBBBBWWWW
RRRRGGGGBBBBWWWW
RRRRGGGGBBBBWWWW
RRRRGGGGBBBBWWWW
)");
}

TEST_F(GoldenFrames, FilmsOfEveryCodecShowTheSamePicture) {
    struct Coded {
        std::string encoder, suffix;
    };
    for (auto const& coded : std::vector<Coded>{{"libx264", "mp4"},
                                                {"libx265", "mp4"},
                                                {"libvpx", "webm"},
                                                {"libvpx-vp9", "webm"},
                                                {"libaom-av1", "mkv"},
                                                {"mpeg4", "avi"}}) {
        test::FilmSpec spec;
        spec.encoder = coded.encoder;
        spec.suffix = coded.suffix;
        spec.width = 160;
        spec.height = 80;
        spec.frames = 8;

        asset(coded.encoder, playlists::AssetKind::film, test::sampleFilm(spec));
    }
    play({"libx264", "libx265", "libvpx", "libvpx-vp9", "libaom-av1", "mpeg4"}, 6'000);
    auto const lower = [this](std::int64_t ms) {
        auto const all = at(ms);
        return all.substr(all.size() - 2 * (kWidth + 1));
    };
    for (std::int64_t ms = 0; ms < 6'000; ms += 1'000) {
        EXPECT_EQ(lower(ms), "RRRRGGGGBBBBWWWW\nRRRRGGGGBBBBWWWW\n") << ms;
    }
}

TEST_F(GoldenFrames, AnOverlayShowsTheContentThroughItsAlphaAndItsOpacity) {
    picture("red", "color=red:s=32x16");
    // Whole, half, not at all.
    picture("badge",
            "color=black:s=6x2,format=rgba,geq=r=0:g=0:b=255:a='255-127*gte(X,2)-128*gte(X,4)'");
    overlay("badge", 1, 1, 6, 2);
    picture("strip", "color=black:s=16x2,format=rgb24,geq=r=0:g=0:b=255");
    overlay("strip", 0, 6, 16, 2, 50);
    play({"red"}, 200);
    EXPECT_EQ(at(120), R"(
RRRRRRRRRRRRRRRR
RBBppRRRRRRRRRRR
RBBppRRRRRRRRRRR
RRRRRRRRRRRRRRRR
RRRRRRRRRRRRRRRR
RRRRRRRRRRRRRRRR
pppppppppppppppp
pppppppppppppppp
)");
}

TEST_F(GoldenFrames, ATickerMovesByWholePixelsOverTheContent) {
    picture("red", "color=red:s=32x16");
    media::SloganStyle style;
    style.text = "防";
    style.motion = media::SloganMotion::scrollLeft;
    style.pixelsPerSecond = 25;
    style.colour = {255, 255, 255};
    style.background = {0, 0, 0};
    style.sizePercent = 100;
    slogan("ticker", style);
    overlay("ticker", 0, 2, kWidth, 12);  // a legible height; what stands out below is cut
    play({"red", "red"}, 1'000);
    EXPECT_EQ(at(0).substr(0, 2 * (kWidth + 1) + 1), "\nRRRRRRRRRRRRRRRR\nRRRRRRRRRRRRRRRR\n");
    // It enters at the right edge, and each tick it stands a pixel farther left, unchanged.
    std::int64_t inked = 0;
    for (std::int64_t ms = 40; ms < 600; ms += 40) {
        for (int y = 2; y < kHeight; ++y) {
            for (int x = 0; x + 1 < kWidth; ++x) {
                auto const here = pixelAt(frameAt(ms), x, y);
                auto const before = pixelAt(frameAt(ms - 40), x + 1, y);
                ASSERT_TRUE(test::nearColour(here, before.red, before.green, before.blue, 0))
                    << ms << " ms, " << x << "," << y;
                inked += here.green > 128 ? 1 : 0;
            }
        }
    }
    EXPECT_GT(inked, 50);
}

TEST_F(GoldenFrames, HalfWayThroughACrossFadeBothPicturesShowAlike) {
    picture("red", "color=red:s=32x16");
    picture("half", "color=black:s=32x16,format=rgb24,geq=r=0:g=0:b='255*lt(X,16)'");
    manifest.display.crossFade = Milliseconds(360);  // nine steps: the fifth is half way
    play({"red", "half"}, 1'400);
    EXPECT_EQ(at(1'160), R"(
pppppppprrrrrrrr
pppppppprrrrrrrr
pppppppprrrrrrrr
pppppppprrrrrrrr
pppppppprrrrrrrr
pppppppprrrrrrrr
pppppppprrrrrrrr
pppppppprrrrrrrr
)");
    EXPECT_EQ(at(960).substr(0, kWidth + 2), "\nRRRRRRRRRRRRRRRR\n");
    EXPECT_EQ(at(1'360).substr(0, kWidth + 2), "\nBBBBBBBB........\n");
}

TEST_F(GoldenFrames, TheScreensToneShapesContentAndOverlaysAlike) {
    picture("columns", kColumns, Fit::stretch);
    picture("strip", "color=black:s=16x2,format=rgb24,geq=r=255:g=255:b=255");
    overlay("strip", 0, 6, 16, 2);
    manifest.display.white = {100, 100, 0};
    manifest.display.levels = {{morning(200), 50, 100}};
    play({"columns"}, 400);
    EXPECT_EQ(at(120), R"(
RRRRGGGG....YYYY
RRRRGGGG....YYYY
RRRRGGGG....YYYY
RRRRGGGG....YYYY
RRRRGGGG....YYYY
RRRRGGGG....YYYY
YYYYYYYYYYYYYYYY
YYYYYYYYYYYYYYYY
)");
    EXPECT_EQ(at(240).substr(0, 9), "\nrrrrgggg");
}

TEST_F(GoldenFrames, GammaDarkensTheMiddleAndLeavesTheEnds) {
    // 180 at an exponent of 2 is 127: what a screen with that curve needs.
    picture("ramp", "color=black:s=32x16,format=rgb24,geq=r='180*lt(X,16)+255*gte(X,24)':g=0:b=0",
            Fit::stretch);
    manifest.display.gammaPercent = 200;
    play({"ramp"}, 200);
    EXPECT_EQ(at(120).substr(0, kWidth + 2), "\nrrrrrrrr....RRRR\n");
}

TEST_F(GoldenFrames, ANoticeStandsAloneWhateverElseIsOn) {
    picture("red", "color=red:s=32x16");
    picture("strip", "color=blue:s=16x2");
    overlay("strip", 0, 6, 16, 2);
    play({"red"}, 200);
    auto notice = std::make_shared<media::Frame>(kWidth, kHeight);
    for (std::size_t i = 0; i < notice->pixels.size(); ++i) {
        notice->pixels[i] = i % 4 == 1 || i % 4 == 3 ? 255 : 0;
    }
    stage->setNotice(notice);
    go(400);
    EXPECT_EQ(at(160).substr(0, kWidth + 2), "\nRRRRRRRRRRRRRRRR\n");
    EXPECT_EQ(at(240), R"(
GGGGGGGGGGGGGGGG
GGGGGGGGGGGGGGGG
GGGGGGGGGGGGGGGG
GGGGGGGGGGGGGGGG
GGGGGGGGGGGGGGGG
GGGGGGGGGGGGGGGG
GGGGGGGGGGGGGGGG
GGGGGGGGGGGGGGGG
)");
}

}  // namespace
}  // namespace tocsin::player
