// SPDX-License-Identifier: Apache-2.0
// The one thread that changes the database.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "connection.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::store {

/// Thread-safe. The destructor finishes the change in progress and refuses the ones that wait with
/// Errc::cancelled.
class Writer {
public:
    static constexpr std::size_t kMostWaiting = 1000;

    /// `connection` belongs to the writer's thread from now on.
    Writer(std::unique_ptr<Connection> connection, std::function<Instant()> now);
    ~Writer();
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;

    /// Blocks until `change` is committed or rolled back. `entry` may be null. A Failure comes out
    /// as an error, any other exception as it is.
    Result<> run(std::function<Result<>(Tx&)> const& change, AuditEntry const* entry);

private:
    struct Task {
        std::function<Result<>(Tx&)> const* change;  // the caller waits, so it lives long enough
        AuditEntry const* entry;
        std::promise<Result<>> done;
    };
    void work();
    void perform(Task& task);
    Result<> commit(Task const& task);

    std::unique_ptr<Connection> connection_;  // the writer's thread only
    std::function<Instant()> now_;
    std::mutex mutex_;  // guards the two below
    std::deque<Task*> waiting_;
    bool closing_ = false;
    std::condition_variable changed_;
    std::thread thread_;
};

}  // namespace tocsin::store
