// SPDX-License-Identifier: Apache-2.0
// Deleting: who needs an asset is named, the bytes go, the record stays.
#include "shelf.hpp"
#include "support/open_gate.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/manifest.hpp"

namespace tocsin::library {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Deletion : public Shelf {
protected:
    store::Asset putRetired(std::string const& handle) {
        return put(handle, [](auto& asset) { asset.retired = true; });
    }
    bool hasBytes(store::Asset const& asset) {
        return static_cast<bool>(library->file(asset.content.rendition));
    }
    store::Asset stored(std::string const& handle) {
        return look([&](store::Tx const& tx) { return tx.assets().findByHandle(handle); }).value();
    }
    void release(std::string const& screen, store::Asset const& asset, Instant expires) {
        messages::Manifest manifest;
        manifest.screen = ScreenId(screen);
        manifest.version = {1, 1};
        manifest.expires = expires;
        manifest.assets = {{asset.content, asset.handle, asset.kind, asset.bytes, asset.fit}};
        messages::Envelope envelope;
        envelope.kind = messages::kManifestKind;
        envelope.payload = messages::toJson(manifest);
        change([&](store::Tx& tx) {
            store::Screen row;
            row.id = ScreenId(screen);
            tx.screens().put(row);
            tx.manifests().put(
                {manifest.screen, manifest.version, {}, expires, messages::toJson(envelope)});
        });
    }
};

TEST_F(Deletion, TheBytesGoAndTheRecordStays) {
    auto const asset = putRetired("old");
    auto const answer = json("DELETE", "/api/v1/media/old");
    EXPECT_EQ(answer.at("deleted"), "1970-01-01T00:00:01.000Z");
    EXPECT_EQ(audited(), "media.delete: ");
    EXPECT_FALSE(hasBytes(asset));
    auto expected = asset;
    expected.deleted = fromMillis(1'000);
    EXPECT_EQ(stored("old"), expected) << "name, digest, kind and length";
    EXPECT_THAT(handles(json("GET", "/api/v1/media", "", {{"retired", "only"}})),
                ElementsAre("old"));
    EXPECT_EQ(refusal("DELETE", "/api/v1/media/old"), "asset old is deleted already");
}

TEST_F(Deletion, WhatIsInUseIsRetiredFirst) {
    auto const asset = put("fire");
    EXPECT_EQ(refusal("DELETE", "/api/v1/media/fire"),
              "asset fire is in use; retire it first (tocsin media retire fire)");
    EXPECT_TRUE(hasBytes(asset));
    EXPECT_THAT(refusal("DELETE", "/api/v1/media/none"), HasSubstr("there is no asset"));
}

TEST_F(Deletion, CampaignsAndPlaylistsThatHoldItAreNamed) {
    auto const asset = putRetired("old");
    putCampaign("draft", store::CampaignState::draft, {asset.content.asset});
    putCampaign("over", store::CampaignState::retired, {asset.content.asset});
    store::Playlist playlist;
    playlist.handle = "safety";
    playlist.items = {asset.content.asset};
    change([&](store::Tx& tx) { tx.playlists().put(playlist); });
    EXPECT_EQ(refusal("DELETE", "/api/v1/media/old"),
              "asset old is needed by campaign draft, playlist safety; retire those or take it out "
              "of them first");
    EXPECT_TRUE(hasBytes(asset));
    putCampaign("draft", store::CampaignState::retired, {asset.content.asset});
    playlist.retired = true;
    change([&](store::Tx& tx) { tx.playlists().put(playlist); });
    EXPECT_EQ(refusal("DELETE", "/api/v1/media/old"), "");
}

TEST_F(Deletion, ScreensWhosePlanInForceNeedsItAreNamed) {
    auto const asset = putRetired("old");
    auto const other = putRetired("other");
    for (int i = 1; i <= 7; ++i) {
        release("s" + std::to_string(i), asset, fromMillis(2'000));
    }
    release("t", other, fromMillis(999));
    EXPECT_EQ(refusal("DELETE", "/api/v1/media/old"),
              "asset old stands in the plans in force of s1, s2, s3, s4, s5 and 2 more; delete it "
              "when those are over or renewed");
    EXPECT_TRUE(hasBytes(asset));
    EXPECT_EQ(refusal("DELETE", "/api/v1/media/other"), "") << "that plan is over";
}

TEST_F(Deletion, TheSameBytesBringItBack) {
    media::StreamWish wish;
    wish.address = "udp://239.1.1.1:5000";
    auto const added =
        library->addStream(test::everyRight(), wish, "square", Milliseconds(10'000)).value();
    json("POST", "/api/v1/media/square/retire");
    json("DELETE", "/api/v1/media/square");
    EXPECT_FALSE(hasBytes(added.asset));
    auto const again =
        library->addStream(test::everyRight(), wish, "", Milliseconds(10'000)).value();
    EXPECT_FALSE(again.isNew);
    EXPECT_EQ(again.asset, added.asset);
    EXPECT_EQ(stored("square"), added.asset);
    EXPECT_TRUE(hasBytes(added.asset));
}

TEST_F(Deletion, BytesThatAnotherAssetHasTooStay) {
    auto const asset = putRetired("old");
    auto const sharing =
        put("sharing", [&](auto& other) { other.content.rendition = asset.content.rendition; });
    json("DELETE", "/api/v1/media/old");
    EXPECT_TRUE(hasBytes(sharing));
}

TEST_F(Deletion, WhatACrashLeftGoesAtTheNextStart) {
    auto asset = putRetired("old");
    asset.deleted = fromMillis(5);
    change([&](store::Tx& tx) { tx.assets().put(asset); });
    auto const kept = put("kept");
    EXPECT_TRUE(hasBytes(asset));
    open();
    EXPECT_FALSE(hasBytes(asset));
    EXPECT_TRUE(hasBytes(kept));
}

}  // namespace
}  // namespace tocsin::library
