// SPDX-License-Identifier: Apache-2.0
// Overlays and tickers: from the campaign file to the manifest.
#include "office.hpp"
#include "overlay_spec.hpp"
#include "support/open_gate.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr PixelSize kScreen{960, 540};

TEST(OverlayRect, StandsWhereItsPlaceSays) {
    auto const at = [](Place place) {
        OverlaySpec spec;
        spec.place = place;
        spec.margin = 8;
        return rectOf(spec, kScreen, PixelSize{100, 50});
    };
    EXPECT_EQ(at(Place::topLeft), (OverlayRect{8, 8, 100, 50}));
    EXPECT_EQ(at(Place::top), (OverlayRect{430, 8, 100, 50}));
    EXPECT_EQ(at(Place::topRight), (OverlayRect{852, 8, 100, 50}));
    EXPECT_EQ(at(Place::centre), (OverlayRect{430, 245, 100, 50}));
    EXPECT_EQ(at(Place::bottomLeft), (OverlayRect{8, 482, 100, 50}));
    EXPECT_EQ(at(Place::bottomRight), (OverlayRect{852, 482, 100, 50}));
}

TEST(OverlayRect, KeepsThePicturesShape) {
    OverlaySpec spec;
    EXPECT_EQ(rectOf(spec, kScreen, PixelSize{100, 50}), (OverlayRect{860, 0, 100, 50}));
    spec.width = Length{25, true};
    EXPECT_EQ(rectOf(spec, kScreen, PixelSize{100, 50}), (OverlayRect{720, 0, 240, 120}));
    spec.width.reset();
    spec.height = Length{20, false};
    EXPECT_EQ(rectOf(spec, kScreen, PixelSize{100, 50}), (OverlayRect{920, 0, 40, 20}));
}

TEST(OverlayRect, OfASloganIsABandAlongTheBottom) {
    EXPECT_EQ(rectOf({}, kScreen, std::nullopt), (OverlayRect{0, 475, 960, 65}));
    EXPECT_EQ(rectOf({}, {192, 32}, std::nullopt), (OverlayRect{0, 16, 192, 16}))
        << "a smaller one could not be read";
    EXPECT_EQ(rectOf({}, {80, 10}, std::nullopt), (OverlayRect{0, 0, 80, 10}));
    OverlaySpec spec;
    spec.x = Length{10, true};
    spec.y = Length{500, false};
    spec.width = Length{50, true};
    spec.height = Length{40, false};
    EXPECT_EQ(rectOf(spec, kScreen, std::nullopt), (OverlayRect{96, 500, 480, 40}));
}

