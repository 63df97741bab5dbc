// SPDX-License-Identifier: Apache-2.0
// What passes between the controller and a player that drives a screen.
#include <atomic>
#include <mutex>
#include <semaphore>

#include "garrison.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::fleet {
namespace {

using messages::ManifestOffer;
using messages::Refusal;
using testing::ElementsAre;
using testing::StartsWith;

class Sessions : public Garrison {
protected:
    Sessions() { token_ = addScreen("gate"); }
    void welcome(Player& player) {
        player.hello(token_, "");
        player.hear<messages::Welcome>();
    }
    LinkState link() { return fleet_->links().at(ScreenId("gate")); }
    static messages::Manifest manifestIn(ManifestOffer const& offer) {
        auto const envelope = messages::parseEnvelope(offer.envelope).value();
        return messages::parseManifest(envelope.payload).value();
    }
    static messages::ManifestVersion versionOf(ManifestOffer const& offer) {
        return manifestIn(offer).version;
    }

    messages::KeyPair const key_ = messages::KeyPair::generate();
    std::string token_;
};

TEST_F(Sessions, TheClockIsToldToAnyPlayer) {
    Player player(*this, key_);
    player.hello("", "ABC234");
    auto const t1 = fromMillis(5);
    player.say(messages::ClockRequest{t1});
    auto const reply = player.hear<messages::ClockReply>();
    EXPECT_EQ(reply, (messages::ClockReply{t1, clock_.now(), clock_.now()}));
    auto const id = player.say(messages::Status{});
    auto const refusal = player.hear<Refusal>();
    EXPECT_EQ(refusal.code, "unbound");
    EXPECT_EQ(refusal.replyTo, id);
}

TEST_F(Sessions, WhatThePlayersNewestHelloSaysOfItsMachineIsKeptWithItsScreen) {
    auto const known = [&] { return json("GET", "/api/v1/screens/gate").at("decode_rate"); };
    {
        Player player(*this, key_);
        player.hello(token_, "", [](messages::Hello& hello) { hello.decodeRate = 235'000'000; });
        player.hear<messages::Welcome>();
        until([&] { return known() == 235'000'000; });
        player.hangUp();
    }
    Player again(*this, key_);
    again.hello("", "", [](messages::Hello& hello) { hello.decodeRate = 90'000'000; });
    again.hear<messages::Welcome>();
    until([&] { return known() == 90'000'000; });
}

TEST_F(Sessions, WhatCannotBeUnderstoodIsRefusedAndTheSessionGoesOn) {
    Player player(*this, key_);
    welcome(player);
    player.sayText(R"({"type":"dance","id":41})");
    auto const unknown = player.hear<Refusal>();
    EXPECT_EQ(unknown.code, "unknown-type");
    EXPECT_EQ(unknown.replyTo, 41);
    player.sayText(R"({"type":"status","id":42})");
    auto const invalid = player.hear<Refusal>();
    EXPECT_EQ(invalid.code, "invalid");
    EXPECT_EQ(invalid.replyTo, 42);
    player.sayText("what?");
    EXPECT_EQ(player.hear<Refusal>().replyTo, 0);
    player.say(messages::Pending{});
    EXPECT_EQ(player.hear<Refusal>().code, "unexpected");
    player.say(messages::ClockRequest{});
    player.hear<messages::ClockReply>();
}

TEST_F(Sessions, OneSessionsMessagesAreHandledInOrder) {
    std::mutex mutex;
    std::vector<std::string> begun;
    std::binary_semaphore goOn{0};
    onPlays_ = [&](access::PlayerPrincipal const& who,
                   messages::Body const& body) -> Result<std::optional<messages::Body>> {
        EXPECT_EQ(who.screen, ScreenId("gate"));
        EXPECT_EQ(who.key, key_.publicKey());
        auto const batch = std::get<messages::Plays>(body).batch;
        {
            std::scoped_lock const lock(mutex);
            begun.push_back(batch);
        }
        if (batch == "first") {
            goOn.acquire();
        }
        return std::optional<messages::Body>(messages::PlaysStored{1, 1, 1});
    };
    Player player(*this, key_);
    welcome(player);
    player.say(messages::Plays{"first"});
    player.say(messages::Plays{"second"});
    auto const count = [&] {
        std::scoped_lock const lock(mutex);
        return begun.size();
    };
    until([&] { return count() == 1; });
    io_.restart();
    io_.run_for(std::chrono::milliseconds(50));
    EXPECT_EQ(count(), 1U) << "the second waits for the first";
    goOn.release();
    player.hear<messages::PlaysStored>();
    player.hear<messages::PlaysStored>();
    EXPECT_THAT(begun, ElementsAre("first", "second"));
}

TEST_F(Sessions, AHandlersErrorIsARefusalWithItsCode) {
    Player player(*this, key_);
    welcome(player);
    onPlays_ = [](auto const&, auto const&) -> Result<std::optional<messages::Body>> {
        return Error{Errc::conflict, "ledger-conflict: batch 7 does not follow 5"};
    };
    auto const id = player.say(messages::Plays{"x"});
    auto refusal = player.hear<Refusal>();
    EXPECT_EQ(refusal.code, "ledger-conflict");
    EXPECT_EQ(refusal.replyTo, id);
    onPlays_ = [](auto const&, auto const&) -> Result<std::optional<messages::Body>> {
        return Error{Errc::exhausted, "the disk is full"};
    };
    player.say(messages::Plays{"x"});
    refusal = player.hear<Refusal>();
    EXPECT_EQ(refusal.code, "exhausted");
    EXPECT_THAT(refusal.message, StartsWith("the disk"));
}

TEST_F(Sessions, AHandlerThatThrowsIsRefusedAndTheSessionGoesOn) {
    Player player(*this, key_);
    welcome(player);
    onPlays_ = [](auto const&, auto const&) -> Result<std::optional<messages::Body>> {
        throw Failure({Errc::unavailable, "the database is not there"});
    };
    player.say(messages::Plays{"x"});
    EXPECT_EQ(player.hear<Refusal>().code, "unavailable");
    player.say(messages::ClockRequest{});
    player.hear<messages::ClockReply>();
}

TEST_F(Sessions, TheNewestManifestIsOfferedUnlessThePlayerHasIt) {
    Player first(*this, key_);
    welcome(first);
    auto const version = versionOf(first.hear<ManifestOffer>());
    first.hangUp();
    Player again(*this, key_);
    again.hello("", "", [&](messages::Hello& hello) { hello.have = version; });
    again.hear<messages::Welcome>();
    again.say(messages::ClockRequest{});
    again.hear<messages::ClockReply>();
    EXPECT_FALSE(again.hasHeard("manifest"));

    clock_.step(std::chrono::days(2));
    ASSERT_TRUE(schedule_->replan());
    EXPECT_GT(versionOf(again.hear<ManifestOffer>()), version);
}

TEST_F(Sessions, NoManifestComesBeforeTheWelcome) {
    Player before(*this, key_);
    welcome(before);
    before.hangUp();
    until([&] { return !link().online; });
    std::atomic<bool> greeting = false;
    std::binary_semaphore goOn{0};
    store_->afterNextRead([&](store::Store&) {
        store_->afterNextRead([&](store::Store&) {
            fleet_->manifestChanged(ScreenId("gate"));
            greeting = true;
            goOn.acquire();
        });
    });
    Player player(*this, key_);
    player.hello("", "");
    until([&] { return greeting.load(); });
    io_.restart();
    io_.run_for(std::chrono::milliseconds(50));
    EXPECT_FALSE(player.hasHeard("manifest")) << "the player would refuse it";
    goOn.release();
    player.hear<messages::Welcome>();
    player.hear<ManifestOffer>();
}

TEST_F(Sessions, ANewlyBoundPlayerGetsItsScreensPlanWhateverItHeld) {
    messages::ManifestVersion same;  // of another screen's manifest, by coincidence
    ASSERT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
        same = tx.manifests().newest(ScreenId("gate")).value().version;
        return {};
    }));
    Player player(*this, key_);
    player.hello(token_, "", [&](messages::Hello& hello) { hello.have = same; });
    player.hear<ManifestOffer>();
}

