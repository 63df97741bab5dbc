// SPDX-License-Identifier: Apache-2.0
// The camera: a frame in, a signed file out, without the tick thread waiting.
#include "evidence/camera.hpp"

#include <condition_variable>
#include <mutex>

#include "evidence_fixtures.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

media::FramePtr lit(int width, int height) {
    auto frame = std::make_shared<media::Frame>(width, height);
    std::fill(frame->pixels.begin(), frame->pixels.end(), std::uint8_t{200});
    return frame;
}

class CameraTest : public testing::Test {
protected:
    void open() {
        camera = EvidenceCamera::open({folder, key, fleet, grid,
                                       [this] { return Result<DiskSpace>(space); }, silentLog(),
                                       findings})
                     .value();
        camera->onNews([this] {
            std::lock_guard const lock(mutex);
            ++news;
            told.notify_all();
        });
        camera->bindTo(ScreenId("gate-led"));
    }
    void awaitNews(int count) {
        std::unique_lock lock(mutex);
        ASSERT_TRUE(told.wait_for(lock, std::chrono::seconds(20), [&] { return news >= count; }));
    }
    void see(Cue const& cue, std::int64_t ms) {
        camera->sees(lit(192, 32), {grid.firstAt(morning(ms)), morning(ms), *plan, cue, true, false,
                                    true, true, OutputFault::none});
    }
    void seeWarning(std::int64_t ms) {
        Witness::Sight sight{grid.firstAt(morning(ms)), morning(ms), *plan, Cue{}};
        sight.warning = true;
        sight.warningId = "rain-0601";
        sight.warningRevision = 2;
        camera->sees(lit(192, 32), sight);
    }
    void samplesWarnings() {
        messages::SamplingRule rule;
        rule.warnings = true;
        plan = planWith(rule);
    }
    /// While the camera is at work it takes no other frame.
    void seeUntilNews(Cue const& cue, std::int64_t ms, int count) {
        for (int i = 0; i < 200; ++i) {
            see(cue, ms + 40 * i);
            std::unique_lock lock(mutex);
            if (told.wait_for(lock, std::chrono::milliseconds(100),
                              [&] { return news >= count; })) {
                return;
            }
        }
        FAIL() << "no news";
    }
    messages::Evidence opened(PictureBox::Kept const& kept) const {
        auto const envelope = messages::parseEnvelope(kept.picture.envelope).value();
        return messages::parseEvidence(
                   messages::opened(envelope, messages::kEvidenceKind, key.publicKey()).value())
            .value();
    }

