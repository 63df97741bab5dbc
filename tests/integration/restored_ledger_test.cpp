// SPDX-License-Identifier: Apache-2.0
// The controller's data are put back from a backup, or its ledger is empty: players deliver again
// what it lacks, and no play is lost or counted twice.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <vector>

#include "campaigns.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

using Figures = std::vector<std::int64_t>;

/// What the controller found when it compared an epoch's sums with the player's own totals.
enum class Verdict { none, agree, differ };

class RestoredLedger : public testing::Test {
protected:
    [[nodiscard]] std::filesystem::path data() const { return site.dir() / "controller"; }
    [[nodiscard]] std::filesystem::path backup() const { return site.dir() / "backup"; }

    void begin() {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
    }
    void backUp() {
        EXPECT_EQ(site.controller().stop(), 0);
        std::filesystem::copy(data(), backup(), std::filesystem::copy_options::recursive);
        ASSERT_NO_FATAL_FAILURE(site.startController());
    }
    void restore() {
        EXPECT_EQ(site.controller().stop(), 0);
        std::filesystem::remove_all(data());
        std::filesystem::rename(backup(), data());
        ASSERT_NO_FATAL_FAILURE(site.startController());
    }
    /// Lets a minute of plays pass, and what was begun then be delivered.
    void playAMinute() {
        from_ = from_ == Instant{} ? site.now() : from_;
        site.pass(Milliseconds(60'000), Milliseconds(1));
        to_ = site.now();
        ASSERT_TRUE(site.passUntil([&] {
            auto const status = site.json({"status"});
            auto const& screen = status.at("items").at(0);
            return site.now() > to_ + Milliseconds(20'000) &&
                   screen.at("state").as_string() == "playing" &&
                   screen.at("unsent_rows").as_int64() == 0;
        })) << site.player("bar").log();
    }
    /// Of the plays that began while it was looked: results, and milliseconds shown.
    [[nodiscard]] Figures figures() const {
        auto const total = site.json({"report", "plays", "--from", formatInstant(from_), "--to",
                                      formatInstant(to_), "--by", "screen", "--format", "json"})
                               .at("total");
        Figures out;
        for (auto const* figure : {"complete", "partial", "failed", "preempted", "shown_ms"}) {
            out.push_back(total.at(figure).as_int64());
        }
        return out;
    }
    /// Epochs of players with this verdict; no route tells of those that agree.
    [[nodiscard]] int epochsWith(Verdict verdict) const {
        sqlite3* db = nullptr;
        EXPECT_EQ(
            sqlite3_open_v2((data() / "tocsin.db").c_str(), &db, SQLITE_OPEN_READONLY, nullptr),
            SQLITE_OK);
        sqlite3_stmt* query = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(db, "SELECT count(*) FROM ledger_epochs WHERE verdict = ?", -1,
                                     &query, nullptr),
                  SQLITE_OK);
        sqlite3_bind_int(query, 1, static_cast<int>(verdict));
        int const out = sqlite3_step(query) == SQLITE_ROW ? sqlite3_column_int(query, 0) : -1;
        sqlite3_finalize(query);
        sqlite3_close(db);
        return out;
    }
    void expectAgain(Figures const& before) {
        EXPECT_TRUE(site.passUntil([&] { return figures() == before; }))
            << site.player("bar").log() << site.controller().log();
        site.pass(Milliseconds(20'000), Milliseconds(1));
        EXPECT_EQ(figures(), before);
        EXPECT_TRUE(site.passUntil([&] { return epochsWith(Verdict::agree) > 0; }))
            << "what the player counted was never compared";
        EXPECT_EQ(epochsWith(Verdict::differ), 0);
        EXPECT_TRUE(site.json({"status"}).at("controller").at("mismatches").as_array().empty());
        auto const gaps = site.json(
            {"report", "gaps", "--from", formatInstant(from_), "--to", formatInstant(site.now())});
        for (auto const& gap : gaps.at("items").as_array()) {
            EXPECT_EQ(gap.at("kind").as_string(), "waiting_for_rows");
        }
    }
    /// The code that the player shows, because the controller does not know it any more.
    [[nodiscard]] std::string code() {
        std::string const mark = "event=pairing-code code=";
        std::string out;
        EXPECT_TRUE(site.passUntil([&] {
            auto const log = site.player("bar").log();
            auto const at = log.rfind(mark);
            auto const begin = at + mark.size();
            out = at == std::string::npos ? "" : log.substr(begin, log.find(' ', begin) - begin);
            return !out.empty();
        })) << site.player("bar").log();
        return out;
    }

    Site site;
    Instant from_{}, to_{};
};

TEST_F(RestoredLedger, GetsAgainWhatCameAfterItsBackup) {
    ASSERT_NO_FATAL_FAILURE(begin());
    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    ASSERT_NO_FATAL_FAILURE(playAMinute());
    ASSERT_NO_FATAL_FAILURE(backUp());
    ASSERT_NO_FATAL_FAILURE(playAMinute());
    auto const before = figures();
    ASSERT_GE(before[0], 10);
    ASSERT_NO_FATAL_FAILURE(restore());
    expectAgain(before);
}

TEST_F(RestoredLedger, ThatIsEmptyGetsAllThatThePlayerHolds) {
    ASSERT_NO_FATAL_FAILURE(begin());
    ASSERT_NO_FATAL_FAILURE(backUp());
    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    ASSERT_NO_FATAL_FAILURE(playAMinute());
    auto const before = figures();
    ASSERT_GE(before[0], 5);
    // The root key is the same, but this controller has never seen the player.
    ASSERT_NO_FATAL_FAILURE(restore());
    auto const paired = site.tocsin({"screen", "pair", code(), "--screen", "bar"});
    ASSERT_EQ(paired.code, 0) << paired.err;
    expectAgain(before);
}

}  // namespace
}  // namespace tocsin::integration