TEST_F(Sessions, ThePlayerOfARetiredScreenIsToldToStayDarkAndStillDeliversItsPlays) {
    onPlays_ = [](access::PlayerPrincipal const& who,
                  messages::Body const&) -> Result<std::optional<messages::Body>> {
        EXPECT_EQ(who.screen, ScreenId("gate"));
        return std::optional<messages::Body>(messages::PlaysStored{1, 1, 1});
    };
    Player player(*this, key_);
    welcome(player);
    auto const planned = versionOf(player.hear<ManifestOffer>());
    json("POST", "/api/v1/screens/gate/retire");
    auto const last = manifestIn(player.hear<ManifestOffer>());
    EXPECT_GT(last.version, planned);
    EXPECT_TRUE(last.spans.empty());
    EXPECT_TRUE(last.fallback.empty());
    player.say(messages::Plays{"rows from before"});
    player.hear<messages::PlaysStored>();
    player.hangUp();

    clock_.step(std::chrono::days(3 * 365));
    ASSERT_TRUE(schedule_->replan());
    Player late(*this, key_);
    late.hello("", "", [&](messages::Hello& hello) { hello.have = planned; });
    late.hear<messages::Welcome>();
    auto const same = manifestIn(late.hear<ManifestOffer>());
    EXPECT_EQ(same, last) << "and nothing was planned since";
    EXPECT_GT(same.expires, clock_.now());
    late.say(messages::Plays{"rows from then"});
    late.hear<messages::PlaysStored>();
}

TEST_F(Sessions, LinksSayWhatThePlayerReported) {
    Player player(*this, key_);
    welcome(player);
    EXPECT_TRUE(link().online);
    messages::Status status;
    status.at = clock_.now();
    status.state = "dark";
    status.completePlays = 12;
    player.say(status);
    until([&] { return link().status.has_value(); });
    EXPECT_EQ(link().status, status);
    messages::ManifestReceipt const refused{{1, 2}, false, "expired"};
    player.say(refused);
    until([&] { return link().lastRefusal == "expired"; });
    player.say(messages::ManifestReceipt{{1, 2}, true, ""});
    until([&] { return link().lastRefusal.empty(); });

    clock_.step(Milliseconds(3'000));
    player.hangUp();
    until([&] { return !link().online; });
    EXPECT_EQ(link().since, clock_.now());
    EXPECT_TRUE(link().status.has_value()) << "the last report is kept";
}

TEST_F(Sessions, AStoppingControllerTellsPlayersToComeBack) {
    Player player(*this, key_);
    welcome(player);
    auto stopped = boost::asio::co_spawn(io_, fleet_->stop(), boost::asio::use_future);
    until([&] { return player.wire()->closed.has_value(); });
    EXPECT_EQ(player.wire()->closed, session::CloseReason::serviceRestart);
    Player late(*this, key_);
    until([&] { return late.wire()->closed.has_value(); });
    EXPECT_EQ(late.wire()->closed, session::CloseReason::serviceRestart);
}

}  // namespace
}  // namespace tocsin::fleet
