// SPDX-License-Identifier: Apache-2.0
// A ledger that plays are delivered to, what its reports say, and a count of the signed rows that
// shares nothing with either.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "play_truth.hpp"
#include "support/open_gate.hpp"
#include "tocsin/proof/proof.hpp"
#include "tocsin/reports/reports.hpp"

namespace tocsin::truth {

using Counts = swarm::PlayTruth::Counts;
/// Figures by the words that they are grouped by.
using Table = std::map<std::vector<std::string>, Counts>;

inline std::string const& wordOf(swarm::PlayTruth::Place const& place, std::string const& by) {
    return by == "screen"     ? place.screen
           : by == "asset"    ? place.asset
           : by == "campaign" ? place.campaign
                              : place.day;
}

/// The truth grouped as a report is, of days from first to last, both inclusive.
inline Table folded(swarm::PlayTruth const& truth, std::vector<std::string> const& by,
                    std::string const& first = "", std::string const& last = "9") {
    Table out;
    for (auto const& [place, counts] : truth.counts()) {
        if (place.day < first || place.day > last) {
            continue;
        }
        std::vector<std::string> key;
        for (auto const& one : by) {
            key.push_back(wordOf(place, one));
        }
        out[key] += counts;
    }
    return out;
}

inline Table withoutKeys(Table const& table) {
    Table out;
    for (auto const& [key, counts] : table) {
        out[{}] += counts;
    }
    return out;
}

class TruthTest : public testing::Test {
protected:
    TruthTest() {
        auto name = testing::TempDir() + "tocsin-truth-XXXXXX";
        folder_ = ::mkdtemp(name.data());
        std::filesystem::create_directories(data());
        openStore();
    }
    ~TruthTest() override {
        closeStore();
        std::filesystem::remove_all(folder_);
    }
    [[nodiscard]] std::filesystem::path data() const { return folder_ / "data"; }
    void openStore() {
        auto const now = [this] { return now_; };
        store_ = store::openSqliteStore(data(), now).value();
        handlers_ = proof::messageHandlers(*store_, now);
    }
    void closeStore() {
        handlers_.clear();
        store_.reset();
    }
    template <class Change>
    void change(Change const& what) {
        auto const done = store_->write(
            [&](store::Tx& tx) -> Result<> {
                what(tx);
                return {};
            },
            {"test", "test", "test", ""});
        ASSERT_TRUE(done) << done.error().message;
    }
    /// In the zone in which the truth is counted.
    void addScreen(std::string const& id, messages::PublicKey const& player) {
        change([&](store::Tx& tx) {
            store::Screen screen;
            screen.id = ScreenId(id);
            screen.name = id;
            screen.unit = "bureau";
            screen.added = now_;
            tx.screens().put(screen);
            tx.bindings().begin(player, screen.id, now_);
        });
        screens_.emplace(player.base64(), id);
    }
    messages::PlaysStored send(messages::PublicKey const& player, std::string const& batch) {
        auto const screen = screens_.at(player.base64());
        auto const reply =
            handlers_.at("plays")({player, ScreenId(screen)}, messages::Plays{batch});
        EXPECT_TRUE(reply) << screen << ": " << reply.error().message;
        return reply ? std::get<messages::PlaysStored>(reply->value()) : messages::PlaysStored{};
    }
    /// As a welcome tells it.
    store::LedgerMark markOf(messages::PublicKey const& player) const {
        store::LedgerMark out;
        out.epoch = out.batch = out.sequence = 0;
        EXPECT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
            out = tx.ledger().mark(player).value_or(out);
            return {};
        }));
        return out;
    }

    /// What the play report says, by these words, as whoever asks at the API sees it.
    Table reported(std::vector<std::string> const& by, std::string const& from,
                   std::string const& to) {
        std::string words;
        for (auto const& one : by) {
            words += (words.empty() ? "" : ",") + one;
        }
        access::Request request;
        request.query = {{"by", words}, {"from", from}, {"to", to}};
        reports::ReportSettings settings;
        settings.now = [this] { return now_; };
        auto const all = reports::routes(*store_, std::move(settings));
        auto const who = test::everyRight();
        for (auto const& route : all) {
            if (route.pattern == "/api/v1/reports/plays") {
                auto const answer = route.handler(who, request);
                EXPECT_TRUE(answer) << answer.error().message;
                return answer ? tableOf(boost::json::parse(answer->body), by) : Table{};
            }
        }
        ADD_FAILURE() << "there is no play report";
        return {};
    }

    /// The signed rows as they lie in the database, taken apart by hand.
    Table countedFromBatches(std::vector<std::string> const& by) {
        swarm::PlayTruth counted;
        sqlite3* db = nullptr;
        EXPECT_EQ(sqlite3_open((data() / "tocsin.db").c_str(), &db), SQLITE_OK);
        sqlite3_stmt* query = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(db, "SELECT text FROM ledger_batches", -1, &query, nullptr),
                  SQLITE_OK);
        while (sqlite3_step(query) == SQLITE_ROW) {
            auto const* const bytes = static_cast<char const*>(sqlite3_column_blob(query, 0));
            countRows({bytes, static_cast<std::size_t>(sqlite3_column_bytes(query, 0))}, counted);
        }
        sqlite3_finalize(query);
        sqlite3_close(db);
        return folded(counted, by);
    }

    std::filesystem::path folder_;
    Instant now_ = parseInstant("2026-05-01T00:00:00Z").value();
    std::unique_ptr<store::Store> store_;
    access::MessageHandlers handlers_;
    std::map<std::string, std::string> screens_;  ///< by their player's key

