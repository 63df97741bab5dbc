// SPDX-License-Identifier: Apache-2.0
// An item that decodes ahead on its own thread, a few frames at most.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "stage/item.hpp"

namespace tocsin::player {

class ItemThread final : public Item {
public:
    static constexpr std::size_t kAhead = 4;
    /// Before its first frame is taken: what comes next lies beside what is on, and each picture of
    /// a large film takes megabytes.
    static constexpr std::size_t kAheadWaiting = 2;

    /// `firstTick` and `endTick` (absolute, half-open) are the showing's ticks; frames are made
    /// from `fromTick` on.
    ItemThread(Cue cue, OpenSource open, session::Clock& clock, std::int64_t firstTick,
               std::int64_t fromTick, std::int64_t endTick);
    /// Blocks until the source gave way; the stage leaves that to the reaper.
    ~ItemThread() override;
    Taken take(std::int64_t tick, std::chrono::nanoseconds patience) override;
    [[nodiscard]] bool ready() const override;
    [[nodiscard]] bool readyAfterAll() override;
    [[nodiscard]] std::optional<Error> failure() const override;

private:
    struct Ready {
        std::int64_t tick;
        media::DecodedPtr picture;
    };
    void run(std::stop_token stop);
    void produce(ItemSource& source, std::stop_token const& stop);
    void fail(Error error);

    Cue cue_;
    OpenSource open_;
    session::Clock& clock_;
    std::int64_t const firstTick_, endTick_;

    mutable std::mutex mutex_;          // guards what follows
    std::condition_variable ready_;     // a frame, a still or a failure came
    std::condition_variable_any room_;  // the queue has a place, or the stage went ahead
    std::int64_t wanted_;               // the next tick the stage takes
    bool taken_;                        // the stage has begun to take, or joins now
    std::deque<Ready> queue_;
    media::DecodedPtr still_;
    std::optional<Error> failure_;

    std::jthread thread_;
};

}  // namespace tocsin::player
