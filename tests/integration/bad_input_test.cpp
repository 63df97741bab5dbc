// SPDX-License-Identifier: Apache-2.0
// Bad input at the real programs: one clear line, a non-zero exit, nothing stored is lost.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>

#include "campaigns.hpp"
#include "support/site.hpp"

namespace tocsin::integration {

using test::readFile;
using test::run;
namespace {

long lines(std::string const& text) {
    return std::count(text.begin(), text.end(), '\n');
}

class BadInput : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
        before = site.tocsin({"media", "list", "--json"}).out +
                 site.tocsin({"campaign", "list", "--json"}).out;
    }
    void TearDown() override {
        EXPECT_EQ(before, site.tocsin({"media", "list", "--json"}).out +
                              site.tocsin({"campaign", "list", "--json"}).out)
            << "what was stored has changed";
    }
    std::filesystem::path file(std::string const& name, std::string const& bytes) {
        std::ofstream(site.dir() / name, std::ios::binary) << bytes;
        return site.dir() / name;
    }
    void expectRefusedFile(std::filesystem::path const& path, std::string const& why) {
        auto const ended = site.tocsin({"media", "add", path.string()});
        EXPECT_EQ(ended.code, 1) << path;
        EXPECT_EQ(lines(ended.err), 1) << ended.err;
        EXPECT_NE(ended.err.find(path.filename().string()), std::string::npos) << ended.err;
        EXPECT_NE(ended.err.find(why), std::string::npos) << ended.err;
    }
    void expectRefusedCampaign(std::string const& toml, std::string const& why) {
        auto const ended = site.tocsin({"campaign", "apply", file("wrong.toml", toml).string()});
        EXPECT_NE(ended.code, 0);
        EXPECT_EQ(lines(ended.err), 1) << ended.err;
        EXPECT_NE(ended.err.find("wrong.toml:"), std::string::npos) << ended.err;
        EXPECT_NE(ended.err.find(why), std::string::npos) << ended.err;
    }
    Site site;
    std::string before;
};

TEST_F(BadInput, FilesThatCannotPlayAreRefusedInOneLine) {
    auto const film = readFile(site.dir() / "fire.mp4");
    expectRefusedFile(file("empty.mp4", ""), "empty");
    expectRefusedFile(file("notes.mp4", "this is not a film at all\n"), "");
    expectRefusedFile(file("cut.mp4", film.substr(0, film.size() / 2)), "");
    auto const sound = site.dir() / "sound.mp4";
    ASSERT_EQ(run({"/usr/bin/ffmpeg", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i",
                   "sine=duration=3", sound.string()})
                  .code,
              0);
    expectRefusedFile(sound, "sound");
}

TEST_F(BadInput, AMislabelledFileIsTakenForWhatItIs) {
    std::filesystem::copy(site.dir() / "poster.png", site.dir() / "poster.mp4");
    auto const added = site.json({"media", "show", "poster"});
    EXPECT_EQ(added.at("kind").as_string(), "picture");
    auto const again = site.tocsin({"media", "add", (site.dir() / "poster.mp4").string()});
    EXPECT_EQ(again.code, 0) << again.err;  // the same bytes are the same asset, whatever the name
}

TEST_F(BadInput, CampaignsThatCannotBeAreRefusedWithTheLine) {
    std::string const head = "id = \"wrong\"\ntitle = \"x\"\n";
    std::string const dates = "from = 2026-06-01\nto = 2026-06-30\n";
    std::string const pacing = "[pacing]\nplays_per_hour = 2\n";
    expectRefusedCampaign(
        head + dates + "items = [\"fire\"]\n" + pacing + "[targets]\nscreens = [\"nowhere\"]\n",
        "nowhere");
    expectRefusedCampaign(
        head + dates + "items = [\"fyre\"]\n" + pacing + "[targets]\nscreens = [\"bar\"]\n",
        "fyre");
    expectRefusedCampaign(head + "from = 2026-06-30\nto = 2026-06-01\nitems = [\"fire\"]\n" +
                              pacing + "[targets]\nscreens = [\"bar\"]\n",
                          "2026-06-01");
    expectRefusedCampaign(head + dates + "itmes = [\"fire\"]\nitems = [\"fire\"]\n" + pacing +
                              "[targets]\nscreens = [\"bar\"]\n",
                          "items");
}

