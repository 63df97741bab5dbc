// SPDX-License-Identifier: Apache-2.0
// CAP messages that divide warnings, join them again, or make several at once.
#include "family_room.hpp"

namespace tocsin::warnings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class Family : public FamilyRoom {
protected:
    static DraftFamily update(std::string const& identifier, int minute,
                              std::vector<DraftFamily> const& of, std::vector<DraftInfo> infos) {
        DraftFamily out{identifier, "Update", minute, std::move(infos)};
        for (auto const& one : of) {
            out.references += (out.references.empty() ? "" : " ") + one.reference();
        }
        return out;
    }
    static DraftFamily cancel(std::string const& identifier, int minute,
                              std::vector<DraftFamily> const& of) {
        auto out = update(identifier, minute, of, {{}});
        out.type = "Cancel";
        return out;
    }

    DraftFamily const whole_{"a", "Alert", 0, {{"暴雨", "yellow", "330100"}}};
    DraftFamily const east_ = update("u", 10, {whole_}, {{"暴雨", "red", "330102"}});
    DraftFamily const west_ = update("v", 20, {whole_}, {{"暴雨", "orange", "330106"}});
    DraftFamily const both_ = update("m", 30, {east_, west_}, {{"暴雨", "blue", "330100"}});
};

TEST_F(Family, AWarningThatIsDividedStandsInBothParts) {
    comes(whole_);
    auto const id = ids().at("暴雨 yellow 330100");
    comes(east_);
    EXPECT_EQ(ids(), (std::map<std::string, std::string>{{"暴雨 red 330102", id}}));
    EXPECT_THAT(shownOn("lobby-west"), IsEmpty()) << "it is about the east now";
    comes(west_);
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨 red 330102"));
    EXPECT_THAT(shownOn("lobby-west"), ElementsAre("暴雨 orange 330106"));
    auto const now = ids();
    ASSERT_THAT(now, SizeIs(2));
    EXPECT_EQ(now.at("暴雨 red 330102"), id) << "the first goes on";
    EXPECT_EQ(show(id).at("revision"), 2) << "and is not touched by the other";
    auto const other = show(now.at("暴雨 orange 330106"));
    EXPECT_EQ(other.at("alert").at("identifier"), "a") << "both come from one message";
}

TEST_F(Family, PartsKeepTheirIdsThroughUpdatesRestartsAndDoubles) {
    for (auto const& message : {whole_, east_, west_}) {
        comes(message);
    }
    auto const before = ids();
    open();
    ASSERT_TRUE(warnings_->sweep());
    for (auto const& message : {west_, whole_, east_}) {
        comes(message);
    }
    EXPECT_EQ(ids(), before);
    comes(update("w", 40, {west_}, {{"暴雨", "blue", "330106"}}));
    EXPECT_EQ(ids(), (std::map<std::string, std::string>{
                         {"暴雨 red 330102", before.at("暴雨 red 330102")},
                         {"暴雨 blue 330106", before.at("暴雨 orange 330106")}}));
}

TEST_F(Family, AnUpdateThatNamesBothPartsJoinsThemAgain) {
    for (auto const& message : {whole_, east_, west_}) {
        comes(message);
    }
    auto const before = ids();
    comes(both_);
    EXPECT_EQ(
        ids(),
        (std::map<std::string, std::string>{{"暴雨 blue 330100", before.at("暴雨 red 330102")}}));
    auto const ended = show(before.at("暴雨 orange 330106"));
    EXPECT_EQ(ended.at("state"), "cleared");
    EXPECT_EQ(ended.at("reason").as_string(),
              "it is one warning with " + before.at("暴雨 red 330102"));
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨 blue 330100"));
    EXPECT_THAT(shownOn("lobby-west"), ElementsAre("暴雨 blue 330100"));
}

TEST_F(Family, OnePartEndsAndTheOtherStands) {
    for (auto const& message : {whole_, east_, west_}) {
        comes(message);
    }
    comes(cancel("c", 25, {east_}));
    EXPECT_THAT(shownOn("wall-east"), IsEmpty());
    EXPECT_THAT(shownOn("lobby-west"), ElementsAre("暴雨 orange 330106"));
    comes(cancel("d", 26, {whole_}));
    EXPECT_THAT(shownOn("lobby-west"), IsEmpty()) << "a Cancel of the whole ends all of it";
    EXPECT_THAT(listed(), IsEmpty());
}

