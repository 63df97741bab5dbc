// SPDX-License-Identifier: Apache-2.0
// What is on at an instant.
#include "director/plan.hpp"

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

Digest const kOld = digestOf("old plan");
Digest const kNew = digestOf("new plan");

Plan::Timelines timelines() {
    Plan::Timelines out;
    out[kOld] =
        timelineOf({{0, "film"}, {10'000, "poster"}, {20'000, ""}, {30'000, "film"}}, 3'600'000);
    out[kNew] = timelineOf({{15'000, "siren"}}, 3'600'000);
    return out;
}

std::set<Digest> have(std::vector<std::string> const& names) {
    std::set<Digest> out;
    for (auto const& name : names) {
        out.insert(digestOf(name));
    }
    return out;
}

messages::Manifest twoSpans() {
    return manifestFor(
        {{kOld, 10, morning(0), morning(15'000)}, {kNew, 10, morning(15'000), morning(3'600'000)}},
        {"film", "poster", "siren", "house"}, {"house"});
}

TEST(Plan, NamesTheEntryOfTheSpanThatCoversTheInstant) {
    Plan const plan(twoSpans(), timelines(), have({"film", "poster", "siren", "house"}));
    auto const first = plan.at(morning(9'999));
    EXPECT_EQ(first.cue.name, "film");
    EXPECT_EQ(first.cue.index, 0);
    EXPECT_EQ(first.cue.campaign, CampaignId("june"));
    EXPECT_EQ(first.until, morning(10'000));
    auto const second = plan.at(morning(10'000));
    EXPECT_EQ(second.cue.name, "poster");
    EXPECT_EQ(second.cue.end, morning(20'000));
    // The next span begins in the middle of the entry.
    EXPECT_EQ(second.until, morning(15'000));
    auto const third = plan.at(morning(15'000));
    EXPECT_EQ(third.cue.name, "siren");
    EXPECT_EQ(third.cue.timeline, kNew);
}

TEST(Plan, KeepsTheOldTimelineUntilTheNewOneIsHere) {
    auto files = timelines();
    files.erase(kNew);
    Plan const plan(twoSpans(), files, have({"film", "poster", "siren", "house"}));
    EXPECT_EQ(plan.at(morning(15'000)).cue.name, "poster");
    EXPECT_EQ(plan.at(morning(15'000)).cue.timeline, kOld);
    EXPECT_EQ(plan.at(morning(25'000)).cue.kind, Cue::Kind::dark);
    EXPECT_EQ(plan.findings(morning(0)).size(), 1U);
    auto const wants = plan.wants(morning(0));
    ASSERT_EQ(wants.size(), 1U);
    EXPECT_EQ(wants.front().digest, kNew);
    EXPECT_TRUE(wants.front().timeline);
}

TEST(Plan, FillsInForAMissingAssetAndSaysWhatIsOwed) {
    auto manifest = twoSpans();
    Plan const plan(manifest, timelines(), have({"poster", "house"}));
    auto const showing = plan.at(morning(5'000));
    EXPECT_EQ(showing.cue.kind, Cue::Kind::fallback);
    EXPECT_EQ(showing.cue.name, "house");
    ASSERT_TRUE(showing.owed);
    EXPECT_EQ(showing.owed->name, "film");
    EXPECT_LE(showing.until, morning(10'000));
    auto const findings = plan.findings(morning(0));
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_NE(findings.begin()->second.find("missing"), std::string::npos);
    // The one needed first comes first.
    EXPECT_EQ(plan.wants(morning(0)).front().name, "film");
    manifest.fallback.clear();
    Plan const bare(manifest, timelines(), have({"poster"}));
    EXPECT_EQ(bare.at(morning(5'000)).cue.kind, Cue::Kind::dark);
    EXPECT_TRUE(bare.at(morning(5'000)).owed);
}

TEST(Plan, IsDarkOnOrderEvenWithAFallback) {
    auto manifest = manifestFor({{kOld, 10, morning(0), morning(3'600'000)}},
                                {"film", "poster", "house"}, {"house"});
    Plan const plan(manifest, timelines(), have({"film", "poster", "house"}));
    auto const showing = plan.at(morning(20'000));
    EXPECT_EQ(showing.cue.kind, Cue::Kind::dark);
    EXPECT_EQ(showing.until, morning(30'000));
    EXPECT_FALSE(showing.owed);
}

TEST(Plan, LoopsTheFallbackOutsideSpansAndAfterExpiry) {
    Plan const plan(twoSpans(), timelines(), have({"film", "poster", "siren", "house"}));
    auto const after = plan.at(morning(4'000'000));
    EXPECT_EQ(after.cue.kind, Cue::Kind::fallback);
    EXPECT_EQ(after.until, after.cue.end);
    EXPECT_EQ((after.cue.end - after.cue.start), Plan::kFallbackTurn);
    EXPECT_TRUE(plan.findings(morning(4'000'000)).empty());
    auto const expired = plan.at(morning(86'400'000));
    EXPECT_EQ(expired.cue.kind, Cue::Kind::fallback);
    EXPECT_EQ(plan.findings(morning(86'400'000)).count("expired"), 1U);
    // A turn that reaches over the start of a span ends there.
    auto const before = plan.at(morning(-1));
    EXPECT_EQ(before.until, morning(0));
}

TEST(Plan, ShowsNothingWithoutAManifest) {
    Plan const plan;
    EXPECT_EQ(plan.at(morning(0)).cue.kind, Cue::Kind::dark);
    EXPECT_TRUE(plan.wants(morning(0)).empty());
}

TEST(Plan, AManifestWithNeitherSpansNorFallbackIsDarkAndNothingIsMissing) {
    auto manifest = manifestFor({}, {});
    Plan const plan(manifest, {}, {});
    EXPECT_EQ(plan.at(morning(0)).cue.kind, Cue::Kind::dark);
    EXPECT_EQ(plan.at(manifest.expires - Milliseconds(1)).cue.kind, Cue::Kind::dark);
    EXPECT_TRUE(plan.findings(morning(0)).empty());
    EXPECT_TRUE(plan.wants(morning(0)).empty());
}

TEST(Plan, NamesTheOverlaysThatAreOnOrComeSoon) {
    auto manifest = twoSpans();
    manifest.overlays = {{digestOf("house"), morning(10'000), morning(20'000), 4, 8, 60, 20, 70},
                         {digestOf("siren"), morning(12'000), morning(20'000), 0, 0, 60, 20, 100}};
    Plan const plan(manifest, timelines(), have({"film", "poster", "house"}));
    EXPECT_TRUE(plan.overlaysAt(morning(3'999), Milliseconds(6'000)).empty());
    auto const soon = plan.overlaysAt(morning(4'001), Milliseconds(6'000));
    ASSERT_EQ(soon.size(), 1U);
    EXPECT_EQ(soon[0].cue.name, "house");
    EXPECT_EQ(soon[0].cue.start, morning(10'000));
    EXPECT_EQ(soon[0].x, 4);
    EXPECT_EQ(soon[0].opacity, 70);
    // The siren is not here; the house is over.
    EXPECT_EQ(plan.overlaysAt(morning(15'000), Milliseconds(1)).size(), 1U);
    EXPECT_TRUE(plan.overlaysAt(morning(20'000), Milliseconds(1)).empty());
    Plan const all(manifest, timelines(), have({"film", "poster", "house", "siren"}));
    EXPECT_EQ(all.overlaysAt(morning(15'000), Milliseconds(1)).size(), 2U);
}

TEST(Plan, ShowsNoOverlayOfAnExpiredManifest) {
    auto manifest = twoSpans();
    manifest.overlays = {{digestOf("house"), morning(0), morning(200'000'000), 0, 0, 60, 20, 100}};
    Plan const plan(manifest, timelines(), have({"house"}));
    EXPECT_EQ(plan.overlaysAt(morning(86'399'999), Milliseconds(1)).size(), 1U);
    EXPECT_EQ(plan.overlaysAt(morning(86'399'999), Milliseconds(1))[0].cue.end, manifest.expires);
    EXPECT_TRUE(plan.overlaysAt(morning(86'400'000), Milliseconds(1)).empty());
}

TEST(Plan, FetchesOverlaysBeforeTheFallback) {
    auto manifest = twoSpans();
    manifest.overlays = {{digestOf("siren"), morning(0), morning(20'000), 0, 0, 60, 20, 100}};
    manifest.spans.clear();
    Plan const plan(manifest, {}, {});
    auto const wants = plan.wants(morning(0));
    ASSERT_GE(wants.size(), 2U);
    EXPECT_EQ(wants[0].name, "siren");
    EXPECT_EQ(wants[1].name, "house");
}

TEST(Plan, TellsEveryShowingTheScreensZone) {
    auto manifest = twoSpans();
    manifest.zone = "Asia/Urumqi";
    manifest.overlays = {{digestOf("house"), morning(0), morning(20'000), 0, 0, 60, 20, 100}};
    Plan const plan(manifest, timelines(), have({"film", "house"}));
    EXPECT_EQ(plan.at(morning(0)).cue.zone, "Asia/Urumqi");
    EXPECT_EQ(plan.overlaysAt(morning(0), Milliseconds(1)).at(0).cue.zone, "Asia/Urumqi");
    EXPECT_EQ(plan.at(manifest.expires).cue.zone, "Asia/Urumqi") << "the fallback";
}

TEST(Plan, DimsByTheHourAndGoesOnSoWhenTheManifestHasExpired) {
    auto manifest = twoSpans();
    manifest.display.levels = {{morning(36'000'000), 40, 0}, {morning(72'000'000), 80, 60}};
    Plan const plan(manifest, timelines(), {});
    EXPECT_EQ(plan.levelAt(morning(35'999'999)).brightness, 100);
    EXPECT_EQ(plan.levelAt(morning(36'000'000)).brightness, 40);
    EXPECT_EQ(plan.levelAt(morning(71'999'999)).volume, 0);
    EXPECT_EQ(plan.levelAt(morning(72'000'000)).volume, 60);
    auto const day = 86'400'000;
    EXPECT_EQ(plan.levelAt(morning(day + 35'999'999)).brightness, 100);
    EXPECT_EQ(plan.levelAt(morning(day + 36'000'000)).brightness, 40);
    EXPECT_EQ(plan.levelAt(morning(5 * day + 80'000'000)).brightness, 80);
    EXPECT_EQ(Plan().levelAt(morning(0)).brightness, 100);
}

TEST(Plan, WhatIsBarredIsFilledInForWithItsReasonAndNoTurnOfTheLoopEither) {
    auto manifest = twoSpans();
    manifest.fallback = {digestOf("house"), digestOf("siren")};
    Plan const plan(manifest, timelines(), have({"film", "poster", "siren", "house"}),
                    {{digestOf("film"), "quarantined: too bad"}, {digestOf("siren"), "worse"}});
    auto const showing = plan.at(morning(5'000));
    EXPECT_EQ(showing.cue.kind, Cue::Kind::fallback);
    ASSERT_TRUE(showing.owed);
    EXPECT_EQ(showing.owed->name, "film");
    EXPECT_EQ(showing.owedReason, "quarantined: too bad");
    for (std::int64_t turn = 0; turn < 4; ++turn) {
        EXPECT_EQ(plan.fillIn(morning(turn * 15'000), Instant::max()).cue.name, "house");
    }
    EXPECT_TRUE(plan.wants(morning(0)).empty()) << "it is here, and is not fetched again";
    auto const findings = plan.findings(morning(0));
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_NE(findings.at("barred " + digestOf("film").hex()).find("film is not shown"),
              std::string::npos);
}

TEST(Plan, ShowsTheMasterUntilTheRenditionMadeFromItHasCome) {
    auto manifest = twoSpans();
    auto& film = manifest.assets.front();
    ASSERT_EQ(film.name, "film");
    film.content.rendition = digestOf("film for this screen");
    Plan const before(manifest, timelines(), have({"film", "poster", "siren", "house"}));
    auto const showing = before.at(morning(5'000));
    EXPECT_EQ(showing.cue.kind, Cue::Kind::play);
    EXPECT_EQ(showing.cue.content.rendition, film.content.master);
    EXPECT_FALSE(showing.owed);
    ASSERT_EQ(before.wants(morning(0)).size(), 1U);
    EXPECT_EQ(before.wants(morning(0)).front().digest, film.content.rendition);

    Plan const after(manifest, timelines(),
                     have({"film", "film for this screen", "poster", "siren", "house"}));
    auto const later = after.at(morning(5'000));
    EXPECT_EQ(later.cue.content.rendition, film.content.rendition);
    EXPECT_TRUE(later.cue.sameShowing(showing.cue)) << "what is on is not begun anew";
    EXPECT_TRUE(after.wants(morning(0)).empty());

    Plan const barred(manifest, timelines(),
                      have({"film", "film for this screen", "poster", "siren", "house"}),
                      {{film.content.rendition, "quarantined"}});
    EXPECT_EQ(barred.at(morning(5'000)).cue.content.rendition, film.content.master);
}

}  // namespace
}  // namespace tocsin::player
