// SPDX-License-Identifier: Apache-2.0
// Uploads as records, and the sums for quotas.
#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class UploadsTest : public FreshStore {
protected:
    static Upload upload(std::string const& id, Instant begun) {
        Upload out;
        out.id = UploadId(id);
        out.owner = "office";
        out.unit = "east";
        out.metadata = "filename YQ==";
        out.length = 6'000'000'000;
        out.received = 5'000'000'000;
        out.begun = begun;
        out.touched = begun + Milliseconds(5);
        return out;
    }
    void put(Upload const& upload) {
        change([&](Tx& tx) { tx.uploads().put(upload); });
    }
    void put(Asset const& asset) {
        change([&](Tx& tx) { tx.assets().put(asset); });
    }
    std::int64_t used(std::string const& unit) {
        return look([&](Tx const& tx) { return tx.uploads().usedBy(unit); });
    }
    void charge(Asset const& asset, std::string const& unit) {
        change([&](Tx& tx) { tx.uploads().charge(asset.content.asset, unit); });
    }
};

TEST_F(UploadsTest, ComeBackAsTheyWerePutTheOldestFirst) {
    auto second = upload("a", at("2026-06-02T00:00:00Z"));
    auto first = upload("b", at("2026-06-01T00:00:00Z"));
    put(second);
    put(first);
    first.state = UploadState::done;
    first.digest = digestOf("film");
    first.isNew = true;
    first.reason = "none";
    put(first);
    reopen();
    EXPECT_THAT(look([](Tx const& tx) { return tx.uploads().all(); }), ElementsAre(first, second));
    EXPECT_EQ(look([](Tx const& tx) { return tx.uploads().find(UploadId("a")); }), second);
    change([](Tx& tx) { tx.uploads().remove(UploadId("a")); });
    EXPECT_EQ(look([](Tx const& tx) { return tx.uploads().find(UploadId("a")); }), std::nullopt);
    change([](Tx& tx) { tx.uploads().remove(UploadId("b")); });
    EXPECT_THAT(look([](Tx const& tx) { return tx.uploads().all(); }), IsEmpty());
}

TEST_F(UploadsTest, EveryStateComesBack) {
    for (auto const state : {UploadState::receiving, UploadState::checking, UploadState::done,
                             UploadState::refused, UploadState::terminated, UploadState::expired}) {
        auto one = upload("a", at("2026-06-01T00:00:00Z"));
        one.state = state;
        put(one);
        EXPECT_EQ(look([](Tx const& tx) { return tx.uploads().find(UploadId("a")); }), one);
    }
}

TEST_F(UploadsTest, AUnitHasUsedUpItsFilesAndItsUploadsUnderWay) {
    EXPECT_EQ(used("east"), 0);
    auto film = sampleAsset("film");
    film.uploadBytes = 100;
    put(film);
    EXPECT_EQ(used(""), 100) << "what nobody is charged for";
    charge(film, "east");
    EXPECT_EQ(used(""), 0);
    EXPECT_EQ(used("east"), 100);
    charge(film, "west");
    EXPECT_EQ(used("east"), 100) << "the first unit keeps it";
    EXPECT_EQ(used("west"), 0);
    auto slogan = sampleAsset("slogan");
    slogan.kind = playlists::AssetKind::slogan;
    put(slogan);
    EXPECT_EQ(used(""), 0) << "a slogan is no file";
    auto running = upload("a", at("2026-06-01T00:00:00Z"));
    running.length = 30;
    put(running);
    EXPECT_EQ(used("east"), 130) << "at its full length";
    running.state = UploadState::checking;
    put(running);
    EXPECT_EQ(used("east"), 130);
    for (auto const state :
         {UploadState::done, UploadState::refused, UploadState::terminated, UploadState::expired}) {
        running.state = state;
        put(running);
        EXPECT_EQ(used("east"), 100);
    }
    film.retired = true;
    put(film);
    EXPECT_EQ(used("east"), 0);
}

}  // namespace
}  // namespace tocsin::store