class Overlays : public Office {
protected:
    Overlays() {
        addAsset("film", Milliseconds(8'000));
        addPicture("logo", 40, 20);
        slogan("news");
    }
    void addPicture(std::string const& handle, int width, int height) {
        store::Asset asset;
        auto const digest = messages::sha256(handle);
        asset.content = {digest, digest, digest};
        asset.handle = handle;
        asset.kind = playlists::AssetKind::picture;
        asset.bytes = 4;
        asset.duration = Milliseconds(10'000);
        asset.width = width;
        asset.height = height;
        asset.added = now_;
        change([&](store::Tx& tx) { tx.assets().put(asset); });
        ASSERT_TRUE(library_->keep(digest, handle));
    }
    void slogan(std::string const& handle) {
        addAsset(handle, Milliseconds(10'000), playlists::AssetKind::slogan);
        ASSERT_TRUE(library_->keep(messages::sha256(handle), handle));
    }
    /// An overlay of the year, with more lines at its head and in its table.
    static std::string overlay(std::string const& item, std::string const& table = "",
                               std::string const& head = "",
                               std::string const& placement = "overlay") {
        return "title = \"t\"\nplacement = \"" + placement +
               "\"\nfrom = 2026-06-01\nto = 2026-12-31\nitems = [\"" + item + "\"]\n" + head +
               "[overlay]\n" + table + "[targets]\nall = true\n";
    }
    std::string refusal(std::string const& text) {
        auto const applied = call("PUT", "/api/v1/campaigns/x", text);
        EXPECT_FALSE(applied);
        return applied ? "" : applied.error().message;
    }
    std::vector<std::string> codes(std::string const& id, std::string const& text) {
        std::vector<std::string> out;
        auto const answer = json("PUT", "/api/v1/campaigns/" + id, text);
        for (auto const& finding : answer.at("findings").as_array()) {
            out.emplace_back(finding.at("code").as_string());
        }
        return out;
    }
};

TEST_F(Overlays, LieOverTheProgrammeOnceTheyAreApproved) {
    addScreen("gate", true);
    approve("fire", file("\"film\""));
    auto const before = manifest("gate").value();
    json("PUT", "/api/v1/campaigns/corner", overlay("logo", "margin = 2\nopacity = 80\n"));
    json("POST", "/api/v1/campaigns/corner/submit");
    EXPECT_EQ(manifest("gate"), before) << "nobody approved it";
    released_.clear();
    json("POST", "/api/v1/campaigns/corner/approve");
    auto const after = manifest("gate").value();
    EXPECT_EQ(after.spans, before.spans);
    EXPECT_THAT(after.overlays,
                ElementsAre(messages::Overlay{messages::sha256("logo"), at("2026-05-31T16:00:00Z"),
                                              after.expires, 150, 2, 40, 20, 80}));
    EXPECT_EQ(after.assets.size(), 2U);
    EXPECT_EQ(released_, std::vector<std::string>{"gate"});

    released_.clear();
    now_ += std::chrono::minutes(10);
    ASSERT_TRUE(schedule_->replan());
    EXPECT_THAT(released_, IsEmpty());
    now_ += std::chrono::days(3);
    ASSERT_TRUE(schedule_->replan());
    auto const later = manifest("gate").value();
    ASSERT_THAT(later.overlays, SizeIs(1));
    EXPECT_EQ(later.overlays[0].from, at("2026-05-31T16:00:00Z")) << "it goes on without a jerk";
    EXPECT_EQ(later.overlays[0].to, later.expires);

    json("POST", "/api/v1/campaigns/corner/retire");
    EXPECT_THAT(manifest("gate")->overlays, IsEmpty());
    EXPECT_EQ(manifest("gate")->spans, later.spans);
}

TEST_F(Overlays, StackByLayerAndThenById) {
    addScreen("gate", true);
    addPicture("badge", 30, 20);
    approve("b-corner", overlay("logo"));
    approve("c-news", overlay("news", "layer = 10\n", "", "ticker"));
    approve("a-corner", overlay("badge", "place = \"top-left\"\n"));
    auto const overlays = manifest("gate")->overlays;
    std::vector<Digest> assets;
    for (auto const& one : overlays) {
        assets.push_back(one.asset);
    }
    EXPECT_THAT(assets, ElementsAre(messages::sha256("news"), messages::sha256("badge"),
                                    messages::sha256("logo")));
}

TEST_F(Overlays, AreOffWhileTheScreenIsClosedAndOutsideTheirDayparts) {
    addScreen("gate", true);
    change([](store::Tx& tx) {
        auto screen = tx.screens().find(ScreenId("gate")).value();
        screen.opening = {{{}, {std::chrono::hours(6), std::chrono::hours(20)}}};
        tx.screens().put(screen);
    });
    approve("corner", overlay("logo", "", "days = [\"wed\", \"thu\"]\n") +
                          "[[daypart]]\nfrom = \"18:00\"\nto = \"22:00\"\n");
    // 2026-06-10 is a Wednesday.
    auto const overlays = manifest("gate")->overlays;
    ASSERT_THAT(overlays, SizeIs(3));
    EXPECT_EQ(overlays[0].from, at("2026-06-10T10:00:00Z"));
    EXPECT_EQ(overlays[0].to, at("2026-06-10T12:00:00Z"));
    EXPECT_EQ(overlays[1].from, at("2026-06-11T10:00:00Z"));
    EXPECT_EQ(overlays[2].from, at("2026-06-17T10:00:00Z"));
}

TEST_F(Overlays, OfNeighbouringNightsAreOneWindowHoweverLateOneLooks) {
    addScreen("gate", true);
    approve("corner", overlay("logo", "", "except = [2026-06-05]\n") +
                          "[[daypart]]\nfrom = \"00:00\"\nto = \"12:00\"\n"
                          "[[daypart]]\nfrom = \"12:00\"\nto = \"24:00\"\n");
    auto const overlays = manifest("gate")->overlays;
    ASSERT_THAT(overlays, SizeIs(1));
    EXPECT_EQ(overlays[0].from, at("2026-06-05T16:00:00Z"));
}

TEST_F(Overlays, StayWithinTheUsableDaysOfTheirAsset) {
    addScreen("gate", true);
    ASSERT_TRUE(library_->set(test::everyRight(), "logo", {{}, {}, "2026-06-11"}));
    EXPECT_THAT(codes("corner", overlay("logo")), ElementsAre("asset-expired"));
    json("POST", "/api/v1/campaigns/corner/submit");
    json("POST", "/api/v1/campaigns/corner/approve");
    auto const overlays = manifest("gate")->overlays;
    ASSERT_THAT(overlays, SizeIs(1));
    EXPECT_EQ(overlays[0].to, at("2026-06-11T16:00:00Z"));
    ASSERT_TRUE(library_->set(test::everyRight(), "logo", {{}, {}, "2026-06-12"}));
    EXPECT_EQ(manifest("gate")->overlays.at(0).to, at("2026-06-12T16:00:00Z"));
}

TEST_F(Overlays, AreToldOfWithTheDaysPlays) {
    addScreen("gate", true);
    approve("corner", overlay("logo"));
    auto const plan = json("GET", "/api/v1/screens/gate/plan", "", {{"date", "2026-06-12"}});
    ASSERT_THAT(plan.at("overlays").as_array(), SizeIs(1));
    auto const& row = plan.at("overlays").as_array()[0];
    EXPECT_EQ(row.at("start"), "2026-06-12T00:00:00.000+08:00");
    EXPECT_EQ(row.at("end"), "2026-06-13T00:00:00.000+08:00");
    EXPECT_EQ(row.at("asset"), "logo");
    EXPECT_EQ(row.at("campaign"), "corner");
    auto const shown = json("GET", "/api/v1/campaigns/corner");
    EXPECT_EQ(shown.at("placement"), "overlay");
    EXPECT_FALSE(shown.contains("class"));
    auto const diff = json("GET", "/api/v1/campaigns/corner/diff");
    EXPECT_THAT(diff.at("screens").as_array(), IsEmpty());
    EXPECT_THAT(diff.at("overlays").as_array(), SizeIs(1));
}

TEST_F(Overlays, AreNamedWhereAnInstantIsExplained) {
    addScreen("gate", true);
    approve("fire", file("\"film\""));
    approve("corner", overlay("logo", "", "[[daypart]]\nfrom = \"08:00\"\nto = \"09:00\"\n"));
    auto const during =
        json("GET", "/api/v1/screens/gate/explain", "", {{"at", "2026-06-12T08:30:00"}});
    ASSERT_THAT(during.at("overlays").as_array(), SizeIs(1));
    EXPECT_EQ(during.at("overlays").as_array()[0].at("campaign"), "corner");
    EXPECT_EQ(during.at("overlays").as_array()[0].at("end"), "2026-06-12T09:00:00.000+08:00");
    auto const after =
        json("GET", "/api/v1/screens/gate/explain", "", {{"at", "2026-06-12T09:00:00"}});
    EXPECT_THAT(after.at("overlays").as_array(), IsEmpty());
}

TEST_F(Overlays, ThatCannotBeSeenWellAreFindings) {
    addScreen("gate", true);  // 192x32
    EXPECT_THAT(codes("a", overlay("logo")), IsEmpty());
    EXPECT_THAT(codes("b", overlay("logo", "x = 180\ny = 0\n")), ElementsAre("overlay-outside"));
    EXPECT_THAT(codes("c", overlay("logo", "height = 8\n")), ElementsAre("overlay-small"));
    EXPECT_THAT(codes("d", overlay("logo", "width = 60\nheight = 32\n")),
                ElementsAre("overlay-enlarged"));
    addAsset("gone", Milliseconds(10'000), playlists::AssetKind::slogan);
    EXPECT_THAT(codes("e", overlay("gone")), ElementsAre("asset-missing"));
    change([](store::Tx& tx) {
        auto screen = tx.screens().find(ScreenId("gate")).value();
        screen.opening = {{{}, {std::chrono::hours(6), std::chrono::hours(20)}}};
        tx.screens().put(screen);
    });
    EXPECT_THAT(codes("f", overlay("logo") + "[[daypart]]\nfrom = \"21:00\"\nto = \"22:00\"\n"),
                ElementsAre("overlay-never"));
}

TEST_F(Overlays, ThatLieOnEachOtherAreFindings) {
    addScreen("gate", true);
    addPicture("badge", 30, 20);
    approve("corner", overlay("logo"));
    auto const answer = json("PUT", "/api/v1/campaigns/badge", overlay("badge"));
    ASSERT_THAT(answer.at("findings").as_array(), SizeIs(1));
    auto const& finding = answer.at("findings").as_array()[0];
    EXPECT_EQ(finding.at("code"), "overlay-covered");
    EXPECT_THAT(std::string(finding.at("message").as_string()),
                HasSubstr("overlay corner lies on it"));
    EXPECT_THAT(codes("badge", overlay("badge", "place = \"top-left\"\n")), IsEmpty());
}

TEST_F(Overlays, RefuseWhatBelongsToTheTimeline) {
    addScreen("gate", true);
    auto const message =
        refusal("class = \"filler\"\n" + overlay("logo", "", "order = \"rotate\"\n") +
                "[pacing]\nplays_per_hour = 3\n");
    EXPECT_THAT(message, HasSubstr("x.toml:1 class: an overlay lies over all content"));
    EXPECT_THAT(message, HasSubstr("order: "));
    EXPECT_THAT(message, HasSubstr("pacing: "));
    EXPECT_THAT(refusal(overlay("film")),
                HasSubstr("asset \"film\" is a film; an overlay shows a"));
    EXPECT_THAT(refusal(overlay("logo", "", "", "ticker")), HasSubstr("a ticker shows a slogan"));
    EXPECT_THAT(
        refusal(overlay("news", "", "", "ticker") + "[[slogan]]\nname = \"news\"\ntext = \"x\"\n"),
        HasSubstr("stands still; a ticker runs"));
    EXPECT_THAT(refusal(overlay("logo", "", "", "corner")),
                HasSubstr("\"corner\" is unknown; programme, overlay and ticker are allowed"));
    EXPECT_THAT(refusal(file("\"film\"") + "[overlay]\nmargin = 1\n"),
                HasSubstr("overlay: only placement"));
    EXPECT_THAT(refusal(overlay("logo\", \"news")), HasSubstr("an overlay shows one item"));
}

TEST_F(Overlays, SayWhichLengthsAreWrong) {
    addScreen("gate", true);
    auto const message = refusal(overlay(
        "logo", "x = 3\nwidth = \"wide\"\nheight = \"101%\"\nopacity = 0\nplace = \"corner\"\n"));
    EXPECT_THAT(message, HasSubstr("overlay.width: \"wide\" is no length"));
    EXPECT_THAT(message, HasSubstr("overlay.height: \"101%\" is no length"));
    EXPECT_THAT(message, HasSubstr("overlay.opacity: must be 1 to 100, not 0"));
    EXPECT_THAT(message, HasSubstr("overlay.place: \"corner\" is unknown"));
    EXPECT_THAT(message, HasSubstr("overlay.x: x and y go together"));
}

}  // namespace
}  // namespace tocsin::schedule
