// SPDX-License-Identifier: Apache-2.0
// The play report against plans and ledgers made by hand.
#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>

#include "support/open_gate.hpp"
#include "tocsin/playlists/timeline.hpp"
#include "tocsin/reports/reports.hpp"

namespace tocsin::reports {
namespace {

using messages::PlayResult;
using testing::HasSubstr;

Instant at(char const* text) {
    return parseInstant(text).value();
}

/// 2026-06-01 in Shanghai is 2026-05-31T16:00Z to 2026-06-01T16:00Z. The plan of a day: ten-second
/// plays from `first` on, film and poster in turn, `plays` of them, then dark.
playlists::Timeline dayPlan(Instant begin, Instant first, int plays) {
    playlists::Timeline out;
    out.algorithm = "edf-1";
    out.zone = "Asia/Shanghai";
    out.date = std::chrono::year(2026) / 6 / 1;
    out.begin = begin;
    out.end = begin + std::chrono::hours(24);
    out.assets = {AssetId(messages::sha256("film").hex()),
                  AssetId(messages::sha256("poster").hex())};
    out.campaigns = {CampaignId("fire")};
    out.reasons = {"closed", "key"};
    out.entries.push_back(
        {begin, playlists::TimelineEntry::kNone, playlists::TimelineEntry::kNone, 0});
    for (int i = 0; i < plays; ++i) {
        out.entries.push_back(
            {first + Milliseconds(10'000 * i), static_cast<std::uint16_t>(i % 2), 0, 1});
    }
    out.entries.push_back({first + Milliseconds(10'000 * plays), playlists::TimelineEntry::kNone,
                           playlists::TimelineEntry::kNone, 0});
    return out;
}

class PlayReport : public testing::Test {
protected:
    PlayReport() {
        std::filesystem::remove_all(directory_);
        std::filesystem::create_directories(directory_);
        store_ =
            store::openSqliteStore(directory_, [] { return at("2026-06-01T00:00:00Z"); }).value();
        bytes_ = playlists::encodeTimeline(dayPlan(kBegin, kFirst, 10));
        digest_ = messages::sha256(bytes_);
        change([&](store::Tx& tx) {
            for (auto const* id : {"gate", "hall"}) {
                store::Screen screen;
                screen.id = ScreenId(id);
                screen.name = std::string("=") + id;
                screen.unit = id == std::string("gate") ? "north" : "south";
                tx.screens().put(screen);
            }
            for (auto const* handle : {"film", "poster"}) {
                store::Asset asset;
                auto const digest = messages::sha256(handle);
                asset.content = {digest, digest, digest};
                asset.handle = handle;
                tx.assets().put(asset);
            }
            tx.timelines().put({digest_, bytes_});
            tx.timelines().replaceSpans(ScreenId("gate"), kBegin, {1, 1},
                                        {{digest_, static_cast<std::int64_t>(bytes_.size()), kBegin,
                                          kBegin + std::chrono::hours(24)}});
        });
    }
    ~PlayReport() override {
        store_.reset();
        std::filesystem::remove_all(directory_);
    }

    template <class Change>
    void change(Change const& what) {
        ASSERT_TRUE(store_->write(
            [&](store::Tx& tx) -> Result<> {
                what(tx);
                return {};
            },
            {"test", "test", "test", ""}));
    }

    /// Gives the screen this plan for the time that it covers.
    Digest release(char const* screen, playlists::Timeline const& plan, std::int64_t counter) {
        auto const bytes = playlists::encodeTimeline(plan);
        auto const digest = messages::sha256(bytes);
        change([&](store::Tx& tx) {
            tx.timelines().put({digest, bytes});
            tx.timelines().replaceSpans(
                ScreenId(screen), plan.begin, {1, counter},
                {{digest, static_cast<std::int64_t>(bytes.size()), plan.begin, plan.end}});
        });
        return digest;
    }

    /// The ledger row of planned play `i` (entry i + 1).
    messages::PlayRecord row(int i, PlayResult result = PlayResult::complete) const {
        messages::PlayRecord record;
        record.content.asset = messages::sha256(i % 2 == 0 ? "film" : "poster");
        record.campaign = CampaignId("fire");
        record.timeline = digest_;
        record.index = i + 1;
        record.playId = messages::plannedPlayId(digest_, record.index);
        record.start = kFirst + Milliseconds(10'000 * i);
        record.end = record.start + Milliseconds(10'000);
        record.boot = "0b5b3a0e-6f3c-4c8e-9d59-6f0a4f1f2d11";
        record.plannedMs = 10'000;
        record.shownMs = result == PlayResult::complete ? 10'000 : 4'000;
        record.result = result;
        return record;
    }
    void ingest(std::string const& screen, std::vector<messages::PlayRecord> records) {
        store::LedgerBatch batch;
        batch.screen = ScreenId(screen);
        batch.zone = "Asia/Shanghai";
        batch.received = at("2026-06-02T00:00:00Z");
        batch.text = screen;
        batch.verified.header.device.bytes = messages::sha256(screen).bytes;
        batch.verified.header.count = static_cast<std::int64_t>(records.size());
        batch.verified.headerDigest = messages::sha256(batch.text);
        std::int64_t sequence = 0;
        for (auto& record : records) {
            record.sequence = ++sequence;
        }
        batch.verified.records = std::move(records);
        ASSERT_TRUE(store_->ingest([&](store::Tx& tx) -> Result<> {
            tx.ledger().append(batch);
            return {};
        }));
    }

    Result<access::Response> call(std::map<std::string, std::string> query) {
        access::Request request;
        request.query = std::move(query);
        return routes(*store_).front().handler(test::everyRight(), request);
    }
    boost::json::object report(std::map<std::string, std::string> query) {
        auto const answer = call(std::move(query));
        EXPECT_TRUE(answer) << answer.error().message;
        return answer ? boost::json::parse(answer->body).as_object() : boost::json::object{};
    }
    static boost::json::object rowOf(boost::json::object const& report, std::string_view key,
                                     std::string const& value) {
        for (auto const& found : report.at("rows").as_array()) {
            if (found.at(key).as_string() == value) {
                return found.as_object();
            }
        }
        ADD_FAILURE() << "no row with " << key << " " << value << " in " << report;
        return {};
    }
    std::string whyNot(std::map<std::string, std::string> query) {
        auto const answer = call(std::move(query));
        EXPECT_FALSE(answer);
        EXPECT_TRUE(answer || answer.error().code == Errc::invalid);
        return answer ? "" : answer.error().message;
    }

    Instant const kBegin = at("2026-05-31T16:00:00Z");
    Instant const kFirst = at("2026-06-01T00:59:30Z");  // the fourth play begins on the hour
    std::filesystem::path directory_ =
        std::filesystem::path(testing::TempDir()) /
        ("tocsin-reports-" + std::to_string(getpid()) + "-" +
         testing::UnitTest::GetInstance()->current_test_info()->name());
    std::unique_ptr<store::Store> store_;
    std::string bytes_;
    Digest digest_;
};

TEST_F(PlayReport, ADayCountsPlannedAndPlayed) {
    ingest("gate", {row(0), row(1), row(2), row(3, PlayResult::partial), row(4),
                    row(5, PlayResult::failed), row(6)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}});
    EXPECT_EQ(out.at("by"), (boost::json::array{"screen", "asset"}));
    ASSERT_EQ(out.at("rows").as_array().size(), 2U);
    auto const film = rowOf(out, "asset_name", "film");
    EXPECT_EQ(film.at("screen"), "gate");
    EXPECT_EQ(film.at("planned"), 5);
    EXPECT_EQ(film.at("complete"), 4);
    EXPECT_EQ(film.at("completion"), "0.8000");
    EXPECT_EQ(film.at("shown_ms"), 40'000);
    EXPECT_EQ(film.at("first"), "2026-06-01T00:59:30.000Z");
    EXPECT_EQ(film.at("last"), "2026-06-01T01:00:30.000Z");
    auto const poster = rowOf(out, "asset_name", "poster");
    EXPECT_EQ(poster.at("partial"), 1);
    EXPECT_EQ(poster.at("failed"), 1);
    auto const& total = out.at("total").as_object();
    EXPECT_EQ(total.at("planned"), 10);
    EXPECT_EQ(total.at("complete"), 5);
    EXPECT_EQ(total.at("cut"), 0);
    EXPECT_EQ(total.at("other"), 0);
    EXPECT_EQ(total.at("completion"), "0.5000");
}

TEST_F(PlayReport, WhatIsMadeGoodCountsUpToWhatWasLost) {
    auto const nextDay = std::chrono::hours(24);
    auto plan = dayPlan(kBegin + nextDay, kFirst + nextDay, 12);
    plan.reasons.emplace_back("key,make-good");
    plan.entries[11].reason = plan.entries[12].reason = 2;
    auto const digest = release("gate", plan, 2);
    std::vector<messages::PlayRecord> rows;
    for (int i = 0; i < 8; ++i) {
        rows.push_back(row(i));  // two of ten are lost
    }
    for (int i = 0; i < 12; ++i) {
        rows.push_back(row(i));
        rows.back().timeline = digest;
        rows.back().playId = messages::plannedPlayId(digest, rows.back().index);
        rows.back().start += nextDay;
        rows.back().end += nextDay;
    }
    ingest("gate", rows);
    auto const both = report({{"from", "2026-06-01"}, {"to", "2026-06-02"}, {"by", "campaign"}});
    auto const& total = both.at("total").as_object();
    EXPECT_EQ(total.at("planned"), 20);
    EXPECT_EQ(total.at("complete"), 20);
    EXPECT_EQ(total.at("make_good"), 2);
    EXPECT_EQ(total.at("other"), 0);
    EXPECT_EQ(total.at("completion"), "1.0000");
    EXPECT_EQ(both.at("rows").at(0).at("completion"), "1.0000");
    auto const second = report({{"from", "2026-06-02"}, {"to", "2026-06-02"}, {"by", "hour"}});
    EXPECT_EQ(second.at("total").at("planned"), 10);
    EXPECT_EQ(second.at("total").at("complete"), 12);
    EXPECT_EQ(second.at("total").at("completion"), "1.0000") << "the loss was on another day";
    EXPECT_EQ(rowOf(second, "hour", "2026-06-02T01:00:00.000Z").at("completion"), "1.0000");
}

TEST_F(PlayReport, WhatIsMadeGoodOnOneScreenRepaysNoOther) {
    auto plan = dayPlan(kBegin, kFirst, 12);
    plan.reasons.emplace_back("key,make-good");
    plan.entries[11].reason = plan.entries[12].reason = 2;
    auto const digest = release("hall", plan, 1);
    std::vector<messages::PlayRecord> rows;
    for (int i = 0; i < 12; ++i) {
        rows.push_back(row(i));
        rows.back().timeline = digest;
    }
    ingest("hall", rows);
    ingest("gate", {row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "campaign"}});
    EXPECT_EQ(out.at("total").at("planned"), 20);
    EXPECT_EQ(out.at("total").at("complete"), 20);
    EXPECT_EQ(out.at("total").at("completion"), "0.9000");
}

TEST_F(PlayReport, APlayBelongsToTheIntervalInWhichItBegins) {
    ingest("gate", {row(0), row(1), row(2), row(3)});
    auto const out = report(
        {{"from", "2026-06-01T00:59:35Z"}, {"to", "2026-06-01T01:00:05Z"}, {"by", "screen"}});
    auto const& total = out.at("total").as_object();
    EXPECT_EQ(total.at("planned"), 3);
    EXPECT_EQ(total.at("cut"), 0);
    EXPECT_EQ(total.at("complete"), 3);
    EXPECT_EQ(total.at("completion"), "1.0000");
    EXPECT_EQ(out.at("from"), "2026-06-01T00:59:35.000Z");
}

TEST_F(PlayReport, NeighbouringIntervalsAddUp) {
    ingest("gate", {row(0), row(1), row(2), row(3), row(4)});
    char const* const edges[] = {"2026-06-01T00:00:00Z", "2026-06-01T00:59:47Z",
                                 "2026-06-01T01:00:12Z", "2026-06-01T02:00:00Z"};
    std::int64_t planned = 0, complete = 0;
    for (std::size_t i = 1; i < std::size(edges); ++i) {
        auto const out = report({{"from", edges[i - 1]}, {"to", edges[i]}, {"by", "screen"}});
        planned += out.at("total").at("planned").as_int64();
        complete += out.at("total").at("complete").as_int64();
    }
    EXPECT_EQ(planned, 10);
    EXPECT_EQ(complete, 5);
}

TEST_F(PlayReport, AnotherTitleOfACampaignChangesNoHistory) {
    auto const call = [&](std::string const& title) {
        change([&](store::Tx& tx) {
            store::Campaign campaign;
            campaign.id = CampaignId("fire");
            campaign.title = title;
            tx.campaigns().put(campaign);
        });
    };
    call("Fire month");
    ingest("gate", {row(0)});
    call("A draft's title");
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "campaign"}});
    EXPECT_EQ(out.at("rows").as_array()[0].at("campaign_title"), "Fire month");
}

TEST_F(PlayReport, HoursAddUpToTheDay) {
    ingest("gate", {row(0), row(1), row(2), row(3), row(4)});
    for (auto const& [from, to] : {std::pair{"2026-06-01", "2026-06-01"},
                                   {"2026-06-01T00:00:00Z", "2026-06-01T02:00:00Z"}}) {
        auto const out = report({{"from", from}, {"to", to}, {"by", "hour"}});
        auto const before = rowOf(out, "hour", "2026-06-01T00:00:00.000Z");
        EXPECT_EQ(before.at("planned"), 3);
        EXPECT_EQ(before.at("complete"), 3);
        auto const after = rowOf(out, "hour", "2026-06-01T01:00:00.000Z");
        EXPECT_EQ(after.at("planned"), 7);
        EXPECT_EQ(after.at("complete"), 2);
        EXPECT_EQ(out.at("total").at("complete"), 5);
    }
}

TEST_F(PlayReport, WhatIsNotAsTheTimelineSaysIsOther) {
    auto wrongAsset = row(0);
    wrongAsset.content.asset = messages::sha256("poster");
    auto wrongTimeline = row(1);
    wrongTimeline.timeline = messages::sha256("another");
    auto tooLate = row(2);
    tooLate.end += Milliseconds(1'001);
    auto justInTime = row(3);
    justInTime.end += Milliseconds(999);
    auto beyond = row(4);
    beyond.index = 5'000;
    auto dark = row(5);
    dark.index = 0;
    auto fallback = row(6);
    fallback.timeline = {};
    fallback.index = -1;
    fallback.campaign = CampaignId();
    auto gap = row(7);
    gap.timeline = {};
    gap.result = PlayResult::gap;
    ingest("gate", {wrongAsset, wrongTimeline, tooLate, justInTime, beyond, dark, fallback, gap});
    ingest("hall", {row(8)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "screen"}});
    EXPECT_EQ(rowOf(out, "screen", "gate").at("other"), 6);
    auto const hall = rowOf(out, "screen", "hall");
    EXPECT_EQ(hall.at("other"), 1) << "nothing was planned there";
    EXPECT_EQ(hall.at("planned"), 0);
    EXPECT_EQ(hall.at("completion"), "—");
    EXPECT_EQ(out.at("total").at("other"), 7);
}

TEST_F(PlayReport, APlanThatWasReplacedCountsToItsEnd) {
    auto const taken = kFirst + Milliseconds(50'000);
    auto const other = playlists::encodeTimeline(dayPlan(kBegin, taken, 2));
    change([&](store::Tx& tx) {
        tx.timelines().put({messages::sha256(other), other});
        tx.timelines().replaceSpans(
            ScreenId("gate"), taken, {1, 2},
            {{messages::sha256(other), static_cast<std::int64_t>(other.size()), taken,
              kBegin + std::chrono::hours(24)}});
    });
    ingest("gate", {row(4), row(5)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}});
    auto const& total = out.at("total").as_object();
    EXPECT_EQ(total.at("planned"), 5 + 2);
    EXPECT_EQ(total.at("other"), 1) << "the old plan held no longer";
}

TEST_F(PlayReport, UnitsAndCampaignsCanBeAskedFor) {
    ingest("gate", {row(0)});
    auto const out =
        report({{"from", "2026-06-01"}, {"to", "2026-06-02"}, {"by", "unit,campaign"}});
    auto const north = rowOf(out, "unit", "north");
    EXPECT_EQ(north.at("campaign"), "fire");
    EXPECT_EQ(north.at("planned"), 10);
    EXPECT_FALSE(north.contains("screen"));
}

TEST_F(PlayReport, LongIntervalsDoNotLookAtEveryRow) {
    ingest("gate", {row(0)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-30"}});
    EXPECT_TRUE(out.at("total").at("other").is_null());
    EXPECT_TRUE(rowOf(out, "asset_name", "film").at("other").is_null());
    EXPECT_EQ(out.at("total").at("complete"), 1);
}

TEST_F(PlayReport, CsvIsForSpreadsheetPrograms) {
    ingest("gate", {row(0)});
    auto const answer =
        call({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "screen"}, {"format", "csv"}});
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->contentType, HasSubstr("text/csv"));
    EXPECT_EQ(
        answer->body,
        "\xEF\xBB\xBF"
        "screen,screen_name,planned,complete,partial,failed,preempted,cut,other,shown_ms,first,"
        "last,completion,make_good\r\n"
        "gate,'=gate,10,1,0,0,0,0,0,10000,2026-06-01T00:59:30.000Z,2026-06-01T00:59:30.000Z,0."
        "1000,0\r\n"
        "total,,10,1,0,0,0,0,0,10000,2026-06-01T00:59:30.000Z,2026-06-01T00:59:30.000Z,0.1000,"
        "0\r\n");
}

TEST_F(PlayReport, WrongQuestionsGetOneClearLine) {
    EXPECT_THAT(whyNot({{"to", "2026-06-01"}}), HasSubstr("from: missing"));
    EXPECT_THAT(whyNot({{"from", "2026-06-31"}, {"to", "2026-07-01"}}), HasSubstr("from: "));
    EXPECT_THAT(whyNot({{"from", "2026-06-02"}, {"to", "2026-06-01"}}), HasSubstr("before"));
    EXPECT_THAT(whyNot({{"from", "2026-06-01"}, {"to", "2026-06-02T00:00:00Z"}}),
                HasSubstr("two dates or two instants"));
    EXPECT_THAT(whyNot({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "screen,place"}}),
                HasSubstr("\"place\" is unknown"));
    EXPECT_THAT(whyNot({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"format", "pdf"}}),
                HasSubstr("format: "));
    EXPECT_THAT(whyNot({{"from", "2024-01-01"}, {"to", "2026-06-01"}}),
                HasSubstr("at most 400 days"));
    EXPECT_THAT(whyNot({{"from", "2026-05-01"}, {"to", "2026-06-01"}, {"by", "hour"}}),
                HasSubstr("at most 31 days"));
}

}  // namespace
}  // namespace tocsin::reports
