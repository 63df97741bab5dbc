// SPDX-License-Identifier: Apache-2.0
// Replanning: what is released, when a change takes over, what stays as it was.
#include "compilations.hpp"
#include "office.hpp"
#include "support/open_gate.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/play_record.hpp"

namespace tocsin::schedule {
namespace {

using playlists::indexAt;
using playlists::slotOf;

class Replan : public Office {
protected:
    Replan() {
        addAsset("film", Milliseconds(8'000));
        addAsset("spot", Milliseconds(5'000));
        addAsset("poster", Milliseconds(10'000), playlists::AssetKind::picture);
    }
    void replan() {
        auto const done = schedule_->replan();
        ASSERT_TRUE(done) << done.error().message;
    }
    void say(std::string const& asset, library::AssetProperties const& said) {
        auto const set = library_->set(test::everyRight(), asset, said);
        ASSERT_TRUE(set) << set.error().message;
    }
    bool shows(messages::Span const& span, std::string const& asset) {
        auto const assets = timeline(span.timeline).assets;
        return std::find(assets.begin(), assets.end(), AssetId(messages::sha256(asset).hex())) !=
               assets.end();
    }
};

TEST_F(Replan, AScreenWithoutContentIsDarkOnOrder) {
    addScreen("gate", true);
    replan();
    auto const found = manifest("gate");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->version, (messages::ManifestVersion{1, 1}));
    EXPECT_TRUE(found->assets.empty());
    ASSERT_EQ(found->spans.size(), 8U);
    EXPECT_EQ(found->spans.front().from, now_);
    EXPECT_EQ(found->spans.front().to, at("2026-06-10T16:00:00Z"));
    EXPECT_EQ(found->expires, found->spans.back().to);
    EXPECT_EQ(found->expires, at("2026-06-17T16:00:00Z"));
    EXPECT_EQ(spans("gate"), found->spans);
    EXPECT_EQ(released_, std::vector<std::string>{"gate"});
    EXPECT_TRUE(library_->file(found->spans.front().timeline))
        << "players fetch timelines as files";
}

TEST_F(Replan, NothingChangedMeansNoManifest) {
    addScreen("gate", true);
    approve("fire", file("\"film\", \"poster\""));
    auto const before = manifest("gate");
    released_.clear();
    replan();
    now_ += std::chrono::minutes(5);
    replan();
    restart();
    replan();
    EXPECT_TRUE(released_.empty());
    EXPECT_EQ(manifest("gate"), before);
}

TEST(Compilations, ReadsAReleasedTimelineOnce) {
    Compilations compilations;
    int reads = 0;
    ReleasedTimeline const read = [&reads](Digest const&) -> Result<playlists::Timeline> {
        playlists::Timeline timeline;
        timeline.begin = fromMillis(++reads);
        return timeline;
    };
    auto const digest = messages::sha256("a timeline");
    auto const first = compilations.facts(digest, 100, read);
    auto const again = compilations.facts(digest, 100, read);
    ASSERT_TRUE(first && again);
    EXPECT_EQ((*again)->begin, fromMillis(1));
    EXPECT_EQ(reads, 1);
    EXPECT_TRUE(compilations.facts(messages::sha256("another"), 100, read));
    EXPECT_EQ(reads, 2);
}

TEST_F(Replan, AssetsAndFallbackAreInTheManifest) {
    addScreen("gate", true);
    approve("fire", file("\"film\", \"poster\""));
    auto const found = manifest("gate").value();
    ASSERT_EQ(found.assets.size(), 2U);
    EXPECT_EQ(found.fallback, std::vector<Digest>{messages::sha256("poster")});
}

TEST_F(Replan, AnotherFitMakesAManifestAndLeavesTheTimelinesAlone) {
    addScreen("gate", true);
    approve("fire", file("\"film\", \"poster\""));
    auto const before = manifest("gate").value();
    auto const fitOf = [](messages::Manifest const& manifest, std::string const& asset) {
        auto const found = std::find_if(
            manifest.assets.begin(), manifest.assets.end(),
            [&](auto const& one) { return one.content.asset == messages::sha256(asset); });
        return found == manifest.assets.end() ? std::nullopt : found->fit;
    };
    EXPECT_EQ(fitOf(before, "film"), std::nullopt);
    say("film", {{}, {}, {}, "cover"});
    auto const after = manifest("gate").value();
    EXPECT_EQ(after.version.counter, before.version.counter + 1);
    EXPECT_EQ(fitOf(after, "film"), Fit::cover);
    EXPECT_EQ(fitOf(after, "poster"), std::nullopt);
    EXPECT_EQ(after.spans, before.spans);
    say("film", {{}, {}, {}, ""});
    EXPECT_EQ(fitOf(manifest("gate").value(), "film"), std::nullopt);
}

TEST_F(Replan, TheFirstContentOfADarkScreenComesAtOnce) {
    addScreen("gate", true);
    replan();
    now_ += std::chrono::minutes(1);
    approve("fire", file("\"film\""));
    auto const released = spans("gate");
    ASSERT_EQ(released.size(), 9U);
    EXPECT_EQ(released[0].to, now_);
    EXPECT_EQ(released[1].from, now_);
    EXPECT_EQ(timeline(released[1].timeline).begin, at("2026-06-09T16:00:00Z"))
        << "the whole day's timeline, shared with every equal programme";
}

TEST_F(Replan, AChangeTakesOverAtTheEndOfAPlayAfterTheFrozenHorizon) {
    addScreen("gate", true);
    approve("fire", file("\"film\""));
    auto const before = spans("gate");
    now_ += Milliseconds(3'601'234);
    approve("water", file("\"spot\"", "class = \"key\"\n") + "[pacing]\nplays_per_hour = 60\n");
    auto const after = spans("gate");
    ASSERT_EQ(after.size(), before.size() + 1);

    auto const frozenUntil = now_ + Milliseconds(120'000);
    auto const old = timeline(before[0].timeline);
    auto const running = slotOf(old, indexAt(old, frozenUntil - Milliseconds(1)).value());
    EXPECT_EQ(after[0].timeline, before[0].timeline) << "what was shown keeps its name";
    EXPECT_EQ(after[0].from, before[0].from);
    EXPECT_EQ(after[0].to, running.end);
    EXPECT_GE(after[0].to, frozenUntil);
    EXPECT_LT(after[0].to, frozenUntil + Milliseconds(8'000));
    EXPECT_EQ(after[1].from, running.end);
    EXPECT_EQ(timeline(after[1].timeline).begin, running.end);
    EXPECT_NE(after[2].timeline, before[1].timeline);

    released_.clear();
    replan();
    now_ += std::chrono::minutes(30);
    replan();
    EXPECT_EQ(spans("gate"), after) << "a takeover is planned once";
    restart();
    replan();
    EXPECT_EQ(spans("gate"), after) << "also when nothing is remembered";
    EXPECT_TRUE(released_.empty());
}

TEST_F(Replan, AnAssetLeavesThePlansAfterItsLastUsableDay) {
    addScreen("gate", true);
    approve("fire", file("\"film\", \"poster\""));
    auto const before = spans("gate");
    released_.clear();
    say("film", {{}, {}, "2026-06-11"});
    EXPECT_EQ(released_, std::vector<std::string>{"gate"});
    auto const after = spans("gate");
    ASSERT_EQ(after.size(), before.size());
    EXPECT_EQ(after[0], before[0]) << "today it may be shown";
    EXPECT_EQ(after[1], before[1]);
    for (std::size_t day = 0; day < after.size(); ++day) {
        EXPECT_EQ(shows(after[day], "film"), day < 2) << day;
        EXPECT_TRUE(shows(after[day], "poster"));
    }
    say("film", {{}, {}, ""});
    EXPECT_EQ(spans("gate"), before);
}

TEST_F(Replan, AnAssetThatMayNoLongerBeShownTodayLeavesAfterTheFrozenHorizon) {
    addScreen("gate", true);
    approve("fire", file("\"film\", \"poster\""));
    auto const before = spans("gate");
    now_ += std::chrono::hours(1);
    say("film", {{}, {}, "2026-06-09"});
    auto const after = spans("gate");
    ASSERT_EQ(after.size(), before.size() + 1);
    EXPECT_EQ(after[0].timeline, before[0].timeline);
    EXPECT_GE(after[0].to, now_ + Milliseconds(120'000));
    EXPECT_LT(after[0].to, now_ + Milliseconds(140'000));
    EXPECT_FALSE(shows(after[1], "film"));
    EXPECT_TRUE(shows(after[1], "poster"));
}

TEST_F(Replan, ACategoryKeepsAssetsApartFromTheNextReplanOn) {
    addScreen("gate", true);
    approve("fire", file("\"film\"", "class = \"normal\"\n") + "[pacing]\nplays_per_hour = 60\n");
    approve("fill", file("\"spot\", \"poster\"", "class = \"filler\"\navoid = [\"fire\"]\n"));
    auto const besides = [&] {
        auto const plan = timeline(spans("gate").back().timeline);
        int count = 0;
        for (std::size_t i = 1; i < plan.entries.size(); ++i) {
            auto const one = slotOf(plan, i - 1).asset, two = slotOf(plan, i).asset;
            auto const film = AssetId(messages::sha256("film").hex());
            auto const spot = AssetId(messages::sha256("spot").hex());
            count += (one == film && two == spot) || (one == spot && two == film) ? 1 : 0;
        }
        return count;
    };
    EXPECT_GT(besides(), 0);
    say("spot", {"fire", {}, {}});
    EXPECT_GT(besides(), 0) << "one alone is in nobody's way";
    say("film", {"fire", {}, {}});
    EXPECT_EQ(besides(), 0);
}

TEST_F(Replan, TheFallbackShowsOnlyWhatMayBeShownOnAllItsDays) {
    addScreen("gate", true);
    addAsset("notice", Milliseconds(10'000), playlists::AssetKind::picture);
    approve("fire", file("\"poster\", \"notice\""));
    auto const fallback = [&] { return manifest("gate")->fallback.size(); };
    EXPECT_EQ(fallback(), 2U);
    say("notice", {{}, "2026-06-10", "2026-06-17"});
    EXPECT_EQ(fallback(), 2U);
    say("notice", {{}, {}, "2026-06-16"});
    EXPECT_EQ(manifest("gate")->fallback, std::vector<Digest>{messages::sha256("poster")});
    say("notice", {{}, "2026-06-11", ""});
    EXPECT_EQ(fallback(), 1U);
}

TEST_F(Replan, AChangeInTheDayLeavesTheOthersCountsAsTheyWere) {
    addScreen("gate", true);
    approve("fire", file("\"film\"", "class = \"normal\"\n") + "[pacing]\nplays_per_day = 101\n");
    auto const playsOf = [&](std::string const& campaign) {
        std::int64_t count = 0;
        auto const day = at("2026-06-10T16:00:00Z");
        for (auto const& span : spans("gate")) {
            auto const held = timeline(span.timeline);
            for (std::size_t i = 0; i < held.entries.size(); ++i) {
                auto const slot = slotOf(held, i);
                bool const counts = slot.start >= std::max(span.from, day) &&
                                    slot.start < span.to &&
                                    slot.start < day + std::chrono::hours(24);
                count += counts && slot.campaign.str() == campaign ? 1 : 0;
            }
        }
        return count;
    };
    EXPECT_EQ(playsOf("fire"), 101);
    for (int i = 0; i < 5; ++i) {
        now_ = at("2026-06-10T17:12:34Z") + std::chrono::hours(4 * i);
        approve("other-" + std::to_string(i),
                file("\"spot\"", "class = \"key\"\n") + "[pacing]\nplays_per_hour = 7\n");
        EXPECT_EQ(playsOf("fire"), 101) << "after change " << i;
    }
}

TEST_F(Replan, NoAssetFollowsItselfAcrossMidnight) {
    addScreen("gate", false);
    addAsset("other", Milliseconds(10'000), playlists::AssetKind::picture);
    approve("fill", file("\"poster\", \"other\""));
    auto const released = spans("gate");
    for (std::size_t i = 1; i < released.size(); ++i) {
        auto const before = timeline(released[i - 1].timeline);
        auto const after = timeline(released[i].timeline);
        EXPECT_NE(slotOf(before, before.entries.size() - 1).asset, slotOf(after, 0).asset) << i;
    }
}

TEST_F(Replan, AChangeJustBeforeMidnightLeavesTheFrozenMinutesOfTomorrow) {
    addScreen("gate", true);
    approve("fire", file("\"film\""));
    auto const before = spans("gate");
    now_ = at("2026-06-10T15:59:30Z");
    approve("water", file("\"spot\"", "class = \"key\"\n") + "[pacing]\nplays_per_hour = 60\n");
    auto const after = spans("gate");
    EXPECT_EQ(after[0], before[0]);
    EXPECT_EQ(after[1].timeline, before[1].timeline);
    EXPECT_GE(after[1].to, now_ + Milliseconds(120'000));
    EXPECT_LT(after[1].to, now_ + Milliseconds(128'000));
    EXPECT_EQ(after[2].from, after[1].to);
    replan();
    EXPECT_EQ(spans("gate"), after);
}

TEST_F(Replan, WithoutAPlayerAChangeIsAtOnce) {
    addScreen("gate", false);
    approve("fire", file("\"film\""));
    now_ += Milliseconds(1'234);
    approve("water", file("\"spot\"", "class = \"key\"\n") + "[pacing]\nplays_per_hour = 60\n");
    EXPECT_EQ(spans("gate")[1].from, now_);
}

TEST_F(Replan, EqualProgrammesShareTheirTimelines) {
    addScreen("bar-1", false);
    addScreen("bar-2", false);
    approve("fire", file("\"film\", \"poster\""));
    now_ += std::chrono::minutes(7);
    addScreen("bar-3", false);
    replan();
    auto const one = manifest("bar-1").value();
    auto const three = manifest("bar-3").value();
    for (std::size_t i = 0; i < 8; ++i) {
        EXPECT_EQ(one.spans[i].timeline, manifest("bar-2")->spans[i].timeline);
        EXPECT_EQ(one.spans[i].timeline, three.spans[i].timeline);
    }
}

TEST_F(Replan, ANewLocalDayExtendsThePlanAndRenamesNothing) {
    addScreen("gate", true);
    approve("fire", file("\"film\""));
    auto const before = spans("gate");
    now_ = at("2026-06-10T16:00:01Z");
    replan();
    auto const after = spans("gate");
    ASSERT_EQ(after.size(), before.size() + 1);
    EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin()));
    auto const found = manifest("gate").value();
    EXPECT_EQ(found.version.counter, 2);
    EXPECT_EQ(found.spans.size(), 8U);
    EXPECT_EQ(found.spans.front().from, at("2026-06-10T16:00:00Z"));
}

TEST_F(Replan, DaysAreThoseOfTheScreensZone) {
    now_ = at("2026-10-24T10:00:00Z");
    addScreen("berlin", true, "Europe/Berlin");
    approve("fire", file("\"film\""));
    auto const found = manifest("berlin").value();
    EXPECT_EQ(found.spans[0].to, at("2026-10-24T22:00:00Z"));
    EXPECT_EQ(found.spans[1].to - found.spans[1].from, std::chrono::hours(25));
    EXPECT_EQ(found.spans[2].to, at("2026-10-26T23:00:00Z"));
    EXPECT_EQ(manifest("berlin")->spans[1].to, timeline(found.spans[1].timeline).end);
    replan();
    EXPECT_EQ(manifest("berlin"), found);
}

TEST_F(Replan, ANewGenerationRenewsEveryManifest) {
    addScreen("gate", true);
    replan();
    change([](store::Tx& tx) { tx.settings().put("generation", "2"); });
    replan();
    EXPECT_EQ(manifest("gate")->version, (messages::ManifestVersion{2, 1}));
}

TEST_F(Replan, APlanThatRanOutBeginsAnew) {
    addScreen("gate", true);
    approve("fire", file("\"film\""));
    auto const before = spans("gate");
    now_ += std::chrono::days(30);
    replan();
    auto const after = spans("gate");
    EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin()));
    EXPECT_EQ(after[before.size()].from, now_);
}

TEST_F(Replan, AnotherZoneTakesOverWithoutHolesOrOverlaps) {
    addScreen("gate", true);
    approve("fire", file("\"film\""));
    change([](store::Tx& tx) {
        auto screen = tx.screens().find(ScreenId("gate")).value();
        screen.zone = "Europe/Berlin";
        tx.screens().put(screen);
    });
    replan();
    auto const after = spans("gate");
    for (std::size_t i = 1; i < after.size(); ++i) {
        EXPECT_EQ(after[i].from, after[i - 1].to) << i;
    }
    EXPECT_GE(after[0].to, now_ + Milliseconds(120'000));
    replan();
    EXPECT_EQ(spans("gate"), after);
}

TEST_F(Replan, AZoneThatIsUnknownHoldsUpNoOtherScreen) {
    addScreen("bad", false, "Mars/Olympus");
    addScreen("gate", false);
    auto const done = schedule_->replan();
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().message, testing::HasSubstr("Mars/Olympus"));
    EXPECT_TRUE(manifest("gate"));
}

TEST_F(Replan, ThePlanNamesEveryPlayOfTheDay) {
    addScreen("gate", true);
    approve("fire", file("\"film\", \"poster\""));
    auto const plan = json("GET", "/api/v1/screens/gate/plan", "", {{"date", "2026-06-11"}});
    EXPECT_EQ(plan.at("released"), true);
    auto const& plays = plan.at("plays").as_array();
    ASSERT_GT(plays.size(), 100U);
    EXPECT_EQ(plays.front().at("start"), "2026-06-11T00:00:00.000+08:00");
    EXPECT_EQ(plays.back().at("end"), "2026-06-12T00:00:00.000+08:00");
    for (std::size_t i = 1; i < plays.size(); ++i) {
        ASSERT_EQ(plays[i].at("start"), plays[i - 1].at("end"));
    }
    auto const digest = Digest::fromHex(plays[3].at("timeline").as_string()).value();
    EXPECT_EQ(digest, spans("gate")[1].timeline);
    EXPECT_EQ(plays[3].at("id").as_string(), messages::plannedPlayId(digest, 3).hex());
    EXPECT_TRUE(plays[3].at("asset") == "film" || plays[3].at("asset") == "poster");

    auto const far = json("GET", "/api/v1/screens/gate/plan", "", {{"date", "2026-08-01"}});
    EXPECT_EQ(far.at("released"), false);
    EXPECT_GT(far.at("plays").as_array().size(), 100U);
    EXPECT_EQ(call("GET", "/api/v1/screens/none/plan").error().code, Errc::notFound);
    EXPECT_EQ(call("GET", "/api/v1/screens/gate/plan", "", {{"date", "yesterday"}}).error().code,
              Errc::invalid);
}

TEST_F(Replan, AnEndedPlanOwesNothingAndLeavesTheScreenDark) {
    addScreen("gate", true);
    approve("fire", file("\"film\", \"poster\""));
    auto const before = manifest("gate").value();
    now_ += std::chrono::minutes(5);
    released_.clear();
    auto const retire = [](store::Tx& tx) -> Result<> {
        auto screen = tx.screens().find(ScreenId("gate")).value();
        screen.retired = true;
        tx.screens().put(screen);
        return {};
    };
    ASSERT_TRUE(schedule_->endPlan(ScreenId("gate"), retire, {"office", "end", "gate", ""}));
    auto const kept = spans("gate");
    ASSERT_EQ(kept.size(), 1U) << "what was owed until now";
    EXPECT_EQ(kept[0].from, before.spans[0].from);
    EXPECT_EQ(kept[0].to, now_);
    auto const last = manifest("gate").value();
    EXPECT_EQ(last.version, (messages::ManifestVersion{1, before.version.counter + 1}));
    EXPECT_TRUE(last.spans.empty());
    EXPECT_TRUE(last.assets.empty());
    EXPECT_TRUE(last.fallback.empty());
    EXPECT_EQ(released_, std::vector<std::string>{"gate"});
    replan();
    EXPECT_EQ(manifest("gate"), last);
    EXPECT_EQ(spans("gate"), kept);
}

TEST_F(Replan, TheLastManifestOfABoundPlayerIsRenewedWithTheGeneration) {
    addScreen("gate", false);
    replan();
    auto const retire = [](store::Tx& tx) -> Result<> {
        auto screen = tx.screens().find(ScreenId("gate")).value();
        screen.retired = true;
        tx.screens().put(screen);
        return {};
    };
    ASSERT_TRUE(schedule_->endPlan(ScreenId("gate"), retire, {"office", "end", "gate", ""}));
    auto const last = manifest("gate").value();
    change([](store::Tx& tx) { tx.settings().put("generation", "2"); });
    replan();
    EXPECT_EQ(manifest("gate"), last) << "nobody can come for it";
    change([](store::Tx& tx) {
        auto screen = tx.screens().find(ScreenId("gate")).value();
        screen.player = messages::KeyPair::generate().publicKey();
        tx.screens().put(screen);
    });
    released_.clear();
    replan();
    auto const renewed = manifest("gate").value();
    EXPECT_EQ(renewed.version, (messages::ManifestVersion{2, 1}));
    EXPECT_TRUE(renewed.spans.empty());
    EXPECT_TRUE(renewed.fallback.empty());
    EXPECT_EQ(released_, std::vector<std::string>{"gate"});
    replan();
    EXPECT_EQ(manifest("gate"), renewed);
}

TEST_F(Replan, APlanWhoseEndIsRefusedGoesOn) {
    addScreen("gate", true);
    approve("fire", file("\"film\""));
    auto const before = spans("gate");
    released_.clear();
    auto const refuse = [](store::Tx&) -> Result<> { return Error{Errc::notFound, "no"}; };
    EXPECT_FALSE(schedule_->endPlan(ScreenId("gate"), refuse, {"office", "end", "gate", ""}));
    EXPECT_EQ(spans("gate"), before);
    EXPECT_TRUE(released_.empty());
}

}  // namespace
}  // namespace tocsin::schedule
