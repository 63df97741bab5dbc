// SPDX-License-Identifier: Apache-2.0
// Rotating, revoking, generations, and the root on paper.
#include "tocsin/keys/ceremony.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>

#include "key_folder.hpp"
#include "tocsin/keys/root_paper.hpp"
#include "tocsin/keys/signer.hpp"

namespace tocsin::keys {
namespace {

using messages::KeyPair;

class KeyCeremony : public KeyFolder {
protected:
    KeyCeremony() {
        issued = openKeys(directory, first()).value();
        std::ofstream(data / "lock") << "4711\n";
    }
    [[nodiscard]] messages::KeySet inForce() const { return readKeys(directory).value().set; }
    /// Whether a controller could start with what stands in the directory.
    [[nodiscard]] bool works() const {
        return openFileSigner(directory, MissingKey::refuse).has_value();
    }

    IssuedKeys issued;
    Instant const now = first().now + std::chrono::hours(1);
};

TEST_F(KeyCeremony, ARotatedKeyIsNewAndTheOthersStay) {
    auto ceremony = Ceremony::begin(data).value();
    ASSERT_TRUE(ceremony.rotate(Role::content, ceremony.root().value(), now));
    auto const set = inForce();
    EXPECT_EQ(set.generation, 2);
    EXPECT_EQ(set.issued, now);
    EXPECT_EQ(set.root, issued.set.root);
    EXPECT_NE(set.key(Role::content), issued.set.key(Role::content));
    EXPECT_EQ(set.key(Role::warning), issued.set.key(Role::warning));
    EXPECT_TRUE(set.revoked.empty());
    EXPECT_TRUE(works());
}

TEST_F(KeyCeremony, ARevokedKeyIsNamedInEveryLaterKeySet) {
    auto ceremony = Ceremony::begin(data).value();
    auto const root = ceremony.root().value();
    ASSERT_TRUE(ceremony.revoke(Role::command, root, now));
    ASSERT_TRUE(ceremony.rotate(Role::content, root, now));
    auto const set = inForce();
    EXPECT_EQ(set.generation, 3);
    EXPECT_TRUE(set.revokes(issued.set.key(Role::command)));
    EXPECT_FALSE(set.revokes(issued.set.key(Role::content)));
    EXPECT_TRUE(works());
}

TEST_F(KeyCeremony, ANewGenerationHasTheSameKeysAndIsHigherThanAnyOther) {
    auto ceremony = Ceremony::begin(data).value();
    auto const root = ceremony.root().value();
    ASSERT_TRUE(ceremony.newGeneration({}, {}, root, now));
    EXPECT_EQ(inForce().generation, 2);
    ASSERT_TRUE(ceremony.newGeneration(7, {}, root, now));
    EXPECT_EQ(inForce().generation, 8);
    ASSERT_TRUE(ceremony.newGeneration(3, messages::sha256("authority"), root, now));
    EXPECT_EQ(inForce().generation, 9);
    EXPECT_EQ(inForce().keys, issued.set.keys);
    EXPECT_EQ(inForce().tlsAuthority, messages::sha256("authority"));
}

TEST_F(KeyCeremony, AnotherRootIssuesNothing) {
    auto ceremony = Ceremony::begin(data).value();
    auto const other = KeyPair::generate();
    EXPECT_EQ(ceremony.rotate(Role::content, other, now).error().code, Errc::permission);
    EXPECT_EQ(ceremony.revoke(Role::content, other, now).error().code, Errc::permission);
    EXPECT_EQ(ceremony.newGeneration({}, {}, other, now).error().code, Errc::permission);
    EXPECT_EQ(ceremony.importRoot(other).error().code, Errc::permission);
    EXPECT_EQ(inForce(), issued.set);
    EXPECT_TRUE(works());
}

TEST_F(KeyCeremony, TheRootGoesToPaperAndRotatesFromThere) {
    auto ceremony = Ceremony::begin(data).value();
    auto const paper = toPaper(ceremony.root().value());
    EXPECT_EQ(ceremony.removeRoot("ABCD ABCD ABCD ABCD").error().code, Errc::permission);
    EXPECT_TRUE(ceremony.root());
    ASSERT_TRUE(ceremony.removeRoot(firstGroups(ceremony.root().value())));
    EXPECT_FALSE(std::filesystem::exists(rootFile(directory)));
    EXPECT_EQ(ceremony.root().error().code, Errc::notFound);
    EXPECT_FALSE(ceremony.keys()->rootIsHere);
    EXPECT_TRUE(works()) << "the controller runs without its root";

    ASSERT_TRUE(ceremony.rotate(Role::content, fromPaper(paper).value(), now));
    EXPECT_EQ(inForce().generation, 2);
    EXPECT_EQ(inForce().root, issued.set.root);
    EXPECT_FALSE(std::filesystem::exists(rootFile(directory))) << "it stays on paper";
    EXPECT_TRUE(works());

    ASSERT_TRUE(ceremony.importRoot(fromPaper(paper).value()));
    EXPECT_EQ(ceremony.root().value().publicKey(), issued.set.root);
}

TEST_F(KeyCeremony, WaitsUntilTheControllerIsStopped) {
    int const controllers = ::open((data / "lock").c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_EQ(::flock(controllers, LOCK_EX | LOCK_NB), 0);
    auto const refused = Ceremony::begin(data);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::conflict);
    EXPECT_NE(refused.error().message.find("4711"), std::string::npos);
    ::close(controllers);
    auto const held = Ceremony::begin(data);
    ASSERT_TRUE(held);
    EXPECT_EQ(Ceremony::begin(data).error().code, Errc::conflict);
}

TEST_F(KeyCeremony, NeedsADirectoryWithKeys) {
    EXPECT_EQ(Ceremony::begin(data / "nowhere").error().code, Errc::notFound);
    std::filesystem::remove_all(directory);
    EXPECT_EQ(Ceremony::begin(data).error().code, Errc::notFound);
}

TEST_F(KeyCeremony, ALostKeySetIsIssuedAnewAboveWhatPlayersHold) {
    std::filesystem::remove(keySetFile(directory));
    auto ceremony = Ceremony::begin(data).value();
    auto const root = ceremony.root().value();
    EXPECT_FALSE(ceremony.keys());
    EXPECT_EQ(ceremony.newGeneration({}, {}, root, now).error().code, Errc::notFound);
    EXPECT_EQ(ceremony.rotate(Role::content, root, now).error().code, Errc::notFound);
    ASSERT_TRUE(ceremony.newGeneration(5, {}, root, now));
    EXPECT_EQ(inForce().generation, 6);
    EXPECT_EQ(inForce().keys, issued.set.keys);
    EXPECT_TRUE(works());
}

TEST_F(KeyCeremony, ARotationThatWasCutOffLeavesTheOldKeyOrTheNewOne) {
    auto const next = KeyPair::generate();
    // Before the key set was in force: the new key was never anybody's.
    ASSERT_TRUE(next.save(directory / "content.key.next"));
    EXPECT_TRUE(works());
    EXPECT_FALSE(std::filesystem::exists(directory / "content.key.next"));
    // After it was: the new key takes its place.
    auto set = issued.set;
    set.key(Role::content) = next.publicKey();
    ++set.generation;
    ASSERT_TRUE(next.save(directory / "content.key.next"));
    auto const root = KeyPair::load(rootFile(directory)).value();
    std::ofstream(keySetFile(directory), std::ios::trunc)
        << messages::toJson(messages::seal(root, messages::kKeySetKind, messages::toJson(set)));
    EXPECT_TRUE(works());
    EXPECT_EQ(KeyPair::load(directory / "content.key").value().publicKey(), next.publicKey());
}

}  // namespace
}  // namespace tocsin::keys
