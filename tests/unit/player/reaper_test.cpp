// SPDX-License-Identifier: Apache-2.0
// Items that do not go away hold up nobody but themselves.
#include "stage/reaper.hpp"

#include <future>

#include "hanging_source.hpp"
#include "player_fixtures.hpp"
#include "stage/item_thread.hpp"

namespace tocsin::player {
namespace {

/// Goes away once it is let go.
class StubbornItem final : public Item {
public:
    StubbornItem(std::shared_future<void> letGo, std::promise<void>& begun)
        : letGo_(std::move(letGo)), begun_(begun) {}
    ~StubbornItem() override {
        begun_.set_value();
        letGo_.wait();
    }
    Taken take(std::int64_t, std::chrono::nanoseconds) override { return {}; }
    [[nodiscard]] bool ready() const override { return false; }
    [[nodiscard]] std::optional<Error> failure() const override { return std::nullopt; }

private:
    std::shared_future<void> letGo_;
    std::promise<void>& begun_;
};

class ReaperTest : public testing::Test {
protected:
    /// Gives the reaper an item that hangs, and waits until it does.
    bool takeHanging() {
        std::promise<void> begun;
        auto const began = begun.get_future();
        bool const fine = reaper->take(std::make_unique<StubbornItem>(letGo, begun));
        began.wait();
        return fine;
    }
    bool takeWilling() {
        std::promise<void> begun, gone;
        gone.set_value();
        auto const began = begun.get_future();
        bool const fine =
            reaper->take(std::make_unique<StubbornItem>(gone.get_future().share(), begun));
        began.wait();
        return fine;
    }
    JumpingClock clock{morning(0)};
    std::promise<void> release;
    std::shared_future<void> const letGo = release.get_future().share();
    std::optional<Reaper> reaper{clock};
};

TEST_F(ReaperTest, AnItemThatHangsDoesNotKeepTheNextOnesFromGoing) {
    EXPECT_TRUE(takeHanging());
    EXPECT_EQ(reaper->hanging(), 0U);
    clock.pass(Reaper::kHangs);
    EXPECT_TRUE(takeWilling());
    EXPECT_TRUE(takeWilling());
    EXPECT_EQ(reaper->hanging(), 1U);
    release.set_value();
    reaper.reset();
}

TEST_F(ReaperTest, FourThatHangAreBorneAndTheFifthIsTooMuch) {
    for (int i = 0; i < 4; ++i) {
        EXPECT_TRUE(takeHanging());
        clock.pass(Reaper::kHangs);
    }
    EXPECT_EQ(reaper->hanging(), 4U);
    EXPECT_TRUE(takeHanging());
    // It may still go away; after two seconds it hangs like the others.
    clock.pass(Reaper::kHangs);
    std::promise<void> begun;
    EXPECT_FALSE(reaper->take(std::make_unique<StubbornItem>(letGo, begun)));
    release.set_value();
    reaper.reset();
}

TEST_F(ReaperTest, AnItemWhoseDecoderHangsIsTakenFromTheTickAtOnce) {
    auto item =
        std::make_unique<ItemThread>(Cue{}, test::HangingSource::opener(letGo), clock, 0, 0, 100);
    EXPECT_FALSE(item->ready());
    EXPECT_FALSE(item->failure());
    EXPECT_TRUE(reaper->take(std::move(item)));
    release.set_value();
    reaper.reset();
}

}  // namespace
}  // namespace tocsin::player
