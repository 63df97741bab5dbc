// SPDX-License-Identifier: Apache-2.0
// A deadline on whatever a connection is doing: when it passes, the connection is closed, and the
// waiting operation ends with it.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "tocsin/session/async_stream.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::http {

/// On the io thread only. The stream must outlive it.
class Deadline {
public:
    explicit Deadline(session::AsyncStream& stream);
    ~Deadline();
    Deadline(Deadline const&) = delete;
    Deadline& operator=(Deadline const&) = delete;
    /// Starts again from now.
    void arm(Milliseconds limit);
    void disarm();

private:
    boost::asio::steady_timer timer_;
    std::shared_ptr<session::AsyncStream*>
        stream_;  ///< null after destruction, for a wait that is already on its way
    std::uint64_t round_ = 0;
    std::shared_ptr<std::uint64_t> current_;
};

}  // namespace tocsin::http
