// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <fstream>

#include "key_folder.hpp"
#include "tocsin/keys/signer.hpp"

namespace tocsin::keys {
namespace {

class FileSigner : public KeyFolder {};

TEST_F(FileSigner, KeepsItsKeysOverRestarts) {
    auto const first = openFileSigner(directory, MissingKey::make).value();
    auto const second = openFileSigner(directory, MissingKey::make).value();
    EXPECT_EQ(first->issued().set, second->issued().set);
    EXPECT_EQ(first->issued().envelope, second->issued().envelope);
}

TEST_F(FileSigner, SealsWhatItsPublicKeyOpensAndNoOtherKeyDoes) {
    auto const signer = openFileSigner(directory, MissingKey::make).value();
    auto const envelope = seal(*signer, Role::content, "tocsin-manifest/1", "payload").value();
    EXPECT_EQ(
        messages::opened(envelope, "tocsin-manifest/1", signer->publicKey(Role::content)).value(),
        "payload");
    EXPECT_FALSE(messages::opened(envelope, "tocsin-warning/1", signer->publicKey(Role::content)));
    EXPECT_FALSE(
        messages::opened(envelope, "tocsin-manifest/1", messages::KeyPair::generate().publicKey()));
}

TEST_F(FileSigner, SignsForARoleWhatIsOfItsKindAndNothingElse) {
    auto const signer = openFileSigner(directory, MissingKey::make).value();
    for (auto const role : messages::kSigningRoles) {
        for (auto const other : messages::kSigningRoles) {
            auto const sealed =
                seal(*signer, role, std::string(messages::kindOf(other)), "payload");
            EXPECT_EQ(sealed.has_value(), role == other)
                << toString(role) << " and " << messages::kindOf(other);
        }
        EXPECT_EQ(seal(*signer, role, messages::kKeySetKind, "{}").error().code, Errc::permission);
        // A kind that only begins like the role's.
        EXPECT_FALSE(seal(*signer, role, std::string(messages::kindOf(role)) + "1", "payload"));
    }
    auto const much =
        messages::signedBytes(messages::kindOf(Role::content), std::string(kMostSigned, 'x'));
    EXPECT_EQ(signer->sign(Role::content, much).error().code, Errc::exhausted);
}

TEST_F(FileSigner, NeverReplacesADamagedKey) {
    { auto const signer = openFileSigner(directory, MissingKey::make).value(); }
    std::ofstream(directory / "content.key", std::ios::trunc) << "tocsin-key/1\nnonsense\n";
    auto const again = openFileSigner(directory, MissingKey::make);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::damaged);
}

TEST_F(FileSigner, TakesNoKeyThatTheKeySetDoesNotName) {
    { auto const signer = openFileSigner(directory, MissingKey::make).value(); }
    ASSERT_TRUE(messages::KeyPair::generate().save(directory / "warning.key"));
    EXPECT_EQ(openFileSigner(directory, MissingKey::make).error().code, Errc::damaged);
}

TEST_F(FileSigner, ClosesADirectoryThatOthersCouldRead) {
    std::filesystem::create_directories(directory);
    ::chmod(directory.c_str(), 0755);
    ASSERT_TRUE(openFileSigner(directory, MissingKey::make));
    EXPECT_EQ(std::filesystem::status(directory).permissions(), std::filesystem::perms::owner_all);
}

}  // namespace
}  // namespace tocsin::keys
