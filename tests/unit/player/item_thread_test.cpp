// SPDX-License-Identifier: Apache-2.0
// Items decode ahead and never convert what is past.
#include "stage/item_thread.hpp"

#include <atomic>

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

struct Script {
    bool still = false;
    std::int64_t failAt = -1;
    std::atomic<std::int64_t> asked{0};
    std::atomic<std::int64_t> first{-1};
};

class ScriptedSource final : public ItemSource {
public:
    explicit ScriptedSource(std::shared_ptr<Script> script) : script_(std::move(script)) {}
    Result<media::DecodedPtr> pictureForTick(std::int64_t tick) override {
        ++script_->asked;
        std::int64_t none = -1;
        script_->first.compare_exchange_strong(none, tick);
        if (tick == script_->failAt) {
            return Error{Errc::damaged, "broken here"};
        }
        auto frame = std::make_shared<media::Frame>(1, 1);
        frame->pixels[0] = static_cast<std::uint8_t>(tick);
        return media::finished(frame);
    }
    [[nodiscard]] bool still() const override { return script_->still; }

private:
    std::shared_ptr<Script> script_;
};

class ItemThreadTest : public testing::Test {
protected:
    std::unique_ptr<ItemThread> item(std::int64_t from, std::int64_t end = 200) {
        return std::make_unique<ItemThread>(
            Cue{},
            [script = script](Cue const&, std::stop_token) -> Result<std::unique_ptr<ItemSource>> {
                return std::unique_ptr<ItemSource>(std::make_unique<ScriptedSource>(script));
            },
            clock, 100, from, end);
    }
    static int level(Item::Taken const& taken) { return taken.frame ? taken.frame->pixels[0] : -1; }
    static constexpr std::chrono::nanoseconds kNoPatience{0};
    JumpingClock clock{morning(0)};
    std::shared_ptr<Script> script = std::make_shared<Script>();
};

TEST_F(ItemThreadTest, GivesEveryTickItsFrame) {
    auto const it = item(100, 130);
    for (std::int64_t tick = 100; tick < 130; ++tick) {
        auto const taken = it->take(tick, kNoPatience);
        ASSERT_EQ(level(taken), tick - 100);
        ASSERT_FALSE(taken.late);
    }
    EXPECT_EQ(script->asked, 30);
}

TEST_F(ItemThreadTest, HoldsTwoFramesUntilItIsOn) {
    auto const it = item(100);
    while (script->asked < 2) {
        std::this_thread::yield();
    }
    for (int i = 0; i < 1'000; ++i) {
        std::this_thread::yield();
    }
    EXPECT_EQ(script->asked, 2);
    EXPECT_EQ(level(it->take(100, kNoPatience)), 0);
    while (script->asked < 5) {
        std::this_thread::yield();
    }
}

TEST_F(ItemThreadTest, JoinsInTheMiddleWithoutDecodingWhatIsPast) {
    auto const it = item(150);
    EXPECT_EQ(level(it->take(150, kNoPatience)), 50);
    EXPECT_EQ(script->first, 50);
}

TEST_F(ItemThreadTest, SkipsWhatTheStageHasPassed) {
    auto const it = item(100);
    EXPECT_EQ(level(it->take(100, kNoPatience)), 0);
    EXPECT_EQ(level(it->take(180, kNoPatience)), 80);
    // Four were ready ahead, at most a few more were under way.
    EXPECT_LE(script->asked, 16);
}

TEST_F(ItemThreadTest, AStillIsMadeOnceAndStays) {
    script->still = true;
    auto const it = item(100);
    auto const first = it->take(100, kNoPatience);
    EXPECT_EQ(it->take(199, kNoPatience).frame, first.frame);
    EXPECT_EQ(script->asked, 1);
}

TEST_F(ItemThreadTest, TellsAFailureAfterTheFramesBeforeIt) {
    script->failAt = 2;
    auto const it = item(100);
    EXPECT_EQ(level(it->take(100, kNoPatience)), 0);
    EXPECT_EQ(level(it->take(101, kNoPatience)), 1);
    EXPECT_EQ(level(it->take(102, kNoPatience)), -1);
    ASSERT_TRUE(it->failure());
    EXPECT_EQ(it->failure()->message, "broken here");
}

TEST_F(ItemThreadTest, ASourceThatDoesNotOpenIsAFailure) {
    ItemThread it(
        Cue{},
        [](Cue const&, std::stop_token) -> Result<std::unique_ptr<ItemSource>> {
            return Error{Errc::notFound, "no file"};
        },
        clock, 0, 0, 10);
    EXPECT_EQ(level(it.take(0, kNoPatience)), -1);
    EXPECT_EQ(it.failure()->code, Errc::notFound);
}

}  // namespace
}  // namespace tocsin::player
