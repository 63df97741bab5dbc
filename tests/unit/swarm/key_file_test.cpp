// SPDX-License-Identifier: Apache-2.0
#include "key_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/program.hpp"

namespace tocsin::swarm {
namespace {

std::vector<Enrolment> screens() {
    return {{"bar", "aa.bb", 192, 32}, {"gate", "cc.bb", 960, 540}};
}

std::vector<Identity const*> pointersTo(std::vector<Identity> const& identities) {
    std::vector<Identity const*> out;
    for (auto const& one : identities) {
        out.push_back(&one);
    }
    return out;
}

TEST(KeyFile, BringsBackTheSamePlayers) {
    test::TemporaryDirectory const directory;
    auto first = loadIdentities(directory / "swarm", screens()).value();
    first[1].bound = true;
    first[1].have = messages::ManifestVersion{2, 17};
    ASSERT_TRUE(saveIdentities(directory / "swarm", pointersTo(first)));
    auto const again = loadIdentities(directory / "swarm", screens()).value();
    EXPECT_EQ(again[0].key.publicKey(), first[0].key.publicKey());
    EXPECT_EQ(again[1].key.publicKey(), first[1].key.publicKey());
    EXPECT_NE(again[0].key.publicKey(), again[1].key.publicKey());
    EXPECT_FALSE(again[0].bound);
    EXPECT_FALSE(again[0].have);
    EXPECT_TRUE(again[1].bound);
    EXPECT_EQ(again[1].have, (messages::ManifestVersion{2, 17}));
    struct stat status {};
    ASSERT_EQ(::stat((directory / "swarm" / "swarm-keys").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST(KeyFile, HasTheKeysBeforeAnyTokenIsUsed) {
    test::TemporaryDirectory const directory;
    auto const first = loadIdentities(directory / "swarm", screens()).value();
    auto const killed = loadIdentities(directory / "swarm", screens()).value();
    EXPECT_EQ(killed[0].key.publicKey(), first[0].key.publicKey());
}

TEST(KeyFile, MakesANewPlayerForANewToken) {
    test::TemporaryDirectory const directory;
    auto const first = loadIdentities(directory / "swarm", screens()).value();
    auto enrolments = screens();
    enrolments[0].token = "dd.bb";
    auto const second = loadIdentities(directory / "swarm", enrolments).value();
    EXPECT_NE(second[0].key.publicKey(), first[0].key.publicKey());
    EXPECT_EQ(second[1].key.publicKey(), first[1].key.publicKey());
}

TEST(KeyFile, KeepsPlayersThatTakeNoPart) {
    test::TemporaryDirectory const directory;
    auto const both = loadIdentities(directory / "swarm", screens()).value();
    (void)loadIdentities(directory / "swarm", {screens()[0]}).value();
    auto const again = loadIdentities(directory / "swarm", screens()).value();
    EXPECT_EQ(again[1].key.publicKey(), both[1].key.publicKey());
}

TEST(KeyFile, RefusesOneThatIsDamaged) {
    test::TemporaryDirectory const directory;
    (void)loadIdentities(directory / "swarm", screens()).value();
    std::ofstream(directory / "swarm" / "swarm-keys", std::ios::app) << "hall dd.bb short 0 0 0\n";
    EXPECT_EQ(loadIdentities(directory / "swarm", screens()).error().code, Errc::damaged);
    std::ofstream(directory / "swarm" / "swarm-keys") << "something else\n";
    EXPECT_EQ(loadIdentities(directory / "swarm", screens()).error().code, Errc::damaged);
}

}  // namespace
}  // namespace tocsin::swarm
