// SPDX-License-Identifier: Apache-2.0
// Two sessions with one key: an old connection that nobody closed, or a player that was copied.
#include "garrison.hpp"

namespace tocsin::fleet {
namespace {

using messages::KeyPair;
using messages::Pending;
using messages::Refusal;
using messages::Welcome;
using testing::Contains;
using testing::Not;

class Clones : public Garrison {
protected:
    explicit Clones(FleetLimits limits = {}) : Garrison(limits) {}
    LinkState link() { return fleet_->links().at(ScreenId("gate")); }
    boost::json::value shown() { return json("GET", "/api/v1/screens/gate").at("cloned"); }

    KeyPair const key_ = KeyPair::generate();
};

/// Nobody has the time to answer.
class HalfOpen : public Clones {
protected:
    HalfOpen() : Clones({Milliseconds(1), 4}) {}
};

TEST_F(HalfOpen, AnOlderSessionInWhichNobodyAnswersIsClosedAndIsNoAlarm) {
    Player older(*this, key_);
    older.hello(addScreen("gate"), "");
    older.hear<Welcome>();
    Player newer(*this, key_);
    newer.hello("", "");
    newer.hear<Welcome>();
    until([&] { return older.wire()->closed.has_value(); });
    EXPECT_FALSE(older.hasHeard("refusal")) << "nobody is there to hear it";
    EXPECT_FALSE(newer.wire()->closed);
    EXPECT_TRUE(link().online);
    EXPECT_FALSE(link().cloned);
    EXPECT_THAT(audit(), Not(Contains("player.cloned gate")));
}

TEST_F(HalfOpen, AWaitingPlayerKeepsItsCodeWhenItReconnects) {
    Player before(*this, key_);
    before.hello("", "ABC234");
    before.hear<Pending>();
    Player after(*this, key_);
    after.hello("", "ABC234");
    after.hear<Pending>();
    until([&] { return before.wire()->closed.has_value(); });
    EXPECT_EQ(json("GET", "/api/v1/pairing").at("items").as_array().size(), 1U);
    after.hangUp();
    until([&] { return json("GET", "/api/v1/pairing").at("items").as_array().empty(); });
}

TEST_F(Clones, APlayerThatIsGoneIsNotWaitedFor) {
    Player older(*this, key_);
    older.hello(addScreen("gate"), "");
    older.hear<Welcome>();
    Player newer(*this, key_);
    newer.hello("", "");
    until([&] { return older.hasHeard("probe"); });
    older.hangUp();
    newer.hear<Welcome>();
    EXPECT_FALSE(link().cloned);
}

TEST_F(Clones, BothPlayersOfACopiedKeyStayAndPeopleAreToldOnce) {
    Player first(*this, key_);
    first.hello(addScreen("gate"), "");
    first.hear<Welcome>();
    first.hear<messages::ManifestOffer>();
    auto const begun = clock_.now();
    {
        Player second(*this, key_);
        second.hello("", "");
        first.answerProbe();
        second.hear<Welcome>();
        second.hear<messages::ManifestOffer>();
        EXPECT_FALSE(first.wire()->closed);
        EXPECT_EQ(link().cloned, (Cloned{begun, {"memory", "memory"}}));
        EXPECT_EQ(shown().at("since").as_string(), formatInstant(begun));
        until([&] { return audited("player.cloned gate") == 1; });

        clock_.step(std::chrono::days(2));
        ASSERT_TRUE(schedule_->replan());
        first.hear<messages::ManifestOffer>();
        second.hear<messages::ManifestOffer>();
        json("POST", "/api/v1/screens/blank", R"({"screens":["gate"]})");
        first.hear<messages::CommandOffer>();
        second.hear<messages::CommandOffer>();
        second.hangUp();
    }
    until([&] { return !link().cloned; });
    EXPECT_TRUE(link().online);
    EXPECT_TRUE(shown().is_null());

    Player again(*this, key_);
    again.hello("", "");
    first.answerProbe();
    again.hear<Welcome>();
    EXPECT_TRUE(link().cloned);
    EXPECT_EQ(audited("player.cloned gate"), 1) << "it is the same incident";
}

TEST_F(Clones, APlayerFromBeforeProbesAnswersByNotKnowingThem) {
    Player first(*this, key_);
    first.hello(addScreen("gate"), "");
    first.hear<Welcome>();
    Player second(*this, key_);
    second.hello("", "");
    until([&] { return first.hasHeard("probe"); });
    auto& heard = first.wire()->toPlayer;
    auto const probe = std::find_if(heard.begin(), heard.end(), [](auto const& message) {
        return std::holds_alternative<messages::Probe>(message.body);
    });
    first.say(Refusal{probe->id, "unknown-type", ""});
    second.hear<Welcome>();
    EXPECT_TRUE(link().cloned);
}

TEST_F(Clones, AnAnswerToAnythingElseIsNone) {
    Player first(*this, key_);
    first.hello(addScreen("gate"), "");
    first.hear<Welcome>();
    Player second(*this, key_);
    second.hello("", "");
    until([&] { return first.hasHeard("probe"); });
    first.say(messages::ProbeReply{1});
    first.say(messages::ClockRequest{});
    first.hear<messages::ClockReply>();
    EXPECT_FALSE(second.hasHeard("welcome"));
    first.answerProbe();
    second.hear<Welcome>();
}

TEST_F(Clones, ReportsAndPlaysOfACopyDoNotCount) {
    int stored = 0;
    onPlays_ = [&](auto const&, auto const&) -> Result<std::optional<messages::Body>> {
        ++stored;
        return std::optional<messages::Body>(messages::PlaysStored{1, 1, 1});
    };
    Player first(*this, key_);
    first.hello(addScreen("gate"), "");
    first.hear<Welcome>();
    Player copy(*this, key_);
    copy.hello("", "");
    first.answerProbe();
    copy.hear<Welcome>();
    messages::Status status;
    status.at = clock_.now();
    status.state = "playing";
    first.say(status);
    until([&] { return link().status.has_value(); });
    status.state = "waiting";
    copy.say(status);
    copy.say(messages::ManifestReceipt{{1, 1}, false, "expired"});
    copy.say(messages::Plays{"x"});
    EXPECT_EQ(copy.hear<Refusal>().code, "cloned");
    copy.say(messages::ClockRequest{});
    copy.hear<messages::ClockReply>();
    EXPECT_EQ(link().status->state, "playing");
    EXPECT_EQ(link().lastRefusal, "");
    EXPECT_EQ(stored, 0);
    first.say(messages::Plays{"x"});
    first.hear<messages::PlaysStored>();
    EXPECT_EQ(stored, 1);

    // Without the first one it is the screen's player, in a session of its own.
    first.hangUp();
    until([&] { return copy.wire()->closed.has_value(); });
    EXPECT_EQ(copy.wire()->closed, session::CloseReason::serviceRestart);
    Player only(*this, key_);
    only.hello("", "");
    only.hear<Welcome>();
    only.say(messages::Plays{"x"});
    only.hear<messages::PlaysStored>();
}

TEST_F(Clones, TooManyOfThemAreNotKeptAndTheTrueOneIsNotLockedOut) {
    Player first(*this, key_), second(*this, key_), third(*this, key_), fourth(*this, key_);
    first.hello(addScreen("gate"), "");
    first.hear<Welcome>();
    std::vector<Player*> there{&first};
    for (auto* next : {&second, &third, &fourth}) {
        next->hello("", "");
        for (auto* player : there) {
            player->answerProbe();
        }
        next->hear<Welcome>();
        there.push_back(next);
    }
    Player fifth(*this, key_);
    fifth.hello("", "");
    for (auto* player : there) {
        player->answerProbe();
    }
    // The newcomer may be the true one, back from an outage: the newest copy goes.
    fifth.hear<Welcome>();
    EXPECT_EQ(fourth.hear<Refusal>().code, "too-many-sessions");
    until([&] { return fourth.wire()->closed.has_value(); });
    EXPECT_FALSE(first.wire()->closed);
    until([&] { return link().cloned->peers.size() == 4U; });
    until([&] { return audited("player.cloned gate") == 1; });
}

TEST_F(Clones, ACopyThatConnectedEarlierAndSpeaksLaterIsFound) {
    auto const token = addScreen("gate");
    Player early(*this, key_);
    until([&] { return early.hasHeard("challenge"); });
    Player late(*this, key_);
    late.hello(token, "");
    late.hear<Welcome>();
    early.hello("", "");
    late.answerProbe();
    early.hear<Welcome>();
    EXPECT_TRUE(link().cloned);
}

TEST_F(Clones, ACopyWhoseHelloHasNoNumberIsFound) {
    Player first(*this, key_);
    first.hello(addScreen("gate"), "");
    first.hear<Welcome>();
    Player copy(*this, key_);
    copy.startAt(0);
    copy.hello("", "");
    first.answerProbe();
    copy.hear<Welcome>();
    EXPECT_TRUE(link().cloned);
}

TEST_F(Clones, PlayersThatWereCopiedBeforeTheyWerePairedAreAnAlarmOfTheirScreen) {
    addScreen("gate");
    Player first(*this, key_);
    first.hello("", "ABC234");
    first.hear<Pending>();
    Player copy(*this, key_);
    copy.hello("", "XYZ789");
    first.answerProbe();
    copy.hear<Pending>();
    json("POST", "/api/v1/screens/gate/pair", R"({"code":"ABC234"})");
    first.hear<Welcome>();
    copy.hear<Welcome>();
    EXPECT_TRUE(link().cloned);
}

TEST_F(Clones, AForkIsRefusedByItsOwnCodeAndToldOnce) {
    onPlays_ = [](auto const&, auto const&) -> Result<std::optional<messages::Body>> {
        return Error{Errc::conflict, "forked: epoch 1 batch 2 differs"};
    };
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<Welcome>();
    for (int i = 0; i < 3; ++i) {
        player.say(messages::Plays{"x"});
        EXPECT_EQ(player.hear<Refusal>().code, "forked");
    }
    EXPECT_EQ(audited("player.forked gate"), 1);
    EXPECT_FALSE(player.wire()->closed);
}

}  // namespace
}  // namespace tocsin::fleet
