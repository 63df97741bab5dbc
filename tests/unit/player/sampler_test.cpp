// SPDX-License-Identifier: Apache-2.0
// The sampling rule: one picture of each asset of each campaign a day, and one every so often.
#include <set>

#include "evidence/sample_part.hpp"
#include "evidence_fixtures.hpp"

namespace tocsin::player {
namespace {

using messages::EvidenceCause;

class SamplerTest : public testing::Test {
protected:
    Witness::Sight sight(Cue const& cue, std::int64_t ms, bool whole = true) const {
        return {grid.firstAt(morning(ms)), morning(ms), *plan, cue, true, false, whole};
    }
    /// Plays all of it; the instants of the pictures taken, from the start of the play.
    std::vector<std::int64_t> play(Cue const& cue, PlayEnd const& end, bool whole = true) {
        std::vector<std::int64_t> out;
        for (auto at = cue.start; at < cue.end; at += Milliseconds(40)) {
            auto const ms = (at - morning(0)).count();
            auto const seen = sight(cue, ms, whole);
            if (auto const cause = sampler.wants(seen)) {
                sampler.taken(seen, *cause);
                EXPECT_FALSE(sampler.settled(*cause, diskTakes)) << "the play is still on";
                out.push_back((at - cue.start).count());
            }
        }
        if (auto const key = sampler.ended(cue, end)) {
            noted.push_back(toLine(*key));
        }
        return out;
    }
    using Instants = std::vector<std::int64_t>;

