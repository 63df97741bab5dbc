// SPDX-License-Identifier: Apache-2.0
// A screen without a network: its player and its controller never run at the same time, and all
// that they have of each other goes by a folder, as on a U盘.
#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "campaigns.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string read(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

class CarriedByHand : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
        run({"screen", "set", "bar", "--offline-site"});
        run({"bundle", "export", "--out", home().string()});
        leaveController();
        // It is bound by hand: its request goes on the stick, and the bond comes back on it.
        meetPlayer([&] { return fs::exists(carry() / "enrolment") && !requests().empty(); });
        ASSERT_NO_FATAL_FAILURE(site.startController());
        auto const asked = answer({"bundle", "import", home().string()}).at("requests");
        ASSERT_EQ(asked.as_array().size(), 1U);
        std::string const code(asked.at(0).at("code").as_string());
        run({"bundle", "import", home().string(), "--bind", "bar", "--code", code});
        run({"bundle", "export", "--screen", "bar", "--out", home().string(), "--verify"});
        leaveController();
    }
    [[nodiscard]] fs::path home() const { return site.dir() / "home"; }
    [[nodiscard]] fs::path carry() const { return home() / "tocsin-carry"; }
    [[nodiscard]] std::vector<fs::path> requests() const {
        std::vector<fs::path> out;
        for (auto const& entry : fs::directory_iterator(carry() / "enrolment")) {
            if (entry.path().extension() == ".json") {
                out.push_back(entry.path());
            }
        }
        return out;
    }
    void run(std::vector<std::string> arguments) {
        auto const ended = site.tocsin(std::move(arguments));
        ASSERT_EQ(ended.code, 0) << ended.out << ended.err;
    }
    /// Of a command that may find something damaged.
    boost::json::value answer(std::vector<std::string> arguments, int code = 0) {
        arguments.emplace_back("--json");
        auto const ended = site.tocsin(std::move(arguments));
        EXPECT_EQ(ended.code, code) << ended.out << ended.err;
        return ended.out.empty() ? boost::json::value(boost::json::object())
                                 : boost::json::parse(ended.out);
    }
    void leaveController() {
        ASSERT_EQ(site.controller().stop(), 0);
        site.dropController();
    }
    /// The player runs, with the stick in it, until that holds. The stick is looked for in real
    /// time.
    void meetPlayer(std::function<bool()> const& holds, Milliseconds then = Milliseconds(0)) {
        site.startPlayer("bar", {"--carry", site.dir().string()});
        for (int i = 0; i < 4'000 && !holds(); ++i) {
            site.pass(Milliseconds(40), Milliseconds(10));
        }
        EXPECT_TRUE(holds()) << site.player("bar").log();
        site.pass(then, Milliseconds(1));
        ASSERT_EQ(site.player("bar").stop(), 0);
        log = site.player("bar").log();
        site.dropPlayer("bar");
    }
    [[nodiscard]] fs::path result() const { return carry() / "proof" / "bar" / "result.txt"; }
    /// What the player says of a visit; an earlier result is taken away before.
    std::string visit(Milliseconds then = Milliseconds(0)) {
        fs::remove(result());
        meetPlayer([&] { return fs::exists(result()); }, then);
        return read(result());
    }
    /// A file of content on the stick.
    [[nodiscard]] fs::path largest() const {
        fs::path out;
        for (auto const& entry : fs::directory_iterator(carry() / "content")) {
            if (out.empty() || entry.file_size() > fs::file_size(out)) {
                out = entry.path();
            }
        }
        return out;
    }

    Site site;
    std::string log;
};

