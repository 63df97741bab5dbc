// SPDX-License-Identifier: Apache-2.0
// What opening hours went to, from the store to the answer.
#include "report_fixture.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/store/warnings.hpp"

namespace tocsin::reports {
namespace {

using testing::HasSubstr;

class SecondsReport : public ReportTest {
protected:
    SecondsReport() {
        // The hall has no plan and is closed.
        change([](store::Tx& tx) {
            auto hall = tx.screens().find(ScreenId("hall")).value();
            hall.opening = {{playlists::parseWeekdays({"sat"}).value(),
                             playlists::parseDaypart("06:00", "07:00").value()}};
            tx.screens().put(hall);
        });
    }
    boost::json::object report(std::map<std::string, std::string> query) {
        return made("seconds", std::move(query));
    }
    boost::json::object june1(char const* by = "screen") {
        return report({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", by}});
    }
    static std::int64_t sumOf(boost::json::object const& row) {
        std::int64_t out = 0;
        for (auto const* name : {"proven_lit", "proven_unverified", "closed", "warning", "failed",
                                 "offline", "unknown"}) {
            out += row.at(std::string(name) + "_ms").as_int64();
        }
        return out;
    }
    messages::PlayRecord lit(int i) const {
        auto out = row(i);
        out.tier = messages::EvidenceTier::delivered;
        out.clock = messages::ClockState::synced;
        return out;
    }
    /// A warning that took the gate's screen; its receipt says when it ended, or does not.
    void standing(Instant onGlass, std::optional<Instant> ended = {}) {
        change([&](store::Tx& tx) {
            store::WarningRecord warning;
            warning.id = "rain";
            warning.state = "cleared";
            warning.revision = 1;
            warning.expires = at("2026-06-02T00:00:00Z");
            tx.warnings().put(warning);
            store::WarningTargetRecord target;
            target.warning = "rain";
            target.revision = 1;
            target.target.screen = ScreenId("gate");
            target.target.look = playlists::WarningLook::takeover;
            tx.warnings().putTargets("rain", 1, {target});
            messages::WarningReceipt receipt;
            receipt.warning = "rain";
            receipt.revision = 1;
            receipt.onGlass = onGlass;
            receipt.ended = ended;
            receipt.end = ended ? "cleared" : "";
            tx.warnings().noteReceipt(ScreenId("gate"), receipt, at("2026-06-01T01:10:00Z"));
        });
    }
    messages::PlayRecord composed(int i) const {
        auto out = lit(i);
        out.tier = messages::EvidenceTier::composed;
        return out;
    }
};

TEST_F(SecondsReport, OpeningHoursAreThoseOfThePlan) {
    // Ten plays of ten seconds; the rest of the day is closed by plan.
    ingest("gate", {lit(0), lit(1), lit(2), lit(3)}, "2026-06-01T01:00:12Z");
    auto const out = june1();
    auto const gate = rowOf(out, "screen", "gate");
    EXPECT_EQ(gate.at("open_ms"), 100'000);
    EXPECT_EQ(gate.at("proven_lit_ms"), 40'000);
    EXPECT_EQ(gate.at("unknown_ms"), 60'000) << "it was in contact a moment ago";
    EXPECT_EQ(sumOf(gate), 100'000);
    EXPECT_EQ(out.at("rows").as_array().size(), 1U) << "the hall was closed";
    EXPECT_EQ(out.at("rule"), "tocsin-seconds/3");
}

TEST_F(SecondsReport, WhoIsNotHeardOfIsOffline) {
    ingest("gate", {lit(0), lit(1), lit(2), lit(3)}, "2026-06-01T09:00:00Z");
    auto const gate = rowOf(june1(), "screen", "gate");
    EXPECT_EQ(gate.at("offline_ms"), 60'000);
    EXPECT_EQ(gate.at("unknown_ms"), 0);
}

TEST_F(SecondsReport, WithoutAPlanTodaysRulesHold) {
    auto const hall =
        rowOf(report({{"from", "2026-05-30"}, {"to", "2026-05-30"}}), "screen", "hall");
    EXPECT_EQ(hall.at("open_ms"), 3'600'000);
    EXPECT_EQ(hall.at("offline_ms"), 3'600'000);
}

TEST_F(SecondsReport, LightThatNobodySawIsToldApart) {
    ingest("gate", {composed(0), composed(1)});
    auto out = rowOf(june1(), "screen", "gate");
    EXPECT_EQ(out.at("proven_unverified_ms"), 20'000);
    EXPECT_EQ(out.at("proven_lit_ms"), 0);
}

TEST_F(SecondsReport, WhereLightCanBeSeenItsAbsenceIsAFailure) {
    ingest("gate", {composed(0), lit(1)});
    auto const out = rowOf(june1(), "screen", "gate");
    EXPECT_EQ(out.at("proven_lit_ms"), 10'000);
    EXPECT_EQ(out.at("proven_unverified_ms"), 0);
    EXPECT_EQ(out.at("reasons").at("failed").at("unlit"), 10'000);
}

TEST_F(SecondsReport, HoursWithoutPowerAreNeverProven) {
    change([](store::Tx& tx) {
        // 08:59:30 is the first play; the power comes at nine.
        tx.settingsFiles().put({store::SettingsScope::screen, "gate",
                                "format = \"tocsin-screen/1\"\n[[powered]]\nfrom = "
                                "\"09:00\"\nto = \"22:00\"\n",
                                at("2026-05-01T00:00:00Z")});
    });
    ingest("gate", {lit(0), lit(1), lit(2), lit(3)});
    auto const out = rowOf(june1(), "screen", "gate");
    EXPECT_EQ(out.at("proven_lit_ms"), 10'000);
    EXPECT_EQ(out.at("reasons").at("closed").at("no-power"), 30'000);
    EXPECT_EQ(sumOf(out), 100'000);
}

TEST_F(SecondsReport, AWarningWithoutAnEndIsCountedAsLongAsThePlayerIsHeardOf) {
    standing(kFirst + Milliseconds(15'000));
    ingest("gate", {lit(0)}, "2026-06-01T00:59:55Z");  // 25 s after the first play
    auto const out = rowOf(june1(), "screen", "gate");
    EXPECT_EQ(out.at("warning_ms"), 10'000);
    EXPECT_EQ(sumOf(out), 100'000);
}

TEST_F(SecondsReport, LostRowsReachBackOverEveryDayToTheRowBeforeThem) {
    auto const later = std::chrono::hours(72);
    auto gap = row(0, PlayResult::gap);
    gap.start = gap.end = kFirst + later;
    gap.shownMs = 0;
    ingest("gate", {lit(0), lit(1), gap}, "2026-06-04T09:00:00Z");
    now_ = at("2026-06-05T00:00:00Z");
    auto const out = rowOf(june1(), "screen", "gate");
    EXPECT_EQ(out.at("reasons").at("unknown").at("gap"), 80'000);
    EXPECT_EQ(out.at("offline_ms"), 0);
}

TEST_F(SecondsReport, ANewEpochsGapReachesBackToTheEpochBefore) {
    ingest("gate", {lit(0)});
    // It is written at the restart, and the rows that came along stand behind it.
    auto gap = row(0, PlayResult::gap);
    gap.start = gap.end = kFirst + Milliseconds(60'000);
    gap.shownMs = 0;
    gap.sequence = 1;
    auto cameAlong = lit(4);
    cameAlong.sequence = 2;
    store::LedgerBatch batch;
    batch.screen = ScreenId("gate");
    batch.zone = "Asia/Shanghai";
    batch.received = at("2026-06-02T00:00:00Z");
    batch.text = "the second epoch";
    batch.verified.header.device.bytes = messages::sha256("gate").bytes;
    batch.verified.header.epoch = 2;
    batch.verified.header.count = 2;
    batch.verified.headerDigest = messages::sha256(batch.text);
    batch.verified.records = {gap, cameAlong};
    change([&](store::Tx& tx) { tx.ledger().append(batch); });
    auto const gate = rowOf(june1(), "screen", "gate");
    EXPECT_EQ(gate.at("proven_lit_ms"), 20'000);
    EXPECT_EQ(gate.at("reasons").at("unknown").at("gap"), 40'000);
    EXPECT_EQ(gate.at("offline_ms"), 40'000);
}

TEST_F(SecondsReport, AWarningOnGlassIsCounted) {
    standing(kFirst + Milliseconds(15'000), kFirst + Milliseconds(32'000));
    auto cut = lit(1);
    cut.end = kFirst + Milliseconds(15'000);
    cut.shownMs = 5'000;
    cut.result = PlayResult::preempted;
    cut.reason = "warning rain";
    ingest("gate", {lit(0), cut});
    auto const out = rowOf(june1(), "screen", "gate");
    EXPECT_EQ(out.at("proven_lit_ms"), 15'000);
    EXPECT_EQ(out.at("warning_ms"), 17'000);
}

TEST_F(SecondsReport, ABlankedScreenIsClosedByOrder) {
    change([&](store::Tx& tx) {
        store::ScreenOrder order;
        order.screen = ScreenId("gate");
        order.blanked = true;
        order.since = kFirst + Milliseconds(40'000);
        tx.screenOrders().put(order);
    });
    auto const out = rowOf(june1(), "screen", "gate");
    EXPECT_EQ(out.at("reasons").at("closed").at("order"), 60'000);
}

TEST_F(SecondsReport, NothingIsCountedBeforeItHasHappened) {
    now_ = kFirst + Milliseconds(25'000);
    ingest("gate", {lit(0), lit(1)});
    EXPECT_EQ(rowOf(june1(), "screen", "gate").at("open_ms"), 25'000);
}

TEST_F(SecondsReport, ARetiredScreenIsNotCountedAfterwards) {
    now_ = at("2026-06-01T00:00:00Z");  // the store's clock stands there
    ASSERT_TRUE(store_->write(
        [](store::Tx& tx) -> Result<> {
            auto gate = tx.screens().find(ScreenId("gate")).value();
            gate.retired = true;
            tx.screens().put(gate);
            return {};
        },
        {"test", "screen.retire", "gate", ""}));
    now_ = at("2026-06-10T00:00:00Z");
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-08"}});
    for (auto const& row : out.at("rows").as_array()) {
        EXPECT_NE(row.at("screen"), "gate");
    }
}

TEST_F(SecondsReport, HoursDaysAndUnitsAddUp) {
    change([](store::Tx& tx) {
        tx.units().put({"bureau", "市局", "", ""});
        tx.units().put({"north", "北院", "bureau", ""});
    });
    release("hall", dayPlan(kBegin, kFirst, 6), 1);
    ingest("gate", {lit(0), lit(1), lit(2), composed(3)});
    ingest("hall", {lit(0)});
    auto const whole = june1().at("total").as_object();
    EXPECT_EQ(whole.at("open_ms"), 160'000);
    EXPECT_EQ(whole.at("screens"), 2);
    for (auto const* by : {"hour", "day", "unit", "screen,hour"}) {
        auto const out = june1(by);
        EXPECT_EQ(out.at("total"), whole) << by;
        std::int64_t open = 0;
        for (auto const& row : out.at("rows").as_array()) {
            EXPECT_EQ(sumOf(row.as_object()), row.at("open_ms").as_int64()) << by;
            open += row.at("open_ms").as_int64();
        }
        EXPECT_EQ(open, 160'000) << by;
    }
    EXPECT_EQ(rowOf(june1("hour"), "hour", "2026-06-01T00:00:00.000Z").at("open_ms"), 60'000);
    EXPECT_EQ(rowOf(june1("tree"), "tree", "bureau").at("open_ms"), 100'000);
}

TEST_F(SecondsReport, NeighbouringIntervalsAddUp) {
    ingest("gate", {lit(0), lit(1), composed(2), lit(3), lit(4)});
    char const* const edges[] = {"2026-06-01T00:00:00Z", "2026-06-01T00:59:47.123Z",
                                 "2026-06-01T01:00:12.5Z", "2026-06-01T02:00:00Z"};
    std::map<std::string, std::int64_t> sums;
    for (std::size_t i = 1; i < std::size(edges); ++i) {
        auto const out = report({{"from", edges[i - 1]}, {"to", edges[i]}});
        for (auto const& [name, value] : out.at("total").as_object()) {
            if (value.is_int64()) {
                sums[name] += value.as_int64();
            }
        }
    }
    auto const whole = june1().at("total").as_object();
    for (auto const* name : {"open_ms", "proven_lit_ms", "failed_ms", "unknown_ms", "offline_ms"}) {
        EXPECT_EQ(sums[name], whole.at(name).as_int64()) << name;
    }
}

TEST_F(SecondsReport, ComesAsTableAndAsPage) {
    ingest("gate", {lit(0), composed(1)});
    auto const csv =
        call("seconds", {{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"format", "csv"}});
    ASSERT_TRUE(csv);
    EXPECT_THAT(csv->body,
                HasSubstr("screen,screen_name,screens,open_ms,proven_lit_ms,proven_unverified_ms,"
                          "closed_ms,warning_ms,failed_ms,offline_ms,unknown_ms\r\n"
                          "gate,'=gate,1,100000,10000,0,0,0,10000,80000,0\r\n"));
    auto const page =
        call("seconds", {{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"format", "html"}});
    ASSERT_TRUE(page);
    for (auto const* part : {"电子屏开放时长核查表", "已核实", "输出关闭或熄灭", "0:00:10",
                             "= 开放时长（精确到毫秒）", "<svg"}) {
        EXPECT_THAT(page->body, HasSubstr(part));
    }
    EXPECT_EQ(page->contentType, "text/html; charset=utf-8");
}

TEST_F(SecondsReport, WrongQuestionsGetOneClearLine) {
    EXPECT_THAT(whyNot("seconds", {{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "asset"}}),
                HasSubstr("\"asset\" is unknown; screen, unit, tree, day and hour are allowed"));
    EXPECT_THAT(whyNot("seconds", {{"from", "2026-06-01"}, {"to", "2026-07-02"}}),
                HasSubstr("at most 31 days"));
    EXPECT_THAT(whyNot("seconds", {{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"lang", "fr"}}),
                HasSubstr("lang: "));
}

}  // namespace
}  // namespace tocsin::reports
