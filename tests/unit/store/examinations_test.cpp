// SPDX-License-Identifier: Apache-2.0
// What was found in films, and which documents became which pages.
#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

class ExaminationRows : public FreshStore {
protected:
    Asset put(std::string const& handle, char const* added) {
        auto asset = sampleAsset(handle);
        asset.kind = playlists::AssetKind::film;
        asset.added = at(added);
        change([&](Tx& tx) { tx.assets().put(asset); });
        return asset;
    }
    std::string nextHandle() {
        auto const asset = look([](Tx const& tx) { return tx.examinations().next(); });
        return asset ? asset->handle : "";
    }
};

TEST_F(ExaminationRows, TheNewestFilmThatNobodyLookedAtIsNextUntilItsMasterHasARow) {
    auto const old = put("old", "2026-06-01T00:00:00Z");
    auto const young = put("young", "2026-06-02T00:00:00Z");
    EXPECT_EQ(nextHandle(), "young");
    Examination const found{young.content.master, R"({"black":[]})", at("2026-06-03T00:00:00Z")};
    change([&](Tx& tx) { tx.examinations().put(found); });
    reopen();
    EXPECT_EQ(nextHandle(), "old");
    EXPECT_EQ(look([&](Tx const& tx) { return tx.examinations().find(found.master); }), found);
    EXPECT_EQ(look([&](Tx const& tx) { return tx.examinations().find(old.content.master); }),
              std::nullopt);
}

TEST_F(ExaminationRows, PicturesRetiredFilmsAndFilmsThatAreStillBeingConvertedAreNotNext) {
    auto picture = put("picture", "2026-06-01T00:00:00Z");
    auto retired = put("retired", "2026-06-01T00:00:00Z");
    auto unready = put("unready", "2026-06-01T00:00:00Z");
    picture.kind = playlists::AssetKind::picture;
    retired.retired = true;
    unready.ready = false;
    change([&](Tx& tx) {
        for (auto const& asset : {picture, retired, unready}) {
            tx.assets().put(asset);
        }
    });
    EXPECT_EQ(nextHandle(), "");
    unready.ready = true;
    change([&](Tx& tx) { tx.assets().put(unready); });
    EXPECT_EQ(nextHandle(), "unready");
}

TEST_F(ExaminationRows, ADocumentsPagesComeBackInTheirOrder) {
    Document const document{digestOf("pdf"), {digestOf("b"), digestOf("a")}};
    change([&](Tx& tx) { tx.documents().put(document); });
    reopen();
    EXPECT_EQ(look([&](Tx const& tx) { return tx.documents().find(document.document); }), document);
    EXPECT_EQ(look([&](Tx const& tx) { return tx.documents().find(digestOf("other")); }),
              std::nullopt);
}

}  // namespace
}  // namespace tocsin::store
