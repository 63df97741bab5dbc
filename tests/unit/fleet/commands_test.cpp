// SPDX-License-Identifier: Apache-2.0
// Commands to screens: signed, sent when they are due, followed, and never begun late.
#include "garrison.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/instruction.hpp"

namespace tocsin::fleet {
namespace {

using messages::InstructionAction;
using messages::InstructionOffer;
using messages::InstructionReceipt;
using messages::Welcome;
using testing::Contains;
using testing::HasSubstr;

class ScreenCommandsTest : public Garrison {
protected:
    ScreenCommandsTest() { token_ = addScreen("gate"); }
    void welcome(Player& player, std::string const& boot = "boot") {
        player.hello(token_, "", [&](messages::Hello& hello) { hello.boot = boot; });
        player.hear<Welcome>();
        settle(player);  // and what it is told with it
    }
    messages::Instruction instructionIn(InstructionOffer const& offer) const {
        auto const envelope = messages::parseEnvelope(offer.envelope).value();
        auto const payload = messages::opened(envelope, messages::kInstructionKind,
                                              signer_->publicKey(keys::Role::command));
        EXPECT_TRUE(payload);
        return messages::parseInstruction(payload.value()).value();
    }
    /// All that was sent before has been heard then.
    void settle(Player& player) {
        player.say(messages::ClockRequest{clock_.now()});
        player.hear<messages::ClockReply>();
    }
    boost::json::object give(std::string const& body, int status = 201) {
        return json("POST", "/api/v1/commands", body, status);
    }
    boost::json::object itemOf(std::string const& id) {
        return json("GET", "/api/v1/commands/" + id).at("items").at(0).as_object();
    }
    std::string stepOf(std::string const& id) { return itemOf(id).at("step").as_string().c_str(); }
    InstructionReceipt receipt(std::string const& id) {
        InstructionReceipt out;
        out.instruction = id;
        out.received = clock_.now();
        out.boot = "boot";
        out.engineStarts = 1;
        return out;
    }
    messages::Status report() {
        messages::Status out;
        out.at = clock_.now();
        out.state = "playing";
        return out;
    }
    static constexpr char kVolume[] =
        R"({"id":"v1","action":"volume","value":30,"holds_s":60,"screens":["gate"],"reason":"考试"})";

