// SPDX-License-Identifier: Apache-2.0
// A Clock on shared memory.
#include "controlled_clock.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <deque>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "time_page.hpp"

namespace tocsin::test {
namespace {

namespace asio = boost::asio;
using session::FineInstant;

constexpr Milliseconds kSlice{20};
constexpr Milliseconds kLongWait{1000};
/// How long a woken coroutine holds time, in real time, if it does not sleep again: long enough for
/// a round trip to another process on a busy machine.
constexpr Milliseconds kHold{200};
constexpr std::chrono::seconds kPatience{30};
/// Longer than any test, and short enough to be added to any reading.
constexpr std::chrono::hours kLongest{24 * 365 * 100};

/// A thread's place at the barrier.
class Place {
public:
    explicit Place(std::shared_ptr<MappedTimePage> page, bool coroutines = false)
        : page_(std::move(page)) {
        for (auto& slot : (*page_)->slots) {
            std::int32_t free = 0;
            if (slot.pid.compare_exchange_strong(free, ::getpid())) {
                slot.coroutines = coroutines;
                slot.tid =
                    coroutines ? ::getpid() : static_cast<std::int32_t>(::syscall(SYS_gettid));
                slot_ = &slot;
                return;
            }
        }
        throw std::runtime_error("too many threads sleep on the controlled clock");
    }
    ~Place() {
        slot_->tid = 0;
        slot_->dueNs = kWorking;
        slot_->pid = 0;
        futexBump((*page_)->arrived);
    }
    Place(Place const&) = delete;
    Place& operator=(Place const&) = delete;

    void sleepsUntil(std::int64_t dueNs) {
        slot_->dueNs = dueNs;
        futexBump((*page_)->arrived);
    }
    void works() { slot_->dueNs = kWorking; }

private:
    std::shared_ptr<MappedTimePage> page_;
    TimeSlot* slot_ = nullptr;
};

/// The calling thread's places, one a clock, given up when the thread ends.
std::map<void const*, std::unique_ptr<Place>>& placesOfThisThread() {
    thread_local std::map<void const*, std::unique_ptr<Place>> places;
    return places;
}

using RealTime = std::chrono::steady_clock::time_point;

struct Sleeper {
    std::int64_t dueNs;  ///< by TimePage::passedNs
    asio::any_io_executor executor;
    std::shared_ptr<asio::steady_timer> timer;  ///< never expires; cancelled when due
    std::optional<RealTime> woken;
};

/// Coroutines that sleep, and the thread that watches time for them. One that was woken holds time
/// until a coroutine goes to sleep, or for kHold: so that, for instance, a question to another
/// process and its answer fall into one instant however slow the machine is.
class Sleepers {
public:
    explicit Sleepers(std::shared_ptr<MappedTimePage> page) : page_(std::move(page)) {}
    ~Sleepers() {
        watcher_.request_stop();
        futexBump((*page_)->moved);
    }

    using Entry = std::list<Sleeper>::iterator;
    Entry add(Sleeper sleeper) {
        std::scoped_lock const lock(mutex_);
        if (!place_) {
            place_.emplace(page_, true);
            watcher_ = std::jthread(&Sleepers::watch, this);
        }
        if (!holds_.empty()) {
            holds_.pop_front();
        }
        auto const entry = sleepers_.insert(sleepers_.end(), std::move(sleeper));
        publish();
        return entry;
    }
    void remove(Entry entry) {
        std::scoped_lock const lock(mutex_);
        if (entry->dueNs <= now()) {  // it goes on to work; one that was cancelled does not
            holds_.push_back(std::chrono::steady_clock::now() + kHold);
        }
        sleepers_.erase(entry);
        publish();
    }

private:
    static void watch(std::stop_token stop, Sleepers* self) {
        auto& moved = (*self->page_)->moved;
        while (!stop.stop_requested()) {
            auto const seen = moved.load();
            self->wakeDue();
            futexWait(moved, seen, kSlice);
        }
    }
    void wakeDue() {
        std::scoped_lock const lock(mutex_);
        for (auto& sleeper : sleepers_) {
            if (sleeper.dueNs <= now()) {
                sleeper.woken = sleeper.woken.value_or(std::chrono::steady_clock::now());
                asio::post(sleeper.executor, [timer = sleeper.timer] { timer->cancel(); });
            }
        }
        while (!holds_.empty() && holds_.front() <= std::chrono::steady_clock::now()) {
            holds_.pop_front();
        }
        publish();
    }
    [[nodiscard]] std::int64_t now() const { return (*page_)->passedNs; }
    /// A sleeper that is due counts as working until it is off the list, unless its executor does
    /// not run any more.
    void publish() {
        if (!holds_.empty()) {
            place_->works();
            published_ = kWorking;
            return;
        }
        auto const gone = std::chrono::steady_clock::now() - 10 * kHold;
        auto dueNs = std::numeric_limits<std::int64_t>::max();
        for (auto const& sleeper : sleepers_) {
            if (!sleeper.woken || *sleeper.woken > gone) {
                dueNs = std::min(dueNs, sleeper.dueNs);
            }
        }
        if (dueNs != published_) {
            published_ = dueNs;
            place_->sleepsUntil(dueNs);
        }
    }

