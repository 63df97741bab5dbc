// SPDX-License-Identifier: Apache-2.0
// What a controller finds in its directory of keys, and makes of it.
#include <fstream>
#include <vector>

#include "key_folder.hpp"
#include "tocsin/keys/ceremony.hpp"
#include "tocsin/keys/signer.hpp"

namespace tocsin::keys {
namespace {

using messages::KeyPair;
using messages::SigningRole;

class KeyDirectory : public KeyFolder {
protected:
    /// As it stood before roles had keys of their own.
    messages::PublicKey onlyContentKey() {
        std::filesystem::create_directories(directory);
        auto const key = KeyPair::generate();
        EXPECT_TRUE(key.save(directory / "content.key"));
        return key.publicKey();
    }
    /// As it stood before heads of the audit trail, or receipts of plays, were signed.
    messages::KeySet makeOneOfBefore(std::vector<SigningRole> const& lacking) {
        auto set = openKeys(directory, first()).value().set;
        for (auto const role : lacking) {
            set.key(role) = {};
            std::filesystem::remove(keyFile(directory, role));
        }
        auto const root = KeyPair::load(rootFile(directory)).value();
        std::ofstream(keySetFile(directory), std::ios::trunc)
            << messages::toJson(messages::seal(root, messages::kKeySetKind, messages::toJson(set)));
        return set;
    }
};

TEST_F(KeyDirectory, IsFilledAtTheFirstStart) {
    auto const made = openKeys(directory, first()).value();
    EXPECT_EQ(made.set.generation, 1);
    EXPECT_EQ(made.set.issued, first().now);
    EXPECT_TRUE(made.rootIsHere);
    EXPECT_EQ(messages::openedKeySet(made.envelope).value(), made.set);
    for (auto const role : messages::kSigningRoles) {
        EXPECT_EQ(KeyPair::load(keyFile(directory, role)).value().publicKey(), made.set.key(role));
    }
    auto const again = openKeys(directory, later()).value();
    EXPECT_EQ(again.set, made.set);
    EXPECT_EQ(again.envelope, made.envelope);
}

TEST_F(KeyDirectory, KeepsTheContentKeyOfBeforeAndAddsTheRest) {
    auto const content = onlyContentKey();
    auto wanted = later();
    wanted.issuedBefore = false;
    wanted.leastGeneration = 3;
    auto const made = openKeys(directory, wanted).value();
    EXPECT_EQ(made.set.key(SigningRole::content), content);
    EXPECT_EQ(made.set.generation, 3);
}

TEST_F(KeyDirectory, GoesOnWhereAFirstStartWasCutOff) {
    auto const root = KeyPair::generate();
    onlyContentKey();
    ASSERT_TRUE(root.save(rootFile(directory)));
    auto wanted = later();
    wanted.issuedBefore = false;
    EXPECT_EQ(openKeys(directory, wanted).value().set.root, root.publicKey());
}

TEST_F(KeyDirectory, MakesNoContentKeyOnceOneIsKnown) {
    auto wanted = later();
    wanted.issuedBefore = false;
    auto const lost = openKeys(directory, wanted);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, Errc::notFound);
    EXPECT_FALSE(std::filesystem::exists(directory / "content.key"));
}

TEST_F(KeyDirectory, MakesNoSecondKeySetWhereOneWasLost) {
    ASSERT_TRUE(openKeys(directory, first()));
    std::filesystem::remove(keySetFile(directory));
    auto const lost = openKeys(directory, later());
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, Errc::notFound);
    EXPECT_NE(lost.error().message.find("tocsin keys generation"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(keySetFile(directory)));
}

TEST_F(KeyDirectory, SaysWhichRolesKeyIsGone) {
    ASSERT_TRUE(openKeys(directory, first()));
    std::filesystem::remove(directory / "command.key");
    auto const lost = openKeys(directory, later());
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, Errc::notFound);
    EXPECT_NE(lost.error().message.find("tocsin keys rotate command"), std::string::npos);
}

TEST_F(KeyDirectory, RefusesAKeySetThatSomebodyChanged) {
    auto const made = openKeys(directory, first()).value();
    auto set = made.set;
    set.generation = 7;
    auto forged = made.envelope;
    forged.payload = messages::toJson(set);
    std::ofstream(keySetFile(directory), std::ios::trunc) << messages::toJson(forged);
    EXPECT_EQ(openKeys(directory, later()).error().code, Errc::damaged);
}

TEST_F(KeyDirectory, ThatIsOlderThanTheDatabaseAsksForANewGeneration) {
    ASSERT_TRUE(openKeys(directory, first()));
    auto wanted = later();
    wanted.leastGeneration = 4;
    auto const old = openKeys(directory, wanted);
    ASSERT_FALSE(old);
    EXPECT_EQ(old.error().code, Errc::conflict);
    EXPECT_NE(old.error().message.find("--above 4"), std::string::npos) << old.error().message;
}

