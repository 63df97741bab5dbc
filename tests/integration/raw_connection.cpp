// SPDX-License-Identifier: Apache-2.0
#include "raw_connection.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

namespace tocsin::integration {
namespace {

constexpr timeval kPatience{20, 0};

/// Of one header line, in whatever case its name is; 0 without it.
std::size_t lengthIn(std::string const& head) {
    auto const at = head.find("\r\nContent-Length: ");
    std::size_t length = 0;
    if (at != std::string::npos) {
        std::from_chars(head.data() + at + 18, head.data() + head.size(), length);
    }
    return length;
}

}  // namespace

RawConnection::RawConnection(std::string const& address)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
    int const on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port =
        htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
    EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
}

RawConnection::~RawConnection() {
    ::close(socket_);
}

void RawConnection::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            late_ = late_ || errno == EAGAIN;
            return;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void RawConnection::endSending() {
    ::shutdown(socket_, SHUT_WR);
}

bool RawConnection::receive() {
    char block[65'536];
    auto const got = ::recv(socket_, block, sizeof block, 0);
    if (got <= 0) {
        late_ = late_ || (got < 0 && errno == EAGAIN);
        return false;
    }
    came_.append(block, static_cast<std::size_t>(got));
    return true;
}

bool RawConnection::receiveAtLeast(std::size_t bytes) {
    while (came_.size() < bytes) {
        if (!receive()) {
            return false;
        }
    }
    return true;
}

std::string RawConnection::take(std::size_t bytes) {
    auto out = came_.substr(0, bytes);
    came_.erase(0, bytes);
    return out;
}

std::string RawConnection::head() {
    std::size_t end = 0;
    while ((end = came_.find("\r\n\r\n")) == std::string::npos) {
        if (!receive()) {
            return {};
        }
    }
    return take(end + 4);
}

std::optional<RawAnswer> RawConnection::answer(bool hasBody) {
    std::string told;
    do {
        told = head();
        if (told.size() < 12 || !told.starts_with("HTTP/1.1 ")) {
            return std::nullopt;
        }
    } while (told[9] == '1');
    RawAnswer out{std::stoi(told.substr(9, 3)),
                  told.find("\r\nConnection: close\r\n") != std::string::npos};
    if (hasBody && out.status != 204 && out.status != 304) {
        auto const length = lengthIn(told);
        if (!receiveAtLeast(length)) {
            return std::nullopt;
        }
        take(length);
    }
    return out;
}

std::optional<std::string> RawConnection::frame() {
    if (!receiveAtLeast(2)) {
        return std::nullopt;
    }
    auto const number = [this](std::size_t from, std::size_t count) {
        std::size_t value = 0;
        for (std::size_t i = from; i < from + count; ++i) {
            value = value << 8 | static_cast<unsigned char>(came_[i]);
        }
        return value;
    };
    auto length = number(1, 1) & 0x7f;
    std::size_t const further = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (!receiveAtLeast(2 + further)) {
        return std::nullopt;
    }
    if (further > 0) {
        length = number(2, further);
    }
    if (!receiveAtLeast(2 + further + length)) {
        return std::nullopt;
    }
    take(2 + further);
    return take(length);
}

std::string RawConnection::rest() {
    while (receive()) {
    }
    return take(came_.size());
}

}  // namespace tocsin::integration
