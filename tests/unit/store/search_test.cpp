// SPDX-License-Identifier: Apache-2.0
// Finding assets: Chinese of any length, every width and case, all conditions, pages in each order.
#include "fresh_store.hpp"
#include "tocsin/store/folded.hpp"

namespace tocsin::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Asset bare(std::string const& handle, std::string const& title) {
    Asset asset;
    asset.content = {digestOf(handle), digestOf(handle), digestOf(handle)};
    asset.handle = handle;
    asset.title = asset.broughtAs = title;
    asset.added = at("2026-06-01T00:00:00Z");
    return asset;
}

class Search : public FreshStore {
protected:
    std::vector<std::string> found(AssetQuery const& query) {
        std::vector<std::string> out;
        for (auto const& asset :
             look([&](Tx const& tx) { return tx.assets().search(query); }).assets) {
            out.push_back(asset.handle);
        }
        return out;
    }
    std::vector<std::string> found(std::string const& words) {
        AssetQuery query;
        query.search = words;
        return found(query);
    }
    void put(Asset const& asset) {
        change([&](Tx& tx) { tx.assets().put(asset); });
    }
};

TEST(Folded, MakesWidthCaseAndCompositionTheSame) {
    EXPECT_EQ(folded("ＦＩＲＥ１１９（消防）"), "fire119(消防)");
    EXPECT_EQ(folded("Straße Ａ"), "strasse a");
    EXPECT_EQ(folded("ｶﾞｽ"), folded("ガス"));
    EXPECT_EQ(folded("e\u0301"), folded("\u00c9"));
    EXPECT_EQ(folded("安\u200b全"), "安全") << "nobody sees that character";
    EXPECT_EQ(folded(""), "");
    EXPECT_THAT(foldedWords(" 安全　月\tＡ\n"), ElementsAre("安全", "月", "a"));
}

TEST_F(Search, FindsChineseOfOneTwoAndMoreCharactersInsideLongerWords) {
    put(bare("a", "安全生产月宣传片"));
    put(bare("b", "灭火器的使用"));
    EXPECT_THAT(found("产"), ElementsAre("a"));
    EXPECT_THAT(found("生产"), ElementsAre("a"));
    EXPECT_THAT(found("全生产"), ElementsAre("a"));
    EXPECT_THAT(found("安全生产月宣传片"), ElementsAre("a"));
    EXPECT_THAT(found("火器"), ElementsAre("b"));
    EXPECT_THAT(found("产生"), IsEmpty());
    EXPECT_THAT(found(""), ElementsAre("a", "b"));
    EXPECT_THAT(found("安全 宣传片"), ElementsAre("a")) << "all words, in any order";
    EXPECT_THAT(found("宣传片 灭火"), IsEmpty());
}

TEST_F(Search, FindsEveryTextOfAnAssetWhateverItsWidthAndCase) {
    put(sampleAsset("extinguisher"));
    for (auto const* words : {"EXTING", "灭火器 使用", "ｍｖｉ＿００４２", "科普短片", "三分",
                              "fire drill", "2026/消", "应急", "自制", "ＦＩＲＥ"}) {
        EXPECT_THAT(found(words), ElementsAre("extinguisher")) << words;
    }
    EXPECT_THAT(found("hydrant"), IsEmpty());
}

TEST_F(Search, TakesEveryCharacterOfAWordAsItself) {
    put(bare("a", "50% \"off\" OR NEAR(x) * -y a_b"));
    put(bare("b", "plain words"));
    for (auto const* words : {"\"off\"", "50%", "OR NEAR(x)", "*", "-y", "a_b", "\"", "%"}) {
        EXPECT_THAT(found(words), ElementsAre("a")) << words;
    }
    EXPECT_THAT(found("a%b"), IsEmpty());
    EXPECT_THAT(found("words* plain"), IsEmpty());
}

TEST_F(Search, AChangedAssetIsFoundByItsNewWordsAlone) {
    auto asset = bare("a", "防汛知识");
    put(asset);
    asset.title = asset.broughtAs = "消防知识讲座";
    put(asset);
    EXPECT_THAT(found("防汛知识"), IsEmpty());
    EXPECT_THAT(found("防汛"), IsEmpty());
    EXPECT_THAT(found("知识讲座"), ElementsAre("a"));
    put(asset);
    reopen();
    EXPECT_THAT(found("知识讲"), ElementsAre("a"));
}

