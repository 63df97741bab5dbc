// SPDX-License-Identifier: Apache-2.0
// Orders to screens: signed, kept, sent at once or when the player comes.
#include "garrison.hpp"
#include "tocsin/messages/command.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::fleet {
namespace {

using messages::CommandAction;
using messages::CommandOffer;
using messages::Welcome;
using testing::Contains;

class ScreenOrdersTest : public Garrison {
protected:
    ScreenOrdersTest() { token_ = addScreen("gate"); }
    void welcome(Player& player, std::optional<messages::ManifestVersion> held = {}) {
        player.hello(token_, "", [&](messages::Hello& hello) { hello.order = held; });
        player.hear<Welcome>();
    }
    messages::Command commandIn(CommandOffer const& offer) const {
        auto const envelope = messages::parseEnvelope(offer.envelope).value();
        auto const payload = messages::opened(envelope, messages::kCommandKind,
                                              signer_->publicKey(keys::Role::command));
        EXPECT_TRUE(payload);
        return messages::parseCommand(payload.value()).value();
    }
    /// All that was sent before has been heard then.
    void settle(Player& player) {
        player.say(messages::ClockRequest{clock_.now()});
        player.hear<messages::ClockReply>();
    }
    static constexpr char kGate[] = R"({"screens":["gate"],"reason":"演练"})";

