// SPDX-License-Identifier: Apache-2.0
// Whom the player obeys.
#include "link/bond.hpp"

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

TEST(Bond, IsKeptInItsFile) {
    auto const file = freshFolder() / "controller.pin";
    EXPECT_FALSE(loadBond(file).value());
    Bond const bond{messages::KeyPair::generate().publicKey(), ScreenId("gate-led"), "大门 LED"};
    ASSERT_TRUE(saveBond(file, bond));
    EXPECT_EQ(loadBond(file).value(), bond);
    ASSERT_TRUE(files::replace(file, "tocsin-player-pin/1\nnonsense\n"));
    EXPECT_EQ(loadBond(file).error().code, Errc::damaged);
}

TEST(Bond, ThePinDecidesThenTheTokensFingerprint) {
    auto const right = messages::KeyPair::generate().publicKey();
    auto const wrong = messages::KeyPair::generate().publicKey();
    Bond const bond{right, ScreenId("a"), ""};
    EXPECT_TRUE(judgeController(right, bond, "x." + wrong.fingerprint()));
    EXPECT_FALSE(judgeController(wrong, bond, ""));
    EXPECT_TRUE(judgeController(right, std::nullopt, "x." + right.fingerprint()));
    EXPECT_EQ(judgeController(wrong, std::nullopt, "x." + right.fingerprint()).error().code,
              Errc::permission);
    EXPECT_TRUE(judgeController(wrong, std::nullopt, "plain"));
    EXPECT_TRUE(judgeController(wrong, std::nullopt, ""));
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