TEST_F(KeyDirectory, IssuesAKeySetForANewTlsAuthority) {
    ASSERT_TRUE(openKeys(directory, first()));
    auto wanted = later();
    wanted.tlsAuthority = messages::sha256("authority");
    auto const told = openKeys(directory, wanted).value();
    EXPECT_EQ(told.set.generation, 2);
    EXPECT_EQ(told.set.tlsAuthority, wanted.tlsAuthority);
    EXPECT_EQ(openKeys(directory, wanted).value().set.generation, 2);
    // Who says nothing of it changes nothing.
    EXPECT_EQ(openKeys(directory, later()).value().set, told.set);
}

TEST_F(KeyDirectory, GivesAKeySetOfBeforeItsAuditKeyWithoutACeremony) {
    auto const before = makeOneOfBefore({SigningRole::audit});
    auto const brought = openKeys(directory, later()).value();
    EXPECT_EQ(brought.set.generation, before.generation + 1);
    EXPECT_TRUE(brought.set.has(SigningRole::audit));
    EXPECT_EQ(KeyPair::load(keyFile(directory, SigningRole::audit)).value().publicKey(),
              brought.set.key(SigningRole::audit));
    for (auto const role : messages::kSigningRoles) {
        EXPECT_TRUE(role == SigningRole::audit || brought.set.key(role) == before.key(role));
    }
    EXPECT_EQ(openKeys(directory, later()).value().set, brought.set) << "once";
}

TEST_F(KeyDirectory, WithTheRootOnPaperSaysHowAKeySetOfBeforeGetsItsAuditKey) {
    auto const before = makeOneOfBefore({SigningRole::audit});
    auto const root = KeyPair::load(rootFile(directory)).value();
    std::filesystem::remove(rootFile(directory));
    auto const waiting = openKeys(directory, later()).value();
    EXPECT_EQ(waiting.set, before);
    EXPECT_FALSE(waiting.set.has(SigningRole::audit));
    EXPECT_NE(waiting.waiting.find("tocsin keys rotate audit"), std::string::npos);
    auto const signer = openFileSigner(directory, MissingKey::refuse).value();
    EXPECT_EQ(signer->sign(SigningRole::audit, messages::signedBytes(messages::kAuditHeadKind, "x"))
                  .error()
                  .code,
              Errc::unavailable);
    std::ofstream(data / "lock") << "1\n";
    {
        auto ceremony = Ceremony::begin(data).value();
        EXPECT_FALSE(ceremony.revoke(SigningRole::audit, root, first().now)) << "there is none";
        ASSERT_TRUE(ceremony.rotate(SigningRole::audit, root, first().now));
    }
    auto const brought = openKeys(directory, later()).value();
    EXPECT_TRUE(brought.set.has(SigningRole::audit));
    EXPECT_EQ(brought.waiting, "");
}

TEST_F(KeyDirectory, GivesAnOldKeySetAllThatItLacksInOneGeneration) {
    auto const before = makeOneOfBefore({SigningRole::audit, SigningRole::ledger});
    auto const brought = openKeys(directory, later()).value();
    EXPECT_EQ(brought.set.generation, before.generation + 1);
    EXPECT_TRUE(brought.set.has(SigningRole::audit));
    EXPECT_TRUE(brought.set.has(SigningRole::ledger));
    auto const signer = openFileSigner(directory, MissingKey::refuse).value();
    for (auto const* kind : {messages::kReceiptKind, messages::kCheckpointKind,
                             messages::kBundleKind, messages::kFilingKind}) {
        EXPECT_TRUE(signer->sign(SigningRole::ledger, messages::signedBytes(kind, "x"))) << kind;
    }
    EXPECT_FALSE(
        signer->sign(SigningRole::ledger, messages::signedBytes(messages::kAuditHeadKind, "x")));
}

TEST_F(KeyDirectory, WithTheRootOnPaperNamesEveryRoleThatWaitsForIt) {
    makeOneOfBefore({SigningRole::audit, SigningRole::ledger});
    std::filesystem::remove(rootFile(directory));
    auto const waiting = openKeys(directory, later()).value();
    EXPECT_NE(waiting.waiting.find("tocsin keys rotate audit"), std::string::npos);
    EXPECT_NE(waiting.waiting.find("tocsin keys rotate ledger"), std::string::npos);
}

TEST_F(KeyDirectory, WaitsForThePaperToTellANewTlsAuthority) {
    auto const made = openKeys(directory, first()).value();
    std::filesystem::remove(rootFile(directory));
    auto wanted = later();
    wanted.tlsAuthority = messages::sha256("authority");
    auto const waiting = openKeys(directory, wanted).value();
    EXPECT_EQ(waiting.set, made.set);
    EXPECT_FALSE(waiting.rootIsHere);
    EXPECT_NE(waiting.waiting.find(wanted.tlsAuthority->hex()), std::string::npos);
}

}  // namespace
}  // namespace tocsin::keys