TEST_F(CarriedByHand, APlayerThatNeverSawItsControllerPlaysAndItsPlaysComeBackOnce) {
    EXPECT_THAT(visit(Milliseconds(60'000)), HasSubstr("taken: manifest"));
    EXPECT_THAT(visit(), HasSubstr("nothing new"));
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const first = answer({"bundle", "import", home().string()}).at("items").at(0);
    EXPECT_GT(first.at("rows_new").as_int64(), 3);
    EXPECT_EQ(first.at("rows_waiting").as_int64(), 0);
    auto const again = answer({"bundle", "import", home().string()}).at("items").at(0);
    EXPECT_EQ(again.at("rows_new").as_int64(), 0);
    EXPECT_EQ(again.at("rows_known"), first.at("rows_new"));
    // The receipt goes back, and what the ledger has is not written again.
    run({"bundle", "export", "--screen", "bar", "--out", home().string()});
    ASSERT_NO_FATAL_FAILURE(leaveController());
    visit();
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const later = answer({"bundle", "import", home().string()}).at("items").at(0);
    EXPECT_EQ(later.at("rows_known").as_int64(), 0);
    EXPECT_EQ(later.at("rows_waiting").as_int64(), 0);
}

TEST_F(CarriedByHand, ADamagedOrTruncatedFileIsNamedAndNothingOfItIsShown) {
    auto const film = largest();
    auto const whole = read(film);
    auto spoilt = whole;
    spoilt[whole.size() / 2] = static_cast<char>(spoilt[whole.size() / 2] ^ 1);
    for (auto const& bytes : {spoilt, whole.substr(0, whole.size() / 2)}) {
        std::ofstream(film, std::ios::binary | std::ios::trunc) << bytes;
        auto const said = visit();
        EXPECT_THAT(said, HasSubstr("refused"));
        EXPECT_THAT(said, HasSubstr(film.filename().string()));
        EXPECT_FALSE(fs::exists(site.playerData("bar") / "manifest.json"));
    }
    // Exporting again mends it, and writes nothing else anew.
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const mended = answer({"bundle", "export", "--screen", "bar", "--out", home().string()});
    EXPECT_EQ(mended.at("items").at(0).at("written").as_int64(), 1);
    ASSERT_NO_FATAL_FAILURE(leaveController());
    EXPECT_THAT(visit(), HasSubstr("taken: manifest"));
}

TEST_F(CarriedByHand, AStickThatIsPulledOutInTheMiddleIsTakenTheNextTime) {
    auto const film = largest();
    auto const aside = site.dir() / "film";
    fs::rename(film, aside);
    EXPECT_THAT(visit(), HasSubstr("refused"));
    EXPECT_FALSE(fs::exists(site.playerData("bar") / "manifest.json"));
    fs::rename(aside, film);
    EXPECT_THAT(visit(), HasSubstr("taken: manifest"));
}

TEST_F(CarriedByHand, AChangedListIsRefused) {
    auto const index = carry() / "screens" / "bar" / "index.json";
    auto text = read(index);
    auto const signature = text.find("\"signature\":\"");
    ASSERT_NE(signature, std::string::npos);
    auto const at = signature + 20;
    text[at] = text[at] == 'A' ? 'B' : 'A';
    std::ofstream(index, std::ios::trunc) << text;
    EXPECT_THAT(visit(), HasSubstr("index.json"));
    EXPECT_FALSE(fs::exists(site.playerData("bar") / "manifest.json"));
}

TEST_F(CarriedByHand, AReadOnlyStickIsTakenAndSaidToBeReadOnly) {
    if (::geteuid() == 0) {
        GTEST_SKIP() << "nothing is read-only for root";
    }
    fs::permissions(carry(), fs::perms::owner_read | fs::perms::owner_exec);
    meetPlayer([&] { return fs::exists(site.playerData("bar") / "manifest.json"); },
               Milliseconds(1'000));
    fs::permissions(carry(), fs::perms::owner_all);
    EXPECT_THAT(log, HasSubstr("event=carried-taken"));
    EXPECT_THAT(log, HasSubstr("event=carried-proof-not-written"));
}

TEST_F(CarriedByHand, ADamagedFileOfPlaysIsNamedAndTheRestIsEntered) {
    visit(Milliseconds(60'000));
    visit();
    auto const folder = carry() / "proof" / "bar";
    std::ofstream(folder / "plays-0-0001.jsonl") << "torn";
    ASSERT_NO_FATAL_FAILURE(site.startController());
    auto const taken = answer({"bundle", "import", home().string()}, 6).at("items").at(0);
    EXPECT_GT(taken.at("rows_new").as_int64(), 3);
    ASSERT_EQ(taken.at("refused").as_array().size(), 1U);
    EXPECT_EQ(taken.at("refused").at(0).at("file"), "plays-0-0001.jsonl");
}

}  // namespace
}  // namespace tocsin::integration
