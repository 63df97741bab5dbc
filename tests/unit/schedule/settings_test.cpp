// SPDX-License-Identifier: Apache-2.0
// Settings of screens, and quiet zones of tags and units: from the route to the manifest.
#include "office.hpp"

namespace tocsin::schedule {
namespace {

using messages::Level;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kNight[] = "/api/v1/quiet-zones/tag/all";

class Settings : public Office {
protected:
    Settings() {
        addAsset("film", Milliseconds(8'000));
        addScreen("gate", true);
        addScreen("hall", true);
        approve("fire", file("\"film\""));
        released_.clear();
    }
    static std::string toml(std::string const& text) {
        return "format = \"tocsin-screen/1\"\n" + text;
    }
    static std::string path(std::string const& screen) {
        return "/api/v1/screens/" + screen + "/settings";
    }
};

TEST_F(Settings, ReachTheManifestOfTheirScreenAndLeaveThePlanAlone) {
    auto const before = manifest("gate").value();
    auto const shown = json(
        "PUT", path("gate"),
        toml("cross_fade_ms = 400\ngamma = 2.2\nwhite = [100, 100, 95]\n[[brightness]]\nfrom = "
             "\"19:00\"\npercent = 50\n[[brightness]]\nfrom = \"06:00\"\npercent = 100\n"));
    EXPECT_EQ(shown.at("gamma_percent"), 220);
    EXPECT_EQ(shown.at("today").as_array().size(), 3U) << boost::json::serialize(shown.at("today"));
    auto const after = manifest("gate").value();
    EXPECT_EQ(after.version.counter, before.version.counter + 1);
    EXPECT_EQ(after.spans, before.spans) << "nothing of the timeline changed";
    EXPECT_EQ(after.display.crossFade, Milliseconds(400));
    EXPECT_EQ(after.display.gammaPercent, 220);
    EXPECT_EQ(after.display.white, (std::array{100, 100, 95}));
    ASSERT_GE(after.display.levels.size(), 3U);
    EXPECT_EQ(after.display.levels[0], (Level{at("2026-06-09T16:00:00Z"), 50}));
    EXPECT_EQ(after.display.levels[1], (Level{at("2026-06-09T22:00:00Z"), 100}));
    EXPECT_EQ(after.display.levels[2], (Level{at("2026-06-10T11:00:00Z"), 50}));
    EXPECT_LT(after.display.levels.back().from, after.expires);
    EXPECT_EQ(released_, std::vector<std::string>{"gate"});
}

TEST_F(Settings, ThatStayTheSameMakeNoManifestAsTimeGoesOn) {
    json("PUT", path("gate"),
         toml("[[volume]]\nfrom = \"11:00\"\npercent = 30\n[[volume]]\nfrom = "
              "\"20:00\"\npercent = 0\n"));
    released_.clear();
    now_ += std::chrono::hours(3);  // over a change of the volume
    ASSERT_TRUE(schedule_->replan());
    restart();
    ASSERT_TRUE(schedule_->replan());
    EXPECT_THAT(released_, IsEmpty());
}

TEST_F(Settings, AQuietZoneOfATagHoldsForItsScreensAndBesideTheirOwn) {
    json("PUT", path("hall"),
         toml("[[volume]]\nfrom = \"00:00\"\npercent = 60\n[[quiet]]\nname = \"会议\"\nfrom = "
              "\"15:00\"\nto = \"16:00\"\n"));
    released_.clear();
    auto const list =
        json("PUT", kNight, toml("[[quiet]]\nname = \"夜间\"\nfrom = \"22:00\"\nto = \"06:00\"\n"));
    ASSERT_EQ(list.at("items").as_array().size(), 1U);
    auto const& zones = list.at("items").as_array()[0];
    EXPECT_EQ(zones.at("of"), "all");
    EXPECT_EQ(boost::json::serialize(zones.at("screens")), R"(["gate","hall"])");
    EXPECT_THAT(released_, ElementsAre("gate", "hall"));
    auto const levels = manifest("hall")->display.levels;
    ASSERT_GE(levels.size(), 5U);
    EXPECT_EQ(levels[0], (Level{at("2026-06-09T16:00:00Z"), 100, 0}));
    EXPECT_EQ(levels[1], (Level{at("2026-06-09T22:00:00Z"), 100, 60}));
    EXPECT_EQ(levels[2], (Level{at("2026-06-10T07:00:00Z"), 100, 0}));
    EXPECT_EQ(levels[3], (Level{at("2026-06-10T08:00:00Z"), 100, 60}));
    EXPECT_EQ(levels[4], (Level{at("2026-06-10T14:00:00Z"), 100, 0}));
    EXPECT_EQ(json("GET", path("gate")).at("quiet").as_array().size(), 1U);

    released_.clear();
    EXPECT_THAT(json("DELETE", kNight).at("items").as_array(), IsEmpty());
    EXPECT_THAT(released_, ElementsAre("gate", "hall"));
    EXPECT_THAT(manifest("gate")->display.levels, IsEmpty());
}

TEST_F(Settings, CanBeTakenAway) {
    json("PUT", path("gate"), toml("gamma = 2\n"));
    EXPECT_EQ(manifest("gate")->display.gammaPercent, 200);
    auto const shown = json("DELETE", path("gate"));
    EXPECT_TRUE(shown.at("file").is_null());
    EXPECT_EQ(manifest("gate")->display, messages::Display{});
    auto const again = call("DELETE", path("gate"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::notFound);
}

TEST_F(Settings, WithMistakesChangeNothing) {
    auto const wrong =
        call("PUT", path("gate"), toml("gamma = \"bright\"\n"), {{"file", "g.toml"}});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, Errc::invalid);
    EXPECT_THAT(wrong.error().message, HasSubstr("g.toml:2 gamma: "));
    EXPECT_THAT(released_, IsEmpty());
    EXPECT_TRUE(json("GET", path("gate")).at("file").is_null());
}

TEST_F(Settings, OfNobodyAreRefused) {
    auto const screen = call("PUT", path("gat"), toml(""));
    ASSERT_FALSE(screen);
    EXPECT_EQ(screen.error().code, Errc::notFound);
    EXPECT_THAT(screen.error().message, HasSubstr("did you mean \"gate\"?"));
    auto const tag = call("PUT", "/api/v1/quiet-zones/tag/hospital", toml(""));
    ASSERT_FALSE(tag);
    EXPECT_THAT(tag.error().message, HasSubstr("no screen has the tag \"hospital\""));
    EXPECT_FALSE(call("PUT", "/api/v1/quiet-zones/screen/gate", toml("")));
    EXPECT_FALSE(call("GET", path("none")));
    EXPECT_TRUE(call("PUT", "/api/v1/quiet-zones/unit/hospital-1", toml("")));
}

}  // namespace
}  // namespace tocsin::schedule
