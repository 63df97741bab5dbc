// SPDX-License-Identifier: Apache-2.0
// Which instructions are carried out: each once, none late, and none of a stranger.
#include "deeds/instructions.hpp"

#include <gmock/gmock.h>

#include "controller_keys.hpp"

namespace tocsin::player {
namespace {

using messages::InstructionAction;
using messages::InstructionReceipt;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Role = messages::SigningRole;

class InstructionsTest : public testing::Test {
protected:
    InstructionsTest() { begin(); }
    void begin() {
        instructions.emplace(
            Instructions::Parts{.file = folder / "instructions",
                                .boot = boot,
                                .engineStarts = starts,
                                .log = silentLog(),
                                .now = [this] { return now; },
                                .carryOut =
                                    [this](messages::Deed const& deed, std::stop_token) {
                                        done.push_back(deed.value);
                                        return outcome;
                                    },
                                .settle = [](std::stop_token) { return std::optional<Instant>(); },
                                .restart = [this] { ++restarts; }});
        instructions->load(gate);
    }
    [[nodiscard]] messages::Instruction instruction(std::string const& id,
                                                    std::string const& value = "30") const {
        messages::Instruction out;
        out.id = id;
        out.screen = gate;
        out.generation = keys.generation;
        out.deed = {InstructionAction::volume, value, Milliseconds{0}};
        out.issued = morning(0);
        out.expires = morning(600'000);
        return out;
    }
    [[nodiscard]] static std::string sealedBy(messages::KeyPair const& key,
                                              messages::Instruction const& what,
                                              char const* kind = messages::kInstructionKind) {
        return messages::toJson(messages::seal(key, kind, messages::toJson(what)));
    }
    InstructionReceipt offer(messages::Instruction const& what) {
        return offerText(sealedBy(keys.key(Role::command), what));
    }
    InstructionReceipt offerText(std::string const& envelope) {
        auto const trust = keys.trust();
        return instructions->offer(envelope, {trust, gate, now});
    }

    std::filesystem::path const folder = freshFolder();
    ScreenId const gate{"gate-led"};
    ControllerKeys keys;
    Instant now = morning(0);
    std::string boot = "first";
    std::int64_t starts = 1;
    std::vector<std::string> done;
    Outcome outcome{true, "as told"};
    int restarts = 0;
    std::optional<Instructions> instructions;
};

TEST_F(InstructionsTest, EachIsCarriedOutOnceAndTold) {
    auto const accepted = offer(instruction("a"));
    EXPECT_EQ(accepted.instruction, "a");
    EXPECT_EQ(accepted.received, morning(0));
    EXPECT_FALSE(accepted.done);
    EXPECT_EQ(accepted.boot, "first");
    now = morning(5);
    EXPECT_TRUE(instructions->work({}));
    EXPECT_FALSE(instructions->work({}));
    auto const told = instructions->nextReceipt();
    ASSERT_TRUE(told);
    EXPECT_EQ(told->done, morning(5));
    EXPECT_EQ(told->detail, "as told");
    EXPECT_FALSE(told->verified);
    EXPECT_FALSE(instructions->nextReceipt());
    EXPECT_EQ(offer(instruction("a")), *told) << "it is answered with what became of it";
    EXPECT_FALSE(instructions->work({}));
    EXPECT_THAT(done, ElementsAre("30"));
}

TEST_F(InstructionsTest, NorIsItAfterARestart) {
    static_cast<void>(offer(instruction("a")));
    EXPECT_TRUE(instructions->work({}));
    starts = 2;
    begin();
    auto const again = offer(instruction("a"));
    EXPECT_TRUE(again.done);
    EXPECT_EQ(again.engineStarts, 1) << "of when it was received";
    EXPECT_FALSE(instructions->work({}));
    EXPECT_THAT(done, ElementsAre("30"));
}

TEST_F(InstructionsTest, WhatAPlayerEndedInIsNotBegunAnew) {
    static_cast<void>(offer(instruction("a")));
    starts = 2;
    begin();
    EXPECT_FALSE(instructions->work({}));
    auto const told = instructions->nextReceipt();
    ASSERT_TRUE(told);
    EXPECT_TRUE(told->failed);
    EXPECT_THAT(told->detail, HasSubstr("not begun again"));
    EXPECT_THAT(done, IsEmpty());
}

TEST_F(InstructionsTest, ADeviceThatRestartedHasDoneIt) {
    auto restart = instruction("a");
    restart.deed = {InstructionAction::restart, "device"};
    static_cast<void>(offer(restart));
    outcome = {false, "", false, false, true};  // the player was ended while its program ran
    EXPECT_TRUE(instructions->work({}));
    EXPECT_FALSE(instructions->nextReceipt());
    boot = "second";
    begin();
    auto const told = instructions->nextReceipt();
    ASSERT_TRUE(told);
    EXPECT_TRUE(told->done);
    EXPECT_EQ(told->boot, "first");
}

TEST_F(InstructionsTest, TheEngineEndsOnlyWhenItStandsOnTheDisk) {
    outcome = {true, "", false, true};
    auto restart = instruction("a");
    restart.deed = {InstructionAction::restart, "engine"};
    static_cast<void>(offer(restart));
    EXPECT_TRUE(instructions->work({}));
    EXPECT_EQ(restarts, 1);
    begin();
    EXPECT_TRUE(offer(restart).done);
    EXPECT_FALSE(instructions->work({}));
    EXPECT_EQ(restarts, 1);
}

TEST_F(InstructionsTest, NoneIsBegunLate) {
    now = morning(600'000);
    auto const late = offer(instruction("a"));
    EXPECT_TRUE(late.failed);
    EXPECT_FALSE(late.received);
    EXPECT_THAT(late.detail, HasSubstr("expired"));
    now = morning(599'999);
    EXPECT_TRUE(offer(instruction("b")).received);
    now = morning(600'000);  // another took its time before it
    EXPECT_TRUE(instructions->work({}));
    EXPECT_THAT(done, IsEmpty());
    EXPECT_TRUE(instructions->nextReceipt()->failed);
}

TEST_F(InstructionsTest, NobodyIsObeyedWhoIsNotTrusted) {
    for (auto const role : messages::kSigningRoles) {
        auto const receipt = offerText(sealedBy(
            keys.key(role),
            instruction(std::string("by-") + (role == Role::command ? "command" : "other"))));
        EXPECT_EQ(receipt.received.has_value(), role == Role::command) << toString(role);
    }
    EXPECT_FALSE(offerText(sealedBy(keys.root, instruction("r"))).received);
    EXPECT_FALSE(
        offerText(sealedBy(keys.key(Role::command), instruction("k"), messages::kManifestKind))
            .received);
    EXPECT_EQ(offerText("{}").instruction, "");
    auto other = instruction("o");
    other.screen = ScreenId("hall");
    EXPECT_THAT(offer(other).detail, HasSubstr("hall"));
    auto newer = instruction("n");
    newer.generation = 9;
    EXPECT_TRUE(offer(newer).failed);
    auto envelope = messages::parseEnvelope(sealedBy(keys.key(Role::command), instruction("x")));
    envelope->payload = messages::toJson(instruction("x", "100"));
    EXPECT_TRUE(offerText(messages::toJson(*envelope)).failed);
}

TEST_F(InstructionsTest, TooManyAreRefusedAndNoneIsForgottenThatHasNotExpired) {
    int accepted = 0;
    for (int i = 0; i < 60; ++i) {
        accepted += offer(instruction("w" + std::to_string(i))).received ? 1 : 0;
    }
    EXPECT_EQ(accepted, 50);
    while (instructions->work({})) {
    }
    for (int i = 0; i < 300; ++i) {
        static_cast<void>(offer(instruction("m" + std::to_string(i))));
        static_cast<void>(instructions->work({}));
    }
    EXPECT_EQ(done.size(), 200U);
    EXPECT_TRUE(offer(instruction("w0")).done) << "still known";
    now = morning(600'000);
    auto later = instruction("later");
    later.expires = morning(900'000);
    EXPECT_TRUE(offer(later).received) << "what has expired makes room";
}

TEST_F(InstructionsTest, AFailureIsToldWithItsReason) {
    outcome = {false, "no relay"};
    static_cast<void>(offer(instruction("a")));
    EXPECT_TRUE(instructions->work({}));
    auto const told = instructions->nextReceipt();
    ASSERT_TRUE(told);
    EXPECT_TRUE(told->failed);
    EXPECT_FALSE(told->done);
    EXPECT_EQ(told->detail, "no relay");
}

TEST_F(InstructionsTest, EachSessionIsToldAgain) {
    static_cast<void>(offer(instruction("a")));
    EXPECT_TRUE(instructions->work({}));
    EXPECT_TRUE(instructions->nextReceipt());
    instructions->tellAgain();
    EXPECT_TRUE(instructions->nextReceipt());
    now = morning(8LL * 24 * 3'600'000);
    instructions->tellAgain();
    EXPECT_FALSE(instructions->nextReceipt());
}

TEST_F(InstructionsTest, AnotherScreenKnowsNothingOfThem) {
    static_cast<void>(offer(instruction("a")));
    instructions->bindTo(ScreenId("hall"));
    EXPECT_FALSE(instructions->work({}));
    EXPECT_FALSE(std::filesystem::exists(folder / "instructions"));
}

TEST_F(InstructionsTest, WhatCannotBeKeptIsNotDone) {
    std::filesystem::remove_all(folder);
    auto const receipt = offer(instruction("a"));
    EXPECT_TRUE(receipt.failed);
    EXPECT_FALSE(instructions->work({}));
    EXPECT_THAT(done, IsEmpty());
}

}  // namespace
}  // namespace tocsin::player