    messages::KeyPair const key_ = messages::KeyPair::generate();
    std::string token_;
};

TEST_F(ScreenCommandsTest, GoesToALivePlayerAtOnceAndIsFollowedUntilItIsSeenToWork) {
    Player player(*this, key_);
    welcome(player);
    auto const answer = give(kVolume);
    EXPECT_EQ(answer.at("id"), "v1");
    EXPECT_EQ(answer.at("items").at(0).at("step"), "sent");
    auto const heard = instructionIn(player.hear<InstructionOffer>());
    EXPECT_EQ(heard.id, "v1");
    EXPECT_EQ(heard.screen, ScreenId("gate"));
    EXPECT_EQ(heard.deed, (messages::Deed{InstructionAction::volume, "30", Milliseconds(60'000)}));
    EXPECT_THAT(heard.reason, HasSubstr("考试"));
    EXPECT_EQ(heard.expires, clock_.now() + Milliseconds(600'000));
    EXPECT_THAT(audit(), Contains("command.give v1"));

    auto told = receipt("v1");
    player.say(told);
    until([&] { return stepOf("v1") == "received"; });
    told.done = clock_.now();
    player.say(told);
    until([&] { return stepOf("v1") == "done"; });
    player.say(report());
    settle(player);
    EXPECT_EQ(stepOf("v1"), "done") << "nothing shows that it worked";
    auto shown = report();
    shown.volume = 30;
    until([&] {
        player.say(shown);
        settle(player);
        return stepOf("v1") == "verified";
    });
    EXPECT_FALSE(itemOf("v1").at("verified").is_null());
}

TEST_F(ScreenCommandsTest, ASecondTimeWithTheSameIdIsTheSameCommand) {
    Player player(*this, key_);
    welcome(player);
    give(kVolume);
    player.hear<InstructionOffer>();
    EXPECT_EQ(give(kVolume, 200).at("id"), "v1");
    settle(player);
    EXPECT_FALSE(player.hasHeard("instruction"));
    EXPECT_EQ(call("POST", "/api/v1/commands",
                   R"({"id":"v1","action":"volume","value":31,"screens":["gate"]})")
                  .status,
              409);
    EXPECT_EQ(audited("command.give v1"), 1);
}

TEST_F(ScreenCommandsTest, APlayerThatWasAwayGetsItWhenItComesAndAgainUntilItAnswers) {
    give(kVolume);
    EXPECT_EQ(stepOf("v1"), "waiting");
    {
        Player player(*this, key_);
        welcome(player);
        EXPECT_EQ(instructionIn(player.hear<InstructionOffer>()).id, "v1");
        EXPECT_EQ(stepOf("v1"), "sent");
        player.hangUp();
        until([&] { return !fleet_->links().at(ScreenId("gate")).online; });
    }
    Player again(*this, key_);
    welcome(again);
    EXPECT_EQ(instructionIn(again.hear<InstructionOffer>()).id, "v1") << "no answer came";
    again.say(receipt("v1"));
    until([&] { return stepOf("v1") == "received"; });
    again.hangUp();
    until([&] { return !fleet_->links().at(ScreenId("gate")).online; });
    Player third(*this, key_);
    welcome(third);
    settle(third);
    EXPECT_FALSE(third.hasHeard("instruction")) << "it has it on its disk";
}

TEST_F(ScreenCommandsTest, IsNeverSentAfterItExpired) {
    give(kVolume);
    clock_.step(Milliseconds(600'000));
    Player player(*this, key_);
    welcome(player);
    settle(player);
    EXPECT_FALSE(player.hasHeard("instruction"));
    fleet_->followCommands();
    EXPECT_EQ(stepOf("v1"), "expired");
    fleet_->followCommands();
    EXPECT_EQ(stepOf("v1"), "expired");
}

TEST_F(ScreenCommandsTest, WaitsForItsTime) {
    Player player(*this, key_);
    welcome(player);
    auto const at = formatInstant(clock_.now() + Milliseconds(3'600'000));
    give(R"({"id":"later","action":"restart","screens":["gate"],"at":")" + at + R"("})");
    clock_.step(Milliseconds(3'599'000));
    fleet_->followCommands();
    settle(player);
    EXPECT_FALSE(player.hasHeard("instruction"));
    clock_.step(Milliseconds(1'000));
    fleet_->followCommands();
    EXPECT_EQ(instructionIn(player.hear<InstructionOffer>()).deed.value, "engine");
    EXPECT_EQ(stepOf("later"), "sent");
    EXPECT_EQ(call("POST", "/api/v1/commands",
                   R"({"action":"restart","screens":["gate"],"at":"2020-01-01T00:00:00Z"})")
                  .status,
              409);
}

TEST_F(ScreenCommandsTest, IsTakenBackWhileItWaits) {
    give(kVolume);
    EXPECT_EQ(json("DELETE", "/api/v1/commands/v1").at("items").at(0).at("step"), "cancelled");
    EXPECT_THAT(audit(), Contains("command.cancel v1"));
    EXPECT_EQ(call("DELETE", "/api/v1/commands/v1").status, 409);
    EXPECT_EQ(call("DELETE", "/api/v1/commands/none").status, 404);
    Player player(*this, key_);
    welcome(player);
    settle(player);
    EXPECT_FALSE(player.hasHeard("instruction"));
    give(R"({"id":"v2","action":"identify","screens":["gate"]})");
    player.hear<InstructionOffer>();
    EXPECT_EQ(call("DELETE", "/api/v1/commands/v2").status, 409) << "it is on its way";
}

TEST_F(ScreenCommandsTest, AnOldPlayerFailsItWithThatReason) {
    Player player(*this, key_);
    welcome(player);
    give(kVolume);
    auto const& heard = player.wire()->toPlayer;
    auto const offered = [&] {
        return std::find_if(heard.begin(), heard.end(), [](messages::Message const& message) {
            return std::holds_alternative<InstructionOffer>(message.body);
        });
    };
    until([&] { return offered() != heard.end(); });
    ASSERT_NE(offered(), heard.end());
    player.say(messages::Refusal{offered()->id, "unknown-type", "what is that"});
    until([&] { return stepOf("v1") == "failed"; });
    EXPECT_THAT(std::string(itemOf("v1").at("detail").as_string()), HasSubstr("too old"));
}

TEST_F(ScreenCommandsTest, ARestartIsSeenByTheNextStartOfTheEngine) {
    Player player(*this, key_);
    welcome(player);
    give(R"({"id":"r","action":"restart","screens":["gate"]})");
    player.hear<InstructionOffer>();
    auto told = receipt("r");
    told.done = clock_.now();
    player.say(told);
    until([&] { return stepOf("r") == "done"; });
    player.hangUp();
    until([&] { return !fleet_->links().at(ScreenId("gate")).online; });
    Player again(*this, key_);
    welcome(again);
    again.say(told);  // it tells it again
    auto shown = report();
    shown.engineStarts = 2;
    until([&] {
        again.say(shown);
        settle(again);
        return stepOf("r") == "verified";
    });
}

TEST_F(ScreenCommandsTest, APictureIsAskedForAsEverAndCountsWhenItIsKept) {
    Digest const picture = messages::sha256("jpeg");
    onEvidence_ = [&](access::PlayerPrincipal const&,
                      messages::Body const&) -> Result<std::optional<messages::Body>> {
        return std::optional<messages::Body>(messages::EvidenceStored{picture, "p"});
    };
    Player player(*this, key_);
    welcome(player);
    give(R"({"id":"p","action":"evidence","screens":["gate"]})");
    EXPECT_EQ(player.hear<messages::EvidenceRequest>().request, "p");
    EXPECT_FALSE(player.hasHeard("instruction"));
    player.say(messages::EvidencePicture{
        messages::toJson(messages::seal(key_, messages::kEvidenceKind, "{}")), "jpeg"});
    until([&] { return stepOf("p") == "verified"; });
    EXPECT_THAT(std::string(itemOf("p").at("detail").as_string()), HasSubstr(picture.hex()));
}

TEST_F(ScreenCommandsTest, AsksOneThingOfKnownScreensAllOrNone) {
    auto const refused = [&](std::string const& body) {
        return call("POST", "/api/v1/commands", body).status;
    };
    EXPECT_EQ(refused(R"({"action":"restart","screens":["gate","none"]})"), 404);
    EXPECT_EQ(refused(R"({"action":"restart"})"), 422);
    EXPECT_EQ(refused(R"({"action":"restart","all":true,"screens":["gate"]})"), 422);
    EXPECT_EQ(refused(R"({"action":"dance","screens":["gate"]})"), 422);
    EXPECT_EQ(refused(R"({"action":"volume","screens":["gate"]})"), 422);
    EXPECT_EQ(refused(R"({"action":"volume","value":101,"screens":["gate"]})"), 422);
    EXPECT_EQ(refused(R"({"action":"power","value":"maybe","screens":["gate"]})"), 422);
    EXPECT_EQ(refused(R"({"action":"restart","holds_s":5,"screens":["gate"]})"), 422);
    EXPECT_EQ(refused(R"({"id":"A b","action":"restart","screens":["gate"]})"), 422);
    EXPECT_EQ(refused(R"({"action":"restart","tag":"nowhere"})"), 404);
    addScreen("hall");
    json("POST", "/api/v1/screens/hall/retire");
    EXPECT_EQ(refused(R"({"action":"restart","screens":["hall"]})"), 409);
    EXPECT_EQ(give(R"({"action":"restart","all":true})").at("items").as_array().size(), 1U);
}

TEST_F(ScreenCommandsTest, AScreenHasFiftyBeforeItAtMost) {
    for (int i = 0; i < 50; ++i) {
        give(R"({"action":"identify","screens":["gate"]})");
    }
    auto const more =
        call("POST", "/api/v1/commands", R"({"action":"identify","screens":["gate"]})");
    EXPECT_EQ(more.status, 409);
    EXPECT_THAT(more.body, HasSubstr("50"));
}

TEST_F(ScreenCommandsTest, WhatChangesScreensAsksTheGuardAndWhatOnlyLooksDoesNot) {
    std::vector<std::string> asked;
    guard_ = [&](store::Tx&, access::Reached const& reached) -> Result<> {
        asked.push_back(reached.english);
        return Error{Errc::conflict, "held"};
    };
    EXPECT_EQ(call("POST", "/api/v1/commands", R"({"action":"restart","all":true})").status, 409);
    EXPECT_EQ(asked, std::vector<std::string>{"restart engine at 1 screen"});
    give(R"({"id":"i","action":"identify","all":true})");
    EXPECT_EQ(asked.size(), 1U);
    auto const listed = json("GET", "/api/v1/commands").at("items").as_array();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].at("counts").at("waiting"), 1);
    EXPECT_FALSE(listed[0].as_object().contains("items"));
}

TEST_F(ScreenCommandsTest, WhatCannotBeSignedWaits) {
    Player player(*this, key_);
    welcome(player);
    signer_->broken = keys::Role::command;
    give(kVolume);
    EXPECT_EQ(stepOf("v1"), "waiting");
    signer_->broken.reset();
    fleet_->followCommands();
    EXPECT_EQ(instructionIn(player.hear<InstructionOffer>()).id, "v1");
}

TEST_F(ScreenCommandsTest, AReceiptOfAnotherCommandChangesNothing) {
    Player player(*this, key_);
    welcome(player);
    give(kVolume);
    player.hear<InstructionOffer>();
    auto other = receipt("v2");
    other.done = clock_.now();
    player.say(other);
    settle(player);
    EXPECT_EQ(stepOf("v1"), "sent");
    EXPECT_EQ(call("GET", "/api/v1/commands/v2").status, 404);
}

}  // namespace
}  // namespace tocsin::fleet
