// SPDX-License-Identifier: Apache-2.0
#include "verdicts.hpp"

#include <gtest/gtest.h>

#include "swarm_fixtures.hpp"

namespace tocsin::swarm {
namespace {

using messages::SigningRole;

class Judging : public testing::Test {
protected:
    [[nodiscard]] messages::Challenge challenge(std::string const& playersNonce) const {
        messages::Challenge out;
        out.controller = keys.set.key(SigningRole::content);
        out.nonce = std::string(messages::kNonceBytes, 'c');
        out.keys = keys.envelope();
        out.proof = keys.of(SigningRole::session)
                        .sign(messages::challengeBytes(playersNonce, out.nonce,
                                                       messages::toJson(keys.set)));
        return out;
    }
    Keys const keys;
    Verdicts verdicts;
    std::string const nonce = std::string(messages::kNonceBytes, 'p');
};

TEST_F(Judging, OpensAnEnvelopeOnceForAll) {
    auto const known = verdicts.keys(keys.envelope()).value();
    auto const envelope = sealed(warningOf(), targetsOf(3), keys);
    auto const first = verdicts.warning(envelope, *known).value();
    auto const verified = verdicts.verified();
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(verdicts.warning(envelope, *known).value(), first);
        EXPECT_EQ(verdicts.keys(keys.envelope()).value(), known);
    }
    EXPECT_EQ(verdicts.verified(), verified);
    EXPECT_EQ(verified, 2);
    EXPECT_EQ(first->id, "w1");
}

TEST_F(Judging, RefusesAWarningOfAnotherKey) {
    Keys const others;
    auto const known = verdicts.keys(keys.envelope()).value();
    auto const foreign = sealed(warningOf(), targetsOf(3), others);
    EXPECT_EQ(verdicts.warning(foreign, *known).error().code, Errc::permission);
    EXPECT_EQ(verdicts.warning(foreign, *known).error().code, Errc::permission);
    EXPECT_EQ(verdicts.warning("{}", *known).error().code, Errc::invalid);
}

TEST_F(Judging, JudgesAnewByAnotherKeySet) {
    auto const known = verdicts.keys(keys.envelope()).value();
    auto const envelope = sealed(warningOf(), targetsOf(3), keys);
    ASSERT_TRUE(verdicts.warning(envelope, *known));
    auto stricter = *known;
    stricter.payload += " ";
    stricter.set.revoked.push_back(keys.set.key(SigningRole::warning));
    EXPECT_EQ(verdicts.warning(envelope, stricter).error().code, Errc::permission);
}

TEST_F(Judging, KnowsTheControllerThatTheTokenIsOf) {
    auto const shown = challenge(nonce);
    auto const known = verdicts.keys(shown.keys).value();
    auto const root = keys.set.root.fingerprint();
    EXPECT_TRUE(judgeController(shown, *known, root, nonce));
    EXPECT_TRUE(judgeController(shown, *known, "", nonce));
    EXPECT_EQ(judgeController(shown, *known, "0123456789abcdef", nonce).error().code,
              Errc::permission);
    EXPECT_EQ(
        judgeController(shown, *known, root, std::string(messages::kNonceBytes, 'x')).error().code,
        Errc::permission)
        << "what was said on another connection";
    auto another = shown;
    another.controller = keys.set.root;
    EXPECT_FALSE(judgeController(another, *known, root, nonce));
}

TEST_F(Judging, KeepsABoundedNumber) {
    auto const known = verdicts.keys(keys.envelope()).value();
    for (std::size_t i = 0; i <= Verdicts::kMostKept; ++i) {
        EXPECT_FALSE(verdicts.warning("{\"n\":" + std::to_string(i) + "}", *known));
    }
    auto const before = verdicts.verified();
    EXPECT_FALSE(verdicts.warning("{\"n\":0}", *known));
    EXPECT_EQ(verdicts.verified(), before + 1) << "it was forgotten";
}

}  // namespace
}  // namespace tocsin::swarm