    TickGrid grid{{25, 1}};
    std::shared_ptr<Plan const> plan = planWith({true, 0});
    Sampler sampler{grid, {}};
    bool diskTakes = true;
    std::vector<std::string> noted;
};

TEST_F(SamplerTest, TakesOnePictureInTheMiddleOfTheFirstPlayOfADay) {
    EXPECT_EQ(play(playOf("film", 0, 0, 8'000), kWhole), Instants{4'000});
    EXPECT_EQ(play(playOf("film", 1, 8'000, 16'000), kWhole), Instants{});
    EXPECT_EQ(play(playOf("other", 2, 16'000, 24'000), kWhole), Instants{4'000});
    EXPECT_EQ(play(playOf("film", 0, 86'400'000, 86'408'000, 2), kWhole), Instants{4'000});
    EXPECT_EQ(noted.size(), 3U);
    EXPECT_EQ(noted[0], "2026-06-01 june " + digestOf("film").hex());
}

TEST_F(SamplerTest, AnotherCampaignsPlayOfTheSameAssetIsAnotherSample) {
    play(playOf("film", 0, 0, 8'000), kWhole);
    auto cue = playOf("film", 1, 8'000, 16'000);
    cue.campaign = CampaignId("july");
    EXPECT_EQ(play(cue, kWhole), Instants{4'000});
}

TEST_F(SamplerTest, TriesAgainAfterAPlayThatWasNotWholeButNotForEver) {
    EXPECT_EQ(play(playOf("film", 0, 0, 8'000), kWhole, false), Instants{});
    for (int i = 1; i <= Sampler::kAttempts; ++i) {
        EXPECT_EQ(play(playOf("film", i, i * 8'000, (i + 1) * 8'000), kBroken), Instants{4'000});
    }
    EXPECT_EQ(play(playOf("film", 9, 80'000, 88'000), kWhole), Instants{});
}

TEST_F(SamplerTest, TriesAgainAfterAPictureThatCouldNotBeKeptButNotForEver) {
    diskTakes = false;
    EXPECT_EQ(play(playOf("film", 0, 0, 8'000), kWhole), Instants{4'000});
    EXPECT_TRUE(noted.empty());
    diskTakes = true;
    EXPECT_EQ(play(playOf("film", 1, 8'000, 16'000), kWhole), Instants{4'000});
    EXPECT_EQ(noted.size(), 1U);
    diskTakes = false;
    for (int i = 2; i < 2 + Sampler::kAttempts; ++i) {
        EXPECT_EQ(play(playOf("other", i, i * 8'000, (i + 1) * 8'000), kWhole), Instants{4'000});
    }
    EXPECT_EQ(play(playOf("other", 9, 80'000, 88'000), kWhole), Instants{});
}

TEST_F(SamplerTest, APictureMayBeKeptOnlyAfterItsPlayHasEnded) {
    auto const cue = playOf("film", 0, 0, 8'000);
    auto const middle = sight(cue, 4'000);
    ASSERT_EQ(sampler.wants(middle), EvidenceCause::firstPlay);
    sampler.taken(middle, EvidenceCause::firstPlay);
    EXPECT_FALSE(sampler.ended(cue, kWhole)) << "nobody knows yet";
    auto const next = playOf("film", 1, 8'000, 16'000);
    EXPECT_FALSE(sampler.wants(sight(next, 8'000)));
    EXPECT_TRUE(sampler.settled(EvidenceCause::firstPlay, true));
    EXPECT_EQ(sampler.done().size(), 1U);
    EXPECT_FALSE(sampler.wants(sight(next, 12'000)));
}

TEST_F(SamplerTest, TakesNothingWithoutARuleNorInTheDarkNorOfANotice) {
    plan = planWith({false, 0});
    EXPECT_EQ(play(playOf("film", 0, 0, 8'000), kWhole), Instants{});
    plan = planWith({true, 1});
    auto const cue = playOf("film", 1, 0, 8'000);
    auto dark = sight(cue, 5'000);
    dark.own = false;
    EXPECT_FALSE(sampler.wants(dark));
    auto notice = sight(cue, 5'000);
    notice.notice = true;
    EXPECT_FALSE(sampler.wants(notice));
}

TEST_F(SamplerTest, TakesOneEverySoManyMinutesOnTheirMultiples) {
    plan = planWith({false, 2});
    EXPECT_EQ(play(playOf("film", 0, 60'000, 360'000), kWhole), (Instants{60'000, 180'000}));
    // Another sampler, on the very multiple.
    sampler = Sampler(grid, {});
    EXPECT_EQ(play(playOf("film", 1, 360'000, 400'000), kWhole), Instants{0});
}

TEST_F(SamplerTest, RemembersOverARestartWhatItHas) {
    play(playOf("film", 0, 0, 8'000), kWhole);
    auto const key = parseSampleKey(noted.at(0));
    ASSERT_TRUE(key);
    sampler = Sampler(grid, {*key});
    EXPECT_EQ(play(playOf("film", 1, 8'000, 16'000), kWhole), Instants{});
    EXPECT_FALSE(parseSampleKey("2026-06-01 june"));
    EXPECT_FALSE(parseSampleKey(""));
    EXPECT_FALSE(parseSampleKey("2026-13-01 june " + digestOf("film").hex()));
}

/// A day of 20 plays an hour apart, of two assets in turns; plays of "film" begin at 0, 2, 4 … h.
constexpr std::int64_t kHour = 3'600'000;

class SpreadSamplerTest : public SamplerTest {
protected:
    SpreadSamplerTest() {
        std::vector<Entry> entries;
        for (int i = 0; i < 20; ++i) {
            entries.push_back({i * kHour, i % 2 == 0 ? "film" : "other"});
        }
        auto manifest = manifestFor({}, {});
        manifest.evidence.firstPlays = manifest.evidence.spread = true;
        plan = std::make_shared<Plan const>(
            manifest, Plan::Timelines{{digestOf("plan"), timelineOf(entries, 20 * kHour)}},
            std::set<Digest>{});
    }
    /// The hours at which plays of "film" that begin then are pictured, from `first` on.
    std::vector<int> hoursOf(unsigned day, std::set<int> const& broken = {}, int first = 0) {
        std::vector<int> out;
        for (int hour = first; hour < 20; hour += 2) {
            auto const cue = playOf("film", hour, hour * kHour, hour * kHour + 8'000, day);
            if (!play(cue, broken.contains(hour) ? kBroken : kWhole).empty()) {
                out.push_back(hour);
            }
        }
        return out;
    }
    /// The day whose picture comes from this part.
    unsigned dayOf(int part) const {
        unsigned day = 1;
        while (samplePart(plan->manifest()->screen, keyOn(day)) != part) {
            ++day;
        }
        return day;
    }
    static SampleKey keyOn(unsigned day) {
        return {playOf("film", 0, 0, 1, day).day, "june", digestOf("film")};
    }
};

TEST_F(SpreadSamplerTest, EachPartOfTheDayHasItsTurnWithinFourDays) {
    // From the first play to the last one are 18 hours, a part is four and a half.
    for (auto const& [part, hour] : {std::pair(0, 0), {1, 6}, {2, 10}, {3, 14}}) {
        EXPECT_EQ(hoursOf(dayOf(part)), std::vector<int>{hour}) << part;
        EXPECT_LE(dayOf(part), 4U);
    }
}

TEST_F(SpreadSamplerTest, ALaterPlayTakesThePlaceOfOneThatWasBrokenOrMissed) {
    EXPECT_EQ(hoursOf(dayOf(1), {6, 8}), (std::vector<int>{6, 8, 10}));
    sampler = Sampler(grid, {});
    EXPECT_EQ(hoursOf(dayOf(1), {}, 18), std::vector<int>{18}) << "the last one at the latest";
}

TEST_F(SpreadSamplerTest, EveryPartOfEveryDayHasAPlayThatIsLateEnough) {
    auto const& timeline = *plan->timeline(digestOf("plan"));
    for (unsigned day = 1; day <= 30; ++day) {
        for (auto const* screen : {"gate", "hall", "bar"}) {
            auto const from = sampledFrom(timeline, {}, ScreenId(screen), keyOn(day));
            ASSERT_TRUE(from);
            EXPECT_GE(*from, morning(0));
            EXPECT_LE(*from, morning(18 * kHour));
        }
    }
    auto other = keyOn(1);
    other.campaign = "july";
    EXPECT_FALSE(sampledFrom(timeline, {}, ScreenId("gate"), other)) << "nothing of it is planned";
}

TEST_F(SpreadSamplerTest, PlaysThatAnotherTimelineTakesAwayAreNotWaitedFor) {
    auto manifest = *plan->manifest();
    manifest.spans = {{digestOf("plan"), 10, morning(0), morning(8 * kHour)}};
    auto timeline = std::make_shared<playlists::Timeline>(*plan->timeline(digestOf("plan")));
    plan = std::make_shared<Plan const>(manifest, Plan::Timelines{{digestOf("plan"), timeline}},
                                        std::set<Digest>{});
    // From the first play to the last one that is left are six hours.
    EXPECT_EQ(hoursOf(dayOf(3)), std::vector<int>{6});
}

TEST_F(SpreadSamplerTest, ATimelineThatIsObeyedFromNoonOnBeginsItsPartsThere) {
    auto const spread = [&](std::vector<messages::Span> spans) {
        auto manifest = *plan->manifest();
        manifest.spans = std::move(spans);
        ++manifest.version.counter;
        auto timeline = std::make_shared<playlists::Timeline>(*plan->timeline(digestOf("plan")));
        plan = std::make_shared<Plan const>(manifest, Plan::Timelines{{digestOf("plan"), timeline}},
                                            std::set<Digest>{});
    };
    auto const at = [](std::int64_t hour) { return morning(hour * kHour); };
    spread({{digestOf("former"), 10, at(0), at(10)}, {digestOf("plan"), 10, at(10), at(20)}});
    // From 10 to 18 h a part is two hours.
    EXPECT_EQ(hoursOf(dayOf(1), {}, 10), std::vector<int>{12});
    // By the next manifest another timeline has the hours in between: 0 to 18 h again.
    spread({{digestOf("plan"), 10, at(0), at(8)},
            {digestOf("other"), 10, at(8), at(16)},
            {digestOf("plan"), 10, at(16), at(20)}});
    EXPECT_EQ(hoursOf(dayOf(2), {}, 0), std::vector<int>{10})
        << "the first play from 9 h on, if it were shown";
    // And by one more all that comes after 7 h.
    spread({{digestOf("plan"), 10, at(0), at(7)}, {digestOf("other"), 10, at(7), at(20)}});
    EXPECT_EQ(hoursOf(dayOf(3)), std::vector<int>{6});
}

TEST_F(SpreadSamplerTest, WithoutTheTimelineTheFirstPlayIsTaken) {
    auto manifest = *plan->manifest();
    plan = std::make_shared<Plan const>(manifest, Plan::Timelines{}, std::set<Digest>{});
    EXPECT_EQ(hoursOf(dayOf(3)), std::vector<int>{0});
}

class WarningSamplerTest : public SamplerTest {
protected:
    WarningSamplerTest() {
        messages::SamplingRule rule;
        rule.warnings = true;
        plan = planWith(rule);
    }
    /// A warning has all of the screen from `fromMs` to `toMs`; when it was pictured, if it was.
    std::vector<std::int64_t> warn(std::string const& id, std::int64_t revision,
                                   std::int64_t fromMs, std::int64_t toMs) {
        std::vector<std::int64_t> out;
        for (auto ms = fromMs; ms < toMs; ms += 40) {
            auto seen = sight(dark, ms, false);
            seen.own = false;
            seen.warning = true;
            seen.warningId = id;
            seen.warningRevision = revision;
            if (auto const cause = sampler.wants(seen)) {
                EXPECT_EQ(*cause, EvidenceCause::warning);
                sampler.taken(seen, *cause);
                EXPECT_EQ(sampler.settled(*cause, diskTakes), diskTakes);
                out.push_back(ms);
            }
        }
        return out;
    }
    Cue const dark;
};

TEST_F(WarningSamplerTest, PicturesEachRevisionOnceAMomentAfterItsFirstFrame) {
    EXPECT_EQ(warn("rain", 1, 0, 10'000), Instants{2'000});
    EXPECT_EQ(warn("rain", 2, 10'000, 20'000), Instants{12'000});
    EXPECT_EQ(warn("rain", 2, 30'000, 40'000), Instants{});
}

TEST_F(WarningSamplerTest, OneThatWasOnTooShortlyIsPicturedInALaterTurn) {
    EXPECT_EQ(warn("rain", 1, 0, 1'000), Instants{});
    EXPECT_EQ(warn("wind", 1, 1'000, 5'000), Instants{3'000});
    EXPECT_EQ(warn("rain", 1, 5'000, 9'000), Instants{7'000});
}

TEST_F(WarningSamplerTest, RemembersOverARestartWhichItHas) {
    warn("rain", 3, 0, 3'000);
    ASSERT_EQ(sampler.warned().size(), 1U);
    auto const line = toLine(sampler.warned()[0]);
    EXPECT_EQ(line, "warning rain 3");
    EXPECT_FALSE(parseSampleKey(line)) << "nor takes an older player it for something else";
    sampler = Sampler(grid, {}, {parseWarningKey(line).value()});
    EXPECT_EQ(warn("rain", 3, 3'000, 8'000), Instants{});
    for (auto const* wrong : {"warning rain", "warning 3", "warning rain x", "2026-06-01 a b"}) {
        EXPECT_FALSE(parseWarningKey(wrong)) << wrong;
    }
}

TEST_F(WarningSamplerTest, OneThatCouldNotBeKeptIsPicturedAgainButNotForEver) {
    diskTakes = false;
    EXPECT_EQ(warn("rain", 1, 0, 20'000), Instants{2'000});
    EXPECT_TRUE(sampler.warned().empty());
    EXPECT_EQ(warn("wind", 1, 20'000, 200'000), (Instants{22'000, 50'000, 80'000}));
    EXPECT_EQ(warn("rain", 1, 200'000, 240'000), Instants{202'000});
    diskTakes = true;
    EXPECT_EQ(warn("wind", 1, 240'000, 250'000), Instants{});
    EXPECT_EQ(warn("rain", 1, 250'000, 260'000), Instants{252'000});
    EXPECT_EQ(sampler.warned().size(), 1U);
}

TEST_F(WarningSamplerTest, OfEachWarningTheNewestRevisionIsRemembered) {
    warn("rain", 1, 0, 3'000);
    warn("wind", 1, 3'000, 6'000);
    warn("rain", 2, 6'000, 9'000);
    EXPECT_EQ(sampler.warned(), (std::vector<WarningKey>{{"wind", 1}, {"rain", 2}}));
}

TEST_F(WarningSamplerTest, TakesNoneWithoutTheRule) {
    plan = planWith({true, 0});
    EXPECT_EQ(warn("rain", 1, 0, 10'000), Instants{});
}

TEST_F(SamplerTest, ForgetsDaysThatAreOver) {
    play(playOf("film", 0, 0, 8'000, 1), kWhole);
    play(playOf("film", 1, 8'000, 16'000, 2), kWhole);
    EXPECT_EQ(sampler.done().size(), 2U);
    play(playOf("film", 2, 16'000, 24'000, 3), kWhole);
    EXPECT_EQ(sampler.done().size(), 2U);
}

}  // namespace
}  // namespace tocsin::player
