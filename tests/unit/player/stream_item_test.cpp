// SPDX-License-Identifier: Apache-2.0
// Streams: given up in time, taken up again, never waited for.
#include "stage/stream_item.hpp"

#include <condition_variable>
#include <deque>

#include "fake_clock.hpp"
#include "player_fixtures.hpp"
#include "stage/stream_feeds.hpp"

namespace tocsin::player {
namespace {

using Why = std::optional<std::string>;

TEST(StreamHealth, WaitsTwoSecondsForTheFirstPictureOfAShowing) {
    StreamHealth health;
    EXPECT_FALSE(health.trouble(50'000));  // not on yet
    EXPECT_FALSE(health.trouble(51'999, 50'000));
    EXPECT_EQ(health.trouble(52'000, 50'000), Why("stream: no picture within 2 s of its start"));
}

TEST(StreamHealth, WaitsForNothingIfItIsKnownThatNobodyIsThere) {
    StreamHealth health;
    health.gaveUp("Connection refused");
    EXPECT_EQ(health.trouble(0, 0), Why("stream: no picture (Connection refused)"));
}

TEST(StreamHealth, HoldsThePictureForTwoAndAHalfSecondsOfSilence) {
    StreamHealth health;
    health.picture(1'000);
    EXPECT_FALSE(health.trouble(3'500));
    EXPECT_EQ(health.trouble(3'501), Why("stream: no picture for 2.5 s"));
}

TEST(StreamHealth, BridgesAReconnectionThatIsQuickerThanThat) {
    StreamHealth health;
    health.picture(1'000);
    health.gaveUp("the source ended");
    EXPECT_FALSE(health.trouble(3'500));
    EXPECT_EQ(health.trouble(3'501), Why("stream: no picture for 2.5 s (the source ended)"));
    health.picture(4'100);
    EXPECT_TRUE(health.trouble(4'100));
}

TEST(StreamHealth, ComesBackAfterHalfASecondOfPictures) {
    StreamHealth health;
    health.picture(0);
    EXPECT_TRUE(health.trouble(5'000));
    for (int now = 6'000; now < 6'500; now += 100) {
        health.picture(now);
        EXPECT_TRUE(health.trouble(now)) << now;
    }
    health.picture(6'500);
    EXPECT_FALSE(health.trouble(6'500));
}

TEST(StreamHealth, IsNotWellAgainByOneLastPictureThatWasStillUnderWay) {
    StreamHealth health;
    health.picture(0);
    EXPECT_TRUE(health.trouble(3'000));
    health.picture(5'000);
    for (int now = 5'000; now < 9'000; now += 100) {
        EXPECT_TRUE(health.trouble(now)) << now;
    }
}

TEST(StreamHealth, DoesNotFlickerWithAConnectionThatGivesAPictureNowAndThen) {
    StreamHealth health;
    health.picture(0);
    EXPECT_TRUE(health.trouble(5'000));
    for (int now = 6'000; now < 20'000; now += 900) {
        health.picture(now);
        EXPECT_TRUE(health.trouble(now)) << now;
    }
}

/// What one child has to say, in order; the last is said until the child is taken down.
class FakeWorkers {
public:
    /// Blocks until the item has taken all news and asks for more.
    void say(StreamWorker::News news) { tell(std::move(news), true); }
    /// The last that the item listens to.
    void getStuck() { tell({}, false); }
    void refuse(bool yes) {
        std::lock_guard const lock(mutex_);
        refuse_ = yes;
    }
    void awaitStarts(int count) {
        std::unique_lock lock(mutex_);
        ASSERT_TRUE(
            changed_.wait_for(lock, std::chrono::seconds(20), [&] { return starts_ >= count; }));
    }
    int starts() {
        std::lock_guard const lock(mutex_);
        return starts_;
    }
    int running() {
        std::lock_guard const lock(mutex_);
        return running_;
    }
    StartStreamWorker start() {
        return [this](media::StreamDescription const&) -> Result<std::unique_ptr<StreamWorker>> {
            std::lock_guard const lock(mutex_);
            ++starts_;
            changed_.notify_all();
            if (refuse_) {
                return Error{Errc::unavailable, "no such program"};
            }
            ++running_;
            return Result<std::unique_ptr<StreamWorker>>(std::make_unique<Child>(*this));
        };
    }

private:
    void tell(StreamWorker::News news, bool beats) {
        std::unique_lock lock(mutex_);
        constexpr std::chrono::seconds kLong{20};
        ASSERT_TRUE(changed_.wait_for(lock, kLong, [this] { return waits_; }));
        bool const last = news.ended.has_value() || !beats;
        news_.push_back(std::move(news));
        beats_ += beats ? 1 : 0;
        changed_.notify_all();
        ASSERT_TRUE(
            changed_.wait_for(lock, kLong, [&] { return news_.empty() && (last || waits_); }));
    }
    class Child final : public StreamWorker {
    public:
        explicit Child(FakeWorkers& all) : all_(all) {}
        ~Child() override {
            std::lock_guard const lock(all_.mutex_);
            --all_.running_;
        }
        News wait(Milliseconds, std::stop_token const& stop) override {
            std::unique_lock lock(all_.mutex_);
            all_.waits_ = true;
            all_.changed_.notify_all();
            all_.changed_.wait(lock, stop, [this] { return !all_.news_.empty(); });
            all_.waits_ = false;
            if (all_.news_.empty()) {
                return {};
            }
            auto news = std::move(all_.news_.front());
            all_.news_.pop_front();
            all_.changed_.notify_all();
            return news;
        }
        [[nodiscard]] std::uint64_t beats() const override {
            std::lock_guard const lock(all_.mutex_);
            return all_.beats_;
        }
        [[nodiscard]] std::chrono::microseconds interval() const override {
            return std::chrono::microseconds(40'000);
        }

    private:
        FakeWorkers& all_;
    };

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<StreamWorker::News> news_;
    std::uint64_t beats_ = 0;
    int starts_ = 0, running_ = 0;
    bool waits_ = false, refuse_ = false;
};

class StreamItemTest : public testing::Test {
protected:
    void begin(Result<media::StreamDescription> described =
                   media::describeStream({"udp://:5000", {}, {}})) {
        item = std::make_unique<StreamItem>(
            std::make_shared<StreamFeed>(StreamFeed::Parts{
                clock, workers.start(), [described] { return described; }, "square", silentLog(),
                [this](Why const& why) {
                    std::lock_guard const lock(mutex);
                    told.push_back(why);
                }}),
            clock, std::chrono::milliseconds(40));
    }
    static StreamWorker::News picture(std::uint8_t level) {
        auto frame = std::make_shared<media::Frame>(1, 1);
        frame->pixels[0] = level;
        return {frame, {}};
    }
    Item::Taken take() { return item->take(0, std::chrono::nanoseconds(0)); }
    int level() {
        auto const taken = take();
        return taken.frame ? taken.frame->pixels[0] : -1;
    }
    std::string why() { return item->failure() ? item->failure()->message : ""; }
    Why lastTold() {
        std::lock_guard const lock(mutex);
        return told.empty() ? Why("nothing") : told.back();
    }
    /// The item may not have begun to wait when the time passes first.
    void passUntilStarted(int count) {
        while (workers.starts() < count) {
            clock.advance(Milliseconds(100));
            std::this_thread::yield();
        }
    }
    test::FakeClock clock;
    FakeWorkers workers;
    std::mutex mutex;
    std::vector<Why> told;
    std::unique_ptr<StreamItem> item;
};

TEST_F(StreamItemTest, ShowsTheNewestPictureAndSaysWhenTheNextIsOverdue) {
    begin();
    EXPECT_EQ(level(), -1);
    workers.say(picture(7));
    workers.say(picture(8));
    EXPECT_EQ(level(), 8);
    clock.advance(Milliseconds(100));
    EXPECT_FALSE(take().late);
    clock.advance(Milliseconds(1));
    EXPECT_TRUE(take().late);
    EXPECT_EQ(level(), 8);
}

TEST_F(StreamItemTest, FailsAfterSilenceAndIsWellAgainWithPictures) {
    begin();
    workers.say(picture(7));
    EXPECT_EQ(level(), 7);
    clock.advance(Milliseconds(2'501));
    EXPECT_EQ(level(), -1);
    EXPECT_EQ(why(), "stream: no picture for 2.5 s");
    workers.say({});
    EXPECT_EQ(lastTold(), Why("stream: no picture for 2.5 s"));
    workers.say(picture(8));
    EXPECT_EQ(level(), -1);
    clock.advance(Milliseconds(250));
    workers.say(picture(9));
    clock.advance(Milliseconds(250));
    workers.say(picture(10));
    EXPECT_EQ(level(), 10);
    EXPECT_EQ(why(), "");
    EXPECT_EQ(lastTold(), Why());
}

TEST_F(StreamItemTest, StartsAnotherChildWhenOneEnds) {
    begin();
    workers.awaitStarts(1);
    workers.say({nullptr, "Connection refused"});
    while (why().empty()) {
        std::this_thread::yield();
    }
    EXPECT_EQ(why(), "stream: no picture (Connection refused)");
    passUntilStarted(2);
    workers.say(picture(1));
    EXPECT_EQ(workers.running(), 1);
}

TEST_F(StreamItemTest, EndsAChildThatIsStuck) {
    begin();
    workers.say(picture(1));
    clock.advance(Milliseconds(4'001));
    workers.getStuck();
    while (why().find("hangs") == std::string::npos) {
        std::this_thread::yield();
    }
    EXPECT_EQ(why(), "stream: no picture for 2.5 s (its decoder hangs)");
    passUntilStarted(2);
}

TEST_F(StreamItemTest, SaysSoIfThereIsNoChildToStart) {
    workers.refuse(true);
    begin();
    workers.awaitStarts(1);
    while (why().empty()) {
        std::this_thread::yield();
    }
    EXPECT_EQ(why(), "stream: no picture (no such program)");
}

TEST_F(StreamItemTest, SaysSoIfItsDescriptionCannotBeRead) {
    begin(Error{Errc::damaged, "not a stream description"});
    while (why().empty()) {
        std::this_thread::yield();
    }
    EXPECT_EQ(why(), "stream: no picture (not a stream description)");
    EXPECT_EQ(workers.running(), 0);
}

TEST_F(StreamItemTest, ShowingsOfOneStreamShareItsChild) {
    int made = 0;
    StreamFeeds feeds([&](Cue const&) {
        ++made;
        return std::make_shared<StreamFeed>(
            StreamFeed::Parts{clock, workers.start(),
                              [] {
                                  return media::describeStream({"udp://:5000", {}, {}});
                              },
                              "square", silentLog(), [](Why const&) {}});
    });
    Cue square, gate;
    square.content.rendition = digestOf("square");
    gate.content.rendition = digestOf("gate");
    auto first = feeds.feedFor(square);
    EXPECT_EQ(feeds.feedFor(square), first);
    EXPECT_NE(feeds.feedFor(gate), first);
    EXPECT_EQ(made, 2);
    first.reset();
    EXPECT_EQ(feeds.feedFor(square)->look({}).picture, nullptr);
    EXPECT_EQ(made, 3);
}

TEST_F(StreamItemTest, TakesItsChildWithIt) {
    begin();
    workers.say(picture(1));
    EXPECT_EQ(workers.running(), 1);
    item.reset();
    EXPECT_EQ(workers.running(), 0);
}

}  // namespace
}  // namespace tocsin::player