TEST_F(BadInput, UnknownThingsAreNotFound) {
    EXPECT_EQ(site.tocsin({"screen", "show", "nowhere"}).code, 3);
    EXPECT_EQ(site.tocsin({"campaign", "approve", "nothing"}).code, 3);
    EXPECT_EQ(site.tocsin({"plan", "--screen", "nowhere", "--date", "2026-06-01"}).code, 3);
    EXPECT_EQ(site.tocsin({"plan", "--screen", "bar", "--date", "yesterday"}).code == 0, false);
}

TEST_F(BadInput, ASecondControllerOnTheSameDataIsRefused) {
    auto const second = run({(Site::bin() / "tocsin-controller").string(), "--data",
                             (site.dir() / "controller").string(), "--listen", "127.0.0.1:0"});
    EXPECT_EQ(second.code, 73);
    EXPECT_EQ(lines(second.err), 1) << second.err;
    EXPECT_NE(second.err.find((site.dir() / "controller").string()), std::string::npos)
        << second.err;
}

TEST_F(BadInput, APortInUseIsNamed) {
    auto const address = readFile(site.dir() / "controller" / "address");
    auto const port = address.substr(address.rfind(':') + 1, 5);
    auto const other = run({(Site::bin() / "tocsin-controller").string(), "--data",
                            (site.dir() / "other").string(), "--listen",
                            "127.0.0.1:" + std::to_string(std::stoi(port))});
    EXPECT_EQ(other.code, 69);
    EXPECT_NE(other.err.find("in use"), std::string::npos) << other.err;
    EXPECT_EQ(lines(other.err), 1) << other.err;
}

TEST_F(BadInput, AnAddressThatIsNoneIsRefused) {
    auto const open = run({(Site::bin() / "tocsin-controller").string(), "--data",
                           (site.dir() / "other").string(), "--listen", "somewhere:0"});
    EXPECT_EQ(open.code, 2);
    EXPECT_NE(open.err.find("write it like"), std::string::npos) << open.err;
    auto const configured =
        run({(Site::bin() / "tocsin-controller").string(), "--check-config", "--config",
             file("open.toml", "listen = \"somewhere:0\"\n").string()});
    EXPECT_EQ(configured.code, 78);
    EXPECT_NE(configured.err.find("open.toml:1 listen: "), std::string::npos) << configured.err;
}

TEST_F(BadInput, AnUnknownConfigurationKeyNamesLineAndNearestKey) {
    auto const checked =
        run({(Site::bin() / "tocsin-controller").string(), "--check-config", "--config",
             file("controller.toml", "listen = \"127.0.0.1:0\"\nlog_levle = \"info\"\n").string()});
    EXPECT_EQ(checked.code, 78);
    EXPECT_NE(checked.err.find("controller.toml:2"), std::string::npos) << checked.err;
    EXPECT_NE(checked.err.find("log_level"), std::string::npos) << checked.err;
}

TEST_F(BadInput, AControllerThatIsNotThereIsSaidSo) {
    auto const ended =
        run({(Site::bin() / "tocsin").string(), "status", "--controller", "http://127.0.0.1:1"});
    EXPECT_EQ(ended.code, 69);
    EXPECT_EQ(lines(ended.err), 1) << ended.err;
}

TEST_F(BadInput, NothingIsLostWhenTheControllerIsKilled) {
    site.controller().signal(SIGKILL);
    site.controller().wait();
    ASSERT_NO_FATAL_FAILURE(site.startController());
}

}  // namespace
}  // namespace tocsin::integration
