// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/envelope.hpp"

#include <gtest/gtest.h>

namespace tocsin::messages {
namespace {

TEST(Envelope, TravelsAsJsonAndOpensWithTheRightKey) {
    auto const key = KeyPair::generate();
    std::string const payload("any \0 bytes \xff", 13);
    auto const sealed = seal(key, "tocsin-manifest/1", payload);
    auto const read = parseEnvelope(toJson(sealed)).value();
    EXPECT_EQ(read, sealed);
    EXPECT_EQ(opened(read, "tocsin-manifest/1", key.publicKey()).value(), payload);
}

TEST(Envelope, StaysShutForAnotherKindKeyOrPayload) {
    auto const key = KeyPair::generate();
    auto const sealed = seal(key, "tocsin-manifest/1", "payload");
    auto const refused = [&](Envelope const& envelope, std::string_view kind) {
        auto const result = opened(envelope, kind, key.publicKey());
        return result ? "" : result.error().message;
    };
    EXPECT_EQ(refused(sealed, "tocsin-manifest/1"), "");
    EXPECT_NE(refused(sealed, "tocsin-warning/1").find("kind"), std::string::npos);
    auto other = sealed;
    other.kind = "tocsin-warning/1";  // the signature is for another kind
    EXPECT_NE(refused(other, "tocsin-warning/1").find("signature"), std::string::npos);
    other = sealed;
    other.payload += "x";
    EXPECT_NE(refused(other, "tocsin-manifest/1").find("signature"), std::string::npos);
    other = sealed;
    other.signature.bytes[5] ^= 1;
    EXPECT_NE(refused(other, "tocsin-manifest/1").find("signature"), std::string::npos);
    EXPECT_NE(
        refused(seal(KeyPair::generate(), "tocsin-manifest/1", "payload"), "tocsin-manifest/1")
            .find("trusted"),
        std::string::npos);
}

// The signature covers kind ‖ 0 ‖ payload: it would hold for two envelopes.
TEST(Envelope, HasNoZeroInItsKind) {
    auto const key = KeyPair::generate();
    auto const one = seal(key, "tocsin-manifest/1", std::string("a\0b", 3));
    Envelope const other{std::string("tocsin-manifest/1\0a", 19), "b", one.key, one.signature};
    EXPECT_EQ(parseEnvelope(toJson(other)).error().message,
              "kind: has a zero, which ends the kind under the signature");
}

TEST(Envelope, NamesTheMemberThatIsWrong) {
    auto const good = toJson(seal(KeyPair::generate(), "k/1", "p"));
    for (auto const* member : {"kind", "payload", "key", "signature"}) {
        auto json = good;
        json.replace(json.find(member), 1, "x");
        EXPECT_NE(parseEnvelope(json).error().message.find(member), std::string::npos) << member;
    }
    EXPECT_FALSE(parseEnvelope("[]"));
    EXPECT_EQ(parseEnvelope("").error().code, Errc::invalid);
}

}  // namespace
}  // namespace tocsin::messages
