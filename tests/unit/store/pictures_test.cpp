// SPDX-License-Identifier: Apache-2.0
// Pictures: each once, by screen, campaign and time, page by page.
#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PicturesTest : public FreshStore {
protected:
    static KeptPicture picture(std::string const& name, std::string const& screen,
                               std::string const& campaign, std::int64_t ms) {
        KeptPicture out;
        out.picture = digestOf(name);
        out.screen = ScreenId(screen);
        out.campaign = CampaignId(campaign);
        out.at = fromMillis(ms);
        out.received = fromMillis(ms + 1'000);
        out.player = keyOf(screen);
        out.envelope = "{\"name\":\"" + name + "\"}";
        return out;
    }
    void put(KeptPicture const& picture) {
        change([&](Tx& tx) { tx.pictures().put(picture); });
    }
    std::vector<std::string> list(PictureQuery query) {
        std::vector<std::string> out;
        for (auto const& found : look([&](Tx const& tx) { return tx.pictures().list(query); })) {
            out.push_back(found.envelope.substr(9, found.envelope.size() - 11));
            last = found;
        }
        return out;
    }
    static PictureQuery all() {
        PictureQuery query;
        query.from = fromMillis(0);
        query.to = fromMillis(1'000'000);
        return query;
    }
    KeptPicture last;
};

TEST_F(PicturesTest, ComeBackAsTheyWerePutAndOnce) {
    auto one = picture("one", "gate", "june", 5'000);
    put(one);
    put(one);
    reopen();
    one.number = 1;
    EXPECT_EQ(look([&](Tx const& tx) { return tx.pictures().find(one.picture); }), one);
    EXPECT_EQ(look([](Tx const& tx) { return tx.pictures().find(digestOf("no")); }), std::nullopt);
    EXPECT_THAT(list(all()), ElementsAre("one"));
}

TEST_F(PicturesTest, AreListedByScreenCampaignAndTimeNewestFirst) {
    put(picture("a", "gate", "june", 1'000));
    put(picture("b", "hall", "june", 2'000));
    put(picture("c", "gate", "july", 3'000));
    put(picture("d", "gate", "june", 4'000));
    EXPECT_THAT(list(all()), ElementsAre("d", "c", "b", "a"));
    auto query = all();
    query.screen = ScreenId("gate");
    EXPECT_THAT(list(query), ElementsAre("d", "c", "a"));
    query.campaign = CampaignId("june");
    EXPECT_THAT(list(query), ElementsAre("d", "a"));
    query.screen.reset();
    EXPECT_THAT(list(query), ElementsAre("d", "b", "a"));
    query.from = fromMillis(2'000);
    query.to = fromMillis(4'000);
    EXPECT_THAT(list(query), ElementsAre("b"));
}

TEST_F(PicturesTest, AreFoundByTheWarningThatTheyShow) {
    auto shown = picture("a", "gate", "", 1'000);
    shown.warning = "rain-0601";
    put(shown);
    shown = picture("b", "hall", "june", 2'000);
    shown.warning = "rain-0601";
    put(shown);
    put(picture("c", "gate", "", 3'000));
    auto query = all();
    query.warning = "rain-0601";
    EXPECT_THAT(list(query), ElementsAre("b", "a"));
    query.screen = ScreenId("gate");
    EXPECT_THAT(list(query), ElementsAre("a"));
    EXPECT_EQ(last.warning, "rain-0601");
}

TEST_F(PicturesTest, SayWhoAddedThem) {
    auto photograph = picture("a", "gate", "june", 1'000);
    photograph.player = {};
    photograph.addedBy = "wang";
    put(photograph);
    photograph.number = 1;
    EXPECT_EQ(look([&](Tx const& tx) { return tx.pictures().find(photograph.picture); }),
              photograph);
}

TEST_F(PicturesTest, ArePagedAlsoWhereInstantsAreTheSame) {
    for (auto const* name : {"a", "b", "c", "d", "e"}) {
        put(picture(name, "gate", "", 1'000));
    }
    auto query = all();
    query.most = 2;
    EXPECT_THAT(list(query), ElementsAre("e", "d"));
    query.after = std::pair(last.at, last.number);
    EXPECT_THAT(list(query), ElementsAre("c", "b"));
    query.after = std::pair(last.at, last.number);
    EXPECT_THAT(list(query), ElementsAre("a"));
}

TEST_F(PicturesTest, GoByWhenTheyCameIn) {
    put(picture("old", "gate", "", 1'000));
    put(picture("new", "gate", "", 9'000));
    auto const old =
        look([](Tx const& tx) { return tx.pictures().receivedBefore(fromMillis(2'001), 10); });
    EXPECT_THAT(old, ElementsAre(digestOf("old")));
    change([&](Tx& tx) { tx.pictures().remove(old[0]); });
    EXPECT_THAT(list(all()), ElementsAre("new"));
    EXPECT_THAT(
        look([](Tx const& tx) { return tx.pictures().receivedBefore(fromMillis(2'001), 10); }),
        IsEmpty());
}

}  // namespace
}  // namespace tocsin::store
