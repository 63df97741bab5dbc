// SPDX-License-Identifier: Apache-2.0
// Who gets a warning, and why: names, units, tags, areas, thresholds.
#include "duty_room.hpp"

namespace tocsin::warnings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Targeting : public DutyRoom {
protected:
    void place(std::string const& id, double latitude, double longitude,
               std::string const& code = "") {
        change([&](store::Tx& tx) {
            auto screen = tx.screens().find(ScreenId(id)).value();
            screen.place = store::GeoPlace{latitude, longitude};
            screen.code = code;
            tx.screens().put(screen);
        });
    }
    boost::json::object preview(std::string const& where, std::string const& level = "yellow") {
        return json(zhang_, "POST", "/api/v1/warnings/preview",
                    R"({"template":"rainstorm","level":")" + level +
                        R"(","fields":{"issuer":"台","area":"全市"},"where":)" + where + "}");
    }
    std::vector<std::string> chosenBy(std::string const& where,
                                      std::string const& level = "yellow") {
        std::vector<std::string> out;
        auto const shown = preview(where, level);
        for (auto const& screen : shown.at("screens").as_array()) {
            out.emplace_back(screen.at("screen").as_string());
            EXPECT_NE(screen.at("why"), "");
            EXPECT_NE(screen.at("why_zh"), "");
        }
        EXPECT_EQ(out.size() + shown.at("left_out").as_array().size(), 3U)
            << "each that is considered is in one of the lists";
        for (auto const& screen : shown.at("left_out").as_array()) {
            EXPECT_NE(screen.at("why"), "");
        }
        return out;
    }
};

TEST_F(Targeting, IsTheUnionOfAllThatIsSaid) {
    EXPECT_THAT(chosenBy(R"({"all":true})"), ElementsAre("bar-east", "lobby-west", "wall-east"));
    EXPECT_THAT(chosenBy(R"({"screens":["lobby-west"]})"), ElementsAre("lobby-west"));
    EXPECT_THAT(chosenBy(R"({"units":["bureau"]})"),
                ElementsAre("bar-east", "lobby-west", "wall-east"));
    EXPECT_THAT(chosenBy(R"({"units":["west"]})"), ElementsAre("lobby-west"));
    EXPECT_THAT(chosenBy(R"({"tags":["outdoor"]})"), ElementsAre("bar-east", "wall-east"));
    EXPECT_THAT(chosenBy(R"({"tags":["lobby"],"screens":["bar-east"]})"),
                ElementsAre("bar-east", "lobby-west"));
}

TEST_F(Targeting, GoesByPlacesAndDivisionsAndTheUnitsDivisionWhereAScreenHasNone) {
    EXPECT_THAT(chosenBy(R"({"codes":["330102"]})"), ElementsAre("bar-east", "wall-east"));
    place("wall-east", 30.25, 120.16, "330106003");
    EXPECT_THAT(chosenBy(R"({"codes":["330102"]})"), ElementsAre("bar-east"));
    EXPECT_THAT(chosenBy(R"({"codes":["330106"]})"), ElementsAre("lobby-west", "wall-east"));
    EXPECT_THAT(chosenBy(R"({"circles":["30.25,120.15 5"]})"), ElementsAre("wall-east"));
    EXPECT_THAT(chosenBy(R"({"polygons":["30,120 31,120 31,121 30,121 30,120"]})"),
                ElementsAre("wall-east"));
    EXPECT_THAT(chosenBy(R"({"polygons":["0,0 1,0 1,1 0,1 0,0"]})"), IsEmpty());
}

TEST_F(Targeting, AScreenOfWhichNobodySaidWhereItIsIsNotInside) {
    change([](store::Tx& tx) { tx.units().put({"east", "east", "bureau", ""}); });
    EXPECT_THAT(chosenBy(R"({"codes":["33"]})"), ElementsAre("lobby-west"));
}

TEST_F(Targeting, ThresholdsAreForForwardedWarningsAndNotForAScreenThatIsNamed) {
    settings_.thresholds = {{"outdoor", playlists::WarningLevel::orange}};
    open();
    EXPECT_THAT(chosenBy(R"({"all":true})", "yellow"), ElementsAre("lobby-west"));
    EXPECT_THAT(chosenBy(R"({"all":true})", "orange"),
                ElementsAre("bar-east", "lobby-west", "wall-east"));
    EXPECT_THAT(chosenBy(R"({"screens":["bar-east"],"tags":["outdoor"]})", "yellow"),
                ElementsAre("bar-east"));
    auto const left = preview(R"({"all":true})").at("left_out").as_array();
    EXPECT_THAT(std::string(left.at(0).at("why").as_string()), HasSubstr("orange"));
    raise(
        R"({"template":"power","fields":{"issuer":"x","area":"y","period":"z"},"where":{"screens":["bar-east"],"tags":["outdoor"]}})");
    EXPECT_FALSE(shownOn("wall-east").empty()) << "what happens in the house has no threshold";
}

TEST_F(Targeting, WrongShapesAreSaidWithTheirPlace) {
    auto const wrong = [&](std::string const& where) {
        return std::string(json(zhang_, "POST", "/api/v1/warnings/preview",
                                R"({"headline":"x","where":)" + where + "}", 422)
                               .at("detail")
                               .as_string());
    };
    EXPECT_THAT(wrong(R"({"polygons":["0,0 1,0 1,1"]})"), HasSubstr("where.polygons[0]"));
    EXPECT_THAT(wrong(R"({"circles":["0,0"]})"), HasSubstr("where.circles[0]"));
    EXPECT_THAT(wrong(R"({"codes":["x"]})"), HasSubstr("where.codes[0]"));
    EXPECT_THAT(wrong("{}"), HasSubstr("say where"));
    EXPECT_THAT(wrong(R"({"all":true,"tags":["x"]})"), HasSubstr("alone"));
}

}  // namespace
}  // namespace tocsin::warnings
