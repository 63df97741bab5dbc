// SPDX-License-Identifier: Apache-2.0
// Controlled time over real processes: nobody misses a tick, the dead hold nobody up, a process
// that hangs is named.
#include "controlled_time.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <fstream>
#include <new>
#include <thread>

#include "controlled_clock.hpp"

namespace tocsin::test {
namespace {

namespace fs = std::filesystem;

constexpr Milliseconds kTick{40};
Instant const kStart = fromMillis(1'780'272'000'000);

/// Counters that forked children and the test share.
struct Shared {
    std::atomic<std::int64_t> ticks[2]{};
    std::atomic<std::int64_t> monotonic{0};
    std::atomic<bool> hang{false};
};

class ControlledTimeTest : public testing::Test {
protected:
    ControlledTimeTest() {
        std::string pattern = testing::TempDir() + "tocsin-time-XXXXXX";
        directory_ = ::mkdtemp(pattern.data());
        shared_ = new (::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0)) Shared;
        time_ = ControlledTime::create(directory_ / "time", kStart);
    }
    ~ControlledTimeTest() override {
        for (auto const child : children_) {
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
        }
        ::munmap(shared_, sizeof(Shared));
        fs::remove_all(directory_);
    }

    /// A process that counts every tick of its clock until it is killed.
    pid_t startTicker(int index) {
        auto const child = ::fork();
        if (child == 0) {
            tickForEver(time_->file(), *shared_, index);
        }
        children_.push_back(child);
        return child;
    }
    void killTicker(pid_t child) {
        // Not reaped here: a driver must not wait for a process that is only a zombie.
        ::kill(child, SIGKILL);
    }

    [[noreturn]] static void tickForEver(fs::path const& file, Shared& shared, int index) {
        auto const clock = controlledClock(file);
        auto due = Milliseconds(clock->monotonicMs());
        while (true) {
            due += kTick;
            clock->waitFor(due - Milliseconds(clock->monotonicMs()), {});
            while (shared.hang) {
                std::this_thread::yield();
            }
            if (Milliseconds(clock->monotonicMs()) - due <
                kTick) {  // else a tick was missed, and must not count
                ++shared.ticks[index];
            } else {
                shared.ticks[index] -= 1'000'000;
            }
            shared.monotonic = clock->monotonicMs();
        }
    }

    fs::path directory_;
    Shared* shared_ = nullptr;
    std::unique_ptr<ControlledTime> time_;
    std::vector<pid_t> children_;
};

TEST_F(ControlledTimeTest, GivesEveryProcessEveryTick) {
    startTicker(0);
    startTicker(1);
    time_->awaitParticipants(2);
    time_->advance(std::chrono::seconds(60), kTick);
    EXPECT_EQ(shared_->ticks[0], 1500);
    EXPECT_EQ(shared_->ticks[1], 1500);
    EXPECT_EQ(shared_->monotonic, 60'000);
    EXPECT_EQ(time_->now(), kStart + std::chrono::seconds(60));
}

TEST_F(ControlledTimeTest, IsNotHeldUpByAProcessThatWasKilled) {
    auto const victim = startTicker(0);
    startTicker(1);
    time_->awaitParticipants(2);
    time_->advance(std::chrono::seconds(1), kTick);
    killTicker(victim);
    time_->advance(std::chrono::seconds(1), kTick);
    EXPECT_EQ(shared_->ticks[1], 50);
    EXPECT_EQ(time_->participants(), 1U);
    startTicker(0);
    time_->awaitParticipants(2);
    time_->advance(std::chrono::seconds(1), kTick);
    EXPECT_EQ(shared_->ticks[1], 75);
}

TEST_F(ControlledTimeTest, NamesTheProcessThatDoesNotComeBack) {
    auto const child = startTicker(0);
    time_->awaitParticipants(1);
    shared_->hang = true;
    time_->setPatience(Milliseconds(100));
    try {
        time_->advance(kTick, kTick);
        FAIL() << "the barrier let a working process go by";
    } catch (std::runtime_error const& error) {
        EXPECT_NE(std::string(error.what()).find("process " + std::to_string(child)),
                  std::string::npos)
            << error.what();
    }
}

TEST_F(ControlledTimeTest, StepsTheWallClockUnderRunningProcesses) {
    startTicker(0);
    time_->awaitParticipants(1);
    time_->advance(std::chrono::seconds(10), kTick);
    time_->stepWallClock(-std::chrono::hours(1));
    EXPECT_EQ(time_->now(), kStart + std::chrono::seconds(10) - std::chrono::hours(1));
    EXPECT_EQ(shared_->ticks[0], 250);
    time_->advance(std::chrono::seconds(1), kTick);
    EXPECT_EQ(shared_->ticks[0], 275);  // a sleeper does not see the step
    EXPECT_EQ(shared_->monotonic, 11'000);
}

TEST_F(ControlledTimeTest, WakesAThreadThatIsAskedToStop) {
    auto const clock = controlledClock(time_->file());
    bool reached = true;
    std::jthread sleeper(
        [&](std::stop_token stop) { reached = clock->waitFor(std::chrono::hours(1), stop); });
    time_->awaitParticipants(1);
    sleeper.request_stop();
    sleeper.join();
    EXPECT_FALSE(reached);
    EXPECT_EQ(time_->participants(), 0U);
}

TEST_F(ControlledTimeTest, StandsStillUntilAWokenCoroutineSleepsAgain) {
    auto const clock = controlledClock(time_->file());
    boost::asio::io_context io;
    constexpr int kRounds = 100;
    std::vector<Instant> woken;
    auto const rounds = [&]() -> boost::asio::awaitable<void> {
        for (int i = 1; i <= kRounds; ++i) {
            co_await clock->sleepFor(kTick);
            woken.push_back(clock->now());
        }
    };
    auto const done = boost::asio::co_spawn(io, rounds(), boost::asio::use_future);
    io.poll();  // to its first sleep
    std::jthread const runner([&] { io.run(); });
    time_->advance(kRounds * kTick, kTick);
    done.wait();
    for (int i = 1; i <= kRounds; ++i) {
        EXPECT_EQ(woken.at(static_cast<std::size_t>(i - 1)), kStart + i * kTick);
    }
}

TEST_F(ControlledTimeTest, WakesCoroutinesAndWaitsOnlyAMomentForThem) {
    auto const clock = controlledClock(time_->file());
    boost::asio::io_context io;
    auto const slept = boost::asio::co_spawn(io, clock->sleepFor(std::chrono::seconds(2)),
                                             boost::asio::use_future);
    io.poll();  // to its sleep
    std::jthread const runner([&] { io.run(); });
    time_->advance(std::chrono::seconds(1), kTick);
    EXPECT_NE(slept.wait_for(std::chrono::seconds(0)), std::future_status::ready);
    time_->advance(std::chrono::seconds(1), kTick);
    slept.wait();
    EXPECT_EQ(clock->now(), kStart + std::chrono::seconds(2));
}

TEST_F(ControlledTimeTest, RefusesAFileThatIsNotATime) {
    auto const other = directory_ / "other";
    std::ofstream(other) << "not a time";
    EXPECT_THROW((void)controlledClock(other), std::runtime_error);
    EXPECT_THROW((void)controlledClock(directory_ / "absent"), std::runtime_error);
    EXPECT_THROW(ControlledTime(time_->file(), kStart), std::runtime_error);
}

}  // namespace
}  // namespace tocsin::test
