// SPDX-License-Identifier: Apache-2.0
// The ledger: rows come back as they came, sums equal the rows, names are those of the time.
#include <map>
#include <random>
#include <tuple>

#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using messages::PlayRecord;
using messages::PlayResult;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class LedgerTest : public FreshStore {
protected:
    void ingest(LedgerBatch const& batch) {
        auto const done = store_->ingest([&](Tx& tx) -> Result<> {
            tx.ledger().append(batch);
            return {};
        });
        ASSERT_TRUE(done) << done.error().message;
    }
    std::vector<LedgerPlay> plays(std::optional<ScreenId> const& screen = std::nullopt) {
        return look([&](Tx const& tx) {
            return tx.ledger().plays(screen, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"),
                                     100'000);
        });
    }
    static constexpr char kStart[] = "2026-06-01T08:00:00Z";
};

TEST_F(LedgerTest, ABatchComesBackAsItCame) {
    auto fallback = samplePlay("b", "", at(kStart) + Milliseconds(10'000), PlayResult::partial);
    fallback.timeline = {};
    fallback.index = -1;
    fallback.playId = {};
    auto liar = samplePlay("a", "fire", at(kStart) + Milliseconds(20'000));
    liar.playId = digestOf("not the hash of timeline and index");
    auto const batch =
        sampleBatch("p", "gate", 1, 1, {samplePlay("a", "fire", at(kStart)), fallback, liar});
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledger().mark(keyOf("p")); }), std::nullopt);
    ingest(batch);
    reopen();
    auto const found = plays();
    ASSERT_THAT(found, SizeIs(3));
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(found[i].record, batch.verified.records[i]) << i;
        EXPECT_EQ(found[i].screen, ScreenId("gate"));
        EXPECT_EQ(found[i].received, batch.received);
    }
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledger().mark(keyOf("p")); }),
              (LedgerMark{1, 1, 3, batch.verified.headerDigest}));
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledger().batch(keyOf("p"), 1, 1); }), batch.text);
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledger().batch(keyOf("p"), 1, 2); }), std::nullopt);
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledger().batch(keyOf("q"), 1, 1); }), std::nullopt);
}

TEST_F(LedgerTest, TheMarkIsThatOfTheNewestEpoch) {
    auto batch = sampleBatch("p", "gate", 1, 1, {samplePlay("a", "fire", at(kStart))});
    ingest(batch);
    ingest(sampleBatch("p", "gate", 2, 2, {samplePlay("a", "fire", at(kStart))}));
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledger().mark(keyOf("p")); })->sequence, 2);
    batch.verified.header.epoch = 2;
    ingest(batch);
    auto const mark = look([](Tx const& tx) { return tx.ledger().mark(keyOf("p")); });
    EXPECT_EQ(mark, (LedgerMark{2, 1, 1, batch.verified.headerDigest}));
}

TEST_F(LedgerTest, ABatchThatIsThereAlreadyIsNotStoredTwice) {
    auto const batch = sampleBatch("p", "gate", 1, 1, {samplePlay("a", "fire", at(kStart))});
    ingest(batch);
    auto const again = store_->ingest([&](Tx& tx) -> Result<> {
        tx.ledger().append(batch);
        return {};
    });
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::conflict);
    EXPECT_THAT(plays(), SizeIs(1));
    auto const sums =
        look([](Tx const& tx) { return tx.ledger().dailySums("2026-06-01", "2026-06-01"); });
    ASSERT_THAT(sums, SizeIs(1));
    EXPECT_EQ(sums[0].totals.complete, 1);
}

