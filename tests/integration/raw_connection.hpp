// SPDX-License-Identifier: Apache-2.0
// A TCP connection to a controller on loopback, byte by byte.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tocsin::integration {

struct RawAnswer {
    int status = 0;
    bool closes = false;  ///< nothing more comes on this connection
};

/// Waits at most 20 s for each read and write; later it is late().
class RawConnection {
public:
    /// `address`: host:port. A test failure if it cannot be made.
    explicit RawConnection(std::string const& address);
    ~RawConnection();
    RawConnection(RawConnection const&) = delete;
    RawConnection& operator=(RawConnection const&) = delete;

    /// What the peer does not take any more is lost, as it would be on the way.
    void send(std::string_view bytes);
    /// The peer is told that nothing more comes, and can still answer.
    void endSending();
    /// The next HTTP answer, interim ones passed over; nothing if the connection ends without one.
    /// `hasBody`: false for the answer to HEAD.
    [[nodiscard]] std::optional<RawAnswer> answer(bool hasBody);
    /// The head of an HTTP answer alone, as it came.
    [[nodiscard]] std::string head();
    /// The payload of the next frame of a WebSocket server; nothing if the connection ends.
    [[nodiscard]] std::optional<std::string> frame();
    /// All that still comes until the peer closes.
    [[nodiscard]] std::string rest();
    [[nodiscard]] bool late() const noexcept { return late_; }

private:
    bool receive();
    bool receiveAtLeast(std::size_t bytes);
    std::string take(std::size_t bytes);

    int socket_;
    std::string came_;  ///< and is not taken yet
    bool late_ = false;
};

}  // namespace tocsin::integration
