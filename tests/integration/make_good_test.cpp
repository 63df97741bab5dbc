// SPDX-License-Identifier: Apache-2.0
// What an outage took is shown on the next day, and the report of both days is complete.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <csignal>

#include "support/site.hpp"

namespace tocsin::integration {
namespace {

using test::Site;

TEST(MakeGood, WhatAnOutageTookIsShownOnTheNextDayAndTheReportSaysSo) {
    Site site(test::TimeMode::controlled, parseInstant("2026-06-01T23:55:00+08:00").value());
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_NO_FATAL_FAILURE(
        site.addScreen("bar", "192x32", "text", {"mon 23:56-24:00", "tue 00:04-00:08"}));
    ASSERT_NO_FATAL_FAILURE(site.release("fire", R"(format = "tocsin-campaign/1"
id = "fire"
title = "消防宣传"
class = "normal"
make_good = "flight"
from = 2026-06-01
to = 2026-06-30
items = ["alarm"]
[pacing]
plays_per_hour = 300
[targets]
tags = ["text"]
[[slogan]]
name = "alarm"
text = "119"
seconds = 2
)"));
    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    auto const passTo = [&](char const* time) {
        auto const until = parseInstant(time).value();
        site.pass(std::max(Milliseconds(0), until - site.now()), Milliseconds(1));
    };
    auto const report = [&](char const* from, char const* to) {
        return site.json({"report", "plays", "--from", from, "--to", to, "--by", "campaign"})
            .at("total")
            .as_object();
    };
    passTo("2026-06-01T23:57:00+08:00");
    site.player("bar").signal(SIGKILL);
    site.player("bar").wait();
    passTo("2026-06-01T23:59:00+08:00");
    site.startPlayer("bar");
    passTo("2026-06-02T00:03:00+08:00");
    auto const first = report("2026-06-01", "2026-06-01");
    auto const planned = first.at("planned").as_int64();
    auto const lost = planned - first.at("complete").as_int64();
    ASSERT_GE(lost, 8) << boost::json::serialize(first) << site.player("bar").log();
    ASSERT_LT(lost, planned);

    passTo("2026-06-02T00:08:00+08:00");
    ASSERT_TRUE(site.passUntil([&] {
        return report("2026-06-01", "2026-06-02").at("complete").as_int64() >= 2 * planned;
    })) << site.player("bar").log();
    auto const both = report("2026-06-01", "2026-06-02");
    EXPECT_EQ(both.at("planned").as_int64(), 2 * planned);
    EXPECT_EQ(both.at("complete").as_int64(), 2 * planned);
    EXPECT_EQ(both.at("make_good").as_int64(), lost);
    EXPECT_EQ(both.at("completion"), "1.0000");
    EXPECT_EQ(report("2026-06-02", "2026-06-02").at("completion"), "1.0000");
}

}  // namespace
}  // namespace tocsin::integration