TEST_F(LedgerTest, PlaysThatGaveWayAreFoundByTheirReason) {
    auto const playAt = [](int second, std::int64_t index, PlayResult result,
                           std::string const& reason, std::int64_t shown) {
        auto play = samplePlay("a", "fire", at(kStart) + Milliseconds(second * 1'000), result);
        play.index = index;
        play.playId = messages::plannedPlayId(play.timeline, index);
        play.reason = reason;
        play.shownMs = shown;
        return play;
    };
    auto loop = playAt(60, 0, PlayResult::preempted, "warning w1", 0);
    loop.campaign = CampaignId();
    loop.timeline = {};
    loop.index = -1;
    loop.playId = {};
    auto again = loop;
    again.start += Milliseconds(5'000);
    again.end = again.start;
    ingest(sampleBatch("p", "gate", 1, 1,
                       {playAt(-20, 1, PlayResult::preempted, "warning w1", 0),
                        playAt(-5, 2, PlayResult::preempted, "warning w1", 4'000),
                        playAt(10, 3, PlayResult::preempted, "warning w1", 0),
                        playAt(20, 4, PlayResult::preempted, "warning w2", 0),
                        playAt(30, 5, PlayResult::preempted, "warning w1", 1'000),
                        playAt(35, 5, PlayResult::partial, "resumed", 3'000),
                        playAt(40, 6, PlayResult::preempted, "warning w1", 0),
                        playAt(41, 6, PlayResult::complete, "", 10'000), loop, again,
                        playAt(90, 9, PlayResult::preempted, "warning w1", 0)}));
    auto const found = look([](Tx const& tx) {
        return tx.ledger().preempted(ScreenId("gate"), "warning w1", at(kStart),
                                     at(kStart) + Milliseconds(90'000));
    });
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].campaign, CampaignId()) << "of the fallback loop each row is a play";
    EXPECT_EQ(found[0].plays, 2);
    EXPECT_EQ(found[1].campaign, CampaignId("fire"));
    EXPECT_EQ(found[1].asset, digestOf("a"));
    EXPECT_EQ(found[1].plays, 3) << "the one that was on, one whole, and one that went on later";
    EXPECT_EQ(found[1].starts.size(), 3U);
    EXPECT_EQ(found[1].lostMs, 6'000 + 10'000 + 6'000);
    EXPECT_EQ(found[1].first, at(kStart) - Milliseconds(5'000));
    EXPECT_EQ(found[1].last, at(kStart) + Milliseconds(35'000));
    EXPECT_TRUE(look([](Tx const& tx) {
                    return tx.ledger().preempted(ScreenId("hall"), "warning w1", at(kStart),
                                                 Instant::max());
                }).empty());
}

TEST_F(LedgerTest, NamesAreThoseOfTheTimeOfIngest) {
    change([](Tx& tx) {
        tx.assets().put(sampleAsset("a"));
        tx.campaigns().put(sampleCampaign("fire", "消防"));
    });
    ingest(sampleBatch("p", "gate", 1, 1, {samplePlay("a", "fire", at(kStart))}));
    change([](Tx& tx) {
        auto renamed = sampleAsset("a");
        renamed.handle = "renamed";
        tx.assets().put(renamed);
        tx.campaigns().put(sampleCampaign("fire", "另一个题目"));
    });
    ingest(sampleBatch("p", "gate", 2, 2,
                       {samplePlay("a", "fire", at(kStart) + Milliseconds(1)),
                        samplePlay("stranger", "gone", at(kStart) + Milliseconds(2)),
                        samplePlay("a", "", at(kStart) + Milliseconds(3))}));
    auto const found = plays();
    ASSERT_THAT(found, SizeIs(4));
    EXPECT_EQ(found[0].assetName, "a");
    EXPECT_EQ(found[0].campaignTitle, "消防");
    EXPECT_EQ(found[1].assetName, "renamed");
    EXPECT_EQ(found[1].campaignTitle, "另一个题目");
    EXPECT_EQ(found[2].assetName, digestOf("stranger").hex().substr(0, 12));
    EXPECT_EQ(found[2].campaignTitle, "gone");
    EXPECT_EQ(found[3].campaignTitle, "");
    EXPECT_THAT(
        look([](Tx const& tx) { return tx.ledger().dailySums("2026-06-01", "2026-06-01"); }),
        SizeIs(4));
}

TEST_F(LedgerTest, RowsOfOneBatchMayBelongToSeveralScreensEachInItsZone) {
    auto const start = at("2026-06-01T16:30:00Z");  // 2 June in Shanghai
    auto batch = sampleBatch("p", "hall", 1, 1,
                             {samplePlay("a", "fire", start), samplePlay("a", "fire", start),
                              samplePlay("a", "fire", start)});
    batch.shares = {{ScreenId("gate"), "Europe/Berlin", 2}, {ScreenId("hall"), "Asia/Shanghai", 1}};
    ingest(batch);
    EXPECT_THAT(plays(ScreenId("gate")), SizeIs(2));
    EXPECT_THAT(plays(ScreenId("hall")), SizeIs(1));
    auto const sums =
        look([](Tx const& tx) { return tx.ledger().dailySums("2026-01-01", "2026-12-31"); });
    ASSERT_THAT(sums, SizeIs(2));
    EXPECT_EQ(sums[0].screen.str() + " " + sums[0].bucket, "gate 2026-06-01");
    EXPECT_EQ(sums[0].totals.complete, 2);
    EXPECT_EQ(sums[1].screen.str() + " " + sums[1].bucket, "hall 2026-06-02");
    EXPECT_EQ(sums[1].totals.complete, 1);
    EXPECT_THAT(look([&](Tx const& tx) {
                    return tx.ledger().hourlySums(start - std::chrono::hours(1),
                                                  start + std::chrono::hours(1));
                }),
                SizeIs(2));
}

TEST_F(LedgerTest, PlaysAreChosenByScreenAndHalfOpenInterval) {
    auto const start = at(kStart);
    ingest(sampleBatch(
        "p", "b", 1, 1,
        {samplePlay("a", "fire", start), samplePlay("a", "fire", start + Milliseconds(10))}));
    ingest(sampleBatch("q", "a", 1, 1, {samplePlay("a", "fire", start + Milliseconds(5))}));
    auto const starts = [&](std::optional<ScreenId> const& screen, Instant from, Instant to,
                            std::size_t most) {
        std::vector<std::string> out;
        for (auto const& play :
             look([&](Tx const& tx) { return tx.ledger().plays(screen, from, to, most); })) {
            out.push_back(play.screen.str() + std::to_string((play.record.start - start).count()));
        }
        return out;
    };
    auto const end = start + Milliseconds(10);
    EXPECT_THAT(starts({}, start, end, 9), testing::ElementsAre("a5", "b0"));
    EXPECT_THAT(starts({}, start, end + Milliseconds(1), 9),
                testing::ElementsAre("a5", "b0", "b10"));
    EXPECT_THAT(starts(ScreenId("b"), start, end, 9), testing::ElementsAre("b0"));
    EXPECT_THAT(starts({}, start, end, 1), testing::ElementsAre("a5"));
    EXPECT_THAT(starts(ScreenId("none"), start, end, 9), IsEmpty());
}

TEST_F(LedgerTest, GapRowsAreStoredAndCountInNoTotal) {
    ingest(sampleBatch("p", "gate", 1, 1, {samplePlay("a", "fire", at(kStart), PlayResult::gap)}));
    EXPECT_THAT(plays(), SizeIs(1));
    EXPECT_THAT(
        look([](Tx const& tx) { return tx.ledger().dailySums("2000-01-01", "2100-01-01"); }),
        IsEmpty());
    EXPECT_THAT(look([](Tx const& tx) {
                    return tx.ledger().exactSums(at("2000-01-01T00:00:00Z"),
                                                 at("2100-01-01T00:00:00Z"));
                }),
                IsEmpty());
    EXPECT_EQ(look([](Tx const& tx) { return tx.ledger().mark(keyOf("p")); })->sequence, 1);
}

TEST_F(LedgerTest, TheDayOfAPlayIsTheScreensLocalDayOfItsStart) {
    // Midnight in Shanghai is 16:00 UTC.
    ingest(sampleBatch("p", "gate", 1, 1,
                       {samplePlay("a", "fire", at("2026-06-01T15:59:59.999Z")),
                        samplePlay("a", "fire", at("2026-06-01T16:00:00.000Z"))}));
    auto const first =
        look([](Tx const& tx) { return tx.ledger().dailySums("2026-06-01", "2026-06-01"); });
    auto const second =
        look([](Tx const& tx) { return tx.ledger().dailySums("2026-06-02", "2026-06-09"); });
    ASSERT_THAT(first, SizeIs(1));
    ASSERT_THAT(second, SizeIs(1));
    EXPECT_EQ(first[0].bucket, "2026-06-01");
    EXPECT_EQ(first[0].totals.last, at("2026-06-01T15:59:59.999Z"));
    EXPECT_EQ(second[0].bucket, "2026-06-02");
    EXPECT_EQ(second[0].totals.first, at("2026-06-01T16:00:00Z"));
}

TEST_F(LedgerTest, ADaysPlaysOfAScreenAreCountedByCampaign) {
    using messages::PlayResult;
    auto const noon = at("2026-06-01T04:00:00Z");
    change([&](Tx& tx) {
        tx.ledger().append(sampleBatch(
            "p", "gate", 1, 1,
            {samplePlay("a", "fire", noon), samplePlay("b", "fire", noon + Milliseconds(10'000)),
             samplePlay("a", "fire", noon + Milliseconds(20'000), PlayResult::preempted),
             samplePlay("a", "water", noon + Milliseconds(30'000)),
             samplePlay("a", "fire", at("2026-06-01T16:00:00Z"))}));
        tx.ledger().append(sampleBatch("q", "hall", 1, 1, {samplePlay("a", "fire", noon)}));
    });
    auto const of = [&](char const* screen, char const* day) {
        return look([&](Tx const& tx) { return tx.ledger().dayPlays(ScreenId(screen), day); });
    };
    EXPECT_THAT(of("gate", "2026-06-01"),
                ElementsAre(DayPlays{CampaignId("fire"), 2, noon + Milliseconds(20'000)},
                            DayPlays{CampaignId("water"), 1, noon + Milliseconds(30'000)}));
    EXPECT_THAT(of("gate", "2026-06-02"),
                ElementsAre(DayPlays{CampaignId("fire"), 1, at("2026-06-01T16:00:00Z")}));
    EXPECT_THAT(of("gate", "2026-06-03"), ElementsAre());
    EXPECT_THAT(of("none", "2026-06-01"), ElementsAre());
}

TEST_F(LedgerTest, HourlySumsAreOfWholeHoursAndExactSumsOfAnyInterval) {
    ingest(sampleBatch("p", "gate", 1, 1,
                       {samplePlay("a", "fire", at("2026-06-01T08:30:00Z")),
                        samplePlay("a", "fire", at("2026-06-01T09:00:00Z")),
                        samplePlay("a", "fire", at("2026-06-01T09:30:00Z"))}));
    auto const hours = look([](Tx const& tx) {
        return tx.ledger().hourlySums(at("2026-06-01T09:00:00Z"), at("2026-06-01T10:00:00Z"));
    });
    ASSERT_THAT(hours, SizeIs(1));
    EXPECT_EQ(hours[0].bucket, "2026-06-01T09:00:00.000Z");
    EXPECT_EQ(hours[0].totals.complete, 2);
    EXPECT_THAT(look([](Tx const& tx) {
                    return tx.ledger().hourlySums(at("2026-06-01T09:00:00Z"),
                                                  at("2026-06-01T09:59:00Z"));
                }),
                IsEmpty());
    auto const exact = look([](Tx const& tx) {
        return tx.ledger().exactSums(at("2026-06-01T08:30:00Z"), at("2026-06-01T09:30:00Z"));
    });
    ASSERT_THAT(exact, SizeIs(2));
    EXPECT_EQ(exact[0].bucket, "2026-06-01T08:00:00.000Z");
    EXPECT_EQ(exact[0].totals.complete, 1);
    EXPECT_EQ(exact[1].totals.complete, 1);
    EXPECT_EQ(exact[1].totals.last, at("2026-06-01T09:00:00Z"));
}

// Sums by (screen, asset, campaign), over all buckets.
using Grouped = std::map<std::tuple<std::string, std::string, std::string>,
                         std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t,
                                    std::int64_t, std::int64_t, std::int64_t>>;
Grouped grouped(std::vector<PlaySum> const& sums) {
    Grouped out;
    for (auto const& sum : sums) {
        auto const [at, isNew] =
            out.try_emplace(std::tuple(sum.screen.str(), sum.asset.hex(), sum.campaign.str()), 0, 0,
                            0, 0, 0, toMillis(sum.totals.first), toMillis(sum.totals.last));
        auto& [complete, partial, failed, preempted, shown, first, last] = at->second;
        complete += sum.totals.complete;
        partial += sum.totals.partial;
        failed += sum.totals.failed;
        preempted += sum.totals.preempted;
        shown += sum.totals.shownMs;
        first = std::min(first, toMillis(sum.totals.first));
        last = std::max(last, toMillis(sum.totals.last));
    }
    return out;
}

TEST_F(LedgerTest, RollupsEqualTheSumsOfTheRows) {
    std::mt19937 random(20260601);
    auto const pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    std::vector<std::string> const assets{"a", "b", "c"}, campaigns{"fire", "flood", ""};
    Grouped expected;
    for (int batch = 1; batch <= 12; ++batch) {
        for (auto const* const screen : {"gate", "lobby"}) {
            std::vector<PlayRecord> records;
            for (int i = 0; i < 50; ++i) {
                auto play = samplePlay(assets[static_cast<std::size_t>(pick(3))],
                                       campaigns[static_cast<std::size_t>(pick(3))],
                                       at(kStart) + Milliseconds(pick(3 * 86'400'000)),
                                       static_cast<PlayResult>(pick(5)));
                play.shownMs = pick(10'001);
                records.push_back(play);
                if (play.result == PlayResult::gap) {
                    continue;
                }
                auto const start = toMillis(play.start);
                auto const [at, isNew] = expected.try_emplace(
                    std::tuple(std::string(screen), play.content.asset.hex(), play.campaign.str()),
                    0, 0, 0, 0, 0, start, start);
                auto& [complete, partial, failed, preempted, shown, first, last] = at->second;
                complete += play.result == PlayResult::complete ? 1 : 0;
                partial += play.result == PlayResult::partial ? 1 : 0;
                failed += play.result == PlayResult::failed ? 1 : 0;
                preempted += play.result == PlayResult::preempted ? 1 : 0;
                shown += play.shownMs;
                first = std::min(first, start);
                last = std::max(last, start);
            }
            ingest(sampleBatch(screen, screen, batch, (batch - 1) * 50 + 1, records));
        }
    }
    auto const from = at("2026-06-01T00:00:00Z"), to = at("2026-06-09T00:00:00Z");
    EXPECT_EQ(grouped(look(
                  [](Tx const& tx) { return tx.ledger().dailySums("2026-06-01", "2026-06-09"); })),
              expected);
    auto const hours = look([&](Tx const& tx) { return tx.ledger().hourlySums(from, to); });
    auto const exact = look([&](Tx const& tx) { return tx.ledger().exactSums(from, to); });
    EXPECT_EQ(grouped(hours), expected);
    ASSERT_EQ(hours.size(), exact.size());
    for (std::size_t i = 0; i < hours.size(); ++i) {
        EXPECT_EQ(hours[i].bucket, exact[i].bucket);
        EXPECT_EQ(hours[i].totals, exact[i].totals);
        EXPECT_EQ(hours[i].assetName, exact[i].assetName);
    }
    EXPECT_THAT(plays(), SizeIs(1200));
}

TEST_F(LedgerTest, TimesAreRowsOfTheIntervalAndThoseThatShowedNothingNearIt) {
    auto const from = at("2026-06-01T08:00:00Z"), to = at("2026-06-01T09:00:00Z");
    auto const play = [](Instant start, Milliseconds length) {
        auto out = samplePlay("a", "fire", start);
        out.end = start + length;
        return out;
    };
    constexpr Milliseconds kTen{10'000};
    auto batch = sampleBatch(
        "p", "gate", 1, 1,
        {play(from - kTen, kTen), play(from - kTen, kTen + Milliseconds(1)), play(from, kTen),
         play(to - Milliseconds(1), kTen), play(to, kTen), play(to + kTen, Milliseconds(0)),
         play(from - std::chrono::hours(25), Milliseconds(0))});
    batch.received = at("2026-06-01T09:30:00Z");
    ingest(batch);
    ingest(sampleBatch("q", "hall", 1, 1, {play(from, kTen)}));
    auto const times =
        look([&](Tx const& tx) { return tx.ledger().times(ScreenId("gate"), from, to); });
    std::vector<std::int64_t> starts;
    for (auto const& one : times) {
        starts.push_back((one.start - from).count());
    }
    EXPECT_THAT(starts, testing::ElementsAre(-10'000, 0, 3'599'999, 3'610'000));
    auto const& whole = times[1];
    EXPECT_EQ(whole, (PlayTime{from, from + kTen, 10'000, digestOf("timeline"), 7,
                               PlayResult::complete, messages::EvidenceTier::delivered,
                               messages::ClockState::holdover, "", batch.received}));
    auto const newest = look([](Tx const& tx) { return tx.ledger().newest(ScreenId("gate")); });
    ASSERT_TRUE(newest);
    EXPECT_EQ(newest->start, to + kTen);
    EXPECT_FALSE(look([](Tx const& tx) { return tx.ledger().newest(ScreenId("none")); }));
}

TEST_F(LedgerTest, TheNewestNameOfAScreenStaysTheNewestThoughTheClockIsSetBack) {
    auto const named = [&](std::int64_t batch, std::string const& name, char const* received) {
        change([&](Tx& tx) {
            auto screen = sampleScreen("gate");
            screen.name = name;
            tx.screens().put(screen);
        });
        auto sample = sampleBatch("p", "gate", batch, batch, {samplePlay("a", "fire", at(kStart))});
        sample.received = at(received);
        ingest(sample);
    };
    named(1, "东门", "2026-06-01T12:00:00Z");
    named(2, "西门", "2026-06-01T10:00:00Z");
    named(3, "西门", "2026-06-01T10:05:00Z");
    auto const names = look([](Tx const& tx) {
        return tx.ledger().namesOf(ScreenId("gate"), at("2026-06-02T00:00:00Z"));
    });
    ASSERT_TRUE(names);
    EXPECT_EQ(names->screen, "西门");
}

TEST_F(LedgerTest, TimesHoldGapsThatAreLongerThanAnyPlay) {
    auto const from = at("2026-06-04T08:00:00Z"), to = at("2026-06-04T09:00:00Z");
    auto const gap = [&](Instant start, Instant end) {
        auto out = samplePlay("a", "fire", start, PlayResult::gap);
        out.end = end;
        return out;
    };
    ingest(sampleBatch(
        "p", "gate", 1, 1,
        {gap(from - std::chrono::hours(72), to), gap(from - std::chrono::hours(71), from),
         gap(from - std::chrono::hours(2), to)}));
    ingest(sampleBatch("q", "hall", 1, 1, {gap(from - std::chrono::hours(70), to)}));
    auto const times =
        look([&](Tx const& tx) { return tx.ledger().times(ScreenId("gate"), from, to); });
    ASSERT_THAT(times, SizeIs(2));
    EXPECT_EQ(times[0].start, from - std::chrono::hours(72));
    EXPECT_EQ(times[1].start, from - std::chrono::hours(2));
}

TEST_F(LedgerTest, SumsTellHowFarTheEvidenceOfCompletePlaysReaches) {
    std::vector<PlayRecord> records;
    for (int tier = 0; tier <= 4; ++tier) {
        records.push_back(samplePlay("a", "fire", at(kStart)));
        records.back().tier = static_cast<messages::EvidenceTier>(tier);
        records.push_back(samplePlay("a", "fire", at(kStart), PlayResult::partial));
        records.back().tier = static_cast<messages::EvidenceTier>(tier);
    }
    ingest(sampleBatch("p", "gate", 1, 1, records));
    ingest(sampleBatch("p", "gate", 2, 11, {samplePlay("a", "fire", at(kStart))}));
    auto const hour = std::chrono::floor<std::chrono::hours>(at(kStart));
    for (auto const& sums :
         {look([](Tx const& tx) { return tx.ledger().dailySums("2026-06-01", "2026-06-01"); }),
          look([&](Tx const& tx) {
              return tx.ledger().hourlySums(hour, hour + std::chrono::hours(1));
          }),
          look([&](Tx const& tx) {
              return tx.ledger().exactSums(hour, hour + std::chrono::hours(1));
          })}) {
        ASSERT_THAT(sums, SizeIs(1));
        EXPECT_EQ(sums[0].totals.complete, 6);
        EXPECT_EQ(sums[0].totals.delivered, 4);
        EXPECT_EQ(sums[0].totals.answered, 2);
        EXPECT_EQ(sums[0].totals.photographed, 1);
    }
}

TEST_F(LedgerTest, PlaysOfUnsetClocksAreSummedApart) {
    auto unset = samplePlay("a", "fire", at(kStart));
    unset.clock = messages::ClockState::unset;
    ingest(sampleBatch("p", "gate", 1, 1, {unset, samplePlay("a", "fire", at(kStart))}));
    auto const sums = look([](Tx const& tx) {
        return tx.ledger().unprovenTimeSums(at(kStart), at(kStart) + Milliseconds(1));
    });
    ASSERT_THAT(sums, SizeIs(1));
    EXPECT_EQ(sums[0].totals.complete, 1);
    EXPECT_THAT(look([](Tx const& tx) {
                    return tx.ledger().unprovenTimeSums(at(kStart) + Milliseconds(1),
                                                        at(kStart) + Milliseconds(9));
                }),
                IsEmpty());
}

}  // namespace
}  // namespace tocsin::store