    std::shared_ptr<MappedTimePage> page_;
    std::mutex mutex_;
    std::list<Sleeper> sleepers_;
    std::deque<RealTime> holds_;  ///< when each ends
    std::optional<Place> place_;
    std::int64_t published_ = kWorking;
    std::jthread watcher_;  ///< last member: stops before the others go
};

/// Takes a coroutine off the list when its frame goes.
class Asleep {
public:
    Asleep(Sleepers& sleepers, Sleeper sleeper)
        : sleepers_(sleepers), entry_(sleepers.add(std::move(sleeper))) {}
    ~Asleep() { sleepers_.remove(entry_); }
    Asleep(Asleep const&) = delete;
    Asleep& operator=(Asleep const&) = delete;

private:
    Sleepers& sleepers_;
    Sleepers::Entry entry_;
};

class ControlledClock final : public session::Clock {
public:
    explicit ControlledClock(std::filesystem::path const& file)
        : page_(std::make_shared<MappedTimePage>(MappedTimePage::open(file))), sleepers_(page_) {}

    FineInstant fineNow() const override {
        return FineInstant(std::chrono::nanoseconds((*page_)->wallNs()));
    }

    std::int64_t monotonicMs() const override { return (*page_)->passedNs / 1'000'000; }

    bool waitFor(std::chrono::nanoseconds duration, std::stop_token stop) override {
        auto const dueNs = after(duration);
        auto& places = placesOfThisThread();
        auto& place = places[page_.get()];
        if (!place) {
            place = std::make_unique<Place>(page_);
        }
        if (sleepOn(*place, dueNs, stop)) {
            return true;
        }
        places.erase(page_.get());  // a stopped thread winds up in real time
        return false;
    }

    bool waitFor(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                 std::chrono::nanoseconds duration, std::function<bool()> const& ready) override {
        // Time stands still while a participant works, so only the cap ends this early; another
        // thread's wait ends when time passes.
        auto const giveUp = std::chrono::steady_clock::now() + kPatience;
        auto const dueNs = after(duration);
        while (!ready() && (*page_)->passedNs < dueNs &&
               std::chrono::steady_clock::now() < giveUp) {
            changed.wait_for(lock, kSlice);
        }
        return ready();
    }

    asio::awaitable<void> sleepFor(Milliseconds duration) override {
        auto const dueNs = after(duration);
        auto const executor = co_await asio::this_coro::executor;
        auto const timer =
            std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
        Asleep const asleep(sleepers_, Sleeper{dueNs, executor, timer, {}});
        while ((*page_)->passedNs < dueNs) {
            co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
            auto const state = co_await asio::this_coro::cancellation_state;
            if (state.cancelled() != asio::cancellation_type::none) {
                throw boost::system::system_error(asio::error::operation_aborted);
            }
        }
    }

private:
    [[nodiscard]] std::int64_t after(std::chrono::nanoseconds duration) const {
        return (*page_)->passedNs + std::min<std::chrono::nanoseconds>(duration, kLongest).count();
    }

    bool sleepOn(Place& place, std::int64_t dueNs, std::stop_token const& stop) {
        auto& page = *page_;
        std::stop_callback const wake(stop, [&page] { futexBump(page->moved); });
        if (page->passedNs >= dueNs) {
            return true;
        }
        place.sleepsUntil(dueNs);
        while (true) {
            auto const seen = page->moved.load();
            if (page->passedNs >= dueNs || stop.stop_requested()) {
                break;
            }
            futexWait(page->moved, seen, kLongWait);
        }
        place.works();
        return page->passedNs >= dueNs;
    }

    std::shared_ptr<MappedTimePage> page_;
    Sleepers sleepers_;
};

}  // namespace

std::unique_ptr<session::Clock> controlledClock(std::filesystem::path const& file) {
    return std::make_unique<ControlledClock>(file);
}

}  // namespace tocsin::test
