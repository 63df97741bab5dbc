// SPDX-License-Identifier: Apache-2.0
// Which commands are obeyed, and for how long.
#include "director/orders.hpp"

#include "controller_keys.hpp"

namespace tocsin::player {
namespace {

using messages::CommandAction;
using Role = messages::SigningRole;

class OrdersTest : public testing::Test {
protected:
    OrdersTest() { orders.emplace(parts()); }
    Orders::Parts parts() {
        return {folder / "orders",
                silentLog(),
                findings,
                [this](bool blank) { shown.push_back(blank); },
                [this] { ++identified; },
                self.publicKey(),
                [this] { ++revoked; }};
    }
    [[nodiscard]] messages::Command command(CommandAction action, std::int64_t counter) const {
        messages::Command out;
        out.id = std::to_string(counter);
        out.screen = gate;
        out.version = {keys.generation, counter};
        out.action = action;
        out.issued = morning(0);
        out.expires = morning(60'000);
        return out;
    }
    [[nodiscard]] std::string sealed(messages::Command const& what) const {
        return sealedBy(keys.key(Role::command), what);
    }
    [[nodiscard]] static std::string sealedBy(messages::KeyPair const& key,
                                              messages::Command const& what) {
        return messages::toJson(
            messages::seal(key, messages::kCommandKind, messages::toJson(what)));
    }
    messages::CommandReceipt offer(std::string const& envelope, std::int64_t atMs = 0) {
        return orders->offer(envelope, gate, morning(atMs));
    }
    /// The next run of the player.
    void restart() {
        orders.emplace(parts());
        shown.clear();
        orders->trust(keys.trust());
        orders->load(gate);
    }

    std::filesystem::path const folder = freshFolder();
    ScreenId const gate{"gate-led"};
    ControllerKeys keys;
    Findings findings;
    std::vector<bool> shown;
    int identified = 0, revoked = 0;
    messages::KeyPair const self = messages::KeyPair::generate();
    std::optional<Orders> orders;
};

TEST_F(OrdersTest, BlankHoldsUntilUnblankAndOverRestarts) {
    orders->trust(keys.trust());
    auto const receipt = offer(sealed(command(CommandAction::blank, 1)));
    EXPECT_TRUE(receipt.accepted) << receipt.reason;
    EXPECT_EQ(receipt.command, "1");
    EXPECT_EQ(receipt.version, (messages::ManifestVersion{1, 1}));
    EXPECT_EQ(shown, (std::vector<bool>{true}));
    EXPECT_EQ(orders->version(), (messages::ManifestVersion{1, 1}));
    restart();
    EXPECT_EQ(shown, (std::vector<bool>{true}));
    EXPECT_TRUE(orders->blank());
    EXPECT_TRUE(offer(sealed(command(CommandAction::unblank, 2))).accepted);
    EXPECT_EQ(shown, (std::vector<bool>{true, false}));
    restart();
    EXPECT_TRUE(shown.empty());
    EXPECT_EQ(orders->version(), (messages::ManifestVersion{1, 2})) << "older orders stay refused";
}

TEST_F(OrdersTest, NobodyIsObeyedWhoIsNotTrusted) {
    EXPECT_FALSE(offer(sealed(command(CommandAction::blank, 1))).accepted);
    orders->trust(keys.trust());
    auto const wish = command(CommandAction::blank, 1);
    for (auto const role : messages::kSigningRoles) {
        EXPECT_EQ(offer(sealedBy(keys.key(role), wish)).accepted, role == Role::command)
            << toString(role);
    }
    EXPECT_FALSE(offer(sealedBy(keys.root, wish)).accepted);
    EXPECT_FALSE(offer(sealedBy(messages::KeyPair::generate(), wish)).accepted);
    EXPECT_FALSE(offer("{}").accepted);
}

TEST_F(OrdersTest, WhatWasAlteredOrIsOfAnotherKindIsRefused) {
    orders->trust(keys.trust());
    auto envelope = messages::parseEnvelope(sealed(command(CommandAction::unblank, 1))).value();
    envelope.payload = messages::toJson(command(CommandAction::blank, 1));
    EXPECT_FALSE(offer(messages::toJson(envelope)).accepted);
    EXPECT_FALSE(
        offer(messages::toJson(messages::seal(keys.key(Role::command), messages::kManifestKind,
                                              messages::toJson(command(CommandAction::blank, 1)))))
            .accepted);
    EXPECT_TRUE(shown.empty());
}

TEST_F(OrdersTest, WhatIsForAnotherScreenIsRefused) {
    orders->trust(keys.trust());
    auto other = command(CommandAction::blank, 1);
    other.screen = ScreenId("hall");
    auto const receipt = offer(sealed(other));
    EXPECT_FALSE(receipt.accepted);
    EXPECT_NE(receipt.reason.find("hall"), std::string::npos);
    EXPECT_FALSE(findings.first(9).empty());
}

TEST_F(OrdersTest, WhatHasExpiredIsRefusedButHoldsIfItWasObeyed) {
    orders->trust(keys.trust());
    auto const blank = sealed(command(CommandAction::blank, 1));
    EXPECT_FALSE(offer(blank, 60'000).accepted);
    EXPECT_TRUE(offer(blank, 59'999).accepted);
    restart();
    EXPECT_TRUE(orders->blank());
}

TEST_F(OrdersTest, OldOrdersAreRefused) {
    orders->trust(keys.trust());
    auto const blank = sealed(command(CommandAction::blank, 1));
    EXPECT_TRUE(offer(blank).accepted);
    EXPECT_TRUE(offer(blank).accepted) << "the very same again";
    EXPECT_EQ(shown.size(), 1U);
    EXPECT_TRUE(offer(sealed(command(CommandAction::unblank, 2))).accepted);
    EXPECT_FALSE(offer(blank).accepted);
    EXPECT_FALSE(offer(sealed(command(CommandAction::blank, 2))).accepted) << "of one number";
    EXPECT_FALSE(orders->blank());
    auto ahead = command(CommandAction::blank, 3);
    ahead.version.generation = 2;
    EXPECT_FALSE(offer(sealed(ahead)).accepted) << "its key set has not come";
    keys.generation = 2;
    orders->trust(keys.trust());
    EXPECT_TRUE(offer(sealed(ahead)).accepted);
}

TEST_F(OrdersTest, IdentifyIsNumberedByItself) {
    orders->trust(keys.trust());
    EXPECT_TRUE(offer(sealed(command(CommandAction::identify, 5))).accepted);
    EXPECT_TRUE(offer(sealed(command(CommandAction::blank, 4))).accepted)
        << "it may have been on its way longer";
    EXPECT_TRUE(orders->blank());
    EXPECT_EQ(identified, 1);
    EXPECT_TRUE(offer(sealed(command(CommandAction::identify, 5))).accepted);
    EXPECT_EQ(identified, 1) << "once";
    EXPECT_FALSE(offer(sealed(command(CommandAction::identify, 4))).accepted);
}

TEST_F(OrdersTest, ARevocationIsObeyedByThePlayerThatItNamesAndByNoOther) {
    orders->trust(keys.trust());
    EXPECT_TRUE(offer(sealed(command(CommandAction::blank, 5))).accepted);
    auto wish = command(CommandAction::revoke, 0);
    wish.player = messages::KeyPair::generate().publicKey();
    EXPECT_FALSE(offer(sealed(wish)).accepted);
    wish.player = self.publicKey();
    EXPECT_FALSE(offer(sealedBy(keys.key(Role::content), wish)).accepted) << "another's signature";
    EXPECT_FALSE(offer(sealed(wish), 60'000).accepted) << "too late";
    EXPECT_EQ(revoked, 0);
    EXPECT_TRUE(offer(sealed(wish)).accepted) << "it has no number";
    EXPECT_EQ(revoked, 1);
    EXPECT_EQ(orders->version(), (messages::ManifestVersion{1, 5}));
}

TEST_F(OrdersTest, ARevokedKeysOrderHoldsNoLongerARotatedOnesDoes) {
    orders->trust(keys.trust());
    ASSERT_TRUE(offer(sealed(command(CommandAction::blank, 1))).accepted);
    auto const first = keys.key(Role::command).publicKey();
    keys.rotate(Role::command);
    auto trust = keys.trust();
    trust.earlier = {{Role::command, first}};
    orders->trust(trust);
    EXPECT_TRUE(orders->blank());
    orders.emplace(parts());
    orders->trust(trust);
    orders->load(gate);
    EXPECT_TRUE(orders->blank()) << "also after a restart";
    keys.revoked = {first};
    ++keys.generation;
    orders->trust(keys.trust());
    EXPECT_FALSE(orders->blank());
    EXPECT_EQ(shown.back(), false);
    EXPECT_FALSE(std::filesystem::exists(folder / "orders"));
}

TEST_F(OrdersTest, AForgedFileIsNotObeyed) {
    ASSERT_TRUE(files::replace(folder / "orders", sealedBy(messages::KeyPair::generate(),
                                                           command(CommandAction::blank, 1))));
    restart();
    EXPECT_FALSE(orders->blank());
    EXPECT_NE(findings.first(9).at(0).find("not usable"), std::string::npos);
}

TEST_F(OrdersTest, AnotherScreenBeginsWithoutOrders) {
    orders->trust(keys.trust());
    ASSERT_TRUE(offer(sealed(command(CommandAction::blank, 1))).accepted);
    orders->bindTo(gate);
    EXPECT_TRUE(orders->blank());
    orders->bindTo(ScreenId("hall"));
    EXPECT_FALSE(orders->blank());
    EXPECT_FALSE(orders->version());
}

}  // namespace
}  // namespace tocsin::player
