// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

namespace tocsin::integration {

/// Stands between a client and a controller on loopback and breaks connections. One at a time.
class CuttingProxy {
public:
    /// `target`: host:port.
    explicit CuttingProxy(std::string const& target);
    ~CuttingProxy();
    CuttingProxy(CuttingProxy const&) = delete;
    CuttingProxy& operator=(CuttingProxy const&) = delete;

    /// The next connection that brings more than this is cut after so many bytes; called again, the
    /// one after it.
    void cutAfter(std::int64_t bytes);
    /// From now on, nothing beyond so many bytes of a connection goes on, though it stays open.
    void stallAfter(std::int64_t bytes) { stall_ = bytes; }
    /// A connection that is held up is cut, and what it brought is lost with it; later ones pass.
    void stopStalling() { stall_ = -1; }
    [[nodiscard]] std::string address() const;
    [[nodiscard]] int cuts() const { return cuts_; }
    /// Whether a connection is being held up.
    [[nodiscard]] bool stalls() const { return stalling_; }

private:
    void serve();
    void forward(int client);

    int listener_ = -1;
    int ending_ = -1;  ///< eventfd
    std::uint16_t port_ = 0, target_ = 0;
    std::mutex mutex_;
    std::deque<std::int64_t> planned_;  // guarded by mutex_
    std::atomic<std::int64_t> stall_{-1};
    std::atomic<int> cuts_{0};
    std::atomic<bool> stalling_{false};
    std::thread thread_;
};

}  // namespace tocsin::integration
