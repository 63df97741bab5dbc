// SPDX-License-Identifier: Apache-2.0
// How a player comes to drive a screen, and how it is kept from it.
#include "garrison.hpp"

namespace tocsin::fleet {
namespace {

using messages::KeyPair;
using messages::Pending;
using messages::Refusal;
using messages::Welcome;
using testing::Contains;

class Enrolment : public Garrison {
protected:
    /// Binds the player as another room's thread might at any moment, without a word to sessions.
    static void bind(store::Store& store, char const* id, KeyPair const& key) {
        EXPECT_TRUE(store.write(
            [&](store::Tx& tx) -> Result<> {
                auto screen = tx.screens().find(ScreenId(id)).value();
                screen.player = key.publicKey();
                tx.screens().put(screen);
                return {};
            },
            {"test", "screen.bind", id, ""}));
    }

    KeyPair const key_ = KeyPair::generate();
    KeyPair const other_ = KeyPair::generate();
};

TEST_F(Enrolment, ATokenBindsOnePlayerOnce) {
    auto const token = addScreen("gate");
    Player player(*this, key_);
    player.hello(token, "");
    EXPECT_EQ(player.hear<Welcome>().screen, ScreenId("gate"));
    EXPECT_EQ(json("GET", "/api/v1/screens/gate").at("player").as_string(),
              key_.publicKey().fingerprint());
    EXPECT_THAT(audit(), Contains("screen.bind gate"));

    Player thief(*this, other_);
    thief.hello(token, "");
    auto const refusal = thief.hear<Refusal>();
    EXPECT_EQ(refusal.code, "permission");
    EXPECT_EQ(refusal.replyTo, 1) << "it names the hello";
    until([&] { return thief.wire()->closed.has_value(); });
    EXPECT_EQ(thief.wire()->closed, session::CloseReason::policy);
}

TEST_F(Enrolment, APlayerMayBringItsUsedTokenAgain) {
    auto const token = addScreen("gate");
    Player before(*this, key_);
    before.hello(token, "");
    before.hear<Welcome>();
    before.hangUp();
    Player again(*this, key_);
    again.hello(token, "");
    EXPECT_EQ(again.hear<Welcome>().screen, ScreenId("gate"));
}

TEST_F(Enrolment, ANewTokenReplacesThePlayer) {
    Player before(*this, other_);
    before.hello(addScreen("gate"), "");
    before.hear<Welcome>();
    auto const token =
        json("POST", "/api/v1/screens/gate/token", R"({"replace":true})").at("token");
    Player after(*this, key_);
    after.hello(token.as_string().c_str(), "");
    after.hear<Welcome>();
    EXPECT_EQ(before.hear<Refusal>().code, "unbound");
    until([&] { return before.wire()->closed.has_value(); });
}

TEST_F(Enrolment, AConnectedPlayerIsReplacedOnlyIfSomebodySaysSo) {
    Player there(*this, other_);
    there.hello(addScreen("gate"), "");
    there.hear<Welcome>();
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/token").status, 409);
    Player waits(*this, key_);
    waits.hello("", "ABC234");
    waits.hear<Pending>();
    auto const refused = call("POST", "/api/v1/screens/gate/pair", R"({"code":"ABC234"})");
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, testing::HasSubstr("--replace"));
    EXPECT_FALSE(there.wire()->closed);
    json("POST", "/api/v1/screens/gate/pair", R"({"code":"ABC234","replace":true})");
    EXPECT_EQ(waits.hear<Welcome>().screen, ScreenId("gate"));
    EXPECT_EQ(there.hear<Refusal>().code, "unbound");
}

TEST_F(Enrolment, ATokenForADeadPlayersPlaceDoesNotTakeThatOfALivingOne) {
    Player dead(*this, other_);
    dead.hello(addScreen("gate"), "");
    dead.hear<Welcome>();
    dead.hangUp();
    until([&] { return !fleet_->links().at(ScreenId("gate")).online; });
    auto const token = json("POST", "/api/v1/screens/gate/token").at("token");
    Player alive(*this, other_);
    alive.hello("", "");
    alive.hear<Welcome>();
    Player late(*this, key_);
    late.hello(token.as_string().c_str(), "");
    EXPECT_EQ(late.hear<Refusal>().code, "conflict");
    EXPECT_FALSE(alive.wire()->closed);
}

TEST_F(Enrolment, ATokenEndsWithItsDays) {
    auto const token = addScreen("gate");
    clock_.step(std::chrono::days(30));
    Player late(*this, key_);
    late.hello(token, "");
    auto const refusal = late.hear<Refusal>();
    EXPECT_EQ(refusal.code, "permission");
    EXPECT_THAT(refusal.message, testing::HasSubstr("has expired"));
    auto const longer = json("POST", "/api/v1/screens/gate/token", R"({"days":60})").at("token");
    clock_.step(std::chrono::days(59));
    Player inTime(*this, key_);
    inTime.hello(longer.as_string().c_str(), "");
    inTime.hear<Welcome>();
}

TEST_F(Enrolment, AWaitingPlayerIsBoundByItsCode) {
    addScreen("gate");
    Player player(*this, key_);
    player.hello("", "ABC234");
    player.hear<Pending>();
    auto const waiting = json("GET", "/api/v1/pairing").at("items").as_array();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].at("code").as_string(), "ABC234");
    EXPECT_EQ(waiting[0].at("fingerprint").as_string(), key_.publicKey().fingerprint());

    EXPECT_EQ(call("POST", "/api/v1/screens/gate/pair", R"({"code":"ZZZ999"})").status, 404);
    EXPECT_TRUE(
        json("POST", "/api/v1/screens/gate/pair", R"({"code":"abc234"})").at("bound").as_bool());
    EXPECT_EQ(player.hear<Welcome>().screen, ScreenId("gate"));
    player.hear<messages::ManifestOffer>();
    EXPECT_TRUE(json("GET", "/api/v1/pairing").at("items").as_array().empty());
}

