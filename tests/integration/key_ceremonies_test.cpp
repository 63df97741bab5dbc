// SPDX-License-Identifier: Apache-2.0
// Keys are changed, the controller is restored from a backup, a signer is held up: players follow,
// or go on with what was valid, and nobody pairs them anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <sstream>

#include "campaigns.hpp"
#include "support/site.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/key_set.hpp"

namespace tocsin::integration {
namespace {

using test::eventually;
using test::readFile;

constexpr int kFindings = 6;

class Keys : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
        site.startPlayer("bar");
        ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    }
    [[nodiscard]] std::filesystem::path data() const { return site.dir() / "controller"; }
    /// tocsin keys … on the data directory, with the controller stopped, which is started again.
    void ceremony(std::vector<std::string> arguments) {
        EXPECT_EQ(site.controller().stop(), 0) << site.controller().log();
        arguments.insert(arguments.begin(), {(Site::bin() / "tocsin").string(), "keys"});
        arguments.insert(arguments.end(), {"--data", data().string()});
        auto const ended = test::run(arguments);
        ASSERT_EQ(ended.code, 0) << ended.err;
        ASSERT_NO_FATAL_FAILURE(site.startController());
    }
    [[nodiscard]] messages::ManifestVersion held() const {
        auto const status = site.json({"status"}).at("items").at(0).at("manifest");
        return status.is_null() ? messages::ManifestVersion{}
                                : messages::ManifestVersion{status.at("generation").as_int64(),
                                                            status.at("counter").as_int64()};
    }
    /// The player obeys a manifest of this generation and shows what it says.
    void expectFollows(std::int64_t generation) {
        EXPECT_TRUE(site.passUntil([&] { return held().generation == generation; }))
            << "holds " << held().generation << "\n"
            << site.player("bar").log() << site.controller().log();
        EXPECT_TRUE(site.allPlaying()) << site.player("bar").log();
        auto const keys = site.json({"keys", "show"});
        EXPECT_EQ(keys.at("generation").as_int64(), generation);
    }
    /// The key that signed the manifest that the player keeps.
    [[nodiscard]] std::string signer() const {
        return messages::parseEnvelope(readFile(site.playerData("bar") / "manifest.json"))
            ->key.fingerprint();
    }
    [[nodiscard]] std::size_t darkTicks() const {
        auto const ticks = site.recording("bar");
        return static_cast<std::size_t>(std::count_if(
            ticks.begin(), ticks.end(), [](auto const& tick) { return tick.play == "-"; }));
    }
    void release(std::string const& id) {
        site.release(id, "format = \"tocsin-campaign/1\"\nid = \"" + id + "\"\ntitle = \"" + id +
                             R"("
class = "filler"
from = 2026-01-01
to = 2036-12-31
items = ["poster"]
[targets]
tags = ["text"]
)");
    }
    /// The process that signs for a role.
    [[nodiscard]] pid_t signerOf(std::string const& role) {
        for (auto const& task : std::filesystem::directory_iterator(
                 "/proc/" + std::to_string(site.controller().pid()) + "/task")) {
            std::istringstream children(readFile(task.path() / "children"));
            for (pid_t child = 0; children >> child;) {
                auto const line = readFile("/proc/" + std::to_string(child) + "/cmdline");
                if (line.find("tocsin-signer") != std::string::npos &&
                    line.find(std::string(1, '\0') + role + '\0') != std::string::npos) {
                    return child;
                }
            }
        }
        return -1;
    }

    Site site;
};

TEST_F(Keys, PlayersFollowEveryChangeOfKeysWithoutBeingPairedAgain) {
    auto const player = site.json({"screen", "show", "bar"}).at("player");
    auto const first = signer();
    auto const dark = darkTicks();
    ASSERT_NO_FATAL_FAILURE(ceremony({"rotate", "content"}));
    expectFollows(2);
    EXPECT_NE(signer(), first);
    ASSERT_NO_FATAL_FAILURE(ceremony({"generation"}));
    expectFollows(3);
    ASSERT_NO_FATAL_FAILURE(ceremony({"rotate", "session"}));
    expectFollows(4);
    EXPECT_EQ(darkTicks(), dark) << "nothing of that was seen";
    EXPECT_EQ(site.json({"screen", "show", "bar"}).at("player"), player);

    // A revoked key's manifest goes, and the new one comes in the same session.
    auto const rotated = signer();
    ASSERT_NO_FATAL_FAILURE(ceremony({"revoke", "content"}));
    expectFollows(5);
    EXPECT_NE(signer(), rotated);
    EXPECT_NE(site.player("bar").log().find("event=manifest-revoked"), std::string::npos);

    // What was accepted lasts over a restart of the player, without the controller.
    EXPECT_EQ(site.controller().stop(), 0);
    EXPECT_EQ(site.player("bar").stop(), 0);
    auto const before = site.recording("bar").size();
    site.startPlayer("bar");
    EXPECT_TRUE(site.passUntil([&] {
        auto const ticks = site.recording("bar");
        return ticks.size() > before + 50 && ticks.back().play != "-";
    })) << site.player("bar").log();
}