    messages::KeyPair const key_ = messages::KeyPair::generate();
    std::string token_;
};

TEST_F(ScreenOrdersTest, AnOrderGoesToALivePlayerAtOnce) {
    Player player(*this, key_);
    welcome(player);
    auto const answer = json("POST", "/api/v1/screens/blank", kGate);
    EXPECT_EQ(answer.at("items").at(0).at("screen").as_string(), "gate");
    EXPECT_TRUE(answer.at("items").at(0).at("online").as_bool());
    auto const blank = commandIn(player.hear<CommandOffer>());
    EXPECT_EQ(blank.action, CommandAction::blank);
    EXPECT_EQ(blank.screen, ScreenId("gate"));
    EXPECT_EQ(blank.version, (messages::ManifestVersion{1, 1}));
    EXPECT_NE(blank.reason.find("演练"), std::string::npos);
    EXPECT_GT(blank.expires, clock_.now());
    json("POST", "/api/v1/screens/unblank", R"({"all":true})");
    // The order in force may come twice: with the welcome, and because it was given just then.
    auto unblank = commandIn(player.hear<CommandOffer>());
    if (unblank.version == blank.version) {
        unblank = commandIn(player.hear<CommandOffer>());
    }
    EXPECT_EQ(unblank.action, CommandAction::unblank);
    EXPECT_EQ(unblank.version, (messages::ManifestVersion{1, 2}));
    EXPECT_THAT(audit(), Contains("screen.blank gate"));
    EXPECT_THAT(audit(), Contains("screen.unblank gate"));
}

TEST_F(ScreenOrdersTest, AnOrderWaitsForAPlayerThatIsAway) {
    auto const answer = json("POST", "/api/v1/screens/blank", kGate);
    EXPECT_FALSE(answer.at("items").at(0).at("online").as_bool());
    Player player(*this, key_);
    welcome(player);
    auto const blank = commandIn(player.hear<CommandOffer>());
    EXPECT_EQ(blank.action, CommandAction::blank);
    player.hangUp();
    until([&] { return !fleet_->links().at(ScreenId("gate")).online; });
    Player again(*this, key_);
    welcome(again, blank.version);
    settle(again);
    EXPECT_FALSE(again.hasHeard("command")) << "it knows";
}

TEST_F(ScreenOrdersTest, AnOrderThatExpiredOrWhoseKeyIsGoneIsSignedAnew) {
    json("POST", "/api/v1/screens/blank", kGate);
    clock_.step(std::chrono::hours(25));
    Player player(*this, key_);
    welcome(player);
    auto const blank = commandIn(player.hear<CommandOffer>());
    EXPECT_EQ(blank.action, CommandAction::blank);
    EXPECT_EQ(blank.version, (messages::ManifestVersion{1, 2}));
    EXPECT_GT(blank.expires, clock_.now());
}

TEST_F(ScreenOrdersTest, ItsNumbersAreOfTheKeySetsGeneration) {
    json("POST", "/api/v1/screens/blank", kGate);
    signer_->openGeneration(3);
    json("POST", "/api/v1/screens/unblank", kGate);
    Player player(*this, key_);
    welcome(player);
    EXPECT_EQ(commandIn(player.hear<CommandOffer>()).version, (messages::ManifestVersion{3, 1}));
}

TEST_F(ScreenOrdersTest, AScreenThatNobodyOrderedAnythingHearsNothing) {
    Player player(*this, key_);
    welcome(player);
    settle(player);
    EXPECT_FALSE(player.hasHeard("command"));
}

TEST_F(ScreenOrdersTest, IdentifyIsForPlayersThatAreHere) {
    EXPECT_EQ(call("POST", "/api/v1/screens/none/identify").status, 404);
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/identify").status, 409);
    Player player(*this, key_);
    welcome(player);
    json("POST", "/api/v1/screens/gate/identify");
    auto const identify = commandIn(player.hear<CommandOffer>());
    EXPECT_EQ(identify.action, CommandAction::identify);
    EXPECT_LE(identify.expires - clock_.now(), std::chrono::seconds(60));
    player.hangUp();
    until([&] { return !fleet_->links().at(ScreenId("gate")).online; });
    Player again(*this, key_);
    welcome(again);
    settle(again);
    EXPECT_FALSE(again.hasHeard("command")) << "it was for that moment";
}

TEST_F(ScreenOrdersTest, AnOrderIsForKnownScreensAllOrNone) {
    EXPECT_EQ(call("POST", "/api/v1/screens/blank", R"({"screens":["gate","none"]})").status, 404);
    EXPECT_EQ(call("POST", "/api/v1/screens/blank", R"({})").status, 422);
    EXPECT_EQ(call("POST", "/api/v1/screens/blank", R"({"all":true,"screens":["gate"]})").status,
              422);
    addScreen("hall");
    json("POST", "/api/v1/screens/hall/retire");
    EXPECT_EQ(call("POST", "/api/v1/screens/blank", R"({"screens":["hall"]})").status, 409);
    EXPECT_EQ(
        json("POST", "/api/v1/screens/blank", R"({"all":true})").at("items").as_array().size(), 1U);
}

TEST_F(ScreenOrdersTest, WhatCannotBeSignedIsNotOrdered) {
    signer_->broken = keys::Role::command;
    EXPECT_EQ(call("POST", "/api/v1/screens/blank", kGate).status, 503);
    signer_->broken.reset();
    Player player(*this, key_);
    welcome(player);
    settle(player);
    EXPECT_FALSE(player.hasHeard("command"));
}

TEST_F(ScreenOrdersTest, ARefusedCommandIsOneRow) {
    Player player(*this, key_);
    welcome(player);
    json("POST", "/api/v1/screens/blank", kGate);
    auto const blank = commandIn(player.hear<CommandOffer>());
    for (int i = 0; i < 2; ++i) {
        player.say(messages::CommandReceipt{blank.id, blank.version, false, "no good"});
    }
    settle(player);
    EXPECT_EQ(fleet_->links().at(ScreenId("gate")).commandRefusal, "no good");
    auto const rows = audit();
    EXPECT_EQ(std::count(rows.begin(), rows.end(), "player.refused gate"), 1);
    player.say(messages::CommandReceipt{blank.id, blank.version, true, ""});
    until([&] { return fleet_->links().at(ScreenId("gate")).commandRefusal.empty(); });
}

}  // namespace
}  // namespace tocsin::fleet
