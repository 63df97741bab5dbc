// SPDX-License-Identifier: Apache-2.0
// Timeline files, released spans, manifests.
#include "fresh_store.hpp"

namespace tocsin::store {
namespace {

using messages::ManifestVersion;
using messages::Span;
using testing::ElementsAre;
using testing::IsEmpty;

class Plans : public FreshStore {
protected:
    Plans() {
        change([](Tx& tx) {
            tx.screens().put(sampleScreen("a"));
            tx.screens().put(sampleScreen("b"));
            for (auto const* const name : {"x", "y", "z"}) {
                tx.timelines().put({digestOf(name), name});
            }
        });
    }
    static Instant hour(int h) { return at("2026-06-01T00:00:00Z") + std::chrono::hours(h); }
    static Span span(char const* timeline, int from, int to) {
        return {digestOf(timeline), 1, hour(from), hour(to)};
    }
    static ReleasedSpan released(std::int64_t counter, Span const& span) {
        return {ScreenId("a"), {1, counter}, span};
    }
    void release(std::int64_t counter, int from, std::vector<Span> const& spans) {
        change([&](Tx& tx) {
            tx.timelines().replaceSpans(ScreenId("a"), hour(from), {1, counter}, spans);
        });
    }
    auto plan(int from = 0, int to = 1000) {
        return look([&](Tx const& tx) {
            return tx.timelines().spans(ScreenId("a"), hour(from), hour(to));
        });
    }
};

TEST_F(Plans, TimelineFilesAreBytesAndTheSameTwiceIsOne) {
    TimelineFile const file{digestOf("t"), std::string("tocsin-timeline/1\n\0\xff\x80", 21)};
    change([&](Tx& tx) { tx.timelines().put(file); });
    change([&](Tx& tx) { tx.timelines().put(file); });
    reopen();
    EXPECT_EQ(look([&](Tx const& tx) { return tx.timelines().find(file.digest); }), file);
    EXPECT_EQ(look([](Tx const& tx) { return tx.timelines().find(digestOf("no")); }), std::nullopt);
}

TEST_F(Plans, SpansAreThoseThatOverlapTheInterval) {
    release(1, 0, {span("x", 0, 24), span("y", 24, 48)});
    EXPECT_THAT(plan(), ElementsAre(released(1, span("x", 0, 24)), released(1, span("y", 24, 48))));
    EXPECT_THAT(plan(0, 24), ElementsAre(released(1, span("x", 0, 24))));
    EXPECT_THAT(plan(24, 25), ElementsAre(released(1, span("y", 24, 48))));
    EXPECT_THAT(plan(48, 50), IsEmpty());
    EXPECT_THAT(
        look([](Tx const& tx) { return tx.timelines().spans(ScreenId("b"), hour(0), hour(99)); }),
        IsEmpty());
}

TEST_F(Plans, AReplanShortensTheRunningSpanAndReplacesTheRest) {
    release(1, 0, {span("x", 0, 24), span("y", 24, 48)});
    release(2, 10, {span("z", 10, 24)});
    EXPECT_THAT(plan(), ElementsAre(released(1, span("x", 0, 10)), released(2, span("z", 10, 24))));
}

TEST_F(Plans, ASpanKeepsTheVersionThatFirstCarriedIt) {
    release(1, 0, {span("x", 0, 24), span("y", 24, 48)});
    release(2, 24, {span("y", 24, 48), span("z", 48, 72)});
    EXPECT_THAT(plan(), ElementsAre(released(1, span("x", 0, 24)), released(1, span("y", 24, 48)),
                                    released(2, span("z", 48, 72))));
}

TEST_F(Plans, ARunningSpanThatGoesOnStaysOne) {
    release(1, 0, {span("x", 0, 24)});
    release(2, 10, {span("x", 10, 24), span("y", 24, 48)});
    EXPECT_THAT(plan(), ElementsAre(released(1, span("x", 0, 24)), released(2, span("y", 24, 48))));
}

TEST_F(Plans, NoSpansEndThePlan) {
    release(1, 0, {span("x", 0, 24), span("y", 24, 48)});
    release(2, 10, {});
    EXPECT_THAT(plan(), ElementsAre(released(1, span("x", 0, 10))));
}

TEST_F(Plans, SpansThatDoNotAscendAreRefusedWhole) {
    release(1, 0, {span("x", 0, 24)});
    for (auto const& wrong : {std::vector{span("y", 9, 20)}, std::vector{span("y", 10, 10)},
                              std::vector{span("y", 10, 20), span("z", 19, 30)}}) {
        auto const done = store_->write(
            [&](Tx& tx) -> Result<> {
                tx.timelines().replaceSpans(ScreenId("a"), hour(10), {1, 2}, wrong);
                return {};
            },
            someone());
        EXPECT_FALSE(done);
    }
    EXPECT_THAT(plan(), ElementsAre(released(1, span("x", 0, 24))));
}

TEST_F(Plans, ASpanOfATimelineThatIsNotThereIsRefused) {
    auto const done = store_->write(
        [&](Tx& tx) -> Result<> {
            tx.timelines().replaceSpans(ScreenId("a"), hour(0), {1, 1}, {span("absent", 0, 24)});
            return {};
        },
        someone());
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::conflict);
    EXPECT_THAT(plan(), IsEmpty());
}

TEST_F(Plans, DebtsAreKeptByScreenAndDay) {
    DayDebt const first{ScreenId("gate"), "2026-06-01", CampaignId("fire"), 5};
    auto second = first;
    second.day = "2026-06-02";
    auto third = first;
    third.day = "2026-06-04";
    auto none = third;
    none.campaign = CampaignId("water");
    none.owed = 0;
    auto other = third;
    other.screen = ScreenId("hall");
    change([&](Tx& tx) {
        tx.screens().put(sampleScreen("gate"));
        tx.screens().put(sampleScreen("hall"));
        for (auto const& debt : {third, first, second, none, other}) {
            tx.debts().put(debt);
        }
        third.owed = 7;
        tx.debts().put(third);
    });
    reopen();
    auto const of = [&](char const* from, char const* to) {
        return look([&](Tx const& tx) { return tx.debts().of(ScreenId("gate"), from, to); });
    };
    EXPECT_THAT(of("2026-06-01", "2026-06-04"), ElementsAre(first, second, third, none));
    EXPECT_THAT(of("2026-06-02", "2026-06-03"), ElementsAre(second));
    EXPECT_THAT(look([](Tx const& tx) { return tx.debts().recent(); }),
                ElementsAre(second, third, other))
        << "what owes something, of the last three days";
}

TEST_F(Plans, TheNewestManifestIsTheHighestVersion) {
    auto const manifest = [](std::int64_t generation, std::int64_t counter) {
        return ReleasedManifest{
            ScreenId("a"), {generation, counter}, hour(0), hour(200), "{\"k\":1}"};
    };
    EXPECT_EQ(look([](Tx const& tx) { return tx.manifests().newest(ScreenId("a")); }),
              std::nullopt);
    change([&](Tx& tx) {
        tx.manifests().put(manifest(2, 1));
        tx.manifests().put(manifest(1, 9));
        tx.manifests().put(manifest(2, 3));
        tx.manifests().put(manifest(2, 2));
    });
    EXPECT_EQ(look([](Tx const& tx) { return tx.manifests().newest(ScreenId("a")); }),
              manifest(2, 3));
    EXPECT_EQ(look([](Tx const& tx) { return tx.manifests().newest(ScreenId("b")); }),
              std::nullopt);
}

}  // namespace
}  // namespace tocsin::store
