// SPDX-License-Identifier: Apache-2.0
// A player that is believed no longer.
#include "garrison.hpp"
#include "tocsin/messages/command.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::fleet {
namespace {

using messages::KeyPair;
using messages::Pending;
using messages::Refusal;
using messages::Welcome;
using testing::Contains;
using testing::HasSubstr;

class Revocation : public Garrison {
protected:
    messages::Command commandIn(messages::CommandOffer const& offer) {
        auto const envelope = messages::parseEnvelope(offer.envelope).value();
        auto const payload = messages::opened(envelope, messages::kCommandKind,
                                              signer_->publicKey(keys::Role::command));
        return messages::parseCommand(payload.value()).value();
    }
    void expectRevoked(Player& player) {
        auto const command = commandIn(player.hear<messages::CommandOffer>());
        EXPECT_EQ(command.action, messages::CommandAction::revoke);
        EXPECT_EQ(command.player, key_.publicKey());
        EXPECT_EQ(command.screen, ScreenId("gate"));
        auto const refusal = player.hear<Refusal>();
        EXPECT_EQ(refusal.code, "revoked");
        EXPECT_THAT(refusal.message, HasSubstr("设备被盗"));
        until([&] { return player.wire()->closed.has_value(); });
    }
    boost::json::object revoke() {
        return json("POST", "/api/v1/screens/gate/revoke", R"({"reason":"设备被盗"})");
    }

    KeyPair const key_ = KeyPair::generate();
    KeyPair const other_ = KeyPair::generate();
};

TEST_F(Revocation, EndsTheSessionAndLeavesTheScreenWithItsHistory) {
    auto const begun = clock_.now();
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<Welcome>();
    player.hear<messages::ManifestOffer>();
    clock_.step(std::chrono::hours(1));
    auto const said = revoke();
    EXPECT_EQ(said.at("player").as_string(), key_.publicKey().fingerprint());
    EXPECT_TRUE(said.at("online").as_bool());
    expectRevoked(player);
    EXPECT_THAT(audit(), Contains("screen.revoke gate"));
    auto const shown = json("GET", "/api/v1/screens/gate");
    EXPECT_FALSE(shown.at("bound").as_bool());
    EXPECT_EQ(shown.at("revoked").at("reason").as_string(), "设备被盗");
    std::vector<store::Binding> bindings;
    ASSERT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
        bindings = tx.bindings().of(key_.publicKey());
        EXPECT_TRUE(tx.manifests().newest(ScreenId("gate"))) << "the next player gets it";
        return {};
    }));
    EXPECT_THAT(bindings,
                testing::ElementsAre(store::Binding{ScreenId("gate"), begun, clock_.now()}));
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/revoke").status, 409) << "there is nothing left";
}

TEST_F(Revocation, IsToldAgainWheneverThePlayerComesBack) {
    auto const token = addScreen("gate");
    Player player(*this, key_);
    player.hello(token, "");
    player.hear<Welcome>();
    player.hangUp();
    until([&] { return !fleet_->links().at(ScreenId("gate")).online; });
    EXPECT_FALSE(revoke().at("online").as_bool());
    for (int i = 0; i < 2; ++i) {
        Player again(*this, key_);
        again.hello("", "");
        expectRevoked(again);
    }
    Player withOldToken(*this, key_);
    withOldToken.hello(token, "");
    expectRevoked(withOldToken);
    EXPECT_FALSE(json("GET", "/api/v1/screens/gate").at("bound").as_bool());
}

TEST_F(Revocation, VoidsATokenThatIsOpen) {
    auto const token = addScreen("gate");
    EXPECT_TRUE(revoke().at("player").is_null());
    Player thief(*this, key_);
    thief.hello(token, "");
    EXPECT_EQ(thief.hear<Refusal>().code, "permission");
}

