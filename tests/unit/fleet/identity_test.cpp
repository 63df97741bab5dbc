// SPDX-License-Identifier: Apache-2.0
// Who the controller is to its players, and what it records of their refusals.
#include "garrison.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::fleet {
namespace {

using messages::Challenge;
using messages::ManifestOffer;
using messages::Refusal;
using messages::Welcome;
using testing::Contains;

class Identity : public Garrison {
protected:
    /// Rows of the trail with this action, as "who subject: detail", the newest first.
    std::vector<std::string> rowsOf(std::string const& action) {
        std::vector<std::string> out;
        EXPECT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
            for (auto const& row : tx.audit().newest(100)) {
                if (row.entry.action == action) {
                    out.push_back(row.entry.who + " " + row.entry.subject + ": " +
                                  row.entry.detail);
                }
            }
            return {};
        }));
        return out;
    }
    messages::KeyPair const key_ = messages::KeyPair::generate();
};

TEST_F(Identity, TheChallengeIsSignedForThePlayersOwnNonce) {
    Player player(*this, key_, std::string(messages::kNonceBytes, 'n'));
    auto const challenge = player.hear<Challenge>();
    auto const envelope = messages::parseEnvelope(challenge.keys).value();
    auto const set = messages::openedKeySet(envelope).value();
    EXPECT_EQ(set, signer_->issued().set);
    EXPECT_EQ(challenge.controller, set.key(keys::Role::content));
    auto const proven = messages::challengeBytes(std::string(messages::kNonceBytes, 'n'),
                                                 challenge.nonce, envelope.payload);
    EXPECT_TRUE(messages::verify(set.key(keys::Role::session), proven, challenge.proof));
}

TEST_F(Identity, TokensNameTheRoot) {
    auto const root = signer_->issued().set.root.fingerprint();
    EXPECT_TRUE(addScreen("gate").ends_with("." + root));
    auto const again = json("POST", "/api/v1/screens/gate/token").at("token");
    EXPECT_TRUE(std::string(again.as_string()).ends_with("." + root));
}

TEST_F(Identity, WithoutItsSessionSignerPlayersAreAskedToComeBack) {
    auto const token = addScreen("gate");
    signer_->broken = keys::Role::session;
    Player early(*this, key_);
    until([&] { return early.wire()->closed.has_value(); });
    EXPECT_EQ(early.wire()->closed, session::CloseReason::serviceRestart);
    EXPECT_TRUE(early.wire()->toPlayer.empty());
    signer_->broken.reset();
    Player player(*this, key_);
    player.hello(token, "");
    player.hear<Welcome>();
}

TEST_F(Identity, AManifestOfAnEarlierGenerationIsNotOffered) {
    auto const token = addScreen("gate");
    signer_->openGeneration(2);
    Player player(*this, key_);
    player.hello(token, "");
    player.hear<Welcome>();
    player.say(messages::ClockRequest{clock_.now()});
    player.hear<messages::ClockReply>();
    EXPECT_FALSE(player.hasHeard("manifest"));
    ASSERT_TRUE(store_->write(
        [](store::Tx& tx) -> Result<> {
            tx.settings().put("generation", "2");
            return {};
        },
        {"test", "test", "test", ""}));
    ASSERT_TRUE(schedule_->replan());
    auto const offer = player.hear<ManifestOffer>();
    auto const payload = messages::parseEnvelope(offer.envelope)->payload;
    EXPECT_EQ(messages::parseManifest(payload)->version.generation, 2);
}

TEST_F(Identity, ARefusedManifestIsOneRowHoweverOftenItIsRefused) {
    auto const token = addScreen("gate");
    auto const row =
        "player " + key_.publicKey().fingerprint() + " gate: manifest: no good (last sent: 1.1)";
    for (int i = 0; i < 2; ++i) {
        Player player(*this, key_);
        player.hello(token, "");
        player.hear<ManifestOffer>();
        for (int again = 0; again < 2; ++again) {
            player.say(messages::ManifestReceipt{{9, i}, false, "no good"});
        }
        player.say(messages::ClockRequest{clock_.now()});
        player.hear<messages::ClockReply>();
        EXPECT_EQ(rowsOf("player.refused"), (std::vector{row}));
        player.hangUp();
    }
    EXPECT_EQ(fleet_->links().at(ScreenId("gate")).lastRefusal, "no good");
}

TEST_F(Identity, EachReasonForWhichOffersWereRefusedIsARow) {
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<ManifestOffer>();
    // The one that was sent is in force; others come to the player from elsewhere.
    player.say(messages::ManifestReceipt{{1, 1}, true, ""});
    for (auto const* reason : {"signed by a stranger", "it is for\nhall", "signed by a stranger"}) {
        player.say(messages::ManifestReceipt{{1, 1}, false, reason});
    }
    player.say(messages::ClockRequest{clock_.now()});
    player.hear<messages::ClockReply>();
    auto const who = "player " + key_.publicKey().fingerprint() + " gate: ";
    EXPECT_EQ(rowsOf("player.refused"),
              (std::vector{who + "manifest: it is for?hall (last sent: 1.1)",
                           who + "manifest: signed by a stranger (last sent: 1.1)"}));
}

TEST_F(Identity, APlayerWithEverNewReasonsDoesNotFloodTheTrail) {
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<ManifestOffer>();
    auto const refuse = [&](int from, int to) {
        for (int i = from; i < to; ++i) {
            player.say(messages::ManifestReceipt{{1, 1}, false, "reason " + std::to_string(i)});
        }
        player.say(messages::ClockRequest{clock_.now()});
        player.hear<messages::ClockReply>();
        return rowsOf("player.refused");
    };
    auto const flooded = refuse(0, 60);
    ASSERT_EQ(flooded.size(), 21U);
    EXPECT_TRUE(
        flooded.front().ends_with("gate: further refusals of this hour are not written "
                                  "down"))
        << flooded.front();
    clock_.step(std::chrono::hours(1));
    auto const later = refuse(59, 61);
    EXPECT_EQ(later.size(), flooded.size() + 2) << "what was not told is told now";
    EXPECT_TRUE(later.front().ends_with("manifest: reason 60 (last sent: 1.1)")) << later.front();
}

TEST_F(Identity, WhatNobodyOfferedIsNoRow) {
    auto const token = addScreen("gate");
    signer_->openGeneration(2);  // so that nothing is offered
    Player player(*this, key_);
    player.hello(token, "");
    player.hear<Welcome>();
    player.say(messages::ManifestReceipt{{1, 1}, false, "no good"});
    player.say(messages::ClockRequest{clock_.now()});
    player.hear<messages::ClockReply>();
    EXPECT_TRUE(rowsOf("player.refused").empty());
}

TEST_F(Identity, APlayerThatRefusesTheControllerIsLetGo) {
    Player player(*this, key_);
    player.hear<Challenge>();
    player.say(Refusal{1, "rolled-back", "this player holds generation 5"});
    until([&] { return player.wire()->closed.has_value(); });
    EXPECT_EQ(player.wire()->closed, session::CloseReason::normal);
    EXPECT_FALSE(player.hasHeard("refusal"));
}

}  // namespace
}  // namespace tocsin::fleet
