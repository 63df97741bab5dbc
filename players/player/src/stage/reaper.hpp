// SPDX-License-Identifier: Apache-2.0
// Takes items down on threads of its own, because closing a file or a decoder can block, and some
// never come back.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "stage/item.hpp"

namespace tocsin::player {

/// Thread-safe. A thread that an item holds up is left to it and another one takes its place, up to
/// kMostHanging of them. The destructor waits for all items.
class Reaper {
public:
    /// A fresh process is the only way out when more decoders than this hang: each of them keeps a
    /// thread and its memory.
    static constexpr std::size_t kMostHanging = 4;
    /// An item that does not go away for so long hangs.
    static constexpr Milliseconds kHangs{2'000};
    static constexpr std::size_t kMostWaiting = 32;

    /// `clock` must outlive it.
    explicit Reaper(session::Clock& clock) : clock_(clock) {}
    ~Reaper();
    Reaper(Reaper const&) = delete;
    Reaper& operator=(Reaper const&) = delete;

    /// False: too many hang or wait; the item was taken all the same. Does not block.
    [[nodiscard]] bool take(std::unique_ptr<Item> item);
    /// Items that hang now.
    [[nodiscard]] std::size_t hanging() const;

private:
    struct Worker {
        std::int64_t busySince = -1;  ///< monotonic milliseconds; -1: it waits for work
        std::jthread thread = {};
    };
    void run(Worker& self, std::stop_token const& stop);
    [[nodiscard]] std::size_t countHanging() const;

    session::Clock& clock_;
    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    std::deque<std::unique_ptr<Item>> items_;
    std::size_t idle_ = 0;
    std::list<Worker> workers_;
};

}  // namespace tocsin::player
