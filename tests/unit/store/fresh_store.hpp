// SPDX-License-Identifier: Apache-2.0
// A store in a fresh directory, and values to fill it with.
#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "tocsin/store/store.hpp"

/// What tests of older databases undo first, as SQL: the newest migrations, which each of them
/// would otherwise have to name.
#define TOCSIN_UNDO_NEWEST                                                                   \
    "DROP TABLE commands; DROP TABLE command_fates; "                                        \
    "ALTER TABLE screens DROP COLUMN offline_site; DROP TABLE inspection_files; DROP TABLE " \
    "inspections; "

namespace tocsin::store {

inline Digest digestOf(std::string const& text) {
    return messages::sha256(text);
}

inline messages::PublicKey keyOf(std::string const& text) {
    messages::PublicKey key;
    key.bytes = digestOf("key " + text).bytes;
    return key;
}

inline Instant at(char const* text) {
    return parseInstant(text).value();
}

inline AuditEntry someone(std::string const& action = "test") {
    return {"office", action, "thing", "detail"};
}

inline Screen sampleScreen(std::string const& id) {
    Screen screen;
    screen.id = ScreenId(id);
    screen.name = "东门户外屏";
    screen.unit = "hospital-1";
    screen.tags = {"outdoor", "引号\"与\\"};
    screen.width = 960;
    screen.height = 540;
    screen.seed = "group-a";
    screen.opening = {{{0x1f}, {std::chrono::hours(6), std::chrono::hours(22)}},
                      {{0x60}, {std::chrono::hours(20), std::chrono::hours(2)}}};
    screen.player = keyOf(id);
    screen.tokenDigest = digestOf("token " + id);
    screen.tokenExpires = at("2026-07-01T00:00:00Z");
    screen.tokenReplaces = true;
    screen.added = at("2026-06-01T00:00:00.123Z");
    screen.decodeRate = 235'000'000;
    screen.place = GeoPlace{30.259'244, -120.219'375};
    screen.code = "330106";
    return screen;
}

inline Asset sampleAsset(std::string const& handle) {
    Asset asset;
    asset.content = {digestOf(handle), digestOf(handle + " master"),
                     digestOf(handle + " rendition")};
    asset.handle = handle;
    asset.title = "灭火器 使用.mp4";
    asset.kind = playlists::AssetKind::picture;
    asset.bytes = 5'000'000'000;
    asset.duration = Milliseconds(14'960);
    asset.codec = "h264";
    asset.width = 1920;
    asset.height = 1080;
    asset.rateNum = 30'000;
    asset.rateDen = 1'001;
    asset.sound = true;
    asset.category = "消防";
    asset.usableFrom = std::chrono::year{2026} / 6 / 1;
    asset.usableUntil = std::chrono::year{2026} / 12 / 31;
    asset.fit = Fit::cover;
    asset.broughtAs = "MVI_0042.mp4";
    asset.description = "科普短片\n三分钟";
    asset.tags = {"安全月", "Fire Drill"};
    asset.folder = "安全月/2026/消防";
    asset.owner = "应急安全科";
    asset.licence = "自制";
    asset.licenceUntil = std::chrono::year{2027} / 6 / 30;
    asset.added = at("2026-06-01T00:00:00Z");
    return asset;
}

inline Campaign sampleCampaign(std::string const& id, std::string const& title = "消防宣传") {
    Campaign campaign;
    campaign.id = CampaignId(id);
    campaign.revision = 3;
    campaign.state = CampaignState::approved;
    campaign.title = title;
    campaign.file = "id = \"fire\"\n";
    campaign.slogans = {digestOf("slogan")};
    campaign.items = {digestOf("a"), digestOf("b"), digestOf("a")};
    campaign.owner = "office";
    campaign.changed = at("2026-06-01T00:00:00Z");
    return campaign;
}

/// A verified batch of `records` as the ledger gets it; sequences are filled in from `first`.
inline LedgerBatch sampleBatch(std::string const& player, std::string const& screen,
                               std::int64_t number, std::int64_t first,
                               std::vector<messages::PlayRecord> records) {
    LedgerBatch batch;
    batch.screen = ScreenId(screen);
    batch.zone = "Asia/Shanghai";
    batch.received = at("2026-06-02T00:00:00Z");
    batch.text = "batch " + std::to_string(number) + std::string("\0 of ", 5) + player;
    batch.verified.header.device = keyOf(player);
    batch.verified.header.batch = number;
    batch.verified.header.first = first;
    batch.verified.header.count = static_cast<std::int64_t>(records.size());
    batch.verified.headerDigest = digestOf(batch.text);
    for (auto& record : records) {
        record.sequence = first++;
    }
    batch.verified.records = std::move(records);
    return batch;
}

inline messages::PlayRecord samplePlay(
    std::string const& asset, std::string const& campaign, Instant start,
    messages::PlayResult result = messages::PlayResult::complete) {
    messages::PlayRecord play;
    play.content = {digestOf(asset), digestOf(asset + " master"), digestOf(asset + " rendition")};
    play.campaign = CampaignId(campaign);
    play.timeline = digestOf("timeline");
    play.index = 7;
    play.playId = messages::plannedPlayId(play.timeline, play.index);
    play.start = start;
    play.end = start + Milliseconds(10'000);
    play.monoStartMs = 123;
    play.monoEndMs = 10'123;
    play.boot = "0b5b3a0e-6f3c-4c8e-9d59-6f0a4f1f2d11";
    play.clock = messages::ClockState::holdover;
    play.uncertaintyMs = 4;
    play.plannedMs = 10'000;
    play.shownMs = 10'000;
    play.framesShown = 250;
    play.framesRepeated = 2;
    play.framesLate = 1;
    play.result = result;
    play.reason = result == messages::PlayResult::complete ? "" : "stopped";
    play.tier = messages::EvidenceTier::delivered;
    return play;
}

class FreshStore : public testing::Test {
protected:
    FreshStore() {
        std::filesystem::remove_all(directory_);
        open();
    }
    ~FreshStore() override {
        store_.reset();
        std::filesystem::remove_all(directory_);
    }
    void open() {
        auto opened = openSqliteStore(directory_, [] { return at("2026-06-01T08:00:00Z"); });
        ASSERT_TRUE(opened) << opened.error().message;
        store_ = std::move(*opened);
    }
    void reopen() {
        store_.reset();
        open();
    }
    template <class Change>
    void change(Change const& what) {
        auto const done = store_->write(
            [&](Tx& tx) -> Result<> {
                what(tx);
                return {};
            },
            someone());
        ASSERT_TRUE(done) << done.error().message;
    }
    template <class Look>
    auto look(Look const& what) {
        std::optional<decltype(what(std::declval<Tx const&>()))> out;
        auto const done = store_->read([&](Tx const& tx) -> Result<> {
            out = what(tx);
            return {};
        });
        EXPECT_TRUE(done) << done.error().message;
        return *out;
    }

    std::filesystem::path directory_ =
        std::filesystem::path(testing::TempDir()) /
        ("tocsin-store-" + std::to_string(getpid()) + "-" +
         testing::UnitTest::GetInstance()->current_test_info()->name());
    std::unique_ptr<Store> store_;
};

}  // namespace tocsin::store
