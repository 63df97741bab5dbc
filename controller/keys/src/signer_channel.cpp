// SPDX-License-Identifier: Apache-2.0
#include "signer_channel.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "tocsin/keys/signer.hpp"

namespace tocsin::keys {
namespace {

using Clock = std::chrono::steady_clock;
/// Status and length.
constexpr std::size_t kHead = 5;

Error gone() {
    return {Errc::unavailable, "the other side is gone"};
}

/// Until the socket is ready; `deadline` absent: as long as it takes.
Result<> await(int socket, short what, std::optional<Clock::time_point> deadline) {
    for (;;) {
        int left = -1;
        if (deadline) {
            auto const rest =
                std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
            if (rest <= 0) {
                return Error{Errc::timedOut, "no answer in time"};
            }
            left = static_cast<int>(rest);
        }
        pollfd wait{socket, what, 0};
        int const ready = ::poll(&wait, 1, left);
        if (ready > 0) {
            return {};
        }
        if (ready < 0 && errno != EINTR) {
            return Error{Errc::unavailable, std::string("poll: ") + std::strerror(errno)};
        }
    }
}

Result<> receiveAll(int socket, char* into, std::size_t count,
                    std::optional<Clock::time_point> deadline) {
    while (count > 0) {
        if (auto ready = await(socket, POLLIN, deadline); !ready) {
            return ready;
        }
        auto const got = ::read(socket, into, count);
        if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) {
            return gone();
        }
        if (got > 0) {
            into += got;
            count -= static_cast<std::size_t>(got);
        }
    }
    return {};
}

std::optional<Clock::time_point> after(std::chrono::milliseconds limit) {
    return limit.count() < 0 ? std::nullopt : std::optional(Clock::now() + limit);
}

}  // namespace

Result<> sendMessage(int socket, SignerMessage const& message, std::chrono::milliseconds limit) {
    auto const deadline = after(limit);
    auto const length = static_cast<std::uint32_t>(message.bytes.size());
    std::string text;
    text.reserve(kHead + message.bytes.size());
    text.push_back(message.wrong ? static_cast<char>(1 + static_cast<int>(*message.wrong)) : '\0');
    for (int shift = 24; shift >= 0; shift -= 8) {
        text.push_back(static_cast<char>(length >> shift & 255));
    }
    text += message.bytes;
    std::string_view rest = text;
    while (!rest.empty()) {
        if (auto ready = await(socket, POLLOUT, deadline); !ready) {
            return ready;
        }
        auto const sent = ::send(socket, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EINTR && errno != EAGAIN) {
            return gone();
        }
        rest.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : 0);
    }
    return {};
}

Result<SignerMessage> receiveMessage(int socket, std::chrono::milliseconds idle,
                                     std::chrono::milliseconds limit) {
    if (auto begun = await(socket, POLLIN, after(idle)); !begun) {
        return begun.error();
    }
    auto const deadline = after(limit);
    std::array<char, kHead> head{};
    if (auto read = receiveAll(socket, head.data(), head.size(), deadline); !read) {
        return read.error();
    }
    std::uint32_t length = 0;
    for (std::size_t i = 1; i < kHead; ++i) {
        length = length << 8 | static_cast<unsigned char>(head[i]);
    }
    if (length > kMostSigned) {
        return Error{Errc::damaged,
                     "a message of " + std::to_string(length) + " bytes is longer than any may be"};
    }
    if (head[0] < 0 || head[0] > 1 + static_cast<int>(Errc::internal)) {
        return Error{Errc::damaged, "a message of a kind that there is not"};
    }
    SignerMessage out{
        head[0] == '\0' ? std::nullopt : std::optional(static_cast<Errc>(head[0] - 1)),
        std::string(length, '\0')};
    if (auto read = receiveAll(socket, out.bytes.data(), length, deadline); !read) {
        return read.error();
    }
    return out;
}

}  // namespace tocsin::keys
