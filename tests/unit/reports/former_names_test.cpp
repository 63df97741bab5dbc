// SPDX-License-Identifier: Apache-2.0
// Reports call things what they were called when the rows came in.
#include "report_fixture.hpp"

namespace tocsin::reports {
namespace {

class FormerNames : public ReportTest {
protected:
    FormerNames() {
        change([](store::Tx& tx) {
            tx.units().put({"north", "北区医院", "", ""});
            store::Campaign campaign;
            campaign.id = CampaignId("fire");
            campaign.title = "消防宣传";
            tx.campaigns().put(campaign);
        });
        ingest("gate", {row(0), row(1)});
        change([](store::Tx& tx) {
            auto screen = *tx.screens().find(ScreenId("gate"));
            screen.name = "renamed screen";
            tx.screens().put(screen);
            tx.units().put({"north", "renamed unit", "", ""});
            auto campaign = *tx.campaigns().find(CampaignId("fire"));
            campaign.title = "renamed campaign";
            tx.campaigns().put(campaign);
            auto asset = *tx.assets().find(messages::sha256("film"));
            asset.handle = "renamed-asset";
            tx.assets().put(asset);
        });
    }
    /// All of them are gone.
    void takeAway() {
        change([](store::Tx& tx) {
            auto screen = *tx.screens().find(ScreenId("gate"));
            screen.retired = true;
            tx.screens().put(screen);
            tx.units().remove("north");
            auto campaign = *tx.campaigns().find(CampaignId("fire"));
            campaign.state = store::CampaignState::retired;
            tx.campaigns().put(campaign);
            auto asset = *tx.assets().find(messages::sha256("film"));
            asset.retired = true;
            asset.deleted = at("2026-06-02T06:00:00Z");
            tx.assets().put(asset);
        });
    }
    boost::json::object reported(char const* by, std::string_view key, std::string const& value) {
        return rowOf(made("plays", {{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", by}}), key,
                     value);
    }
    void expectOldNames() {
        auto const film = messages::sha256("film").hex();
        EXPECT_EQ(reported("screen", "screen", "gate").at("screen_name").as_string(), "=gate");
        EXPECT_EQ(reported("unit", "unit", "north").at("unit_name").as_string(), "北区医院");
        EXPECT_EQ(reported("tree", "tree", "north").at("tree_name").as_string(), "北区医院");
        EXPECT_EQ(reported("campaign", "campaign", "fire").at("campaign_title").as_string(),
                  "消防宣传");
        EXPECT_EQ(reported("asset", "asset", film).at("asset_name").as_string(), "film");
        auto const seconds =
            made("seconds", {{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "unit,screen"}});
        EXPECT_EQ(rowOf(seconds, "screen", "gate").at("screen_name").as_string(), "=gate");
        EXPECT_EQ(rowOf(seconds, "unit", "north").at("unit_name").as_string(), "北区医院");
    }
};

TEST_F(FormerNames, StandInReportsAfterARename) {
    expectOldNames();
}

TEST_F(FormerNames, StandInReportsWhenTheThingsAreGone) {
    takeAway();
    expectOldNames();
}

TEST_F(FormerNames, OfAUnitAreThoseOfTheScreenThatWasHeardOfLast) {
    // The gate's rows stopped before the rename, and the hall's, in the same unit, came after it.
    change([](store::Tx& tx) {
        auto hall = *tx.screens().find(ScreenId("hall"));
        hall.unit = "north";
        tx.screens().put(hall);
    });
    auto next = row(0);
    next.start += std::chrono::hours(24);
    next.end += std::chrono::hours(24);
    ingest("hall", {next}, "2026-06-02T12:00:00Z");
    auto const out = made("plays", {{"from", "2026-06-02"}, {"to", "2026-06-02"}, {"by", "unit"}});
    EXPECT_EQ(rowOf(out, "unit", "north").at("unit_name").as_string(), "renamed unit");
    expectOldNames();
}

TEST_F(FormerNames, GiveWayToNewOnesFromTheRowsOnThatCameWithThem) {
    auto later = row(3);
    later.start = at("2026-06-10T01:00:00Z");
    later.end = later.start + Milliseconds(10'000);
    store::LedgerBatch batch;
    batch.screen = ScreenId("gate");
    batch.zone = "Asia/Shanghai";
    batch.received = at("2026-06-10T01:01:00Z");
    batch.text = "the second batch";
    batch.verified.header.device.bytes = messages::sha256("gate").bytes;
    batch.verified.header.batch = 2;
    batch.verified.header.first = later.sequence = 3;
    batch.verified.header.count = 1;
    batch.verified.headerDigest = messages::sha256(batch.text);
    batch.verified.records = {later};
    change([&](store::Tx& tx) { tx.ledger().append(batch); });
    expectOldNames();
    auto const june10 =
        made("plays", {{"from", "2026-06-10"}, {"to", "2026-06-10"}, {"by", "screen"}});
    EXPECT_EQ(rowOf(june10, "screen", "gate").at("screen_name").as_string(), "renamed screen");
}

}  // namespace
}  // namespace tocsin::reports
