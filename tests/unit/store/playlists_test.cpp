// SPDX-License-Identifier: Apache-2.0
// Playlists, categories, and what campaigns and assets keep beside them.
#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using testing::ElementsAre;
using testing::Pair;

class PlaylistStore : public FreshStore {};

TEST_F(PlaylistStore, PlaylistsComeBackAsTheyWerePut) {
    Playlist playlist{"safety",
                      3,
                      "安全月",
                      {digestOf("a"), digestOf("b"), digestOf("a")},
                      "office",
                      false,
                      at("2026-06-01T00:00:00Z")};
    change([&](Tx& tx) {
        tx.playlists().put(playlist);
        tx.playlists().put({"flood", 1, "", {}, "", true, {}});
    });
    playlist.items.pop_back();
    playlist.retired = true;
    change([&](Tx& tx) { tx.playlists().put(playlist); });
    reopen();
    EXPECT_EQ(look([](Tx const& tx) { return tx.playlists().find("safety"); }), playlist);
    EXPECT_EQ(look([](Tx const& tx) { return tx.playlists().all(); }).front().handle, "flood");
    EXPECT_EQ(look([](Tx const& tx) { return tx.playlists().find("none"); }), std::nullopt);
}

TEST_F(PlaylistStore, CategoriesKeepTheirPlaceAndNewOnesComeLast) {
    auto const before = look([](Tx const& tx) { return tx.categories().all(); });
    ASSERT_EQ(before.size(), 11U);
    change([&](Tx& tx) {
        tx.categories().put({"fire", "消防", "fire"});
        tx.categories().put({before.at(1).word, "x", "y"});
        tx.categories().remove(before.at(0).word);
    });
    reopen();
    auto const after = look([](Tx const& tx) { return tx.categories().all(); });
    ASSERT_EQ(after.size(), 11U) << "what was taken out stays out";
    EXPECT_EQ(after.front(), (Category{before.at(1).word, "x", "y"}));
    EXPECT_EQ(after.back(), (Category{"fire", "消防", "fire"}));
}

TEST_F(PlaylistStore, CountsTheCategoriesOfAssetsInUse) {
    change([](Tx& tx) {
        for (auto const* handle : {"a", "b", "c", "d"}) {
            auto asset = sampleAsset(handle);
            asset.category = asset.handle == "d" ? "" : "消防";
            asset.retired = asset.handle == "c";
            tx.assets().put(asset);
        }
    });
    EXPECT_THAT(look([](Tx const& tx) { return tx.assets().categoriesInUse(); }),
                ElementsAre(Pair("消防", 2)));
}

TEST_F(PlaylistStore, CampaignsAndAssetsKeepPartsAndTheTimeOfDeletion) {
    auto campaign = sampleCampaign("fire");
    campaign.parts = {{"", 1}, {"safety", 2}};
    auto asset = sampleAsset("old");
    asset.deleted = at("2026-06-01T00:00:00Z");
    change([&](Tx& tx) {
        tx.campaigns().put(campaign);
        tx.assets().put(asset);
    });
    reopen();
    EXPECT_EQ(look([](Tx const& tx) { return tx.campaigns().find(CampaignId("fire")); }), campaign);
    EXPECT_EQ(look([](Tx const& tx) { return tx.assets().findByHandle("old"); }), asset);
}

}  // namespace
}  // namespace tocsin::store
