// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tocsin/keys/signer.hpp"

namespace tocsin::keys {
namespace {

class FileSigner : public testing::Test {
protected:
    FileSigner() {
        std::string name = testing::TempDir() + "keys-XXXXXX";
        directory = ::mkdtemp(name.data());
    }
    ~FileSigner() override { std::filesystem::remove_all(directory); }
    std::filesystem::path directory;
};

TEST_F(FileSigner, KeepsItsKeyOverRestarts) {
    auto const first =
        openFileSigner(directory / "keys", MissingKey::make).value()->publicKey(Role::content);
    auto const second =
        openFileSigner(directory / "keys", MissingKey::make).value()->publicKey(Role::content);
    EXPECT_EQ(first, second);
}

TEST_F(FileSigner, SealsWhatItsPublicKeyOpensAndNoOtherKeyDoes) {
    auto const signer = openFileSigner(directory / "keys", MissingKey::make).value();
    auto const envelope = seal(*signer, Role::content, "tocsin-manifest/1", "payload").value();
    EXPECT_EQ(
        messages::opened(envelope, "tocsin-manifest/1", signer->publicKey(Role::content)).value(),
        "payload");
    EXPECT_FALSE(messages::opened(envelope, "tocsin-warning/1", signer->publicKey(Role::content)));
    EXPECT_FALSE(
        messages::opened(envelope, "tocsin-manifest/1", messages::KeyPair::generate().publicKey()));
}

TEST_F(FileSigner, NeverReplacesADamagedKey) {
    { auto const signer = openFileSigner(directory / "keys", MissingKey::make).value(); }
    std::ofstream(directory / "keys" / "content.key", std::ios::trunc)
        << "tocsin-key/1\nnonsense\n";
    auto const again = openFileSigner(directory / "keys", MissingKey::make);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::damaged);
}

TEST_F(FileSigner, DoesNotReplaceALostKeyThatIsKnown) {
    auto const lost = openFileSigner(directory / "keys", MissingKey::refuse);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, Errc::notFound);
    auto const made = openFileSigner(directory / "keys", MissingKey::make).value();
    EXPECT_TRUE(openFileSigner(directory / "keys", MissingKey::refuse));
}

TEST_F(FileSigner, ClosesADirectoryThatOthersCouldRead) {
    std::filesystem::create_directories(directory / "keys");
    ::chmod((directory / "keys").c_str(), 0755);
    ASSERT_TRUE(openFileSigner(directory / "keys", MissingKey::make));
    EXPECT_EQ(std::filesystem::status(directory / "keys").permissions(),
              std::filesystem::perms::owner_all);
}

}  // namespace
}  // namespace tocsin::keys
