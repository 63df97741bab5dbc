// SPDX-License-Identifier: Apache-2.0
// Screens, assets, campaigns, settings, audit: each comes back as it was put.
#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using testing::ElementsAre;

using Registry = FreshStore;

TEST_F(Registry, ScreensComeBackAsTheyWerePut) {
    auto const screen = sampleScreen("gate-led");
    Screen bare;
    bare.id = ScreenId("bare");
    change([&](Tx& tx) {
        tx.screens().put(screen);
        tx.screens().put(bare);
    });
    reopen();
    EXPECT_THAT(look([](Tx const& tx) { return tx.screens().all(); }), ElementsAre(bare, screen));
    EXPECT_EQ(look([&](Tx const& tx) { return tx.screens().find(screen.id); }), screen);
    EXPECT_EQ(look([&](Tx const& tx) { return tx.screens().findByPlayer(*screen.player); }),
              screen);
    EXPECT_EQ(look([&](Tx const& tx) { return tx.screens().findByToken(*screen.tokenDigest); }),
              screen);
    EXPECT_EQ(look([](Tx const& tx) { return tx.screens().find(ScreenId("no")); }), std::nullopt);
    EXPECT_EQ(look([](Tx const& tx) { return tx.screens().findByPlayer(keyOf("no")); }),
              std::nullopt);
}

TEST_F(Registry, PuttingAScreenAgainReplacesIt) {
    auto screen = sampleScreen("gate-led");
    change([&](Tx& tx) { tx.screens().put(screen); });
    screen.player.reset();
    screen.tokenDigest.reset();
    screen.retired = true;
    screen.tags.clear();
    screen.place.reset();
    screen.code.clear();
    change([&](Tx& tx) { tx.screens().put(screen); });
    EXPECT_THAT(look([](Tx const& tx) { return tx.screens().all(); }), ElementsAre(screen));
}

TEST_F(Registry, OnePlayerDrivesOneScreen) {
    auto other = sampleScreen("lobby");
    other.player = keyOf("gate-led");
    change([&](Tx& tx) { tx.screens().put(sampleScreen("gate-led")); });
    auto const done = store_->write(
        [&](Tx& tx) -> Result<> {
            tx.screens().put(other);
            return {};
        },
        someone());
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::conflict);
    EXPECT_EQ(look([](Tx const& tx) { return tx.screens().all().size(); }), 1U);
}

TEST_F(Registry, BindingsFollowAPlayerFromScreenToScreen) {
    auto const hour = [](int n) { return at("2026-06-01T00:00:00Z") + std::chrono::hours(n); };
    auto const bindings = [&](char const* player) {
        return look([&](Tx const& tx) { return tx.bindings().of(keyOf(player)); });
    };
    ScreenId const gate("gate"), hall("hall");
    change([&](Tx& tx) {
        tx.screens().put(sampleScreen("gate"));
        tx.screens().put(sampleScreen("hall"));
        tx.bindings().begin(keyOf("p"), gate, hour(1));
    });
    change([&](Tx& tx) { tx.bindings().begin(keyOf("p"), gate, hour(2)); });
    EXPECT_THAT(bindings("p"), ElementsAre(Binding{gate, hour(1), {}})) << "it did already";
    change([&](Tx& tx) { tx.bindings().begin(keyOf("p"), hall, hour(3)); });
    change([&](Tx& tx) { tx.bindings().begin(keyOf("q"), hall, hour(4)); });
    change([&](Tx& tx) { tx.bindings().end(hall, hour(5)); });
    change([&](Tx& tx) { tx.bindings().end(hall, hour(6)); });
    change([&](Tx& tx) { tx.bindings().begin(keyOf("q"), hall, hour(7)); });
    reopen();
    EXPECT_THAT(bindings("p"),
                ElementsAre(Binding{gate, hour(1), hour(3)}, Binding{hall, hour(3), hour(4)}));
    EXPECT_THAT(bindings("q"),
                ElementsAre(Binding{hall, hour(4), hour(5)}, Binding{hall, hour(7), {}}));
    EXPECT_THAT(bindings("none"), ElementsAre());
}

TEST_F(Registry, ABindingNeverEndsBeforeItBegan) {
    change([&](Tx& tx) {
        tx.screens().put(sampleScreen("gate"));
        tx.bindings().begin(keyOf("p"), ScreenId("gate"), at("2026-06-02T00:00:00Z"));
        tx.bindings().end(ScreenId("gate"), at("2026-06-01T00:00:00Z"));
    });
    EXPECT_THAT(look([](Tx const& tx) { return tx.bindings().of(keyOf("p")); }),
                ElementsAre(Binding{ScreenId("gate"), at("2026-06-02T00:00:00Z"),
                                    at("2026-06-02T00:00:00Z")}));
}

TEST_F(Registry, AssetsComeBackAsTheyWerePut) {
    auto asset = sampleAsset("extinguisher");
    change([&](Tx& tx) {
        tx.assets().put(asset);
        tx.assets().put(sampleAsset("alarm"));
    });
    asset.retired = true;
    asset.category.clear();
    asset.usableFrom.reset();
    asset.fit.reset();
    asset.usableUntil = std::chrono::year{2027} / 1 / 31;
    change([&](Tx& tx) { tx.assets().put(asset); });
    reopen();
    EXPECT_THAT(look([](Tx const& tx) { return tx.assets().all(); }),
                ElementsAre(sampleAsset("alarm"), asset));
    EXPECT_EQ(look([&](Tx const& tx) { return tx.assets().find(asset.content.asset); }), asset);
    EXPECT_EQ(look([](Tx const& tx) { return tx.assets().findByHandle("extinguisher"); }), asset);
    EXPECT_EQ(
        look([&](Tx const& tx) { return tx.assets().findByRendition(asset.content.rendition); }),
        asset);
    EXPECT_EQ(look([](Tx const& tx) { return tx.assets().findByHandle("no"); }), std::nullopt);
}

