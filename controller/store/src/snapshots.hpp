// SPDX-License-Identifier: Apache-2.0
// Connections that only read, each seeing one consistent state at a time.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "connection.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::store {

/// Thread-safe. Opens connections when they are first needed, at most kMost; who finds all in use
/// waits for at most kLongestWait.
class SnapshotPool {
public:
    static constexpr std::size_t kMost = 8;
    static constexpr std::chrono::seconds kLongestWait{10};

    explicit SnapshotPool(std::filesystem::path file) : file_(std::move(file)) {}

    /// Runs `look` on the calling thread. A Failure comes out as an error, any other exception as
    /// it is.
    Result<> run(std::function<Result<>(Tx const&)> const& look);

private:
    std::unique_ptr<Connection> take();
    void giveBack(std::unique_ptr<Connection> connection);

    std::filesystem::path file_;
    std::mutex mutex_;  // guards the two below
    std::vector<std::unique_ptr<Connection>> free_;
    std::size_t taken_ = 0;
    std::condition_variable returned_;
};

}  // namespace tocsin::store
