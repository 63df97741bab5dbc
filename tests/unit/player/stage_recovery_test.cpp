// SPDX-License-Identifier: Apache-2.0
// Showings of streams: the fallback has their place while they have no pictures, and they come back
// in their own time.
#include "stage_fixtures.hpp"

namespace tocsin::player {
namespace {

/// What a stream has, as the test says.
struct Source {
    bool pictures = true;
    bool given_up = false;  ///< no pictures, and nothing to wait for
};

class RecoveringItem final : public Item {
public:
    RecoveringItem(int shade, Source const& source, bool stream)
        : shade_(shade), source_(source), stream_(stream) {}
    Taken take(std::int64_t, std::chrono::nanoseconds) override {
        if (!source_.pictures) {
            return {};
        }
        return {grey(2, 2, shade_), false};
    }
    [[nodiscard]] bool ready() const override { return source_.pictures; }
    [[nodiscard]] std::optional<Error> failure() const override {
        return source_.given_up ? std::optional(Error{Errc::unavailable, "stream: silent"})
                                : std::nullopt;
    }
    [[nodiscard]] bool mayRecover() const override { return stream_; }

private:
    int shade_;
    Source const& source_;
    bool stream_;
};

/// "film" for twenty seconds, then "live" until forty, then "film" again; "house" is the fallback.
class StageRecoveryTest : public StageFixture {
protected:
    StageRecoveryTest() {
        shades = {{"film", 50}, {"live", 100}, {"house", 200}};
        timelines[kPlan] = timelineOf({{0, "film"}, {20'000, "live"}, {40'000, "film"}}, 60'000);
        stage.emplace(parts({2, 2}));
        setPlan();
    }
    std::unique_ptr<Item> item(Cue const& cue, std::int64_t) override {
        bool const stream = cue.name == "live";
        startedAt[cue.name].push_back(toMillis(fleet.now()) - kMorning);
        return std::make_unique<RecoveringItem>(shades.at(cue.name), stream ? live : sound, stream);
    }
    void setPlan() {
        auto manifest = manifestFor({{kPlan, 10, morning(0), morning(60'000)}},
                                    {"film", "live", "house"}, {"house"});
        manifest.assets[1].kind = playlists::AssetKind::stream;
        StageFixture::setPlan(manifest, {"film", "live", "house"});
    }
    void silence() { live = {false, true}; }

    Source live, sound;
    std::map<std::string, std::vector<std::int64_t>> startedAt;
};

TEST_F(StageRecoveryTest, AStreamIsOpenedTenSecondsAheadAndAFilmSix) {
    run(0, 40'000);
    ASSERT_EQ(startedAt["live"].size(), 1U);
    EXPECT_EQ(startedAt["live"][0], 10'000);
    ASSERT_EQ(startedAt["film"].size(), 2U);
    EXPECT_EQ(startedAt["film"][1], 34'000);
}

TEST_F(StageRecoveryTest, AStreamThatFallsSilentGivesWayAndComesBackInItsOwnShowing) {
    run(0, 25'000);
    silence();
    run(25'000, 30'000);
    live = {};
    run(30'000, 40'040);
    expectShown("live", 20'000, 25'000);
    expectShown("house", 25'000, 30'000);
    expectShown("live", 30'000, 40'000);
    expectShown("film", 40'000, 40'040);
    EXPECT_EQ(startedAt["live"].size(), 1U) << "the item that was given up is taken up again";
    auto const rows = rowsOf("live");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].result, messages::PlayResult::failed);
    EXPECT_EQ(rows[0].reason, "stream: silent");
    EXPECT_EQ(rows[0].shownMs, 5'000);
    EXPECT_EQ(rows[1].result, messages::PlayResult::partial);
    EXPECT_EQ(rows[1].reason, "joined-late");
    EXPECT_EQ(rows[1].shownMs, 10'000);
}

TEST_F(StageRecoveryTest, AStreamThatIsNotThereAtItsStartIsFilledInForFromItsFirstTickOn) {
    silence();
    run(0, 40'040);
    expectShown("film", 0, 20'000);
    expectShown("house", 20'000, 40'000);
    expectShown("film", 40'000, 40'040);
    auto const rows = rowsOf("live");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].reason, "stream: silent");
    EXPECT_EQ(rows[0].shownMs, 0);
    EXPECT_GT(disposed, 0);
}

TEST_F(StageRecoveryTest, AStreamThatComesJustBeforeItsStartIsShownFromItsFirstTickOn) {
    silence();
    run(0, 19'400);
    live = {};
    run(19'400, 40'040);
    expectShown("live", 20'000, 40'000);
    auto const rows = rowsOf("live");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].result, messages::PlayResult::complete);
}

TEST_F(StageRecoveryTest, AStreamThatComesAfterItsStartIsTakenUpThen) {
    silence();
    run(0, 23'000);
    live = {};
    run(23'000, 40'040);
    expectShown("house", 20'000, 23'000);
    expectShown("live", 23'000, 40'000);
    auto const rows = rowsOf("live");
    ASSERT_EQ(rows.size(), 1U) << "what was shown late after all is no failed play beside it";
    EXPECT_EQ(rows[0].reason, "joined-late");
}

TEST_F(StageRecoveryTest, AStreamIsNoHangingDecoder) {
    run(0, 25'000);
    live = {false, false};
    run(25'000, 30'000);
    expectShown("live", 25'000, 30'000);  // its item waits, so the picture is held
}

TEST_F(StageRecoveryTest, AStreamThatNobodyPlansAnyMoreIsLetGo) {
    run(0, 25'000);
    silence();
    run(25'000, 26'000);
    auto const before = disposed;
    timelines[kPlan] = timelineOf({{0, "film"}, {20'000, "film"}}, 60'000);
    setPlan();
    live = {};
    run(26'000, 27'000);
    expectShown("film", 26'000, 27'000);
    EXPECT_EQ(disposed, before + 3) << "the stand-in's item, that of its next turn, the stream's";
}

}  // namespace
}  // namespace tocsin::player