TEST_F(Registry, SettingsFilesAreOneAScreenTagOrUnit) {
    SettingsFile const ofScreen{SettingsScope::screen, "gate", "gamma = 2.2",
                                at("2026-06-01T00:00:00Z")};
    SettingsFile ofTag{SettingsScope::tag, "gate", "# 医院", at("2026-06-01T00:00:00Z")};
    SettingsFile const ofUnit{SettingsScope::unit, "hospital-1", "", at("2026-06-02T00:00:00Z")};
    change([&](Tx& tx) {
        for (auto const& file : {ofUnit, ofTag, ofScreen}) {
            tx.settingsFiles().put(file);
        }
    });
    ofTag.file = "# 学校";
    change([&](Tx& tx) { tx.settingsFiles().put(ofTag); });
    reopen();
    EXPECT_THAT(look([](Tx const& tx) { return tx.settingsFiles().all(); }),
                ElementsAre(ofScreen, ofTag, ofUnit));
    EXPECT_EQ(look([](Tx const& tx) {
                  return tx.settingsFiles().find(SettingsScope::unit, "hospital-1");
              }),
              ofUnit);
    change([](Tx& tx) { tx.settingsFiles().remove(SettingsScope::tag, "gate"); });
    EXPECT_THAT(look([](Tx const& tx) { return tx.settingsFiles().all(); }),
                ElementsAre(ofScreen, ofUnit));
    EXPECT_EQ(
        look([](Tx const& tx) { return tx.settingsFiles().find(SettingsScope::tag, "gate"); }),
        std::nullopt);
}

TEST_F(Registry, AHandleBelongsToOneAsset) {
    auto twin = sampleAsset("other");
    twin.handle = "extinguisher";
    change([&](Tx& tx) { tx.assets().put(sampleAsset("extinguisher")); });
    auto const done = store_->write(
        [&](Tx& tx) -> Result<> {
            tx.assets().put(twin);
            return {};
        },
        someone());
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::conflict);
}

TEST_F(Registry, CampaignsComeBackAsTheyWerePut) {
    auto campaign = sampleCampaign("fire");
    change([&](Tx& tx) { tx.campaigns().put(campaign); });
    campaign.revision = 4;
    campaign.state = CampaignState::retired;
    campaign.slogans.clear();
    change([&](Tx& tx) {
        tx.campaigns().put(campaign);
        tx.campaigns().put(sampleCampaign("alarm"));
    });
    reopen();
    EXPECT_THAT(look([](Tx const& tx) { return tx.campaigns().all(); }),
                ElementsAre(sampleCampaign("alarm"), campaign));
    EXPECT_EQ(look([](Tx const& tx) { return tx.campaigns().find(CampaignId("fire")); }), campaign);
    EXPECT_EQ(look([](Tx const& tx) { return tx.campaigns().find(CampaignId("no")); }),
              std::nullopt);
}

TEST_F(Registry, SettingsAreKeptAndReplaced) {
    change([](Tx& tx) { tx.settings().put("generation", "1"); });
    change([](Tx& tx) { tx.settings().put("generation", "2"); });
    reopen();
    EXPECT_EQ(look([](Tx const& tx) { return tx.settings().get("generation"); }), "2");
    EXPECT_EQ(look([](Tx const& tx) { return tx.settings().get("no"); }), std::nullopt);
}

TEST_F(Registry, EveryChangeLeavesItsAuditRowNewestFirst) {
    for (auto const* const action : {"one", "two", "three"}) {
        ASSERT_TRUE(store_->write([](Tx&) -> Result<> { return {}; }, someone(action)));
    }
    auto const rows = look([](Tx const& tx) { return tx.audit().newest(2); });
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].entry, someone("three"));
    EXPECT_EQ(rows[1].entry, someone("two"));
    EXPECT_EQ(rows[0].number, 3);
    EXPECT_EQ(rows[0].at, at("2026-06-01T08:00:00Z"));
}

TEST_F(Registry, TheNewestOrderOfEachScreenIsKept) {
    ScreenOrder order;
    order.screen = ScreenId("gate");
    order.newest = {2, 7};
    order.blanked = true;
    order.version = {2, 6};
    order.envelope = "{}";
    order.since = at("2026-06-01T01:00:00Z");
    order.expires = at("2026-06-02T01:00:00Z");
    order.who = "office";
    order.reason = "演练";
    auto other = order;
    other.screen = ScreenId("a");
    change([&](Tx& tx) {
        tx.screenOrders().put(order);
        tx.screenOrders().put(other);
    });
    EXPECT_EQ(look([](Tx const& tx) { return tx.screenOrders().find(ScreenId("gate")); }), order);
    order.blanked = false;
    change([&](Tx& tx) { tx.screenOrders().put(order); });
    EXPECT_THAT(look([](Tx const& tx) { return tx.screenOrders().all(); }),
                ElementsAre(other, order));
    EXPECT_FALSE(look([](Tx const& tx) { return tx.screenOrders().find(ScreenId("none")); }));
}

}  // namespace
}  // namespace tocsin::store
