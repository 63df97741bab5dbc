// SPDX-License-Identifier: Apache-2.0
// A fleet of simulated players, with faults, against the real controller in real time: whatever
// goes wrong, every receipt comes in the end, and every play once.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "people_of_site.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

using test::Program;

constexpr int kPlayers = 50;

class Swarm : public testing::Test {
protected:
    void begin() {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_EQ(site.tocsin({"unit", "set", "bureau"}).code, 0);
        std::ofstream table(site.dir() / "screens.csv");
        table << "id,name,unit,size\n";
        for (int i = 0; i < kPlayers; ++i) {
            table << "led-" << i << ",LED " << i << ",bureau,192x32\n";
        }
        table.close();
        auto const imported =
            site.tocsin({"screen", "import", (site.dir() / "screens.csv").string(), "--out",
                         tokens().string()});
        ASSERT_EQ(imported.code, 0) << imported.err;
        officer = signedIn(site, "zhang", {"duty"});
    }
    [[nodiscard]] std::filesystem::path tokens() const { return site.dir() / "tokens.csv"; }
    [[nodiscard]] std::filesystem::path report() const { return site.dir() / "report.jsonl"; }
    [[nodiscard]] std::unique_ptr<Program> startSwarm(std::vector<std::string> const& further) {
        std::vector<std::string> arguments{(test::Site::bin() / "tocsin-swarm").string(),
                                           "--controller",
                                           "http://" + site.address(),
                                           "--enrol",
                                           tokens().string(),
                                           "--data",
                                           (site.dir() / "swarm").string(),
                                           "--report",
                                           report().string()};
        arguments.insert(arguments.end(), further.begin(), further.end());
        return std::make_unique<Program>(std::move(arguments), site.dir() / "swarm.log");
    }
    /// The newest line of this kind; null before there is one.
    [[nodiscard]] boost::json::value newest(std::string const& event) const {
        std::istringstream lines(test::readFile(report()));
        boost::json::value out;
        for (std::string line; std::getline(lines, line);) {
            boost::system::error_code ec;
            auto value = boost::json::parse(line, ec);
            if (!ec && value.at("event").as_string() == event) {
                out = std::move(value);
            }
        }
        return out;
    }
    [[nodiscard]] std::int64_t number(std::string const& event, char const* member) const {
        auto const line = newest(event);
        return line.is_object() ? line.at(member).to_number<std::int64_t>() : 0;
    }
    [[nodiscard]] boost::json::object asOfficer(std::string const& method, std::string const& path,
                                                std::string const& body = "") const {
        return objectOf(asked(site, officer, method, path, body));
    }
    [[nodiscard]] std::string raise() const {
        auto const raised = asOfficer(
            "POST", "/api/v1/warnings",
            R"({"template":"rainstorm","level":"red","fields":{"issuer":"市气象台","area":"全市"},"where":{"all":true},"minutes":30})");
        EXPECT_TRUE(raised.contains("id")) << boost::json::serialize(raised);
        return raised.contains("id") ? raised.at("id").as_string().c_str() : "";
    }
    [[nodiscard]] std::int64_t count(std::string const& warning, char const* of) const {
        auto const detail = asOfficer("GET", "/api/v1/warnings/" + warning);
        return detail.contains(of) ? detail.at(of).to_number<std::int64_t>() : -1;
    }
    /// Receipts that were lost are told again in the next session, and of those some are lost too.
    [[nodiscard]] bool comesToAll(std::string const& warning, char const* of,
                                  Program const& swarm) const {
        for (int storms = 0; storms < 6; ++storms) {
            if (test::eventually([&] { return count(warning, of) == kPlayers; },
                                 std::chrono::milliseconds(2'000))) {
                return true;
            }
            swarm.signal(SIGUSR1);
        }
        return test::eventually([&] { return count(warning, of) == kPlayers; });
    }

    test::Site site{test::TimeMode::real};
    std::string officer;
};

TEST_F(Swarm, AllReceiptsComeInTheEndWhateverGoesWrong) {
    ASSERT_NO_FATAL_FAILURE(begin());
    auto swarm = startSwarm({"--threads", "2", "--late", "30:300", "--lost", "10", "--double", "20",
                             "--slow", "10", "--offline", "20:1"});
    ASSERT_TRUE(test::eventually([&] { return number("counts", "sessions") >= kPlayers; }))
        << swarm->log();
    auto const id = raise();
    EXPECT_TRUE(comesToAll(id, "verified", *swarm)) << test::readFile(report());
    EXPECT_TRUE(comesToAll(id, "on_glass", *swarm)) << test::readFile(report());
    auto const cleared = asOfficer("POST", "/api/v1/warnings/" + id + "/clear", "{}");
    EXPECT_EQ(cleared.at("state").as_string(), "cleared") << boost::json::serialize(cleared);
    EXPECT_TRUE(comesToAll(id, "ended_screens", *swarm)) << test::readFile(report());

    EXPECT_EQ(swarm->stop(), 0) << swarm->log();
    auto const summary = newest("summary");
    ASSERT_TRUE(summary.is_object()) << test::readFile(report());
    EXPECT_EQ(summary.at("most_connected").to_number<int>(), kPlayers);
    EXPECT_EQ(summary.at("manifests_again").to_number<int>(), 0);
    EXPECT_EQ(summary.at("manifests_refused").to_number<int>(), 0);
    EXPECT_EQ(summary.at("warnings_refused").to_number<int>(), 0);
    EXPECT_GT(summary.at("receipts_lost").to_number<int>(), 0);
    // The key set, and two revisions of one warning.
    EXPECT_EQ(summary.at("envelopes_verified").to_number<int>(), 3);
    ASSERT_EQ(summary.at("warnings").as_array().size(), 2U);
    for (auto const& revision : summary.at("warnings").as_array()) {
        EXPECT_EQ(revision.at("delivered").to_number<int>(), kPlayers);
        EXPECT_EQ(revision.at("refused").to_number<int>(), 0);
    }
}

TEST_F(Swarm, ASecondRunIsTheSamePlayers) {
    ASSERT_NO_FATAL_FAILURE(begin());
    for (int run = 0; run < 2; ++run) {
        std::filesystem::remove(report());
        auto swarm = startSwarm({"--seed", std::to_string(run)});
        // What they hold is kept when they end, and a plan comes after the welcome.
        auto const* const what = run == 0 ? "manifests" : "connected";
        EXPECT_TRUE(test::eventually([&] { return number("counts", what) == kPlayers; }))
            << test::readFile(report());
        EXPECT_EQ(swarm->stop(), 0) << swarm->log();
        EXPECT_EQ(number("summary", "refusals"), 0);
    }
    EXPECT_EQ(number("summary", "manifests"), 0) << "they hold theirs already";
}

/// Figures of a report's row or of a line of truth, by screen, asset, campaign and day.
using Figures = std::map<std::vector<std::string>, std::vector<std::int64_t>>;

void addFigures(Figures& to, boost::json::value const& row) {
    std::vector<std::string> key;
    for (auto const* word : {"screen", "asset", "campaign", "day"}) {
        key.emplace_back(row.at(word).as_string().c_str());
    }
    for (auto const* figure : {"complete", "partial", "failed", "preempted", "shown_ms"}) {
        to[key].push_back(row.at(figure).to_number<std::int64_t>());
    }
}

TEST_F(Swarm, ThePlayReportSaysWhatSimulatedPlayersHaveShownToThePlay) {
    constexpr std::int64_t kDays = 3, kPlaysADay = 60;
    ASSERT_NO_FATAL_FAILURE(begin());
    auto swarm = startSwarm({"--threads", "2", "--plays", "3:60", "--batch-rows", "20", "--late",
                             "10:300", "--lost", "5", "--double", "20", "--cut", "5", "--epochs",
                             "20", "--offline", "10:1"});
    EXPECT_TRUE(test::eventually(
        [&] { return newest("counts").is_object() && number("counts", "rows_unsent") == 0; },
        std::chrono::milliseconds(180'000)))
        << test::readFile(report());
    EXPECT_EQ(swarm->stop(), 0) << swarm->log();
    auto const summary = newest("summary");
    ASSERT_TRUE(summary.is_object());
    EXPECT_EQ(summary.at("plays_made").as_int64(), kPlayers * kDays * kPlaysADay);
    EXPECT_EQ(summary.at("refusals").as_int64(), 0) << boost::json::serialize(summary);
    for (auto const* fault : {"batches_again", "answers_lost", "batches_cut"}) {
        EXPECT_GT(summary.at(fault).as_int64(), 0) << fault;
    }

    Figures truth, told;
    std::istringstream lines(test::readFile(report()));
    for (std::string line; std::getline(lines, line);) {
        auto const value = boost::json::parse(line);
        if (value.at("event").as_string() == "truth") {
            addFigures(truth, value);
        }
    }
    ASSERT_FALSE(truth.empty());
    auto const isEarlier = [](auto const& a, auto const& b) {
        return a.first.back() < b.first.back();
    };
    auto const [first, last] = std::minmax_element(truth.begin(), truth.end(), isEarlier);
    auto const reported =
        site.json({"report", "plays", "--from", first->first.back(), "--to", last->first.back(),
                   "--by", "screen,asset,campaign,day", "--format", "json"});
    for (auto const& row : reported.at("rows").as_array()) {
        addFigures(told, row);
    }
    EXPECT_TRUE(told == truth) << told.size() << " rows for " << truth.size();
}

}  // namespace
}  // namespace tocsin::integration
