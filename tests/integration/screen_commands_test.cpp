// SPDX-License-Identifier: Apache-2.0
// Screens are told to do something once: now, later, or when their player is back; and never late.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <fstream>

#include "campaigns.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

class ToldOnce : public testing::Test {
protected:
    void begin(std::vector<std::string> const& further = {}) {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
        arguments = further;
        site.startPlayer("bar", arguments);
        ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    }
    void give(std::vector<std::string> words, std::string const& name) {
        words.insert(words.begin(), "screen");
        words.insert(words.end(), {"bar", "--name", name});
        auto const ended = site.tocsin(std::move(words));
        ASSERT_EQ(ended.code, 0) << ended.err;
    }
    [[nodiscard]] boost::json::value itemOf(std::string const& name) const {
        return site.json({"command", "show", name}).at("items").at(0);
    }
    [[nodiscard]] std::string stepOf(std::string const& name) const {
        return itemOf(name).at("step").as_string().c_str();
    }
    [[nodiscard]] bool reaches(std::string const& name, std::string const& step) {
        return site.passUntil([&] { return stepOf(name) == step; });
    }
    [[nodiscard]] std::filesystem::path program(std::string const& name, std::string const& text) {
        auto const file = site.dir() / name;
        std::ofstream(file) << "#!/bin/sh\n" << text;
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        return file;
    }
    [[nodiscard]] std::size_t countInLog(std::string const& text) {
        auto const log = site.player("bar").log();
        std::size_t count = 0;
        for (auto at = log.find(text); at != std::string::npos; at = log.find(text, at + 1)) {
            ++count;
        }
        return count;
    }

    Site site;
    std::vector<std::string> arguments;
};

TEST_F(ToldOnce, AnEngineThatIsRestartedPlaysOnAndIsSeenToHaveBeenRestarted) {
    ASSERT_NO_FATAL_FAILURE(begin());
    ASSERT_NO_FATAL_FAILURE(give({"restart"}, "again"));
    EXPECT_TRUE(reaches("again", "verified"))
        << boost::json::serialize(itemOf("again")) << site.player("bar").log();
    EXPECT_EQ(countInLog("engine_start=2"), 1U);
    EXPECT_TRUE(site.allPlaying()) << site.player("bar").log();
    // Neither a new session nor the next start of the engine does it again.
    EXPECT_EQ(site.player("bar").stop(), 0);
    site.startPlayer("bar");
    EXPECT_TRUE(site.allPlaying()) << site.player("bar").log();
    site.pass(Milliseconds(5'000), Milliseconds(1));
    EXPECT_EQ(countInLog("event=restart-by-instruction"), 1U) << "in the log of both runs";
    EXPECT_EQ(stepOf("again"), "verified");
}

TEST_F(ToldOnce, AScreenIsSwitchedByTheProgramOfItsPlayer) {
    auto const calls = site.dir() / "calls";
    auto const relay = program("relay", "echo \"$@\" >> " + calls.string() + "\necho switched\n");
    auto const ask = program("ask", "tail -n 1 " + calls.string() + "\n");
    ASSERT_NO_FATAL_FAILURE(
        begin({"--power-program", relay.string(), "--power-query", ask.string()}));
    ASSERT_NO_FATAL_FAILURE(give({"power", "off"}, "off"));
    EXPECT_TRUE(reaches("off", "verified"))
        << boost::json::serialize(itemOf("off")) << site.player("bar").log();
    ASSERT_NO_FATAL_FAILURE(give({"power", "on"}, "on"));
    EXPECT_TRUE(reaches("on", "verified")) << site.player("bar").log();
    std::ifstream in(calls);
    std::string const called((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(called, "off\non\n");
}

TEST_F(ToldOnce, WithoutAProgramAScreenSaysThatItCannotBeSwitched) {
    ASSERT_NO_FATAL_FAILURE(begin());
    ASSERT_NO_FATAL_FAILURE(give({"power", "off"}, "off"));
    EXPECT_TRUE(reaches("off", "failed"));
    EXPECT_NE(std::string(itemOf("off").at("detail").as_string()).find("--power-program"),
              std::string::npos);
    ASSERT_NO_FATAL_FAILURE(give({"volume", "10"}, "quiet"));
    EXPECT_TRUE(reaches("quiet", "failed")) << "it makes no sound";
}

TEST_F(ToldOnce, ACommandForLaterIsCarriedOutThenAndNotBefore) {
    ASSERT_NO_FATAL_FAILURE(begin());
    auto const due = site.now() + Milliseconds(30'000);
    ASSERT_NO_FATAL_FAILURE(give({"brightness", "40", "--at", formatInstant(due)}, "dim"));
    site.pass(Milliseconds(20'000), Milliseconds(1));
    EXPECT_EQ(stepOf("dim"), "waiting");
    EXPECT_TRUE(reaches("dim", "verified")) << site.player("bar").log();
    auto const done = parseInstant(std::string(itemOf("dim").at("done").as_string())).value();
    EXPECT_GE(done, due - Milliseconds(100));
    EXPECT_LE(done, due + Milliseconds(10'000));

    auto const later = formatInstant(site.now() + Milliseconds(600'000));
    ASSERT_NO_FATAL_FAILURE(give({"restart", "--at", later}, "never"));
    EXPECT_EQ(site.tocsin({"command", "cancel", "never"}).code, 0);
    EXPECT_EQ(stepOf("never"), "cancelled");
    EXPECT_EQ(site.tocsin({"command", "cancel", "never"}).code, 5);
}

TEST_F(ToldOnce, APlayerThatIsBackInTimeDoesItAndOneThatIsNotNeverDoes) {
    ASSERT_NO_FATAL_FAILURE(begin());
    EXPECT_EQ(site.player("bar").stop(), 0);
    ASSERT_NO_FATAL_FAILURE(give({"brightness", "40"}, "in-time"));
    ASSERT_NO_FATAL_FAILURE(give({"brightness", "10", "--valid", "5s"}, "late"));
    site.pass(Milliseconds(10'000), Milliseconds(1));
    EXPECT_TRUE(reaches("late", "expired"));
    EXPECT_EQ(stepOf("in-time"), "waiting");
    // Over a restart of the controller, too.
    EXPECT_EQ(site.controller().stop(), 0);
    ASSERT_NO_FATAL_FAILURE(site.startController());
    site.startPlayer("bar", arguments);
    EXPECT_TRUE(reaches("in-time", "verified")) << site.player("bar").log();
    EXPECT_EQ(stepOf("late"), "expired");
    EXPECT_EQ(countInLog("event=instruction-accepted"), 1U);
}

TEST_F(ToldOnce, APictureIsTakenAsEvidence) {
    ASSERT_NO_FATAL_FAILURE(begin());
    ASSERT_NO_FATAL_FAILURE(give({"evidence"}, "look"));
    EXPECT_TRUE(reaches("look", "verified"))
        << boost::json::serialize(itemOf("look")) << site.player("bar").log();
    EXPECT_FALSE(site.json({"evidence", "list", "--screen", "bar"}).at("items").as_array().empty());
}

}  // namespace
}  // namespace tocsin::integration
