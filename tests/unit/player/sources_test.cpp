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