TEST_F(Revocation, IsUndoneByNothing) {
    auto const token = addScreen("gate");
    Player player(*this, key_);
    player.hello(token, "");
    player.hear<Welcome>();
    Player waits(*this, other_);
    revoke();
    expectRevoked(player);
    auto const fresh = json("POST", "/api/v1/screens/gate/token").at("token");
    // Whoever has the key may have a code, or a token that is good: it is not let in.
    for (auto const& [brought, code] : std::vector<std::pair<std::string, std::string>>{
             {"", "ABC234"}, {fresh.as_string().c_str(), ""}, {token, ""}}) {
        Player thief(*this, key_);
        thief.hello(brought, code);
        expectRevoked(thief);
    }
    EXPECT_TRUE(json("GET", "/api/v1/pairing").at("items").as_array().empty());
    EXPECT_FALSE(json("GET", "/api/v1/screens/gate").at("bound").as_bool());
    // The same machine with another key is another player.
    waits.hello(fresh.as_string().c_str(), "");
    EXPECT_EQ(waits.hear<Welcome>().screen, ScreenId("gate"));
}

TEST_F(Revocation, IsNoWayAroundTheGuard) {
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<Welcome>();
    revoke();
    expectRevoked(player);
    std::vector<ScreenId> asked;
    guard_ = [&](store::Tx&, access::Reached const& reached) -> Result<> {
        asked.insert(asked.end(), reached.screens.begin(), reached.screens.end());
        return Error{Errc::conflict, "held"};
    };
    Player other(*this, other_);
    other.hello("", "XYZ567");
    other.hear<Pending>();
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/pair", R"({"code":"XYZ567"})").status, 409);
    EXPECT_EQ(call("POST", "/api/v1/screens/gate/token").status, 409);
    EXPECT_EQ(asked, (std::vector<ScreenId>{ScreenId("gate"), ScreenId("gate")}));
}

TEST_F(Revocation, AKeyThatIsRevokedWhileItWaitsIsNotBound) {
    addScreen("gate");
    Player waits(*this, key_);
    waits.hello("", "ABC234");
    waits.hear<Pending>();
    ASSERT_TRUE(store_->write(
        [&](store::Tx& tx) -> Result<> {
            tx.revocations().put({key_.publicKey(), ScreenId("gate"), clock_.now(), "wang", ""});
            return {};
        },
        {"test", "test", "gate", ""}));
    EXPECT_THAT(call("POST", "/api/v1/screens/gate/pair", R"({"code":"ABC234"})").body,
                HasSubstr("was revoked by wang"));
    EXPECT_EQ(call("POST", "/api/v1/spares", R"({"code":"ABC234","screens":["gate"]})").status,
              409);
    EXPECT_FALSE(json("GET", "/api/v1/screens/gate").at("bound").as_bool());
}

TEST_F(Revocation, EndsAllSessionsOfACopiedKey) {
    Player first(*this, key_);
    first.hello(addScreen("gate"), "");
    first.hear<Welcome>();
    Player copy(*this, key_);
    copy.hello("", "");
    first.answerProbe();
    copy.hear<Welcome>();
    revoke();
    expectRevoked(first);
    expectRevoked(copy);
    until([&] { return !fleet_->links().at(ScreenId("gate")).cloned; });
}

TEST_F(Revocation, ReachesThePlayerLaterIfItCannotBeSignedNow) {
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    player.hear<Welcome>();
    player.hangUp();
    until([&] { return !fleet_->links().at(ScreenId("gate")).online; });
    signer_->broken = keys::Role::command;
    revoke();
    Player again(*this, key_);
    again.hello("", "");
    EXPECT_EQ(again.hear<Refusal>().code, "revoked");
    EXPECT_FALSE(again.hasHeard("command"));
    until([&] { return again.wire()->closed.has_value(); });
    signer_->broken.reset();
    Player later(*this, key_);
    later.hello("", "");
    expectRevoked(later);
}

TEST_F(Revocation, ATicketForContentEndsWithIt) {
    Player player(*this, key_);
    player.hello(addScreen("gate"), "");
    auto const ticket = player.hear<Welcome>().ticket;
    access::Request request;
    request.headers["tocsin-ticket"] = ticket;
    EXPECT_TRUE(fleet_->admitContent(request));
    revoke();
    EXPECT_EQ(fleet_->admitContent(request).error().code, Errc::permission);
    request.headers["tocsin-ticket"] = "a guess";
    EXPECT_EQ(fleet_->admitContent(request).error().code, Errc::permission);
    request.headers.clear();
    EXPECT_EQ(fleet_->admitContent(request).error().code, Errc::permission);
}

}  // namespace
}  // namespace tocsin::fleet
