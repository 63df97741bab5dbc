// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/key_set.hpp"

#include <gtest/gtest.h>

namespace tocsin::messages {
namespace {

KeySet someKeys(PublicKey const& root) {
    KeySet out;
    out.generation = 7;
    out.issued = fromMillis(1'780'272'000'000);
    out.root = root;
    for (auto const role : kSigningRoles) {
        out.key(role) = KeyPair::generate().publicKey();
    }
    return out;
}

/// What is wrong with the text, or nothing.
std::string fault(std::string const& json) {
    auto const read = parseKeySet(json);
    return read ? "" : read.error().message;
}

TEST(KeySet, TravelsAsJson) {
    auto keys = someKeys(KeyPair::generate().publicKey());
    EXPECT_EQ(parseKeySet(toJson(keys)).value(), keys);
    keys.tlsAuthority = sha256("authority");
    keys.revoked = {KeyPair::generate().publicKey(), KeyPair::generate().publicKey()};
    EXPECT_EQ(parseKeySet(toJson(keys)).value(), keys);
}

TEST(KeySet, OfBeforeHasNoAuditKeyAndAllOthers) {
    auto keys = someKeys(KeyPair::generate().publicKey());
    keys.key(SigningRole::audit) = {};
    auto const text = toJson(keys);
    EXPECT_EQ(text.find("audit"), std::string::npos);
    EXPECT_EQ(parseKeySet(text).value(), keys);
    EXPECT_FALSE(keys.has(SigningRole::audit));
    EXPECT_TRUE(keys.has(SigningRole::session));
    auto zeros = someKeys(KeyPair::generate().publicKey());
    auto json = toJson(zeros);
    auto const key = zeros.key(SigningRole::content).base64();
    json.replace(json.find(key), key.size(), PublicKey{}.base64());
    EXPECT_NE(fault(json).find("content"), std::string::npos);
}

TEST(KeySet, OfBeforeHasNoLedgerKeyEither) {
    auto keys = someKeys(KeyPair::generate().publicKey());
    keys.key(SigningRole::ledger) = {};
    auto const text = toJson(keys);
    EXPECT_EQ(text.find("ledger"), std::string::npos);
    EXPECT_EQ(parseKeySet(text).value(), keys);
}

TEST(KeySet, OpensWhenItsRootSealedIt) {
    auto const root = KeyPair::generate();
    auto const keys = someKeys(root.publicKey());
    EXPECT_EQ(openedKeySet(seal(root, kKeySetKind, toJson(keys))).value(), keys);
    auto const refused = [](Envelope const& envelope) {
        auto const opened = openedKeySet(envelope);
        return opened ? Errc::internal : opened.error().code;
    };
    EXPECT_EQ(refused(seal(KeyPair::generate(), kKeySetKind, toJson(keys))), Errc::permission);
    EXPECT_EQ(refused(seal(root, "tocsin-manifest/1", toJson(keys))), Errc::permission);
    EXPECT_EQ(refused(seal(root, kKeySetKind, "{}")), Errc::invalid);
    auto altered = seal(root, kKeySetKind, toJson(keys));
    altered.payload.back() = ' ';
    EXPECT_EQ(refused(altered), Errc::permission);
}

TEST(KeySet, GivesNoKeyTwoPurposes) {
    auto const root = KeyPair::generate().publicKey();
    auto keys = someKeys(root);
    keys.key(SigningRole::command) = keys.key(SigningRole::content);
    EXPECT_NE(fault(toJson(keys)).find("command"), std::string::npos);
    keys = someKeys(root);
    keys.key(SigningRole::warning) = root;
    EXPECT_NE(fault(toJson(keys)).find("warning"), std::string::npos);
    keys = someKeys(root);
    keys.revoked = {keys.key(SigningRole::session)};
    EXPECT_NE(fault(toJson(keys)).find("revoked"), std::string::npos);
}

TEST(KeySet, SaysWhatIsMissingOrWrong) {
    auto const whole = toJson(someKeys(KeyPair::generate().publicKey()));
    EXPECT_EQ(fault(whole), "");
    for (auto const* member : {"format", "generation", "issued", "root", "keys", "content",
                               "warning", "command", "approval", "session"}) {
        auto json = whole;
        auto const at = json.find(std::string("\"") + member + "\"");
        json.replace(at + 1, 1, "x");
        EXPECT_NE(fault(json).find(member), std::string::npos) << member;
    }
    auto none = whole;
    none.replace(none.find("\"generation\":7"), 14, "\"generation\":0");
    EXPECT_NE(fault(none).find("generation"), std::string::npos);
    auto many = someKeys(KeyPair::generate().publicKey());
    many.revoked.resize(KeySet::kMostRevoked + 1);
    EXPECT_NE(fault(toJson(many)).find("revoked"), std::string::npos);
}

TEST(SigningRoles, HaveNamesAndKindsOfTheirOwn) {
    for (auto const role : kSigningRoles) {
        EXPECT_EQ(signingRoleFrom(toString(role)), role);
        for (auto const other : kSigningRoles) {
            for (auto const kind : kindsOf(other)) {
                EXPECT_EQ(isOfRole(role, signedBytes(kind, "payload")), role == other) << kind;
            }
        }
        EXPECT_EQ(kindsOf(role).front(), kindOf(role));
        EXPECT_FALSE(isOfRole(role, kindOf(role)));
        EXPECT_FALSE(isOfRole(role, ""));
    }
    EXPECT_FALSE(signingRoleFrom("root"));
}

TEST(Challenge, ItsProofIsOfBothNoncesAndTheKeySet) {
    std::string const a(32, 'a');
    std::string const b(32, 'b');
    auto const bytes = challengeBytes(a, b, "keys");
    EXPECT_TRUE(bytes.starts_with(std::string(kChallengeKind) + '\0' + a + b));
    EXPECT_EQ(bytes.size(), sizeof kChallengeKind + 96);
    EXPECT_NE(bytes, challengeBytes(b, a, "keys"));
    EXPECT_NE(bytes, challengeBytes(a, b, "other keys"));
}

}  // namespace
}  // namespace tocsin::messages