private:
    static Counts countsOf(boost::json::object const& row) {
        auto const number = [&row](char const* member) {
            return row.at(member).to_number<std::int64_t>();
        };
        return {number("complete"), number("partial"), number("failed"), number("preempted"),
                number("shown_ms")};
    }
    static Table tableOf(boost::json::value const& report, std::vector<std::string> const& by) {
        Table out;
        for (auto const& row : report.at("rows").as_array()) {
            std::vector<std::string> key;
            for (auto const& one : by) {
                key.emplace_back(row.at(one).as_string().c_str());
            }
            EXPECT_TRUE(out.emplace(key, countsOf(row.as_object())).second) << "a row twice";
        }
        // The total is a sum of its own; with dayparts apart, rows do not overlap.
        EXPECT_EQ(withoutKeys(out)[{}], countsOf(report.at("total").as_object()));
        return out;
    }
    static std::vector<std::string> split(std::string_view text, char mark) {
        std::vector<std::string> out;
        for (std::size_t at = 0; at <= text.size();) {
            auto const end = std::min(text.find(mark, at), text.size());
            out.emplace_back(text.substr(at, end - at));
            at = end + 1;
        }
        return out;
    }
    void countRows(std::string_view batch, swarm::PlayTruth& counted) {
        constexpr std::size_t kFields = 23, kAsset = 2, kCampaign = 5, kStart = 8, kShown = 16,
                              kResult = 20;
        std::map<std::string, messages::PlayResult> const results{
            {"complete", messages::PlayResult::complete},
            {"partial", messages::PlayResult::partial},
            {"failed", messages::PlayResult::failed},
            {"preempted", messages::PlayResult::preempted},
            {"gap", messages::PlayResult::gap}};
        std::string screen;
        for (auto const& line : split(batch, '\n')) {
            auto const fields = split(line, '\t');
            if (line.starts_with("device ")) {
                screen = screens_.at(line.substr(std::string("device ").size()));
            } else if (fields.size() == kFields) {
                messages::PlayRecord row;
                row.content.asset = Digest::fromHex(fields[kAsset]).value();
                row.campaign = CampaignId(fields[kCampaign]);
                row.start = parseInstant(fields[kStart]).value();
                row.shownMs = std::stoll(fields[kShown]);
                row.result = results.at(fields[kResult]);
                counted.count(screen, row);
            }
        }
    }
};

}  // namespace tocsin::truth
