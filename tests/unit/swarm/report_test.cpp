// SPDX-License-Identifier: Apache-2.0
#include "report.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace tocsin::swarm {
namespace {

Steady::time_point at(int ms) {
    return Steady::time_point(std::chrono::milliseconds(ms));
}

TEST(Report, TellsOnlyWhatIsNew) {
    Report report;
    Statistics now;
    now.joined();
    auto const counts = boost::json::parse(report.news(now, at(1'500)));
    EXPECT_EQ(counts.at("event").as_string(), "counts");
    EXPECT_EQ(counts.at("connected").as_int64(), 1);
    EXPECT_DOUBLE_EQ(counts.at("at").as_double(), 1.5);
    EXPECT_EQ(report.news(now, at(1'700)), "");

    now.warnings[{"w1", 2}].delivered = {at(2'000), at(2'030)};
    auto const warning = boost::json::parse(report.news(now, at(2'100)));
    EXPECT_EQ(warning.at("event").as_string(), "warning");
    EXPECT_EQ(warning.at("warning").as_string(), "w1");
    EXPECT_EQ(warning.at("delivered").to_number<int>(), 2);
    EXPECT_DOUBLE_EQ(warning.at("first_at").as_double(), 2);
    EXPECT_DOUBLE_EQ(warning.at("last_ms").to_number<double>(), 30);
    EXPECT_EQ(report.news(now, at(2'300)), "");
    ++now.warnings[{"w1", 2}].receipts;
    EXPECT_NE(report.news(now, at(2'500)), "");
}

TEST(Report, SumsUp) {
    Statistics all;
    all.joined();
    all.warnings[{"w1", 1}].delivered = {at(10)};
    all.warnings[{"w1", 1}].receipts = 2;
    all.storms.push_back({at(100), 3, {10, 20, 30}, {510, 520, 530}});
    auto const summary = boost::json::parse(summaryOf(all, 4, 4'000, at(0)));
    EXPECT_EQ(summary.at("event").as_string(), "summary");
    EXPECT_EQ(summary.at("bytes_per_player").to_number<int>(), 1'000);
    EXPECT_EQ(summary.at("warnings").at(0).at("receipts").to_number<int>(), 2);
    auto const& storm = summary.at("storm_figures").at(0);
    EXPECT_EQ(storm.at("back").to_number<int>(), 3);
    EXPECT_DOUBLE_EQ(storm.at("after_backoff_last_ms").to_number<double>(), 30);
    EXPECT_DOUBLE_EQ(storm.at("after_storm_last_ms").to_number<double>(), 530);
}

TEST(Report, TellsOfPlaysWhereThereAreAny) {
    Statistics all;
    EXPECT_FALSE(
        boost::json::parse(summaryOf(all, 1, 0, at(0))).as_object().contains("plays_made"));
    all.playsMade = 9;
    all.rowsUnsent = 4;
    all.firstBatch = at(100);
    all.lastStored = at(350);
    auto const summary = boost::json::parse(summaryOf(all, 1, 0, at(0)));
    EXPECT_EQ(summary.at("plays_made").to_number<int>(), 9);
    EXPECT_EQ(summary.at("rows_unsent").to_number<int>(), 4);
    EXPECT_DOUBLE_EQ(summary.at("plays_ms").to_number<double>(), 250);
    EXPECT_TRUE(boost::json::parse(Report().news(all, at(0))).as_object().contains("rows_unsent"));
}

}  // namespace
}  // namespace tocsin::swarm