TEST_F(Enrolment, ToTakeAScreenFromItsPlayerTheGuardIsAsked) {
    std::vector<std::string> asked;
    guard_ = [&asked](store::Tx&, access::Reached const& reached) -> Result<> {
        if (reached.screens.empty()) {
            return {};
        }
        asked.push_back(reached.english);
        return Error{Errc::conflict, "held"};
    };
    addScreen("gate");
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/token").status, 200) << "it has none yet";
    Player first(*this, key_);
    first.hello("", "ABC234");
    first.hear<Pending>();
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/pair", R"({"code":"ABC234"})").status, 200);
    first.hear<Welcome>();
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/token", R"({"replace":true})").status, 409);
    Player second(*this, other_);
    second.hello("", "XYZ567");
    second.hear<Pending>();
    auto const taking = R"({"code":"XYZ567","replace":true})";
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/pair", taking).status, 409);
    EXPECT_EQ(asked, (std::vector<std::string>{"screen gate may be taken over by another player",
                                               "screen gate is taken over by player " +
                                                   other_.publicKey().fingerprint()}));
    guard_ = {};
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/pair", taking).status, 200);
    EXPECT_EQ(second.hear<Welcome>().screen, ScreenId("gate"));
}

TEST_F(Enrolment, ACodeIsShownByOnePlayerOnly) {
    Player first(*this, key_);
    first.hello("", "ABC234");
    first.hear<Pending>();
    Player second(*this, other_);
    second.hello("", "ABC234");
    EXPECT_EQ(second.hear<Refusal>().code, "code-in-use");
}

TEST_F(Enrolment, APlayerWithNeitherTokenNorCodeIsToldToShowOne) {
    Player player(*this, key_);
    player.hello("", "");
    player.hear<Pending>();
    EXPECT_TRUE(json("GET", "/api/v1/pairing").at("items").as_array().empty());
}

TEST_F(Enrolment, OnlyTheOwnerOfAKeyMayUseIt) {
    auto const token = addScreen("gate");
    Player player(*this, key_);
    player.hello(token, "", [&](messages::Hello& hello) { hello.player = other_.publicKey(); });
    EXPECT_EQ(player.hear<Refusal>().code, "permission");
    EXPECT_FALSE(json("GET", "/api/v1/screens/gate").at("bound").as_bool());
}

TEST_F(Enrolment, NothingIsHeardBeforeTheHello) {
    Player player(*this, key_);
    player.say(messages::ClockRequest{clock_.now()});
    EXPECT_EQ(player.hear<Refusal>().code, "invalid");
    until([&] { return player.wire()->closed.has_value(); });
}