    std::filesystem::path const folder = freshFolder() / "evidence";
    messages::KeyPair const key = messages::KeyPair::generate();
    JumpingClock clock{morning(0)};
    FleetClock fleet{clock};
    TickGrid grid{{25, 1}};
    DiskSpace space{100LL << 30, 50LL << 30};
    Findings findings;
    std::shared_ptr<Plan const> plan = planWith({});
    Cue const film = playOf("film", 3, 0, 8'000);
    std::mutex mutex;
    std::condition_variable told;
    int news = 0;
    std::unique_ptr<EvidenceCamera> camera;
};

TEST_F(CameraTest, TakesWhatIsAskedForWithInstantAndItemInside) {
    open();
    see(film, 40);
    ASSERT_TRUE(camera->request("r-1"));
    see(film, 80);
    see(film, 120);
    awaitNews(1);
    auto const kept = camera->next();
    ASSERT_TRUE(kept);
    auto const evidence = opened(*kept);
    auto const& facts = evidence.facts;
    EXPECT_EQ(evidence.picture, messages::sha256(kept->picture.jpeg));
    EXPECT_EQ(facts.at, morning(80));
    EXPECT_EQ(facts.tick, grid.firstAt(morning(80)));
    EXPECT_EQ(facts.screen, ScreenId("gate-led"));
    EXPECT_EQ(facts.request, "r-1");
    EXPECT_EQ(facts.playId, messages::plannedPlayId(digestOf("plan"), 3));
    EXPECT_EQ(facts.assetName, "film");
    EXPECT_EQ(facts.campaign, CampaignId("june"));
    EXPECT_TRUE(facts.delivered);
    EXPECT_NE(kept->picture.jpeg.find(messages::toJson(facts)), std::string::npos);
    camera->delivered(kept->name);
    EXPECT_FALSE(camera->next());
}

TEST_F(CameraTest, ABlackFrameInTheDarkNamesNoItem) {
    open();
    ASSERT_TRUE(camera->request("r-1"));
    camera->sees(media::blackFrame(8, 8), {5, morning(200), *plan, Cue{}});
    awaitNews(1);
    auto const facts = opened(*camera->next()).facts;
    EXPECT_EQ(facts.showing, "dark");
    EXPECT_EQ(facts.asset, Digest{});
}

TEST_F(CameraTest, SamplesThePlanAndDoesNotSampleAgainAfterARestart) {
    plan = planWith({true, 0});
    open();
    see(film, 3'960);
    see(film, 4'000);
    awaitNews(1);
    EXPECT_EQ(opened(*camera->next()).facts.cause, messages::EvidenceCause::firstPlay);
    camera->ended(film, kWhole);
    camera->stop();  // what was sampled is written before it ends
    camera.reset();
    open();
    see(playOf("film", 4, 8'000, 16'000), 12'000);
    EXPECT_EQ(camera->waiting(), 1U);  // the first one, from the disk
    EXPECT_EQ(opened(*camera->next()).facts.at, morning(4'000));
}

TEST_F(CameraTest, PicturesAWarningByItselfAndNamesIt) {
    samplesWarnings();
    open();
    seeWarning(0);
    seeWarning(2'000);
    awaitNews(1);
    auto const facts = opened(*camera->next()).facts;
    EXPECT_EQ(facts.cause, messages::EvidenceCause::warning);
    EXPECT_EQ(facts.showing, "warning");
    EXPECT_EQ(facts.warning, "rain-0601");
    EXPECT_EQ(facts.warningRevision, 2);
    EXPECT_EQ(facts.asset, Digest{});
}

TEST_F(CameraTest, DoesNotPictureAWarningAgainAfterARestart) {
    samplesWarnings();
    open();
    seeWarning(0);
    seeWarning(2'000);
    awaitNews(1);
    seeWarning(2'040);
    camera->stop();  // what was sampled is written before it ends
    camera.reset();
    open();
    seeWarning(3'000);
    seeWarning(6'000);
    camera->stop();
    EXPECT_EQ(camera->waiting(), 1U);
    EXPECT_EQ(opened(*camera->next()).facts.at, morning(2'000));
}

TEST_F(CameraTest, PicturesAWarningOnceMoreWhenTheFirstPictureWasNotKept) {
    samplesWarnings();
    open();
    space.free = 0;
    seeWarning(0);
    seeWarning(2'000);
    awaitNews(1);
    EXPECT_EQ(camera->waiting(), 0U);
    space.free = 50LL << 30;
    for (std::int64_t ms = 20'000; ms < 100'000 && camera->waiting() == 0; ms += 10'000) {
        seeWarning(ms);
        seeWarning(ms + 40);  // the camera may have been busy
        std::unique_lock lock(mutex);
        told.wait_for(lock, std::chrono::milliseconds(100), [&] { return news >= 2; });
    }
    awaitNews(2);
    EXPECT_EQ(camera->waiting(), 1U);
    EXPECT_GE(opened(*camera->next()).facts.at, morning(30'000));
    EXPECT_TRUE(findings.first(9).empty());
}

TEST_F(CameraTest, RefusesInWordsWhenTheDiskIsFull) {
    open();
    space.free = 0;
    ASSERT_TRUE(camera->request("r-1"));
    see(film, 40);
    awaitNews(1);
    auto const refused = camera->refusal();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->request, "r-1");
    EXPECT_NE(refused->why.find("disk full"), std::string::npos);
    EXPECT_EQ(findings.first(9).size(), 1U);
    space.free = 50LL << 30;
    ASSERT_TRUE(camera->request("r-2"));
    seeUntilNews(film, 80, 2);
    EXPECT_TRUE(findings.first(9).empty());
}

TEST_F(CameraTest, BoundsWhatMayWait) {
    open();
    for (std::size_t i = 0; i < EvidenceCamera::kMostRequests; ++i) {
        ASSERT_TRUE(camera->request("r-" + std::to_string(i)));
    }
    EXPECT_EQ(camera->request("one more").error().code, Errc::exhausted);
}

TEST_F(CameraTest, TakesNothingBeforeItIsBoundToAScreen) {
    open();
    camera->bindTo(ScreenId());
    ASSERT_TRUE(camera->request("r-1"));
    see(film, 40);
    camera->stop();
    EXPECT_EQ(camera->waiting(), 0U);
}

}  // namespace
}  // namespace tocsin::player
