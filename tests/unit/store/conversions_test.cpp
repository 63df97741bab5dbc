// SPDX-License-Identifier: Apache-2.0
// What is made from assets, as records.
#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ConversionRows : public FreshStore {
protected:
    /// Of an asset that is there.
    Conversion of(std::string const& handle, ScreenClass screens, Instant asked) {
        Asset asset;
        asset.handle = handle;
        auto const digest = digestOf(handle);
        asset.content = {digest, digest, digest};
        Conversion out;
        out.asset = digest;
        out.screens = screens;
        out.needs = {"codec", "rate"};
        out.length = Milliseconds(60'000);
        out.rateNum = 30'000;
        out.rateDen = 1'001;
        out.sound = true;
        out.reason = "The disk is full.";
        out.owner = "office";
        out.asked = asked;
        out.touched = asked + Milliseconds(1);
        change([&](Tx& tx) {
            tx.assets().put(asset);
            tx.conversions().put(out);
        });
        return out;
    }
    std::vector<Conversion> waiting() {
        return look([](Tx const& tx) { return tx.conversions().in(ConversionState::waiting); });
    }
};

TEST_F(ConversionRows, ComeBackAsTheyWerePutMastersBeforeRenditions) {
    auto const rendition = of("a", {960, 540, Fit::cover}, at("2026-06-01T00:00:00Z"));
    auto const second = of("a", {}, at("2026-06-02T00:00:00Z"));
    auto const first = of("b", {}, at("2026-06-01T12:00:00Z"));
    reopen();
    EXPECT_THAT(waiting(), ElementsAre(first, second, rendition));
    EXPECT_THAT(look([](Tx const& tx) { return tx.conversions().all(); }),
                ElementsAre(rendition, first, second));
    EXPECT_THAT(look([&](Tx const& tx) { return tx.conversions().of(first.asset); }),
                ElementsAre(first));
    EXPECT_EQ(look([&](Tx const& tx) {
                  return tx.conversions().find(rendition.asset, rendition.screens);
              }),
              rendition);
    change([&](Tx& tx) { tx.conversions().remove(rendition.asset, rendition.screens); });
    EXPECT_THAT(look([&](Tx const& tx) { return tx.conversions().of(rendition.asset); }),
                ElementsAre(second));
}

TEST_F(ConversionRows, EveryStateComesBackAndOnlyTheWaitingOnesWait) {
    auto one = of("a", {}, at("2026-06-01T00:00:00Z"));
    for (auto const state :
         {ConversionState::paused, ConversionState::failed, ConversionState::done}) {
        one.state = state;
        one.result = digestOf("master");
        one.bytes = 7;
        change([&](Tx& tx) { tx.conversions().put(one); });
        EXPECT_EQ(look([&](Tx const& tx) { return tx.conversions().find(one.asset, {}); }), one);
        EXPECT_THAT(waiting(), IsEmpty());
    }
}

}  // namespace
}  // namespace tocsin::store