TEST_F(Family, WhatAPersonEndedOfADividedWarningStaysEnded) {
    for (auto const& message : {whole_, east_, west_}) {
        comes(message);
    }
    act(zhang_, show(ids().at("暴雨 red 330102")), "clear");
    comes(east_);
    comes(update("w", 40, {west_}, {{"暴雨", "blue", "330106"}}));
    EXPECT_THAT(shownOn("wall-east"), IsEmpty());
    EXPECT_THAT(shownOn("lobby-west"), ElementsAre("暴雨 blue 330106"));
}

TEST_F(Family, AnUpdateOrCancelOfSeveralAlertsIsForAllOfThem) {
    DraftFamily const other{"b", "Alert", 1, {{"大风", "yellow", "330100"}}};
    comes(whole_);
    comes(other);
    ASSERT_THAT(listed(), SizeIs(2));
    comes(update("j", 5, {whole_, other}, {{"暴雨大风", "red", "330100"}}));
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨大风 red 330100"));
    ASSERT_THAT(listed(), SizeIs(1));
    DraftFamily const third{"t", "Alert", 6, {{"高温", "yellow", "330100"}}};
    DraftFamily const fourth{"f", "Alert", 7, {{"雷电", "yellow", "330100"}}};
    comes(third);
    comes(fourth);
    comes(cancel("c", 8, {third, fourth}));
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨大风 red 330100"));
}

TEST_F(Family, SeveralEventsOfOneMessageAreAWarningEachForTheirOwnAreas) {
    comes({"s",
           "Alert",
           0,
           {{"暴雨", "yellow", "330102"},
            {"大风", "red", "330100"},
            {"高温", "blue", "110000"},
            {"雷电", "orange", "330106"}}});
    EXPECT_THAT(shownOn("wall-east"),
                UnorderedElementsAre("暴雨 yellow 330102", "大风 red 330100"));
    EXPECT_THAT(shownOn("lobby-west"),
                UnorderedElementsAre("雷电 orange 330106", "大风 red 330100"));
    EXPECT_THAT(listed(), SizeIs(3)) << "the heat is elsewhere";
}

TEST_F(Family, OfOneEventTheHighestLevelIsForAScreen) {
    comes({"s",
           "Alert",
           0,
           {{"暴雨", "yellow", "330100"}, {"暴雨", "red", "330102"}, {"大风", "blue", "330102"}}});
    EXPECT_THAT(shownOn("wall-east"), UnorderedElementsAre("暴雨 red 330102", "大风 blue 330102"));
    EXPECT_THAT(shownOn("lobby-west"), ElementsAre("暴雨 yellow 330100"));
    addScreen("new-east", "east", 960, 540, {});
    ASSERT_TRUE(warnings_->sweep());
    EXPECT_THAT(shownOn("new-east"), UnorderedElementsAre("暴雨 red 330102", "大风 blue 330102"))
        << "also for a screen that comes later";
}

TEST_F(Family, TheAnswerNamesAllThatItLedTo) {
    DraftFamily const message{
        "s",
        "Alert",
        0,
        {{"暴雨", "yellow", "330102"}, {"大风", "red", "330100"}, {"高温", "blue", "110000"}}};
    auto const answer = json(zhang_, "POST", "/api/v1/cap", message.xml());
    auto const& all = answer.at("warnings").as_array();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].at("id"), answer.at("warning")) << "the gravest first";
    EXPECT_EQ(show(std::string(all[0].at("id").as_string())).at("headline"), "大风 red 330100");
    EXPECT_EQ(all[1].at("state"), "standing");
    EXPECT_EQ(answer.at("why"),
              "it was raised, as 2 warnings; 1 of its parts is for no screen of this site");
    EXPECT_EQ(answer.at("why_zh"), "已发布，共 2 条预警；其中 1 部分不涉及本站屏幕");
}

TEST_F(Family, PartsGoOnByTheirEventWhateverTheirOrder) {
    DraftFamily const first{
        "s", "Alert", 0, {{"暴雨", "red", "330100"}, {"大风", "yellow", "330100"}}};
    comes(first);
    auto const before = ids();
    comes(update("t", 5, {first}, {{"大风", "red", "330100"}, {"暴雨", "blue", "330100"}}));
    EXPECT_EQ(ids(), (std::map<std::string, std::string>{
                         {"大风 red 330100", before.at("大风 yellow 330100")},
                         {"暴雨 blue 330100", before.at("暴雨 red 330100")}}));
}