TEST_F(Search, AChangeThatIsRolledBackIsNotFound) {
    put(bare("a", "防汛知识"));
    auto const done = store_->write(
        [&](Tx& tx) -> Result<> {
            tx.assets().put(bare("b", "消防知识"));
            return Error{Errc::conflict, "no"};
        },
        someone());
    ASSERT_FALSE(done);
    EXPECT_THAT(found("防知识"), IsEmpty());
    EXPECT_THAT(found("消防知识"), IsEmpty());
    EXPECT_THAT(found("汛知识"), ElementsAre("a"));
}

TEST_F(Search, AllConditionsMustHold) {
    auto film = bare("film", "消防 film");
    film.kind = playlists::AssetKind::film;
    film.tags = {"消防", "Ｄｒｉｌｌ"};
    film.folder = "安全月/2026";
    film.category = "案例警示";
    film.usableUntil = std::chrono::year{2026} / 7 / 1;
    film.licenceUntil = std::chrono::year{2026} / 6 / 20;
    auto poster = bare("poster", "消防 poster");
    poster.kind = playlists::AssetKind::picture;
    poster.tags = {"消防演练"};
    poster.folder = "安全月/20261";
    auto old = bare("old", "消防 old");
    old.retired = true;
    for (auto const& asset : {film, poster, old}) {
        put(asset);
    }
    auto const with = [&](auto const& say) {
        AssetQuery query;
        say(query);
        return found(query);
    };
    EXPECT_THAT(with([](auto& q) { q.search = "消防"; }), ElementsAre("film", "poster"));
    EXPECT_THAT(with([](auto& q) { q.tags = {"消防"}; }), ElementsAre("film")) << "whole tags";
    EXPECT_THAT(with([](auto& q) { q.tags = {"drill", "消防"}; }), ElementsAre("film"));
    EXPECT_THAT(with([](auto& q) { q.tags = {"消防", "消防演练"}; }), IsEmpty());
    EXPECT_THAT(with([](auto& q) { q.folder = "安全月"; }), ElementsAre("film", "poster"));
    EXPECT_THAT(with([](auto& q) { q.folder = "安全月/2026"; }), ElementsAre("film"));
    EXPECT_THAT(with([](auto& q) { q.kind = playlists::AssetKind::picture; }),
                ElementsAre("poster"));
    EXPECT_THAT(with([](auto& q) { q.category = "案例警示"; }), ElementsAre("film"));
    EXPECT_THAT(with([](auto& q) { q.category = ""; }), ElementsAre("poster"));
    EXPECT_THAT(with([](auto& q) { q.expiresBy = std::chrono::year{2026} / 6 / 20; }),
                ElementsAre("film"))
        << "the licence ends first";
    EXPECT_THAT(with([](auto& q) { q.expiresBy = std::chrono::year{2026} / 6 / 19; }), IsEmpty());
    EXPECT_THAT(with([](auto& q) { q.use = AssetUse::retired; }), ElementsAre("old"));
    EXPECT_THAT(with([](auto& q) { q.use = AssetUse::any; }), ElementsAre("film", "old", "poster"));
    EXPECT_THAT(with([](auto& q) {
                    q.search = "poster";
                    q.kind = playlists::AssetKind::film;
                }),
                IsEmpty());
}

TEST_F(Search, PagesGoOnWhereTheLastOneEndedInEachOrder) {
    auto const day = [](int d) {
        return playlists::LocalDay(std::chrono::year{2026} / 6 / static_cast<unsigned>(d));
    };
    for (int i = 1; i <= 7; ++i) {
        auto asset = bare("a" + std::to_string(i), "t");
        asset.added = at("2026-06-01T00:00:00Z") + Milliseconds(i / 2);
        if (i % 3 != 0) {
            asset.usableUntil = day(20 - i / 2);
        }
        put(asset);
    }
    auto const paged = [&](AssetOrder order, std::string const& search) {
        std::vector<std::string> out;
        AssetQuery query;
        query.order = order;
        query.search = search;
        query.most = 2;
        for (int pages = 0; pages < 5; ++pages) {
            auto const page = look([&](Tx const& tx) { return tx.assets().search(query); });
            EXPECT_EQ(page.total, 7);
            for (auto const& asset : page.assets) {
                out.push_back(asset.handle);
            }
            if (!page.next) {
                break;
            }
            query.after = page.next;
        }
        return out;
    };
    EXPECT_THAT(paged(AssetOrder::handle, ""),
                ElementsAre("a1", "a2", "a3", "a4", "a5", "a6", "a7"));
    EXPECT_THAT(paged(AssetOrder::added, "t"),
                ElementsAre("a6", "a7", "a4", "a5", "a2", "a3", "a1"));
    EXPECT_THAT(paged(AssetOrder::expires, ""),
                ElementsAre("a7", "a4", "a5", "a2", "a1", "a3", "a6"));
}

}  // namespace
}  // namespace tocsin::store
