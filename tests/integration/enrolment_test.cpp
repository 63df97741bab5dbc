// SPDX-License-Identifier: Apache-2.0
// Enrolment at scale: a table of screens, a spare that takes over, a copied player, a revoked one.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "campaigns.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

namespace fs = std::filesystem;
using test::Program;
using test::readFile;

class EnrolmentSite : public testing::Test {
protected:
    /// A screen that plays.
    void begin() {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
        site.startPlayer("bar");
        ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    }
    /// A player beside those of the site, with its own data directory and recording.
    std::unique_ptr<Program> startAnother(std::string const& name,
                                          std::vector<std::string> const& further = {}) {
        std::vector<std::string> arguments{(Site::bin() / "tocsin-player-controlled").string(),
                                           "--controlled-clock",
                                           (site.dir() / "time").string(),
                                           "--controller",
                                           "http://" + site.address(),
                                           "--data",
                                           site.playerData(name).string(),
                                           "--size",
                                           "192x32",
                                           "--sink",
                                           "raw:" + site.raw(name).string()};
        arguments.insert(arguments.end(), further.begin(), further.end());
        return std::make_unique<Program>(std::move(arguments), site.dir() / (name + ".log"));
    }
    [[nodiscard]] boost::json::value screen() const {
        return site.json({"status"}).at("items").at(0);
    }
    [[nodiscard]] std::string state() const { return screen().at("state").as_string().c_str(); }
    [[nodiscard]] bool isCloned() const { return screen().at("cloned").is_object(); }
    [[nodiscard]] bool playsNow(std::string const& name) const {
        auto const ticks = site.recording(name);
        return !ticks.empty() && ticks.back().play != "-";
    }
    /// The newest code that a player has put on its screen; "" before there is one.
    static std::string codeIn(std::string const& log) {
        std::string const mark = "event=pairing-code code=";
        auto const at = log.rfind(mark);
        return at == std::string::npos ? "" : log.substr(at + mark.size(), 6);
    }
    [[nodiscard]] std::size_t audited(std::string const& action) const {
        return site.json({"audit", "list", "--action", action}).at("items").as_array().size();
    }

    Site site;
};

