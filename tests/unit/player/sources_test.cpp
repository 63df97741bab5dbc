// SPDX-License-Identifier: Apache-2.0
// What is said of content when it is opened.
#include "stage/sources.hpp"

#include <fstream>

#include "player_fixtures.hpp"
#include "tocsin/media/slogan.hpp"

namespace tocsin::player {
namespace {

class SourcesTest : public testing::Test {
protected:
    SourcesTest() {
        media::SloganStyle style;
        style.text = "安全";
        slogan = media::describeSlogan(style).value();
        cue.kind = Cue::Kind::play;
        cue.asset = playlists::AssetKind::slogan;
        cue.name = "safety";
    }
    void open() {
        std::ofstream(file) << media::canonicalSlogan(slogan);
        auto const path = [this](Digest const&) { return file; };
        ASSERT_TRUE(openFromCache(path, {192, 32}, TickGrid({25, 1}), findings)(cue, {}));
    }
    media::FramePtr pictureAtStart() {
        std::ofstream(file) << media::canonicalSlogan(slogan);
        auto const path = [this](Digest const&) { return file; };
        auto const source =
            openFromCache(path, {192, 32}, TickGrid({25, 1}), findings)(cue, {}).value();
        return source->pictureForTick(0).value()->frame().value();
    }
    std::filesystem::path const file = freshFolder() / "slogan";
    media::SloganDescription slogan;
    Cue cue;
    Findings findings;
};

TEST_F(SourcesTest, ASloganInOtherFontsThanApprovedIsShownAndReported) {
    auto const approved = slogan.fonts;
    slogan.fonts.front().file.bytes[0] ^= 1;
    open();
    ASSERT_EQ(findings.first(9).size(), 1U);
    EXPECT_NE(findings.first(9)[0].find("slogan safety: "), std::string::npos);
    EXPECT_NE(findings.first(9)[0].find("is not the one"), std::string::npos);
    slogan.fonts = approved;
    open();
    EXPECT_TRUE(findings.first(9).empty());
}

TEST_F(SourcesTest, ASloganTellsTheTimeOfTheScreensZoneOrSaysThatItCannot) {
    media::SloganStyle style;
    style.text = "{time:HH:mm}";
    slogan = media::describeSlogan(style).value();
    cue.start = fromMillis(1'780'272'000'000);  // 2026-06-01T00:00:00Z
    cue.zone = "Asia/Shanghai";
    auto const local = pictureAtStart();
    EXPECT_TRUE(findings.first(9).empty());
    cue.zone = "Asia/Nowhere";
    auto const unknown = pictureAtStart();
    ASSERT_EQ(findings.first(9).size(), 1U);
    EXPECT_EQ(findings.first(9)[0],
              "slogan safety tells UTC: the zone Asia/Nowhere is unknown here");
    EXPECT_NE(unknown->pixels, local->pixels);
    cue.zone.clear();
    EXPECT_EQ(pictureAtStart()->pixels, unknown->pixels);
    EXPECT_EQ(findings.first(9)[0], "slogan safety tells UTC: the manifest names no zone");
    cue.zone = "Asia/Singapore";
    EXPECT_EQ(pictureAtStart()->pixels, local->pixels) << "the same hour";
    EXPECT_TRUE(findings.first(9).empty());
}

TEST(Findings, AreKeptOnlyForWhatIsStillNamed) {
    Findings findings;
    findings.set("fonts a", "one");
    findings.set("fonts b", "two");
    findings.set("plan x", "three");
    findings.retainGroup("fonts ", {"b"});
    EXPECT_EQ(findings.first(9), (std::vector<std::string>{"two", "three"}));
}

}  // namespace
}  // namespace tocsin::player
