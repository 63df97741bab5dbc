// SPDX-License-Identifier: Apache-2.0
// The sampling rule: one picture of each asset of each campaign a day, and one every so often.
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

TEST_F(SamplerTest, ForgetsDaysThatAreOver) {
    play(playOf("film", 0, 0, 8'000, 1), kWhole);
    play(playOf("film", 1, 8'000, 16'000, 2), kWhole);
    EXPECT_EQ(sampler.done().size(), 2U);
    play(playOf("film", 2, 16'000, 24'000, 3), kWhole);
    EXPECT_EQ(sampler.done().size(), 2U);
}

}  // namespace
}  // namespace tocsin::player