TEST_F(Enrolment, ARetiredScreensPlayerIsBoundAnewByATokenOrItsCode) {
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<Welcome>();
    EXPECT_TRUE(json("POST", "/api/v1/screens/gate/retire").at("retired").as_bool());
    player.hangUp();

    Player moved(*this, key_);
    moved.hello(addScreen("hall"), "");
    EXPECT_EQ(moved.hear<Welcome>().screen, ScreenId("hall"));
    json("POST", "/api/v1/screens/hall/retire");
    moved.hangUp();
    addScreen("yard");
    Player again(*this, key_);
    again.hello("", "ABC234");
    again.hear<Pending>();
    json("POST", "/api/v1/screens/yard/pair", R"({"code":"ABC234"})");
    EXPECT_EQ(again.hear<Welcome>().screen, ScreenId("yard"));
}

TEST_F(Enrolment, WhoDroveWhichScreenWhenIsRemembered) {
    auto const begun = clock_.now();
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<Welcome>();
    clock_.step(std::chrono::hours(1));
    auto const retired = clock_.now();
    json("POST", "/api/v1/screens/gate/retire");
    player.hangUp();
    clock_.step(std::chrono::hours(1));
    auto const moved = clock_.now();
    Player again(*this, key_);
    again.hello(addScreen("hall"), "");
    again.hear<Welcome>();
    std::vector<store::Binding> bindings;
    ASSERT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
        bindings = tx.bindings().of(key_.publicKey());
        return {};
    }));
    EXPECT_THAT(bindings, testing::ElementsAre(store::Binding{ScreenId("gate"), begun, retired},
                                               store::Binding{ScreenId("hall"), moved, {}}));
}

TEST_F(Enrolment, APairedPlayerThatCannotBeWelcomedIsAskedToComeBack) {
    addScreen("gate");
    Player player(*this, key_);
    player.hello("", "ABC234");
    player.hear<Pending>();
    player.say(messages::ClockRequest{clock_.now()});
    player.hear<messages::ClockReply>();  // so the hello is dealt with
    json("POST", "/api/v1/screens/gate/pair", R"({"code":"ABC234"})");
    store_->failNextRead({Errc::unavailable, "the database is not there"});
    until([&] { return player.wire()->closed.has_value(); });
    EXPECT_EQ(player.wire()->closed, session::CloseReason::serviceRestart);
    EXPECT_FALSE(player.hasHeard("welcome"));
    Player again(*this, key_);
    again.hello("", "ABC234");
    EXPECT_EQ(again.hear<Welcome>().screen, ScreenId("gate"));
}

TEST_F(Enrolment, APlayerThatIsReplacedWhileItIsGreetedIsNotWelcomed) {
    Player first(*this, key_);
    first.hello(addScreen("gate"), "");
    first.hear<Welcome>();
    first.hangUp();
    until([&] { return !fleet_->links().at(ScreenId("gate")).online; });
    store_->afterNextRead([&](store::Store& store) { bind(store, "gate", other_); });
    Player again(*this, key_);
    again.hello("", "");
    until([&] { return again.wire()->closed.has_value(); });
    EXPECT_EQ(again.wire()->closed, session::CloseReason::serviceRestart);
    EXPECT_FALSE(again.hasHeard("welcome"));
    EXPECT_FALSE(fleet_->links().at(ScreenId("gate")).online);
}

TEST_F(Enrolment, APlayerThatIsBoundWhileItIsGreetedIsWelcomed) {
    addScreen("gate");
    store_->afterNextRead([&](store::Store& store) { bind(store, "gate", key_); });
    Player player(*this, key_);
    player.hello("", "ABC234");
    EXPECT_EQ(player.hear<Welcome>().screen, ScreenId("gate"));
    EXPECT_TRUE(json("GET", "/api/v1/pairing").at("items").as_array().empty());
}

TEST_F(Enrolment, APlayerOfOneScreenIsNotGivenAnother) {
    Player content(*this, key_);
    content.hello(addScreen("gate"), "");
    content.hear<Welcome>();
    auto const token = addScreen("hall");
    Player greedy(*this, key_);
    greedy.hello(token, "");
    EXPECT_EQ(greedy.hear<Refusal>().code, "conflict");
    EXPECT_FALSE(json("GET", "/api/v1/screens/hall").at("bound").as_bool());
}

}  // namespace
}  // namespace tocsin::fleet
