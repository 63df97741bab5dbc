// SPDX-License-Identifier: Apache-2.0
// A site with a plan and a ledger made by hand, and an activity over it: June 2026, of which the
// gate had ten plays to show on the first day.
#pragma once

#include "report_fixture.hpp"
#include "tocsin/filing/content.hpp"
#include "tocsin/filing/filing.hpp"
#include "tocsin/store/activities.hpp"
#include "tocsin/store/filings.hpp"

namespace tocsin::filing {

class FilingTest : public reports::ReportTest {
protected:
    FilingTest() {
        now_ = reports::at("2026-06-09T00:00:00Z");
        activity_.handle = "safety-month-2026";
        activity_.title = "2026年“安全生产月”";
        activity_.theme = "人人讲安全";
        activity_.firstDay = "2026-06-01";
        activity_.lastDay = "2026-06-30";
        activity_.filing.finalDue = "2026-07-01";
        activity_.campaigns = {CampaignId("fire")};
        change([&](store::Tx& tx) {
            tx.units().put({"north", "北院", "", ""});
            tx.units().put({"south", "南院", "", ""});
            tx.activities().put(activity_);
        });
    }

    [[nodiscard]] reports::ReportSettings reportSettings() {
        reports::ReportSettings out;
        out.now = [this] { return now_; };
        return out;
    }
    [[nodiscard]] ContentWish week(int issue, std::string unit = "") const {
        ContentWish out;
        out.activity = activity_;
        out.period = weekOf(activity_, issue).value();
        out.unit = std::move(unit);
        return out;
    }
    [[nodiscard]] ContentWish whole() const {
        ContentWish out;
        out.activity = activity_;
        out.period = periodsOf(activity_).value().back();
        return out;
    }
    boost::json::object counted(ContentWish const& wish) {
        boost::json::object out;
        auto const looked = store_->read([&](store::Tx const& tx) -> Result<> {
            auto made = contentOf(tx, wish, reportSettings());
            if (!made) {
                return made.error();
            }
            out = std::move(*made);
            return {};
        });
        EXPECT_TRUE(looked) << looked.error().message;
        return out;
    }
    /// As it is counted now.
    void freeze(ContentWish const& wish) {
        auto const content = counted(wish);
        store::Filing filing;
        filing.activity = activity_.handle;
        filing.kind = wish.period.kind;
        filing.issue = wish.period.issue;
        filing.unit = wish.unit;
        filing.firstDay = playlists::toString(wish.period.first);
        filing.lastDay = playlists::toString(wish.period.last);
        filing.asOf = now_;
        filing.lastBatch = content.at("last_batch").as_int64();
        filing.content = boost::json::serialize(content);
        filing.digest = messages::sha256(filing.content);
        change([&](store::Tx& tx) { (void)tx.filings().add(filing); });
    }
    /// What the gate delivers later, by a player that took the place of the one before.
    void deliver(std::vector<messages::PlayRecord> records) {
        auto const player = "gate " + std::to_string(++players_);
        store::LedgerBatch batch;
        batch.screen = ScreenId("gate");
        batch.zone = "Asia/Shanghai";
        batch.received = now_;
        batch.text = player;
        batch.verified.header.device.bytes = messages::sha256(player).bytes;
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
    /// Planned play `i`, but so many days later.
    messages::PlayRecord later(int i, int days) const {
        auto out = row(i);
        out.start += std::chrono::hours(24 * days);
        out.end += std::chrono::hours(24 * days);
        return out;
    }

    store::Activity activity_;
    int players_ = 0;
};

}  // namespace tocsin::filing
