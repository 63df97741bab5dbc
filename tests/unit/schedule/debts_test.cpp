// SPDX-License-Identifier: Apache-2.0
// Make-good: from what the ledger misses to plays on top on later days.
#include "debts.hpp"

#include <list>

#include "office.hpp"
#include "tocsin/messages/play_record.hpp"

namespace tocsin::schedule {
namespace {

TEST(OwedAfter, IsWhatIsLostAndNotPlannedAgain) {
    EXPECT_EQ(owedAfter({}), 0);
    EXPECT_EQ(owedAfter({{100, 100, 0, 0}}), 0);
    EXPECT_EQ(owedAfter({{100, 88, 0, 0}}), 12);
    EXPECT_EQ(owedAfter({{100, 88, 0, 0}, {112, 112, 12, 12}}), 0) << "repaid";
    EXPECT_EQ(owedAfter({{100, 88, 0, 0}, {105, 105, 5, 12}}), 7) << "five of twelve found room";
    EXPECT_EQ(owedAfter({{100, 88, 0, 0}, {112, 102, 12, 12}}), 10) << "repaid, and lost again";
    EXPECT_EQ(owedAfter({{100, 88, 0, 0}, {150, 150, 0, 12}}), 12)
        << "a plan that was raised repays nothing";
    EXPECT_EQ(owedAfter({{100, 120, 0, 0}, {100, 95, 0, 0}}), 5)
        << "what is shown too often pays for nothing";
    EXPECT_EQ(owedAfter({{112, 112, 12, 12}, {100, 95, 0, 0}}), 5)
        << "what it repaid is too long ago to be known";
}

/// The office on the 10th at 10:00; a campaign of 100 plays a day runs since the day before.
class Debts : public Office {
protected:
    Debts() {
        addAsset("film", Milliseconds(8'000));
        addScreen("gate", true);
        now_ = at("2026-06-09T15:50:00Z");  // ten minutes before the 10th
    }
    void release(std::string const& wish = "make_good = \"flight\"\n") {
        approve("fire", file("\"film\"", "class = \"normal\"\n" + wish) +
                            "[pacing]\nplays_per_day = 100\n");
    }
    void replanAt(char const* time) {
        now_ = at(time);
        auto const done = schedule_->replan();
        ASSERT_TRUE(done) << done.error().message;
    }
    static Instant dayBegin(int day) {
        return at("2026-06-01T00:00:00+08:00") + std::chrono::days(day - 1);
    }
    /// What the released plan has from `from` to `to`.
    std::vector<std::pair<Digest, playlists::Slot>> planned(Instant from, Instant to) {
        std::vector<std::pair<Digest, playlists::Slot>> out;
        for (auto const& span : spans("gate")) {
            auto const& plan = kept_.emplace_back(timeline(span.timeline));
            for (std::size_t i = 0; i < plan.entries.size(); ++i) {
                auto const slot = playlists::slotOf(plan, i);
                if (!slot.dark && slot.start >= std::max(from, span.from) && slot.end <= span.to &&
                    slot.start < to) {
                    out.emplace_back(span.timeline, slot);
                }
            }
        }
        return out;
    }
    std::size_t plannedOn(int day) { return planned(dayBegin(day), dayBegin(day + 1)).size(); }

    std::int64_t owed(std::string const& day) {
        std::int64_t sum = 0;
        for (auto const& debt :
             look([&](store::Tx const& tx) { return tx.debts().of(ScreenId("gate"), day, day); })) {
            sum += debt.owed;
        }
        return sum;
    }

    /// The player's rows of all that was planned in that time come in; what begins while it is out
    /// of order is not among them. The number of plays that it lost.
    std::int64_t rowsComeIn(Instant from, Instant to, Instant outFrom = {}, Instant outTo = {}) {
        store::LedgerBatch batch;
        std::int64_t lost = 0;
        for (auto const& [digest, slot] : planned(from, to)) {
            if (slot.start >= outFrom && slot.start < outTo) {
                ++lost;
                continue;
            }
            messages::PlayRecord record;
            record.sequence = ++rows_;
            record.timeline = digest;
            record.index = static_cast<std::int64_t>(slot.index);
            record.playId = messages::plannedPlayId(digest, record.index);
            auto const asset = Digest::fromHex(slot.asset.str()).value();
            record.content = {asset, asset, asset};
            record.campaign = slot.campaign;
            record.start = slot.start;
            record.end = slot.end;
            record.result = messages::PlayResult::complete;
            batch.verified.records.push_back(record);
        }
        auto const count = static_cast<std::int64_t>(batch.verified.records.size());
        batch.screen = ScreenId("gate");
        batch.zone = "Asia/Shanghai";
        batch.received = now_;
        batch.text = "batch " + std::to_string(++batches_);
        batch.verified.header.device.bytes = messages::sha256("gate").bytes;
        batch.verified.header.epoch = 1;
        batch.verified.header.batch = batches_;
        batch.verified.header.first = rows_ - count + 1;
        batch.verified.header.count = count;
        change([&](store::Tx& tx) { tx.ledger().append(batch); });
        return lost;
    }

    std::int64_t rows_ = 0, batches_ = 0;
    std::list<playlists::Timeline> kept_;  // slots refer to them
};

TEST_F(Debts, WhatAnOutageTookIsShownOnTopOnTheNextDay) {
    release();
    EXPECT_EQ(plannedOn(10), 100U);
    auto const lost = rowsComeIn(dayBegin(10), dayBegin(11), at("2026-06-10T12:00:00+08:00"),
                                 at("2026-06-10T15:00:00+08:00"));
    EXPECT_GE(lost, 12);
    replanAt("2026-06-11T00:05:00+08:00");
    EXPECT_EQ(plannedOn(11), 100U + static_cast<std::size_t>(lost));
    EXPECT_EQ(plannedOn(12), 100U) << "it is owed once";
    auto const today = planned(dayBegin(11), dayBegin(12));
    EXPECT_EQ(std::count_if(today.begin(), today.end(),
                            [](auto const& play) { return playlists::makesGood(play.second); }),
              lost);
    auto const released = spans("gate");
    auto const first = std::find_if(released.begin(), released.end(),
                                    [&](auto const& span) { return span.from >= dayBegin(11); });
    ASSERT_NE(first, released.end());
    EXPECT_GE(first->to, now_ + Milliseconds(120'000)) << "it waits for the frozen horizon";
    auto const plan = json("GET", "/api/v1/screens/gate/plan", "", {{"date", "2026-06-11"}});
    EXPECT_EQ(plan.at("plays").as_array().size() / 2, 100U + static_cast<std::size_t>(lost))
        << "each film and the dark after it";
}

TEST_F(Debts, NothingIsOwedWithoutTheWish) {
    release("");
    rowsComeIn(dayBegin(10), dayBegin(11), dayBegin(10), dayBegin(10) + std::chrono::hours(12));
    replanAt("2026-06-11T00:05:00+08:00");
    EXPECT_EQ(plannedOn(11), 100U);
    EXPECT_TRUE(look([](store::Tx const& tx) { return tx.debts().recent(); }).empty());
}

TEST_F(Debts, APlayerThatIsAwayOwesNothingUntilItTells) {
    release();
    auto const gone = at("2026-06-10T14:00:00+08:00");
    rowsComeIn(dayBegin(10), gone);
    replanAt("2026-06-11T00:05:00+08:00");
    EXPECT_EQ(plannedOn(11), 100U) << "it may have shown all of it";
    auto const lost = rowsComeIn(gone, dayBegin(11), gone, gone + std::chrono::hours(2));
    EXPECT_GE(lost, 8);
    replanAt("2026-06-11T09:00:00+08:00");
    EXPECT_EQ(owed("2026-06-11"), lost);
    auto const today = plannedOn(11);
    EXPECT_GT(today, 100U) << "what is left of the day takes its part";
    rowsComeIn(dayBegin(11), dayBegin(12));
    replanAt("2026-06-12T00:05:00+08:00");
    EXPECT_EQ(today + plannedOn(12), 200U + static_cast<std::size_t>(lost))
        << "and the next the rest";
}

TEST_F(Debts, APlayerThatIsBackShowsThatTheRestIsLost) {
    release();
    auto const gone = at("2026-06-10T20:00:00+08:00");
    rowsComeIn(dayBegin(10), gone);
    auto const lost = planned(gone, dayBegin(11)).size();
    replanAt("2026-06-11T09:00:00+08:00");
    EXPECT_EQ(owed("2026-06-11"), 0);
    rowsComeIn(now_ - std::chrono::hours(1), now_);
    replanAt("2026-06-11T09:01:00+08:00");
    EXPECT_EQ(owed("2026-06-11"), static_cast<std::int64_t>(lost));
    EXPECT_GT(plannedOn(11), 100U);
}

TEST_F(Debts, TheDebtsOfADayStayWhatTheyWereWhenTheyWereTaken) {
    release();
    auto const gone = at("2026-06-10T20:00:00+08:00");
    rowsComeIn(dayBegin(10), gone);
    rowsComeIn(dayBegin(11), dayBegin(11) + std::chrono::hours(1));
    replanAt("2026-06-11T02:00:00+08:00");
    auto const before = spans("gate");
    ASSERT_GT(plannedOn(11), 100U);
    rowsComeIn(gone, dayBegin(11));  // another player had them
    rowsComeIn(dayBegin(11) + std::chrono::hours(3), dayBegin(11) + std::chrono::hours(5));
    replanAt("2026-06-11T05:00:00+08:00");
    EXPECT_EQ(spans("gate"), before);
    restart();
    replanAt("2026-06-11T05:01:00+08:00");
    EXPECT_EQ(spans("gate"), before) << "also when nothing is remembered";
}

TEST_F(Debts, WhatWasMadeGoodIsOwedNoMore) {
    release();
    auto const lost =
        rowsComeIn(dayBegin(10), dayBegin(11), dayBegin(10), dayBegin(10) + std::chrono::hours(3));
    replanAt("2026-06-11T00:05:00+08:00");
    ASSERT_EQ(plannedOn(11), 100U + static_cast<std::size_t>(lost));
    rowsComeIn(dayBegin(11), dayBegin(12));
    replanAt("2026-06-12T00:05:00+08:00");
    EXPECT_EQ(plannedOn(12), 100U);
}

TEST_F(Debts, ACapSpreadsThemOverDays) {
    release("make_good = \"flight\"\nmake_good_max_per_day = 5\n");
    auto const lost = static_cast<std::size_t>(rowsComeIn(
        dayBegin(10), dayBegin(11), dayBegin(10), dayBegin(10) + std::chrono::minutes(190)));
    ASSERT_GT(lost, 10U);
    ASSERT_LT(lost, 15U);
    std::size_t repaid = 0;
    for (int day = 11; day <= 14; ++day) {
        now_ = dayBegin(day) + std::chrono::minutes(5);
        ASSERT_TRUE(schedule_->replan());
        auto const onTop = std::min<std::size_t>(5, lost - repaid);
        EXPECT_EQ(plannedOn(day), 100U + onTop) << day;
        repaid += onTop;
        rowsComeIn(dayBegin(day), dayBegin(day + 1));
    }
    EXPECT_EQ(repaid, lost);
}

TEST_F(Debts, AreForgottenAfterAWeek) {
    release("make_good = \"flight\"\nmake_good_max_per_day = 1\n");
    rowsComeIn(dayBegin(10), dayBegin(11), dayBegin(10), dayBegin(10) + std::chrono::hours(12));
    for (int day = 11; day <= 18; ++day) {
        now_ = dayBegin(day) + std::chrono::minutes(5);
        ASSERT_TRUE(schedule_->replan());
        EXPECT_EQ(plannedOn(day), day == 18 ? 100U : 101U) << day;
        rowsComeIn(dayBegin(day), dayBegin(day + 1));
    }
}

TEST_F(Debts, AreEachScreensOwn) {
    addScreen("hall", true);
    release();
    rowsComeIn(dayBegin(10), dayBegin(11), dayBegin(10), dayBegin(10) + std::chrono::hours(3));
    replanAt("2026-06-11T00:05:00+08:00");
    EXPECT_GT(plannedOn(11), 100U);
    auto const hall = json("GET", "/api/v1/screens/hall/plan", "", {{"date", "2026-06-11"}});
    EXPECT_EQ(hall.at("plays").as_array().size() / 2, 100U) << "it has sent nothing yet";
}

}  // namespace
}  // namespace tocsin::schedule