TEST_F(Keys, TheRootCanBeOnPaperOnly) {
    EXPECT_EQ(site.controller().stop(), 0);
    auto const tocsin = (Site::bin() / "tocsin").string();
    auto const paper = test::run({tocsin, "keys", "root", "export", "--data", data().string()});
    ASSERT_EQ(paper.code, 0) << paper.err;
    std::ofstream(site.dir() / "paper") << paper.out;
    std::filesystem::remove(data() / "keys" / "root.key");
    ASSERT_NO_FATAL_FAILURE(site.startController());
    EXPECT_FALSE(site.json({"keys", "show"}).at("root").at("here").as_bool());
    ASSERT_NO_FATAL_FAILURE(
        ceremony({"rotate", "content", "--root-key-file", (site.dir() / "paper").string()}));
    expectFollows(2);
    EXPECT_FALSE(std::filesystem::exists(data() / "keys" / "root.key"));
}

TEST_F(Keys, ARestoredControllerOpensAGenerationAndPlayersFollow) {
    EXPECT_EQ(site.controller().stop(), 0);
    std::filesystem::copy(data(), site.dir() / "backup", std::filesystem::copy_options::recursive);
    ASSERT_NO_FATAL_FAILURE(site.startController());
    release("lost");
    auto const backedUp = held();
    ASSERT_TRUE(site.passUntil([&] { return held() > backedUp; }));
    ASSERT_TRUE(site.allPlaying());
    release("lost-too");
    ASSERT_TRUE(site.passUntil([&] { return held().counter >= backedUp.counter + 2; }));
    auto const newest = held();

    EXPECT_EQ(site.controller().stop(), 0);
    std::filesystem::remove_all(data());
    std::filesystem::rename(site.dir() / "backup", data());
    ASSERT_NO_FATAL_FAILURE(site.startController());
    // Its next manifest has a number that the player has seen: refused, told, and the screen goes
    // on with the one it holds.
    release("after");
    ASSERT_TRUE(site.passUntil([&] {
        auto const rows = site.json({"audit", "list", "--action", "player.refused"}).at("items");
        return !rows.as_array().empty();
    })) << site.controller().log();
    EXPECT_EQ(held(), newest);
    EXPECT_NE(site.controller().log().find("was the controller restored from a backup"),
              std::string::npos);

    ASSERT_NO_FATAL_FAILURE(ceremony({"generation"}));
    expectFollows(2);
}

TEST_F(Keys, AControllerThatForgotAKeySetIsRefusedUntilItIsAboveIt) {
    EXPECT_EQ(site.controller().stop(), 0);
    std::filesystem::copy(data(), site.dir() / "backup", std::filesystem::copy_options::recursive);
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_NO_FATAL_FAILURE(ceremony({"generation", "--above", "4"}));
    expectFollows(5);
    EXPECT_EQ(site.controller().stop(), 0);
    std::filesystem::remove_all(data());
    std::filesystem::rename(site.dir() / "backup", data());
    auto const dark = darkTicks();
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_TRUE(site.passUntil([&] {
        return site.controller().log().find("this player holds generation 5") != std::string::npos;
    })) << site.controller().log();
    site.pass(Milliseconds(4'000), Milliseconds(1));
    EXPECT_EQ(darkTicks(), dark) << "it plays what was valid";
    ASSERT_NO_FATAL_FAILURE(ceremony({"generation", "--above", "5"}));
    expectFollows(6);
}

TEST_F(Keys, WithoutItsSignerNothingIsReleasedAndThenItIs) {
    auto const before = held();
    auto const signer = signerOf("content");
    ASSERT_GT(signer, 0);
    ASSERT_EQ(::kill(signer, SIGSTOP), 0);  // it neither answers nor ends
    auto const file = site.dir() / "more.toml";
    std::ofstream(file) << R"(format = "tocsin-campaign/1"
id = "more"
title = "more"
class = "filler"
from = 2026-01-01
to = 2036-12-31
items = ["poster"]
[targets]
tags = ["text"]
)";
    auto const applied = site.tocsin({"campaign", "apply", file.string()});
    EXPECT_TRUE(applied.code == 0 || applied.code == kFindings) << applied.err;
    EXPECT_EQ(site.tocsin({"campaign", "submit", "more"}).code, 0);
    auto const approved = site.tocsin({"campaign", "approve", "more"});
    EXPECT_EQ(approved.code, kFindings);
    EXPECT_NE(approved.err.find("nothing was signed as content"), std::string::npos)
        << approved.err;
    EXPECT_EQ(held(), before);
    ASSERT_TRUE(eventually([&] {
        auto const now = signerOf("content");
        return now > 0 && now != signer;
    })) << site.controller().log();
    // The planning of each minute releases what waited.
    EXPECT_TRUE(site.passUntil([&] { return held() > before; })) << site.controller().log();
}

}  // namespace
}  // namespace tocsin::integration