TEST_F(Family, AnAllClearOfOneEventEndsThatOneOnly) {
    DraftFamily const first{
        "s", "Alert", 0, {{"暴雨", "red", "330100"}, {"大风", "yellow", "330100"}}};
    comes(first);
    auto const before = ids();
    comes(update("t", 5, {first},
                 {{"暴雨", "red", "330100", "", "<responseType>AllClear</responseType>"},
                  {"大风", "yellow", "330100"}}));
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("大风 yellow 330100"));
    EXPECT_EQ(ids().at("大风 yellow 330100"), before.at("大风 yellow 330100"));
    EXPECT_EQ(show(before.at("暴雨 red 330100")).at("reason"),
              "its sender has sent a newer message");
}

TEST_F(Family, EachPartIsReleasedByItself) {
    automatic(false);
    DraftFamily const message{
        "s", "Alert", 0, {{"暴雨", "red", "330102"}, {"大风", "blue", "330106"}}};
    comes(message);
    auto const waiting = ids();
    ASSERT_THAT(waiting, SizeIs(2));
    act(zhang_, show(waiting.at("大风 blue 330106")), "reject");
    act(li_, show(waiting.at("暴雨 red 330102")), "release");
    comes(message);
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨 red 330102"));
    EXPECT_THAT(listed(), SizeIs(1));
}

TEST_F(Family, AChangeThatAPersonRejectedIsNotAskedForAgain) {
    comes(whole_);
    auto const id = ids().at("暴雨 yellow 330100");
    automatic(false);
    comes(east_);
    ASSERT_EQ(show(id).at("pending"), true);
    act(zhang_, show(id), "reject");
    comes(west_);
    EXPECT_EQ(show(id).at("pending"), false);
    EXPECT_EQ(show(id).at("state"), "standing") << "what is shown stays";
    EXPECT_EQ(show(ids().at("暴雨 orange 330106")).at("state"), "waiting");
    open();
    comes(update("w", 40, {west_}, {{"暴雨", "blue", "330106"}}));
    EXPECT_EQ(show(id).at("pending"), false);
    EXPECT_EQ(show(id).at("state"), "standing");
}

TEST_F(Family, WhoeverMayChangeOnePartNeedsNoRightToTheOther) {
    for (auto const& message : {whole_, east_, west_}) {
        comes(message);
    }
    auto const officerWest = officer("west-duty", {"west"});
    auto const news = update("w", 40, {west_}, {{"暴雨", "blue", "330106"}});
    json(officerWest, "POST", "/api/v1/cap", news.xml());
    EXPECT_THAT(shownOn("lobby-west"), ElementsAre("暴雨 blue 330106"));
    json(officerWest, "POST", "/api/v1/cap", both_.xml(), 403);
    EXPECT_THAT(shownOn("wall-east"), ElementsAre("暴雨 red 330102"));
}

TEST_F(Family, AMessageMakesNoMoreThanSixteenWarningsAndSaysSo) {
    DraftFamily message{"s", "Alert", 0, {}};
    for (int i = 0; i < 100; ++i) {
        message.infos.push_back({"事件" + std::to_string(i), i == 90 ? "red" : "blue", "330100"});
    }
    auto const answer = json(zhang_, "POST", "/api/v1/cap", message.xml());
    EXPECT_EQ(answer.at("warnings").as_array().size(), kMostCapParts);
    EXPECT_THAT(listed(), SizeIs(kMostCapParts));
    EXPECT_EQ(show(std::string(answer.at("warning").as_string())).at("event"), "事件90");
    EXPECT_THAT(boost::json::serialize(answer.at("findings")),
                HasSubstr("MORE_WARNINGS_THAN_SHOWN"));
    EXPECT_THAT(std::string(answer.at("why").as_string()), HasSubstr("84 more were left out"));
    message.identifier = "t";
    message.infos.resize(1'000, {"大风", "red", "330100"});
    json(zhang_, "POST", "/api/v1/cap", message.xml(), 422);
    EXPECT_THAT(listed(), SizeIs(kMostCapParts)) << "one of so many infos is not read at all";
}

TEST_F(Family, WhatWasBrokenOffAmidTheirRaisingIsGoneOnWith) {
    DraftFamily const message{
        "s", "Alert", 0, {{"暴雨", "red", "330102"}, {"大风", "blue", "330106"}}};
    signer_->breaksAfter = 1;
    EXPECT_FALSE(warnings_->takeCap(message.xml(), "feed cma"));
    auto const before = ids();
    ASSERT_THAT(before, SizeIs(1));
    signer_->breaksAfter = -1;
    open();
    ASSERT_TRUE(warnings_->sweep());
    ASSERT_THAT(ids(), SizeIs(2));
    EXPECT_EQ(ids().at("暴雨 red 330102"), before.at("暴雨 red 330102"));
    EXPECT_EQ(show(before.at("暴雨 red 330102")).at("revision"), 1);
}

}  // namespace
}  // namespace tocsin::warnings
