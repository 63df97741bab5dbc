// SPDX-License-Identifier: Apache-2.0
// Whom the player obeys.
#include "link/bond.hpp"

#include "controller_keys.hpp"

namespace tocsin::player {
namespace {

TEST(Bond, IsKeptInItsFile) {
    auto const file = freshFolder() / "controller.pin";
    EXPECT_FALSE(loadBond(file).value());
    ControllerKeys controller;
    controller.revoke(messages::SigningRole::content);
    Bond bond{controller.trust(), ScreenId("gate-led"), "大门 LED"};
    bond.trust.earlier = {
        {messages::SigningRole::content, messages::KeyPair::generate().publicKey()},
        {messages::SigningRole::command, messages::KeyPair::generate().publicKey()}};
    ASSERT_TRUE(saveBond(file, bond));
    EXPECT_EQ(loadBond(file).value(), bond);
    ASSERT_TRUE(files::replace(file, "tocsin-player-pin/2\nnonsense\n"));
    EXPECT_EQ(loadBond(file).error().code, Errc::damaged);
}

TEST(Bond, WhoseKeySetWasAlteredIsDamaged) {
    auto const file = freshFolder() / "controller.pin";
    ControllerKeys const controller;
    Bond bond{controller.trust(), ScreenId("gate-led"), ""};
    auto envelope = messages::parseEnvelope(bond.trust.envelope).value();
    envelope.signature.bytes[0] ^= 1;
    bond.trust.envelope = messages::toJson(envelope);
    ASSERT_TRUE(saveBond(file, bond));
    EXPECT_EQ(loadBond(file).error().code, Errc::damaged);
}

TEST(Bond, OfBeforeKeySetsIsReadAndKeptInTheNewForm) {
    auto const file = freshFolder() / "controller.pin";
    ControllerKeys const controller;
    auto const content = controller.key(messages::SigningRole::content).publicKey();
    ASSERT_TRUE(files::replace(
        file, "tocsin-player-pin/1\n" + content.base64() + "\ngate-led\n大门 LED\n"));
    auto bond = loadBond(file).value();
    ASSERT_TRUE(bond);
    EXPECT_EQ(bond->trust, Trust::inContentKey(content));
    EXPECT_EQ(bond->screen, ScreenId("gate-led"));
    EXPECT_EQ(bond->screenName, "大门 LED");
    bond->trust = controller.trust();
    ASSERT_TRUE(saveBond(file, *bond));
    EXPECT_EQ(loadBond(file).value(), bond);
    ASSERT_TRUE(files::replace(file, "tocsin-player-pin/1\nnonsense\n"));
    EXPECT_EQ(loadBond(file).error().code, Errc::damaged);
}

TEST(PairingCode, HasSixUnmistakableCharacters) {
    for (int i = 0; i < 200; ++i) {
        auto const code = pairingCode(messages::randomBytes(6));
        ASSERT_EQ(code.size(), 6U);
        ASSERT_EQ(code.find_first_of("0O1IL"), std::string::npos);
    }
    EXPECT_NE(pairingCode("abcdef"), pairingCode("abcdeg"));
}

}  // namespace
}  // namespace tocsin::player
