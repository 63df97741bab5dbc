// SPDX-License-Identifier: Apache-2.0
// A store with a plan made by hand, and reports over it.
#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>

#include "support/open_gate.hpp"
#include "tocsin/playlists/timeline.hpp"
#include "tocsin/reports/reports.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::reports {

using messages::PlayResult;

inline Instant at(char const* text) {
    return parseInstant(text).value();
}

/// 2026-06-01 in Shanghai is 2026-05-31T16:00Z to 2026-06-01T16:00Z. The plan of a day: ten-second
/// plays from `first` on, film and poster in turn, `plays` of them, then dark.
inline playlists::Timeline dayPlan(Instant begin, Instant first, int plays) {
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

/// A site of two screens, of which the gate has ten plays on 2026-06-01.
class ReportTest : public testing::Test {
protected:
    ReportTest() {
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
                screen.added = at("2026-01-01T00:00:00Z");
                tx.screens().put(screen);
            }
            for (auto const* handle : {"film", "poster"}) {
                store::Asset asset;
                auto const digest = messages::sha256(handle);
                asset.content = {digest, digest, digest};
                asset.handle = handle;
                asset.category = handle == std::string("film") ? "案例警示" : "";
                tx.assets().put(asset);
            }
            tx.timelines().put({digest_, bytes_});
            tx.timelines().replaceSpans(ScreenId("gate"), kBegin, {1, 1},
                                        {{digest_, static_cast<std::int64_t>(bytes_.size()), kBegin,
                                          kBegin + std::chrono::hours(24)}});
        });
    }
    ~ReportTest() override {
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
        record.clock = messages::ClockState::synced;
        record.plannedMs = 10'000;
        record.shownMs = result == PlayResult::complete ? 10'000 : 4'000;
        record.result = result;
        return record;
    }
    void ingest(std::string const& screen, std::vector<messages::PlayRecord> records,
                char const* received = "2026-06-02T00:00:00Z") {
        store::LedgerBatch batch;
        batch.screen = ScreenId(screen);
        batch.zone = "Asia/Shanghai";
        batch.received = at(received);
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

    /// Asks for "plays" or "seconds".
    Result<access::Response> call(std::string const& report,
                                  std::map<std::string, std::string> query,
                                  std::map<std::string, std::string> headers = {}) {
        access::Request request;
        request.query = std::move(query);
        request.headers = std::move(headers);
        ReportSettings settings;
        settings.now = [this] { return now_; };
        settings.dayparts = dayparts_;
        auto const all = routes(*store_, std::move(settings));
        for (auto const& route : all) {
            if (route.pattern == "/api/v1/reports/" + report) {
                return route.handler(who_, request);
            }
        }
        return Error{Errc::notFound, "no route " + report};
    }
    boost::json::object made(std::string const& report, std::map<std::string, std::string> query) {
        auto const answer = call(report, std::move(query));
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
    std::string whyNot(std::string const& report, std::map<std::string, std::string> query) {
        auto const answer = call(report, std::move(query));
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
    Instant now_ = at("2026-06-03T00:00:00Z");
    std::map<std::string, playlists::Daypart> dayparts_;
    access::Principal who_ = test::everyRight();
};

}  // namespace tocsin::reports
