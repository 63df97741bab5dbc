// SPDX-License-Identifier: Apache-2.0
// Which controllers a player speaks to, and whose signatures it believes then.
#include "director/trust.hpp"

#include "controller_keys.hpp"

namespace tocsin::player {
namespace {

using Role = messages::SigningRole;

class TrustTest : public testing::Test {
protected:
    [[nodiscard]] Errc refused(messages::Challenge const& challenge) const {
        auto const judged = judgeChallenge(challenge, known);
        EXPECT_FALSE(judged);
        return judged ? Errc::internal : judged.error().code;
    }
    [[nodiscard]] Trust accepted(messages::Challenge const& challenge) const {
        auto judged = judgeChallenge(challenge, known);
        EXPECT_TRUE(judged) << judged.error().message;
        return judged ? *judged : Trust{};
    }

    ControllerKeys controller;
    std::string const nonce = messages::randomBytes(messages::kNonceBytes);
    Acquaintance known{{}, "", nonce};
};

TEST_F(TrustTest, APlayerThatKnowsNobodyTakesWhatComes) {
    EXPECT_EQ(accepted(controller.challenge(nonce)), controller.trust());
}

TEST_F(TrustTest, ATokenNamesTheRoot) {
    known.token = "once." + controller.root.publicKey().fingerprint();
    EXPECT_EQ(accepted(controller.challenge(nonce)), controller.trust());
    ControllerKeys const other;
    EXPECT_EQ(refused(other.challenge(nonce)), Errc::permission);
}

TEST_F(TrustTest, AKeySetOfAnotherRootIsRefused) {
    known.trust = controller.trust();
    ControllerKeys other;
    other.generation = 9;
    EXPECT_EQ(refused(other.challenge(nonce)), Errc::permission);
    // The same role keys under another root are no better.
    other.root = messages::KeyPair::fromSeed(controller.root.seed());
    std::swap(other.roles, controller.roles);
    other.root = messages::KeyPair::generate();
    EXPECT_EQ(refused(other.challenge(nonce)), Errc::permission);
}

TEST_F(TrustTest, AKeySetThatNamesTheRootButIsNotSealedByItIsRefused) {
    known.trust = controller.trust();
    auto challenge = controller.challenge(nonce);
    auto set = controller.set();
    set.generation = 2;
    auto envelope = controller.envelope();
    envelope.payload = messages::toJson(set);
    challenge.keys = messages::toJson(envelope);
    challenge.proof = controller.key(Role::session)
                          .sign(messages::challengeBytes(nonce, challenge.nonce, envelope.payload));
    EXPECT_EQ(refused(challenge), Errc::permission);
    // Nor does another key's seal help.
    auto const forged =
        messages::seal(messages::KeyPair::generate(), messages::kKeySetKind, messages::toJson(set));
    challenge.keys = messages::toJson(forged);
    EXPECT_EQ(refused(challenge), Errc::permission);
}

TEST_F(TrustTest, AChallengeOfAnotherConnectionIsRefused) {
    known.trust = controller.trust();
    EXPECT_EQ(refused(controller.challenge(messages::randomBytes(messages::kNonceBytes))),
              Errc::permission);
    EXPECT_EQ(refused(controller.challenge("")), Errc::permission);
    auto changed = controller.challenge(nonce);
    changed.nonce[0] = static_cast<char>(changed.nonce[0] ^ 1);
    EXPECT_EQ(refused(changed), Errc::permission);
}

TEST_F(TrustTest, AnOldKeySetIsWorthNothingWithoutItsSessionKey) {
    known.trust = controller.trust();
    auto challenge = controller.challenge(nonce);
    ControllerKeys const thief;
    auto const payload = controller.envelope().payload;
    challenge.proof =
        thief.key(Role::session).sign(messages::challengeBytes(nonce, challenge.nonce, payload));
    EXPECT_EQ(refused(challenge), Errc::permission);
    // The content key's signature is not the session key's.
    challenge.proof = controller.key(Role::content)
                          .sign(messages::challengeBytes(nonce, challenge.nonce, payload));
    EXPECT_EQ(refused(challenge), Errc::permission);
}

TEST_F(TrustTest, AContentKeyThatTheKeySetDoesNotNameIsRefused) {
    auto challenge = controller.challenge(nonce);
    challenge.controller = messages::KeyPair::generate().publicKey();
    EXPECT_EQ(refused(challenge), Errc::permission);
}

TEST_F(TrustTest, AControllerWithoutAKeySetIsRefused) {
    auto challenge = controller.challenge(nonce);
    challenge.keys.clear();
    EXPECT_EQ(refused(challenge), Errc::permission);
    challenge.keys = "{}";
    EXPECT_EQ(refused(challenge), Errc::damaged);
}

TEST_F(TrustTest, GenerationsOnlyGoUp) {
    auto const before = controller.challenge(nonce);
    controller.rotate(Role::command);
    known.trust = accepted(controller.challenge(nonce));
    EXPECT_EQ(known.trust->set.generation, 2);
    EXPECT_EQ(known.trust->set.key(Role::command), controller.key(Role::command).publicKey());
    EXPECT_EQ(refused(before), Errc::conflict) << "rolled back";
    EXPECT_EQ(accepted(controller.challenge(nonce)), *known.trust) << "the same again is no news";
    controller.roles.at(Role::command) = messages::KeyPair::generate();
    EXPECT_EQ(refused(controller.challenge(nonce)), Errc::conflict)
        << "another one of the same generation";
}

TEST_F(TrustTest, ContentKeysOfBeforeAreRememberedUnlessTheyAreRevoked) {
    known.trust = controller.trust();
    auto const first = controller.key(Role::content).publicKey();
    controller.rotate(Role::content);
    known.trust = accepted(controller.challenge(nonce));
    auto const second = controller.key(Role::content).publicKey();
    controller.revoke(Role::content);
    known.trust = accepted(controller.challenge(nonce));
    EXPECT_TRUE(known.trust->believed(Role::content, first));
    EXPECT_FALSE(known.trust->believed(Role::content, second));
    EXPECT_TRUE(known.trust->believed(Role::content, controller.key(Role::content).publicKey()));
    EXPECT_FALSE(known.trust->believed(Role::content, controller.key(Role::warning).publicKey()));
    EXPECT_FALSE(known.trust->believed(Role::command, first)) << "it was no key for commands";
    for (int i = 0; i < 50; ++i) {
        controller.rotate(Role::content);
        known.trust = accepted(controller.challenge(nonce));
    }
    EXPECT_LE(known.trust->earlier.size(), 16U);
    EXPECT_FALSE(known.trust->believed(Role::content, first));
}

TEST_F(TrustTest, ABondFromBeforeKeySetsTakesTheFirstThatHasItsContentKey) {
    known.trust = Trust::inContentKey(controller.key(Role::content).publicKey());
    ControllerKeys const other;
    EXPECT_EQ(refused(other.challenge(nonce)), Errc::permission);
    auto const now = accepted(controller.challenge(nonce));
    EXPECT_EQ(now, controller.trust());
    // From then on the root is pinned, not the content key.
    known.trust = now;
    ControllerKeys thief;
    thief.generation = 2;
    std::swap(thief.roles, controller.roles);
    EXPECT_EQ(refused(thief.challenge(nonce)), Errc::permission);
}

}  // namespace
}  // namespace tocsin::player
