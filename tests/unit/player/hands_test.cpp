// SPDX-License-Identifier: Apache-2.0
// What instructions ask for, done: levels with an end, the log, and the site's own programs.
#include "deeds/hands.hpp"

#include <gmock/gmock.h>

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

using messages::Deed;
using messages::InstructionAction;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class HandsTest : public testing::Test {
protected:
    HandsTest() {
        messages::Manifest manifest = manifestFor({}, {});
        manifest.display.levels = {{morning(0), 80, 50, true}, {morning(3'600'000), 60, 50, true}};
        plan = std::make_shared<Plan>(std::move(manifest), Plan::Timelines{}, std::set<Digest>{});
        begin();
    }
    void begin() {
        hands.emplace(
            Hands::Parts{.programs = programs,
                         .file = folder / "levels",
                         .logLevel = "info",
                         .sound = true,
                         .log = log,
                         .now = [this] { return now; },
                         .plan = [this] { return plan; },
                         .setLevels = [this](SetLevels const& levels) { set = levels; },
                         .identify = [this](Milliseconds lasts) -> Result<> {
                             identified.push_back(lasts);
                             return {};
                         },
                         .run = [this](std::filesystem::path const& program,
                                       std::vector<std::string> const& arguments, Milliseconds,
                                       std::stop_token) -> Result<ProgramEnd> {
                             auto call = program.filename().string();
                             for (auto const& argument : arguments) {
                                 call += " " + argument;
                             }
                             calls.push_back(call);
                             return program == programs.powerQuery ? ProgramEnd{0, answer} : end;
                         }});
        hands->load();
    }
    Outcome doIt(InstructionAction action, std::string value = "", std::int64_t seconds = 0) {
        return hands->carryOut({action, std::move(value), std::chrono::seconds(seconds)}, {});
    }

    std::filesystem::path const folder = freshFolder();
    spdlog::logger log{"test", std::make_shared<spdlog::sinks::null_sink_mt>()};
    OutsidePrograms programs;
    Instant now = morning(1'000);
    std::shared_ptr<Plan const> plan;
    SetLevels set;
    std::vector<Milliseconds> identified;
    std::vector<std::string> calls;
    ProgramEnd end{0, "ok"};
    std::string answer = "on";
    std::optional<Hands> hands;
};

TEST_F(HandsTest, ALevelHoldsUntilThePlansNext) {
    EXPECT_TRUE(doIt(InstructionAction::brightness, "30").done);
    EXPECT_EQ(set.brightness, (SetLevel{30, morning(3'600'000)}));
    EXPECT_TRUE(doIt(InstructionAction::volume, "10").done);
    EXPECT_EQ(set.volume, (SetLevel{10, now + Hands::kLevelHolds}))
        << "the plan never sets another volume";
    EXPECT_EQ(hands->settle({}), morning(3'600'000));
    now = morning(3'600'000);
    EXPECT_EQ(hands->settle({}), morning(1'000) + Hands::kLevelHolds);
    EXPECT_FALSE(set.brightness);
    EXPECT_TRUE(set.volume);
}

TEST_F(HandsTest, OrForSoLong) {
    auto const outcome = doIt(InstructionAction::brightness, "30", 60);
    EXPECT_TRUE(outcome.done);
    EXPECT_EQ(set.brightness, (SetLevel{30, morning(61'000)}));
    EXPECT_THAT(outcome.detail, HasSubstr(formatInstant(morning(61'000))));
}

TEST_F(HandsTest, WhatWasSetHoldsOverARestart) {
    static_cast<void>(doIt(InstructionAction::brightness, "30", 60));
    static_cast<void>(doIt(InstructionAction::logLevel, "debug", 60));
    set = {};
    begin();
    EXPECT_EQ(set.brightness, (SetLevel{30, morning(61'000)}));
    EXPECT_EQ(hands->logLevel(), "debug");
    now = morning(61'000);
    EXPECT_FALSE(hands->settle({}));
    EXPECT_FALSE(set.brightness);
    EXPECT_EQ(hands->logLevel(), "info");
    begin();
    EXPECT_FALSE(set.brightness) << "and is over after the next";
}

TEST_F(HandsTest, TheLogIsAsLoudAsItIsTold) {
    EXPECT_TRUE(doIt(InstructionAction::logLevel, "debug", 60).done);
    EXPECT_EQ(log.level(), spdlog::level::debug);
    now = morning(62'000);
    static_cast<void>(hands->settle({}));
    EXPECT_EQ(log.level(), spdlog::level::info);
}

TEST_F(HandsTest, WithoutAProgramNothingIsSwitchedAndItSaysSo) {
    for (auto const& outcome :
         {doIt(InstructionAction::power, "off"), doIt(InstructionAction::restart, "device")}) {
        EXPECT_FALSE(outcome.done);
        EXPECT_THAT(outcome.detail, HasSubstr("program"));
    }
    EXPECT_FALSE(set.powerOff);
    EXPECT_THAT(calls, IsEmpty());
}

TEST_F(HandsTest, TheScreenIsSwitchedByItsProgram) {
    programs.power = "/opt/relay";
    begin();
    auto const off = doIt(InstructionAction::power, "off");
    EXPECT_TRUE(off.done);
    EXPECT_FALSE(off.verified);
    EXPECT_THAT(off.detail, HasSubstr("cannot be verified"));
    EXPECT_THAT(off.detail, HasSubstr("relay ended with 0: ok"));
    EXPECT_TRUE(set.powerOff) << "no play claims to have been seen";
    EXPECT_TRUE(hands->powerOff());
    EXPECT_TRUE(doIt(InstructionAction::power, "on").done);
    EXPECT_FALSE(set.powerOff);
    EXPECT_THAT(calls, ElementsAre("relay off", "relay on"));
    end = {4, "no answer"};
    auto const failed = doIt(InstructionAction::power, "off");
    EXPECT_FALSE(failed.done);
    EXPECT_EQ(failed.detail, "relay ended with 4: no answer");
    EXPECT_FALSE(set.powerOff);
}

TEST_F(HandsTest, TheProgramThatAsksTheScreenIsBelieved) {
    programs.power = "/opt/relay";
    programs.powerQuery = "/opt/ask";
    begin();
    EXPECT_TRUE(doIt(InstructionAction::power, "on").verified);
    auto const off = doIt(InstructionAction::power, "off");
    EXPECT_FALSE(off.done) << "it is still on";
    EXPECT_THAT(off.detail, HasSubstr("says that the screen is on"));
    EXPECT_FALSE(set.powerOff);
    answer = "off";
    EXPECT_TRUE(doIt(InstructionAction::power, "off").verified);
    answer = "who knows";
    auto const unsure = doIt(InstructionAction::power, "off");
    EXPECT_TRUE(unsure.done);
    EXPECT_FALSE(unsure.verified);
    EXPECT_THAT(unsure.detail, HasSubstr("neither on nor off"));
}

TEST_F(HandsTest, ThePanelIsDimmedByItsProgramAndSetBack) {
    programs.brightness = "/opt/dim";
    begin();
    EXPECT_TRUE(doIt(InstructionAction::brightness, "30", 60).done);
    EXPECT_FALSE(set.brightness) << "not in the picture, too";
    now = morning(61'000);
    static_cast<void>(hands->settle({}));
    static_cast<void>(hands->settle({}));
    EXPECT_THAT(calls, ElementsAre("dim 30", "dim 100"));
}

TEST_F(HandsTest, TheRestOfItsDeeds) {
    EXPECT_TRUE(doIt(InstructionAction::identify, "", 30).done);
    EXPECT_THAT(identified, ElementsAre(Milliseconds(30'000)));
    EXPECT_TRUE(doIt(InstructionAction::restart, "engine").restarts);
    auto const unknown = doIt(InstructionAction::unknown, "dance");
    EXPECT_FALSE(unknown.done);
    EXPECT_THAT(unknown.detail, HasSubstr("dance"));
    EXPECT_FALSE(unknown.restarts);
}

}  // namespace
}  // namespace tocsin::player