TEST_F(EnrolmentSite, ATableOfScreensComesInWholeOrNotAtAll) {
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_EQ(site.tocsin({"unit", "set", "bureau"}).code, 0);
    auto const table = site.dir() / "screens.csv";
    auto const tokens = site.dir() / "tokens.csv";
    auto const write = [&](std::string const& third) {
        std::ofstream(table) << "编号,名称,单位,尺寸,标签\r\n"
                                "bar,文字屏,bureau,192x32,text\r\n"
                                "gate,\"东门, 户外\",bureau,960x540,text;outdoor\r\n" +
                                    third +
                                    ",大厅,bureau,1920×1080,text\r\nroof,,bureau,64x64,\r\n" +
                                    "lift,=电梯,bureau,192x32,text\r\n";
    };
    write("Hall 1");
    auto const refused =
        site.tocsin({"screen", "import", table.string(), "--out", tokens.string()});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("line 4, 编号"), std::string::npos) << refused.err;
    EXPECT_FALSE(fs::exists(tokens));
    EXPECT_TRUE(site.json({"screen", "list"}).at("items").as_array().empty());

    write("hall");
    auto const done = site.tocsin({"screen", "import", table.string(), "--out", tokens.string()});
    ASSERT_EQ(done.code, 0) << done.err;
    EXPECT_EQ(site.json({"screen", "list"}).at("items").as_array().size(), 5U);
    struct stat status {};
    ASSERT_EQ(::stat(tokens.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    auto const written = readFile(tokens);
    EXPECT_NE(written.find("'=电梯"), std::string::npos);
    EXPECT_NE(written.find("\"东门, 户外\""), std::string::npos);

    // One of them is carried to its site.
    ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
    auto const from = written.find("--token ", written.find("\nbar,")) + 8;
    auto const bar =
        startAnother("bar", {"--token", written.substr(from, written.find(' ', from) - from)});
    EXPECT_TRUE(site.passUntil([&] { return playsNow("bar"); })) << bar->log();
    // The same table again changes nothing and gives out no token.
    auto const again = site.dir() / "again.csv";
    ASSERT_EQ(site.tocsin({"screen", "import", table.string(), "--out", again.string()}).code, 0);
    EXPECT_FALSE(fs::exists(again)) << "a file without tokens is of no use";
}

TEST_F(EnrolmentSite, ASpareTakesADeadPlayersPlaceFromItsOwnDisk) {
    ASSERT_NO_FATAL_FAILURE(begin());
    auto const spare = startAnother("spare");
    ASSERT_TRUE(site.passUntil([&] { return !codeIn(spare->log()).empty(); })) << spare->log();
    ASSERT_EQ(site.tocsin({"spare", "add", codeIn(spare->log()), "--for", "bar"}).code, 0);
    ASSERT_TRUE(site.passUntil([&] {
        auto const item = site.json({"spare", "list"}).at("items").at(0);
        auto const* files = item.at("files").if_object();
        return files != nullptr && files->at("wanted").as_int64() > 3 &&
               files->at("here") == files->at("wanted");
    })) << spare->log();
    for (auto const& tick : site.recording("spare")) {
        ASSERT_EQ(tick.play, "-") << "it shows its code, and nothing of other screens";
    }
    // A living player is not replaced by a slip.
    EXPECT_EQ(site.tocsin({"screen", "pair", codeIn(spare->log()), "--screen", "bar"}).code, 5);

    site.player("bar").signal(SIGKILL);
    site.dropPlayer("bar");
    ASSERT_TRUE(site.passUntil([&] { return state() == "offline"; }));
    // From now on nothing can be fetched.
    fs::rename(site.dir() / "controller" / "media", site.dir() / "media-away");
    auto const paired = site.tocsin({"screen", "pair", codeIn(spare->log()), "--screen", "bar"});
    ASSERT_EQ(paired.code, 0) << paired.err;
    ASSERT_TRUE(site.passUntil([&] { return playsNow("spare") && state() == "playing"; }))
        << spare->log();
    auto const before = site.recording("spare").size();
    site.pass(Milliseconds(20'000), Milliseconds(1));
    EXPECT_GT(site.recording("spare").size(), before + 400);
    EXPECT_TRUE(playsNow("spare"));
    EXPECT_EQ(spare->log().find("event=fetch-failed"), std::string::npos) << spare->log();
    EXPECT_TRUE(site.json({"spare", "list"}).at("items").as_array().empty());
}

TEST_F(EnrolmentSite, BothPlayersOfACopiedDirectoryGoOnUntilTheyAreRevoked) {
    ASSERT_NO_FATAL_FAILURE(begin());
    EXPECT_EQ(site.player("bar").stop(), 0);
    for (auto const* name : {"copy", "sleeper"}) {
        fs::copy(site.playerData("bar"), site.playerData(name), fs::copy_options::recursive);
    }
    // A restart is no alarm.
    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    EXPECT_FALSE(isCloned());

    auto copy = startAnother("copy");
    ASSERT_TRUE(site.passUntil([&] { return isCloned() && playsNow("copy"); })) << copy->log();
    EXPECT_EQ(screen().at("cloned").at("peers").as_array().size(), 2U);
    auto const original = site.recording("bar").size(), copied = site.recording("copy").size();
    site.pass(Milliseconds(30'000), Milliseconds(2));
    EXPECT_GT(site.recording("bar").size(), original + 600);
    EXPECT_GT(site.recording("copy").size(), copied + 600);
    EXPECT_TRUE(playsNow("bar"));
    EXPECT_TRUE(playsNow("copy"));
    EXPECT_EQ(state(), "playing");
    EXPECT_EQ(site.tocsin({"status"}).code, 6);
    EXPECT_EQ(audited("player.cloned"), 1U);
    EXPECT_NE(site.controller().log().find("event=cloned-key"), std::string::npos);
    EXPECT_TRUE(site.passUntil([&] { return copy->log().find("cloned: ") != std::string::npos; }))
        << "its plays stay with it";

    ASSERT_EQ(site.tocsin({"screen", "revoke", "bar", "--reason", "复制"}).code, 0);
    ASSERT_TRUE(site.passUntil([&] {
        return !playsNow("bar") && !playsNow("copy") && !codeIn(copy->log()).empty() &&
               !codeIn(site.player("bar").log()).empty();
    })) << site.player("bar").log();
    EXPECT_EQ(state(), "unbound");
    EXPECT_FALSE(fs::exists(site.playerData("copy") / "manifest.json"));

    // Each has another key now, and waits with a code of its own: what was copied is worth nothing.
    EXPECT_NE(readFile(site.playerData("bar") / "player.key"),
              readFile(site.playerData("copy") / "player.key"));
    EXPECT_NE(codeIn(site.player("bar").log()), codeIn(copy->log()));
    // They do not come back, whatever is started again.
    EXPECT_EQ(copy->stop(), 0);
    copy = startAnother("copy");
    EXPECT_EQ(site.player("bar").stop(), 0);
    site.startPlayer("bar");
    site.pass(Milliseconds(20'000), Milliseconds(5));
    EXPECT_FALSE(playsNow("bar"));
    EXPECT_FALSE(playsNow("copy"));
    EXPECT_EQ(state(), "unbound");

    // But by the code that an operator gives out; the other one stays outside.
    auto const code = codeIn(site.player("bar").log());
    ASSERT_EQ(site.tocsin({"screen", "pair", code, "--screen", "bar"}).code, 0);
    EXPECT_TRUE(site.passUntil([&] { return playsNow("bar") && state() == "playing"; }))
        << site.player("bar").log();
    EXPECT_FALSE(playsNow("copy"));
    EXPECT_FALSE(isCloned());
    // A second copy that was switched off all the while.
    EXPECT_EQ(copy->stop(), 0);
    auto sleeper = startAnother("sleeper");
    ASSERT_TRUE(site.passUntil([&] { return !codeIn(sleeper->log()).empty(); })) << sleeper->log();
    EXPECT_FALSE(playsNow("sleeper"));
    EXPECT_FALSE(isCloned());
    EXPECT_EQ(state(), "playing");
    // What it had played and not delivered is there for people.
    std::size_t kept = 0;
    for (auto const& entry : fs::directory_iterator(site.playerData("copy"))) {
        kept += entry.path().filename().string().starts_with("revoked-") ? 1 : 0;
    }
    EXPECT_EQ(kept, 1U);
}

}  // namespace
}  // namespace tocsin::integration
